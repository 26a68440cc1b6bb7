/** What everyone may see of calendar spreads, as it is written on the wire: what stands in their own books. */
import { BUY, SELL } from '#core/commands.ts';
import type { ContractId, Ticks } from '#core/units.ts';
import type { SpreadMarket } from '#market-data/spread-markets.ts';
import type { BookSnapshot, Spread } from '#wire/market.ts';
import { writePrice } from './decimals.ts';
import { instrumentNumbered } from './instruments.ts';
import { isoTime, levelViews } from './market-views.ts';
import type { Venue } from './venue-port.ts';

/** The spreads that trade, in the order in which they were listed. */
export function spreadViews(venue: Venue): Spread[] {
  const living = venue.marketData.spreads.filter(({ expired }) => !expired);
  return living.map((spread) => spreadView(spread, venue));
}

function spreadView({ code, product, near, far, depth, lastPrice, spread }: SpreadMarket, venue: Venue): Spread {
  const { specification } = instrumentNumbered(spread, venue);
  const price = (ticks: Ticks | undefined) => (ticks === undefined ? null : writePrice(ticks, specification));
  const codeOf = (contract: ContractId) => instrumentNumbered(contract, venue).code;
  const [bid, ask] = [depth.best(BUY), depth.best(SELL)];
  return {
    code,
    product,
    near: codeOf(near),
    far: codeOf(far),
    bidPrice: price(bid?.[0]),
    bidQuantity: bid?.[1] ?? 0,
    askPrice: price(ask?.[0]),
    askQuantity: ask?.[1] ?? 0,
    lastPrice: price(lastPrice),
  };
}

/** The best `count` levels of both sides; all of them when it is undefined. */
export function spreadBookView({ spread, depth }: SpreadMarket, count: number | undefined, venue: Venue): BookSnapshot {
  const instrument = instrumentNumbered(spread, venue);
  const { bids, asks } = depth.levels(count);
  return {
    contract: instrument.code,
    sequence: venue.marketData.sequence,
    time: isoTime(venue.marketData.time),
    bids: levelViews(bids, instrument),
    asks: levelViews(asks, instrument),
  };
}
