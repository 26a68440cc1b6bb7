/**
 * The plain twin of the auction price, written for the reader: a table with a line for every tick, from which the rules
 * strike out lines until one is left.
 */
import type { AuctionLevel, AuctionPrice } from '#core/matching/auction-price.ts';
import type { Ticks } from '#core/units.ts';

export interface AuctionLine {
  readonly price: Ticks;
  /** Bids at this price or higher, asks at this price or lower, what trades, and bids less asks. */
  readonly bids: number;
  readonly asks: number;
  readonly volume: number;
  readonly surplus: number;
}

export function naiveAuctionPrice(
  bids: readonly AuctionLevel[],
  asks: readonly AuctionLevel[],
  reference: Ticks,
): AuctionPrice | undefined {
  const left = leftToReference(bids, asks);
  const nearest = keepLeast(left, ({ price }) => Math.abs(price - reference)); // AUC-4
  const line = nearest.at(-1); // AUC-5
  return line && { price: line.price, quantity: line.volume, surplus: line.surplus };
}

/** What the book itself leaves open, lowest price first: the lines after the rules AUC-1, AUC-2 and AUC-3. */
export function leftToReference(bids: readonly AuctionLevel[], asks: readonly AuctionLevel[]): AuctionLine[] {
  const most = keepLeast(everyTick(bids, asks), ({ volume }) => -volume); // AUC-1
  const even = keepLeast(most, ({ surplus }) => Math.abs(surplus)); // AUC-2
  if (even.every(({ surplus }) => surplus > 0)) return even.slice(-1); // AUC-3
  if (even.every(({ surplus }) => surplus < 0)) return even.slice(0, 1);
  return even;
}

function everyTick(bids: readonly AuctionLevel[], asks: readonly AuctionLevel[]): AuctionLine[] {
  const lowestAsk = Math.min(...asks.map(({ price }) => price));
  const highestBid = Math.max(...bids.map(({ price }) => price));
  const lines: AuctionLine[] = [];
  for (let price = lowestAsk as Ticks; price <= highestBid; price = (price + 1) as Ticks) {
    const bidsHere = total(bids.filter((bid) => bid.price >= price));
    const asksHere = total(asks.filter((ask) => ask.price <= price));
    const volume = Math.min(bidsHere, asksHere);
    lines.push({ price, bids: bidsHere, asks: asksHere, volume, surplus: bidsHere - asksHere });
  }
  return lines;
}

/** The lines at which `measure` is least. */
function keepLeast(lines: readonly AuctionLine[], measure: (line: AuctionLine) => number): AuctionLine[] {
  const least = lines.reduce((value, line) => Math.min(value, measure(line)), Number.POSITIVE_INFINITY);
  return lines.filter((line) => measure(line) === least);
}

function total(levels: readonly AuctionLevel[]): number {
  return levels.reduce((sum, { quantity }) => sum + quantity, 0);
}
