/**
 * In which contract a hedge of one month's purchase stands, from the day it is bought until the month has settled.
 *
 * A strip holds the contract of the month itself as soon as it is listed, and until then the next later one. A stack holds
 * the nearest contract that is not yet being delivered and rolls it on, on the last trading day before its delivery
 * begins. What is listed when is the product's business (rules CON-1 to CON-3).
 */
import { firstDayOf, isTradingDay, type Month, monthOf, nextTradingDay, thirdWednesday } from '#core/calendar.ts';
import { listedMonths, SIT } from '#core/contract.ts';
import type { TradeDate } from '#core/units.ts';

export type Strategy = 'strip' | 'stack';
export const strategies: readonly Strategy[] = ['strip', 'stack'];

/** Held from the end of day `from` to the end of day `until`, on which it is rolled or settles. */
export interface Leg {
  readonly contract: Month;
  readonly from: TradeDate;
  readonly until: TradeDate;
}

/** The last trading day before `date`. */
export function tradingDayBefore(date: TradeDate): TradeDate {
  let day = (date - 1) as TradeDate;
  while (!isTradingDay(day)) day = (day - 1) as TradeDate;
  return day;
}

/**
 * The legs of a hedge for `month`, bought on the trading day `start` before its delivery begins, and within twelve months of
 * it. The last leg is the month itself, until its last trading day.
 */
export function legsOf(strategy: Strategy, month: Month, start: TradeDate): Leg[] {
  const legs: Leg[] = [];
  let from = start;
  for (;;) {
    const contract = strategy === 'strip' ? nearestTo(month, from) : Math.min(month, nearestBefore(from));
    if (contract === month) return [...legs, { contract, from, until: thirdWednesday(month) }];
    const until = strategy === 'strip' ? nextListing(month, contract, from) : tradingDayBefore(firstDayOf(contract));
    legs.push({ contract, from, until });
    from = until;
  }
}

/** The earliest month listed on `date` that is not before `month`. */
function nearestTo(month: Month, date: TradeDate): Month {
  const listed = listedMonths(SIT, date, monthOf(date));
  return listed.find((one) => one >= month) ?? (listed.at(-1) as Month);
}

/** The nearest month that need not be left before another trading day has ended. */
function nearestBefore(date: TradeDate): Month {
  return listedMonths(SIT, date, monthOf(date)).find((one) => tradingDayBefore(firstDayOf(one)) > date) as Month;
}

/** The first trading day after `date` on which a month nearer to `month` than `contract` is listed. */
function nextListing(month: Month, contract: Month, date: TradeDate): TradeDate {
  let ends = monthOf(date);
  for (;;) {
    const day = nextTradingDay(thirdWednesday(ends));
    if (day > date && nearestTo(month, day) < contract) return day;
    ends += 1;
  }
}
