/**
 * What a maker's own resting orders in one contract are worth at a moment: whether they keep its obligation, and how
 * they score.
 *
 * Only lots that the book shows count, and only together with everything the maker has at better prices, so that one
 * lot in front of a wide quote changes nothing. Whose quotes they are, and since when, is not known here.
 */
import { divideDown, type Lots, ONE_MILLION, type Ticks } from '../units.ts';
import type { Obligation } from './agreement.ts';
import { type Score, sideScore, twoSidedScore } from './scores.ts';

/** A price and the maker's own lots that rest at it: at least one. */
export type OwnLevel = readonly [price: Ticks, quantity: Lots];

/** The pair of prices that counts, and the lots at them and better. */
export interface Quote {
  readonly bid: Ticks;
  readonly bidLots: Lots;
  readonly ask: Ticks;
  readonly askLots: Lots;
}

export interface Standing {
  /** Whether the quotes keep the obligation (rule MMK-3). */
  readonly keeps: boolean;
  /** 0 for quotes that do not (rule MMK-9). */
  readonly score: Score;
}

export const ABSENT: Standing = { keeps: false, score: 0 };

/** Judges a maker's own levels, best first on either side. */
export function standingOf(bids: readonly OwnLevel[], asks: readonly OwnLevel[], obligation: Obligation): Standing {
  const quote = quoteOf(bids, asks, obligation);
  if (quote === undefined || !isWithinSpread(quote, obligation)) return ABSENT;
  return { keeps: true, score: scoreOf(bids, asks, quote, obligation) };
}

/**
 * The pair that counts (rule MMK-4): each side is walked from its best price until it holds the least lots, and the
 * smaller side further while the two are not comparable. Undefined when a side ends before that.
 *
 * No pair is closer: a side that is too small must be walked further whatever the other does, so the walk takes only
 * steps that every sufficient pair has taken.
 */
export function quoteOf(
  bids: readonly OwnLevel[],
  asks: readonly OwnLevel[],
  { lotsMin, comparableMin }: Obligation,
): Quote | undefined {
  const bid = new Walk(bids);
  const ask = new Walk(asks);
  for (;;) {
    const [smaller, larger] = bid.lots <= ask.lots ? [bid, ask] : [ask, bid];
    const isEnough = smaller.lots >= lotsMin && smaller.lots * ONE_MILLION >= larger.lots * comparableMin;
    if (isEnough) return { bid: bid.price, bidLots: bid.lots as Lots, ask: ask.price, askLots: ask.lots as Lots };
    if (!smaller.step()) return undefined;
  }
}

/** (ask − bid) / middle ≤ the widest spread, decided without division; twice the middle is bid plus ask (rule MMK-3). */
export function isWithinSpread({ bid, ask }: Quote, { spreadMax }: Obligation): boolean {
  return 2 * (ask - bid) * ONE_MILLION <= spreadMax * (ask + bid);
}

/**
 * The score of all lots within half of the widest spread from the middle of the pair that counts (rule MMK-9). Distances
 * are in half ticks, because a middle may lie between two; half of the widest spread is rounded down to one.
 */
function scoreOf(
  bids: readonly OwnLevel[],
  asks: readonly OwnLevel[],
  { bid, ask }: Quote,
  { spreadMax }: Obligation,
): Score {
  const middle = bid + ask;
  const reach = divideDown(spreadMax * middle, 2 * ONE_MILLION);
  return twoSidedScore(
    sideScore(
      reach,
      bids.map(([price, quantity]) => [Math.max(0, middle - 2 * price), quantity]),
    ),
    sideScore(
      reach,
      asks.map(([price, quantity]) => [Math.max(0, 2 * price - middle), quantity]),
    ),
  );
}

/** A side, walked from its best price. */
class Walk {
  readonly #levels: readonly OwnLevel[];
  #next = 0;
  price = 0 as Ticks;
  lots = 0;

  constructor(levels: readonly OwnLevel[]) {
    this.#levels = levels;
  }

  step(): boolean {
    const level = this.#levels[this.#next];
    if (level === undefined) return false;
    this.#next += 1;
    this.price = level[0];
    this.lots += level[1];
    return true;
  }
}
