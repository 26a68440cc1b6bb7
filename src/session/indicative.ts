/**
 * What an auction that is under way would come to (rule API-24).
 *
 * It is worked out from orders that are durable, as the exchange would work it out now: from all that they want, the
 * hidden lots of icebergs included. Nobody's order can be told from it.
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import { type AuctionLevel, type AuctionPrice, auctionPrice } from '#core/matching/auction-price.ts';
import { rulesOf } from '#core/phase.ts';
import type { Ticks } from '#core/units.ts';
import type { ContractMarket } from '#market-data/contract-market.ts';
import type { OrderRecord } from '#market-data/order-records.ts';
import type { Venue } from './venue-port.ts';

/** Undefined when no auction is under way, or nothing would trade. */
export function indicativePrice({ memberRecords }: Venue, market: ContractMarket): AuctionPrice | undefined {
  if (market.expired || !rulesOf(market.phase.phase).isAuction) return undefined;
  const orders = memberRecords.restingIn(market.contract);
  const reference = market.lastPrice ?? market.terms.settlementPrice;
  return auctionPrice(levelsOf(orders, BUY), levelsOf(orders, SELL), reference);
}

/** What one side wants, best first. */
function levelsOf(orders: readonly OrderRecord[], wanted: Side): AuctionLevel[] {
  const levels = new Map<Ticks, number>();
  for (const { side, price, remaining } of orders)
    if (side === wanted) levels.set(price, (levels.get(price) ?? 0) + remaining);
  return [...levels]
    .map(([price, quantity]) => ({ price, quantity }))
    .sort((a, b) => (wanted === BUY ? b.price - a.price : a.price - b.price));
}
