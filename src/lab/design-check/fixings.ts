/** Which fixings make a final price, counted over the months in which contracts would be listed. */
import { firstDayOf, isTradingDay, type Month, thirdWednesday } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import type { Calendar, Settlement } from './design.ts';

/** The years in which the paper expects a launch and growth: over these the calendar is looked through. */
export const FIRST_YEAR = 2027;
export const LAST_YEAR = 2030;
export const MONTHS: readonly Month[] = Array.from(
  { length: (LAST_YEAR + 1 - FIRST_YEAR) * 12 },
  (_, i) => FIRST_YEAR * 12 + i,
);

/** The fewest and the most fixings of a final price; undefined where the window is not given. */
export function fixingsOf(
  { final, window, fixingDays = 'calendar' }: Settlement,
  calendar: Calendar | undefined,
): { readonly least: number; readonly most: number } | undefined {
  if (final === 'single') return { least: 1, most: 1 };
  if (window === undefined) return undefined;
  if (window !== 'from the first of the month') return { least: window.lastDays, most: window.lastDays };
  const counts = MONTHS.map((month) => {
    const days = Array.from({ length: daysTraded(month, calendar) }, (_, i) => (firstDayOf(month) + i) as TradeDate);
    return days.filter((date) => fixingDays === 'calendar' || isTradingDay(date)).length;
  });
  return { least: Math.min(...counts), most: Math.max(...counts) };
}

/** From the first of the month to the last trading day. */
export function daysTraded(month: Month, calendar: Calendar | undefined): number {
  return calendar?.lastTradingDay === 'third Wednesday' ? thirdWednesday(month) - firstDayOf(month) + 1 : daysIn(month);
}

export function daysIn(month: Month): number {
  return firstDayOf(month + 1) - firstDayOf(month);
}
