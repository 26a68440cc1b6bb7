/**
 * A trading calendar with summer time beside the two of the core, and the clock of Shanghai for reading moments.
 */
import type { TradingCalendar } from '#core/trading-calendar.ts';
import type { Millis } from '#core/units.ts';
import { timeOf } from './commands.ts';

/** All week, from 17:00 on the evening before; the summer time of 2027. */
export const chicago: TradingCalendar = {
  name: 'Chicago',
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  holidays: [],
  utcOffsets: [
    { from: 0 as Millis, minutes: -360 },
    { from: timeOf('2027-03-14 08:00'), minutes: -300 },
    { from: timeOf('2027-11-07 07:00'), minutes: -360 },
  ],
  dayStartMinute: -420,
  nightEndMinute: -420,
};

/** A moment as the clock of Shanghai shows it. */
export const inShanghai = (text: string): Millis => (timeOf(text) - 480 * 60_000) as Millis;
