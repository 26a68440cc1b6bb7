/**
 * The calendar of the study: a hedge is bought from one day on, and twelve months are bought in spot after it.
 *
 * The hedge begins on the first trading day after the third Wednesday of December, when January has become the front
 * month, and the year ends with December's last trading day, 364 days later. Before it the market has some weeks to find
 * itself. Every played year is this one; only chance differs.
 */
import { firstDayOf, isTradingDay, type Month, monthOf, thirdWednesday } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';

export const MONTHS = 12;
const BEFORE: Month = 2026 * 12 + 11;

/** The day on which hedges begin; years are counted from its beginning. */
export const hedgeFrom = (thirdWednesday(BEFORE) + 1) as TradeDate;
/** The twelve months that are hedged. */
export const hedgedMonths: readonly Month[] = Array.from({ length: MONTHS }, (_, i) => BEFORE + 1 + i);
/** The last trading day of the last of them. */
export const lastDay = thirdWednesday(BEFORE + MONTHS);
/** The first day that trades. */
export const marketFrom = (hedgeFrom - 28) as TradeDate;
/** The first day with an index: that of the month before, so that every delivery period is whole. */
export const indexFrom = firstDayOf(monthOf(marketFrom) - 1);

/** Trading days from the first to the last, warm-up included. */
export const tradingDays: readonly TradeDate[] = Array.from(
  { length: lastDay - marketFrom + 1 },
  (_, i) => (marketFrom + i) as TradeDate,
).filter(isTradingDay);

/** Years from the beginning of the hedge until the fixing of `date` is known, which is when the day is over. */
export function yearsAt(date: TradeDate): number {
  return (date + 1 - hedgeFrom) / 365;
}

/** The first and the last day whose fixings make the final price of a month. */
export function deliveryOf(month: Month): { readonly first: TradeDate; readonly last: TradeDate } {
  return { first: firstDayOf(month), last: thirdWednesday(month) };
}
