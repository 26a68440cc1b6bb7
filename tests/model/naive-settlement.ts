/**
 * A day's settlement price, worked out once more from the list of what happened: nothing is counted while it happens.
 *
 * It knows the tiers that look at one month alone. A trade is a price when it is in the list; who owns whom has been
 * settled before.
 */

export interface NaiveTrade {
  readonly time: number;
  readonly price: number;
  readonly lots: number;
  readonly buyer: number;
  readonly seller: number;
  readonly isClosing: boolean;
}

/** The best prices as they were left at `time`; 0 where a side was empty. */
export interface NaiveQuotes {
  readonly time: number;
  readonly bid: number;
  readonly bidLots: number;
  readonly ask: number;
  readonly askLots: number;
}

export interface NaiveDay {
  readonly trades: readonly NaiveTrade[];
  readonly quotes: readonly NaiveQuotes[];
  readonly closesAt: number;
  /** When orders ceased to trade as they came. */
  readonly stoppedAt: number;
}

/** The sums of the trades in the last `minutes` before trading closes. */
export function windowOf({ trades, closesAt }: NaiveDay, minutes: number) {
  const inside = trades.filter(({ time }) => time < closesAt && time >= closesAt - minutes * 60_000);
  const sum = (of: (trade: NaiveTrade) => number) => inside.reduce((total, trade) => total + of(trade), 0);
  return {
    trades: inside.length,
    lots: sum(({ lots }) => lots),
    value: sum(({ price, lots }) => price * lots),
    buyers: new Set(inside.map(({ buyer }) => buyer)).size,
    sellers: new Set(inside.map(({ seller }) => seller)).size,
  };
}

/** Price and lots of the closing auction. */
export function auctionOf({ trades }: NaiveDay) {
  const closing = trades.filter(({ isClosing }) => isClosing);
  return { price: closing.at(-1)?.price ?? 0, lots: closing.reduce((total, { lots }) => total + lots, 0) };
}

/** The last price of a side with at least `least` lots, and how long it had been there without a break. */
export function standingOf({ quotes, stoppedAt }: NaiveDay, side: 'bid' | 'ask', least: number) {
  const prices = quotes.map((one) => (one[`${side}Lots`] >= least ? one[side] : 0));
  const price = prices.at(-1) ?? 0;
  if (price === 0) return { price, stoodMs: 0 };
  const first = prices.findLastIndex((other) => other !== price) + 1;
  return { price, stoodMs: stoppedAt - (quotes[first]?.time ?? 0) };
}

/** The nearest whole number to `value / lots`; of two as near the one nearer `previous`, by fractions and not by rests. */
export function nearest(value: number, lots: number, previous: number): number {
  const [exact, unit] = [BigInt(value), BigInt(lots)];
  const away = (price: bigint) => (price * unit > exact ? price * unit - exact : exact - price * unit);
  const below = exact / unit;
  const [toBelow, toAbove] = [away(below), away(below + 1n)];
  if (toBelow !== toAbove) return Number(toBelow < toAbove ? below : below + 1n);
  return Math.abs(Number(below) - previous) < Math.abs(Number(below + 1n) - previous)
    ? Number(below)
    : Number(below + 1n);
}
