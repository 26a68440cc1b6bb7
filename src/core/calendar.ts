/**
 * Trading days and phases, asked with the command's own time.
 *
 * A trading day is a UTC calendar day from Monday to Friday, traded around the clock; it is named by its trade date,
 * the number of days since 1970-01-01. Saturdays and Sundays have an index fixing but no trading (rule CON-4).
 */
import type { Millis, TradeDate } from './units.ts';

export const MILLIS_PER_DAY = 86_400_000;

/** A month of the calendar as year × 12 + (month − 1), so that the next month is one more. */
export type Month = number;

export function dateOf(time: Millis): TradeDate {
  return Math.floor(time / MILLIS_PER_DAY) as TradeDate;
}

/** The first millisecond of `date`. */
export function startOf(date: TradeDate): Millis {
  return (date * MILLIS_PER_DAY) as Millis;
}

/** 0 is Sunday, 6 is Saturday. 1970-01-01 was a Thursday. */
export function weekdayOf(date: TradeDate): number {
  return (((date + 4) % 7) + 7) % 7;
}

/** Monday to Friday (rule CON-4). */
export function isTradingDay(date: TradeDate): boolean {
  const weekday = weekdayOf(date);
  return weekday >= 1 && weekday <= 5;
}

/** The first trading day after `date`. */
export function nextTradingDay(date: TradeDate): TradeDate {
  let next = (date + 1) as TradeDate;
  while (!isTradingDay(next)) next = (next + 1) as TradeDate;
  return next;
}

/** The day on which `time` trades, or the next one when the market is closed at `time`. */
export function tradingDayAt(time: Millis): TradeDate {
  const date = dateOf(time);
  return isTradingDay(date) ? date : nextTradingDay(date);
}

/**
 * The date of a day of the proleptic Gregorian calendar. `month` counts from 0.
 * Howard Hinnant's civil-from-days arithmetic; exact for every year this exchange will see.
 */
export function dateOfCivil(year: number, month: number, day: number): TradeDate {
  const shifted = month < 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 10) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) as TradeDate;
}

/** Year, month (from 0) and day of `date`. */
export function civilOf(date: TradeDate): { year: number; month: number; day: number } {
  const shifted = date + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = (shiftedMonth + 2) % 12;
  return {
    year: yearOfEra + era * 400 + (month < 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** The month in which `date` lies. */
export function monthOf(date: TradeDate): Month {
  const { year, month } = civilOf(date);
  return year * 12 + month;
}

export function firstDayOf(month: Month): TradeDate {
  return dateOfCivil(Math.floor(month / 12), month % 12, 1);
}

/** The last trading day of a contract month: its third Wednesday (rule CON-5). */
export function thirdWednesday(month: Month): TradeDate {
  const first = firstDayOf(month);
  const toWednesday = (3 - weekdayOf(first) + 7) % 7;
  return (first + toWednesday + 14) as TradeDate;
}

/** `2026-11-23`. */
export function formatDate(date: TradeDate): string {
  const { year, month, day } = civilOf(date);
  return `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The date that is written `2026-11-23`; undefined for any other text, or when the calendar has no such day. */
export function readDate(text: string): TradeDate | undefined {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  const date = dateOfCivil(year, month - 1, day);
  return formatDate(date) === text ? date : undefined;
}

/** `2612` for December 2026, as the Chinese exchanges write a contract month. */
export function formatMonth(month: Month): string {
  return String((Math.floor(month / 12) % 100) * 100 + (month % 12) + 1).padStart(4, '0');
}
