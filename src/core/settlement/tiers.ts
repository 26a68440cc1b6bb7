/**
 * The tiers that look at one month alone: each gives a price with what it was made of, or says why it has none.
 *
 * A mean that is no whole tick goes to the nearest one (rule SET-3). That a price lies within the day's limits is seen
 * to afterwards, for all tiers at once.
 */
import { lockedAt } from '../price-rules/lock-watch.ts';
import type { ContractId, Lots, Ticks } from '../units.ts';
import { middle, nearestTick } from './settlement-price.ts';
import type { SettlementTier } from './settlement-rules.ts';
import type { TradedDay } from './traded-day.ts';

/** The figures that a day's price was made of; which of them are there, the tier decides. */
export interface SettlementInputs {
  readonly trades?: number;
  readonly lots?: Lots;
  /** Sum of price times lots, in ticks times lots. */
  readonly value?: number;
  readonly buyers?: number;
  readonly sellers?: number;
  readonly bid?: Ticks;
  readonly ask?: Ticks;
  readonly lastPrice?: Ticks;
  readonly previous?: Ticks;
  /** The month that was looked at, its price of today and, for a change, the one before. */
  readonly neighbour?: ContractId;
  readonly neighbourPrice?: Ticks;
  readonly neighbourPrevious?: Ticks;
  /** Near less far, in half ticks. */
  readonly spreadHalfTicks?: number;
  /** What the tier came to, where that was outside the day's limits (rule SET-15). */
  readonly unlimited?: number;
}

/** Why a tier was passed over. */
export type PassedOver =
  | 'noTrades'
  | 'tooFewTrades'
  | 'tooFewLots'
  | 'tooFewOwners'
  | 'noAuction'
  | 'noQuotes'
  | 'quotesTooNew'
  | 'notLocked'
  | 'noSpread'
  | 'noNeighbour';

/** A tier that gave no price. */
export interface PassedTier {
  readonly method: SettlementTier['method'];
  readonly reason: PassedOver;
}

/** What a tier has found. The price may be between or beyond what can be traded until it has been brought within. */
export interface Found {
  readonly price: number;
  readonly inputs: SettlementInputs;
}

/** Tiers that look at nothing but their own month. */
export type OwnTier = Exclude<SettlementTier, { method: 'spreads' | 'neighbour' }>;

/** A price, or why there is none, of a tier that looks at nothing but its own month. */
export function ownPrice(tier: OwnTier, day: TradedDay): Found | PassedOver {
  switch (tier.method) {
    case 'window':
      return windowPrice(tier, day);
    case 'closingAuction':
      return auctionPriceOf(tier, day);
    case 'vwap':
      return wholeDayPrice(day);
    case 'quotes':
      return quotedPrice(tier, day);
    case 'limit':
      return lockedPrice(day);
    case 'lastTrade':
      return lastPrice(day);
    case 'previous':
      return { price: day.previous, inputs: { previous: day.previous } };
  }
}

/** The mean of the last minutes (rule SET-9). */
function windowPrice(tier: SettlementTier & { method: 'window' }, { windows, previous }: TradedDay) {
  const window = windows.get(tier.minutes);
  if (window === undefined || window.trades === 0) return 'noTrades';
  const { trades, lots, value, buyers, sellers } = window;
  if (trades < tier.trades) return 'tooFewTrades';
  if (lots < tier.lots) return 'tooFewLots';
  if (Math.min(buyers, sellers) < tier.owners) return 'tooFewOwners';
  return { price: nearestTick(value, lots, previous), inputs: { trades, lots, value, buyers, sellers, previous } };
}

/** The price of the closing auction (rule SET-10). */
function auctionPriceOf(tier: SettlementTier & { method: 'closingAuction' }, { auction }: TradedDay) {
  const { price, lots } = auction;
  if (lots === 0) return 'noAuction';
  return lots < tier.lots ? 'tooFewLots' : { price, inputs: { lots } };
}

/** The mean of the day (rules SET-1 and SET-3). */
function wholeDayPrice({ tradedValue: value, volume: lots, previous }: TradedDay) {
  if (lots === 0) return 'noTrades';
  return { price: nearestTick(value, lots, previous), inputs: { lots, value, previous } };
}

/** The middle one of what was bid, what was asked and the day before (rule SET-11). */
function quotedPrice(tier: SettlementTier & { method: 'quotes' }, { quotes, previous }: TradedDay) {
  const { bid, ask } = quotes;
  if (bid.price === 0 || ask.price === 0) return 'noQuotes';
  if (Math.min(bid.stoodMs, ask.stoodMs) < tier.standingMs) return 'quotesTooNew';
  const inputs = { bid: bid.price, ask: ask.price, previous };
  return { price: middle(bid.price, ask.price, previous), inputs };
}

/** The limit at which nobody stands on the other side (rule SET-12). */
function lockedPrice({ bid, ask, limits }: TradedDay) {
  const side = lockedAt(bid, ask, limits.down, limits.up);
  if (side === null) return 'notLocked';
  return side === 'up' ? { price: limits.up, inputs: { bid } } : { price: limits.down, inputs: { ask } };
}

/** The last price, or the quote that lies between it and the market (rule SET-12). */
function lastPrice({ lastPrice: last, bid, ask }: TradedDay) {
  if (last === 0) return 'noTrades';
  const inputs = { lastPrice: last, ...(bid > 0 && { bid }), ...(ask > 0 && { ask }) };
  if (bid > last) return { price: bid, inputs };
  return { price: ask > 0 && ask < last ? ask : last, inputs };
}
