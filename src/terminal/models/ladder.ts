/**
 * The depth ladder: asks above, bids below, best prices next to the gap between them.
 *
 * The ladder always has the same number of rows, so that nothing on the screen moves when a level comes or goes.
 */
import type { BookLevel } from '#wire/market.ts';
import { countUnits, writeUnits } from './price-steps.ts';

export interface LadderLevel {
  readonly price: string;
  readonly quantity: number;
  /** This level and all better ones of its side. */
  readonly total: number;
  /** The total as a share of the deeper side's total, 0 to 1: the length of the bar. */
  readonly share: number;
  /** Lots of one's own resting orders at this price. */
  readonly own: number;
}

/** One row: the best price stands at place 1. A book that is shallower than the ladder leaves places empty. */
export interface LadderRow {
  readonly place: number;
  readonly level: LadderLevel | undefined;
}

export interface Ladder {
  /** Worst first, as they stand on the screen from the top. */
  readonly asks: readonly LadderRow[];
  /** Best first. */
  readonly bids: readonly LadderRow[];
  /** Best ask less best bid; undefined while one of them is missing. */
  readonly spread: string | undefined;
}

export interface OwnLots {
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly remaining: number;
}

/** The ladder of a book. `bids` and `asks` stand best first; `places` are the contract's decimals. */
export function ladder(
  bids: readonly BookLevel[],
  asks: readonly BookLevel[],
  own: readonly OwnLots[],
  depth: number,
  places: number,
): Ladder {
  const bidLevels = withTotals(bids.slice(0, depth), own, 'buy');
  const askLevels = withTotals(asks.slice(0, depth), own, 'sell');
  const deepest = Math.max(1, bidLevels.at(-1)?.total ?? 0, askLevels.at(-1)?.total ?? 0);
  const row = (levels: readonly LadderLevel[], at: number): LadderRow => {
    const level = levels[at];
    return { place: at + 1, level: level && { ...level, share: level.total / deepest } };
  };
  const rows = Array.from({ length: depth }, (_, at) => at);
  return {
    asks: rows.map((at) => row(askLevels, at)).reverse(),
    bids: rows.map((at) => row(bidLevels, at)),
    spread: spread(bids[0]?.[0], asks[0]?.[0], places),
  };
}

function withTotals(levels: readonly BookLevel[], own: readonly OwnLots[], side: 'buy' | 'sell'): LadderLevel[] {
  let total = 0;
  return levels.map(([price, quantity]) => {
    total += quantity;
    const mine = own.filter((order) => order.side === side && order.price === price);
    return { price, quantity, total, share: 0, own: mine.reduce((sum, order) => sum + order.remaining, 0) };
  });
}

function spread(bid: string | undefined, ask: string | undefined, places: number): string | undefined {
  if (bid === undefined || ask === undefined) return undefined;
  const difference = (countUnits(ask, places) ?? 0) - (countUnits(bid, places) ?? 0);
  return difference < 0 ? undefined : writeUnits(difference, places);
}
