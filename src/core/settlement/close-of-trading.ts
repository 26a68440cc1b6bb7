/**
 * When a day of trading closes by the schedule: the windows of settlement end there (rule SET-9).
 *
 * What an interruption does to the plan changes nothing about it, so the window of a day is known before it begins.
 */
import type { Schedule } from '../schedule.ts';
import type { TradingCalendar } from '../trading-calendar.ts';
import { endOfTradingDay, timeOfMinute } from '../trading-clock.ts';
import type { Millis, TradeDate } from '../units.ts';

/** The end of the last continuous phase of `date`; that of the day where the schedule has none, or nothing after it. */
export function closeOfTrading(calendar: TradingCalendar, schedule: Schedule | undefined, date: TradeDate): Millis {
  const last = schedule?.findLastIndex(({ phase }) => phase === 'continuous') ?? -1;
  const after = last === -1 ? undefined : schedule?.[last + 1];
  return after === undefined ? endOfTradingDay(calendar, date) : timeOfMinute(calendar, date, after.minute);
}
