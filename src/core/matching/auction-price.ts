/**
 * The price of a call auction: one price for everybody, found from the two sides of the book.
 *
 * Between two neighbouring levels nothing changes, so the ticks fall into runs at which the same lots would trade. From
 * run to run upwards the surplus of bids over asks only shrinks: where it turns, the most trades (rules AUC-1, AUC-2),
 * and only the runs on either side of that point are looked at. Who trades with whom is the uncrossing's business.
 */
import type { Ticks } from '../units.ts';

/** The lots of one side that want to trade at one price: hidden lots of icebergs and market orders included. */
export interface AuctionLevel {
  readonly price: Ticks;
  /** In lots, more than 0. */
  readonly quantity: number;
}

/** What an auction comes to. */
export interface AuctionPrice {
  readonly price: Ticks;
  /** Lots that trade. */
  readonly quantity: number;
  /** Lots left at this price: bids if positive, asks if negative. */
  readonly surplus: number;
}

/** Neighbouring ticks, both ends included, at which the same bids and the same asks are willing to trade. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly quantity: number;
  readonly surplus: number;
}

/**
 * The auction price of two sides with distinct prices, best first: bids descending, asks ascending; undefined when they
 * do not cross. A market order stands in the level of the day's limit price. `reference` is any price; it decides only
 * what the book leaves open (rule AUC-4). The work grows with the number of levels, not with the distance of prices.
 */
export function auctionPrice(
  bids: readonly AuctionLevel[],
  asks: readonly AuctionLevel[],
  reference: Ticks,
): AuctionPrice | undefined {
  let bought: Run | undefined;
  for (const run of runs(bids, asks)) {
    if (run.surplus > 0) bought = run;
    else if (run.surplus === 0) return at(run, nearest(run, reference));
    else return bought === undefined ? at(run, run.from) : between(bought, run, reference);
  }
  // Bids are left at every price: they press it up as far as they go (rule AUC-3).
  return bought && at(bought, bought.to);
}

/** The price where the surplus turns, between the last run with bids left and, right above it, the first with asks. */
function between(bought: Run, sold: Run, reference: Ticks): AuctionPrice {
  const better = bought.quantity - sold.quantity || -sold.surplus - bought.surplus;
  if (better > 0) return at(bought, bought.to);
  if (better < 0) return at(sold, sold.from);
  // They are equally good and press both ways. Together they are one stretch, so one price is nearest (rule AUC-5).
  const price = nearest({ from: bought.from, to: sold.to }, reference);
  return at(price <= bought.to ? bought : sold, price);
}

/** The runs from the lowest ask to the highest bid, upwards; none when the sides do not cross. */
function* runs(bids: readonly AuctionLevel[], asks: readonly AuctionLevel[]): Generator<Run> {
  let bid = bids.reduce((sum, level) => sum + level.quantity, 0);
  let ask = 0;
  let lowestBid = bids.length - 1;
  let nextAsk = 0;
  let from = priceOf(asks[0], Number.POSITIVE_INFINITY);
  const highest = priceOf(bids[0], 0);
  while (from <= highest) {
    for (; priceOf(bids[lowestBid], 0) < from; lowestBid -= 1) bid -= bids[lowestBid]?.quantity ?? 0;
    for (; priceOf(asks[nextAsk], Number.POSITIVE_INFINITY) <= from; nextAsk += 1) ask += asks[nextAsk]?.quantity ?? 0;
    const to = Math.min(priceOf(bids[lowestBid], 0), priceOf(asks[nextAsk], Number.POSITIVE_INFINITY) - 1);
    yield { from, to, quantity: Math.min(bid, ask), surplus: bid - ask };
    from = to + 1;
  }
}

function priceOf(level: AuctionLevel | undefined, beyond: number): number {
  return level === undefined ? beyond : level.price;
}

/** The tick of the stretch that is nearest to the reference (rule AUC-4). */
function nearest(stretch: { readonly from: number; readonly to: number }, reference: Ticks): number {
  return Math.min(stretch.to, Math.max(stretch.from, reference));
}

function at(run: Run, price: number): AuctionPrice {
  return { price: price as Ticks, quantity: run.quantity, surplus: run.surplus };
}
