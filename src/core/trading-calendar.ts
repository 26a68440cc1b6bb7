/**
 * On which dates the venue trades, by which clock: a calendar as plain data, its bounds, and two that are written down.
 *
 * A calendar is judged once, when it is put in force. Within the bounds there is always a next trade date, and every
 * trading day lasts twenty hours at least. At which moments these days begin and end, `trading-clock.ts` works out.
 */
import { dateOfCivil, MILLIS_PER_DAY, weekdayOf } from './calendar.ts';
import type { Millis, TradeDate } from './units.ts';

export const MINUTES_PER_DAY = 1_440;
const SINCE_EVER = 0 as Millis;

/** In force for the whole venue. `refuseCalendar` says which figures go together. */
export interface TradingCalendar {
  readonly name: string;
  /** Days of the week that trade, ascending, 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Dates on which nothing trades although their weekday does, ascending. */
  readonly holidays: readonly TradeDate[];
  /** The local clock as minutes ahead of UTC, each from a moment on, oldest first; the first from 0 on. */
  readonly utcOffsets: readonly { readonly from: Millis; readonly minutes: number }[];
  /** Local minute at which trade date D begins, from local midnight of D; negative: on the evening before. */
  readonly dayStartMinute: number;
  /**
   * Local minute at which the night of trade date D is over. What comes before it takes place right after the trade
   * date before D, so that Monday's night is on Friday. The same as `dayStartMinute`: there is no night.
   */
  readonly nightEndMinute: number;
}

/** Whether `date` is the date of a trading day (rule CON-9). */
export function isTradeDate(calendar: TradingCalendar, date: TradeDate): boolean {
  return calendar.weekdays.includes(weekdayOf(date)) && !calendar.holidays.includes(date);
}

/** The first trade date after `date`. */
export function nextTradeDate(calendar: TradingCalendar, date: TradeDate): TradeDate {
  return nearestTradeDate(calendar, date, 1);
}

/** The last trade date before `date`. */
export function previousTradeDate(calendar: TradingCalendar, date: TradeDate): TradeDate {
  return nearestTradeDate(calendar, date, -1);
}

/** Monday to Friday from 00:00 to 24:00 UTC, without holidays: the days of rule CON-4. */
export const AROUND_THE_CLOCK: TradingCalendar = {
  name: 'Around the clock',
  weekdays: [1, 2, 3, 4, 5],
  holidays: [],
  utcOffsets: [{ from: SINCE_EVER, minutes: 0 }],
  dayStartMinute: 0,
  nightEndMinute: 0,
};

/**
 * The clock of Shanghai. A trade date begins at 20:00 on the evening before, so that the night session from 21:00 and
 * the auction that opens it belong to it; a night is over at 06:00.
 *
 * The holidays are an example for 2027, worked out from the lunar calendar and the lengths that have been usual: the
 * operator replaces them by those that are announced for the year.
 */
export const SHANGHAI: TradingCalendar = {
  name: 'Shanghai',
  weekdays: [1, 2, 3, 4, 5],
  holidays: [
    ...in2027(1, [1]), // New Year
    ...in2027(2, [5, 8, 9, 10, 11, 12]), // Spring Festival, from the eve of 6 February on
    ...in2027(4, [5]), // Qingming
    ...in2027(5, [3, 4, 5]), // Labour Day
    ...in2027(6, [9]), // Dragon Boat
    ...in2027(9, [15]), // Mid-Autumn
    ...in2027(10, [1, 4, 5, 6, 7]), // National Day
  ],
  utcOffsets: [{ from: SINCE_EVER, minutes: 480 }],
  dayStartMinute: -240,
  nightEndMinute: 360,
};

export type CalendarRejection = 'CALENDAR_INVALID';

/** Why the venue cannot trade by this calendar, or undefined (rule CON-9). */
export function refuseCalendar(calendar: TradingCalendar): CalendarRejection | undefined {
  const { name, weekdays, holidays, dayStartMinute, nightEndMinute } = calendar;
  const isNamed = isWithin(name.length, 1, 60);
  const hasDays = weekdays.length > 0 && ascend(weekdays) && weekdays.every((day) => isWithin(day, 0, 6));
  const hasHolidays = holidays.length <= 1_000 && ascend(holidays);
  const hasHours =
    isWithin(dayStartMinute, 1 - MINUTES_PER_DAY, MINUTES_PER_DAY - 1) &&
    isWithin(nightEndMinute - dayStartMinute, 0, MINUTES_PER_DAY - 1);
  return isNamed && hasDays && hasHolidays && hasHours && isClock(calendar) ? undefined : 'CALENDAR_INVALID';
}

/** Changes of the local clock are so small and so rare that no trading day is lost in them. */
function isClock({ utcOffsets }: TradingCalendar): boolean {
  if (!isWithin(utcOffsets.length, 1, 1_000)) return false;
  return utcOffsets.every(({ from, minutes }, i) => {
    const before = utcOffsets[i - 1];
    if (!isWithin(minutes, -720, 840) || !Number.isSafeInteger(from)) return false;
    if (before === undefined) return from === SINCE_EVER;
    return from - before.from >= MILLIS_PER_DAY && Math.abs(minutes - before.minutes) <= 120;
  });
}

function nearestTradeDate(calendar: TradingCalendar, date: TradeDate, step: 1 | -1): TradeDate {
  let nearest = (date + step) as TradeDate;
  while (!isTradeDate(calendar, nearest)) nearest = (nearest + step) as TradeDate;
  return nearest;
}

function in2027(month: number, days: readonly number[]): TradeDate[] {
  return days.map((day) => dateOfCivil(2027, month - 1, day));
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

/** Whether these are whole numbers, each above the one before it. */
function ascend(numbers: readonly number[]): boolean {
  return numbers.every((n, i) => Number.isSafeInteger(n) && n > (numbers[i - 1] ?? Number.NEGATIVE_INFINITY));
}
