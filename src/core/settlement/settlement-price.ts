/**
 * The daily settlement price of a contract, and the limits that follow from it.
 */
import type { SettlementMethod } from '../events.ts';
import { divideDown, divideUp, type Millionths, ONE_MILLION, type Ticks } from '../units.ts';

/** What the day left behind in one contract. Prices are 0 where there is none. */
export interface DayOfTrading {
  /** Sum of price times quantity over the day's trades, and of quantity. */
  readonly tradedValue: number;
  readonly volume: number;
  readonly bid: Ticks;
  readonly ask: Ticks;
  readonly previous: Ticks;
}

/**
 * The settlement price of a day (rule SET-1): the volume-weighted mean of all its trades; without a trade the middle
 * one of best bid, best ask and the previous settlement price; without a two-sided market the previous one.
 */
export function settlementPrice(day: DayOfTrading): { price: Ticks; method: SettlementMethod } {
  if (day.volume > 0) return { price: nearestTick(day.tradedValue, day.volume, day.previous), method: 'vwap' };
  if (day.bid > 0 && day.ask > 0) return { price: middle(day.bid, day.ask, day.previous), method: 'quotes' };
  return { price: day.previous, method: 'previous' };
}

/** The middle one of three; bid and ask may cross where orders are being collected for an auction. */
export function middle(...prices: [Ticks, Ticks, Ticks]): Ticks {
  return prices.sort((a, b) => a - b)[1] as Ticks;
}

/**
 * `value / volume` to the nearest whole tick; a value exactly between two ticks goes to the one nearer `previous` (rule
 * SET-3). 22,736 / 15 is 1,516. No tie is left, because `previous` is a whole tick and so never in the middle.
 */
export function nearestTick(value: number, volume: number, previous: Ticks): Ticks {
  const down = divideDown(value, volume);
  const rest = value - down * volume;
  const up = 2 * rest === volume ? previous > down : 2 * rest > volume;
  return (up ? down + 1 : down) as Ticks;
}

/**
 * The lowest and the highest price of the next day, rounded inwards to ticks (rule PRC-1). At least one tick lies on
 * either side, because 15 % of six ticks is less than one, and a price that cannot move could never recover.
 */
export function priceLimits(settlement: Ticks, rate: Millionths, priceMax: Ticks): { down: Ticks; up: Ticks } {
  const down = Math.min(divideUp(settlement * (ONE_MILLION - rate), ONE_MILLION), settlement - 1);
  const up = Math.max(divideDown(settlement * (ONE_MILLION + rate), ONE_MILLION), settlement + 1);
  return { down: Math.max(1, down) as Ticks, up: Math.min(priceMax, up) as Ticks };
}
