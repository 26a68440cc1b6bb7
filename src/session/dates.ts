/** Dates of the wire: `2026-11-23`. */
import { dateOfCivil, formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';

/** The date, which has the form of one; undefined when the calendar has no such day. */
export function readDate(text: string): TradeDate | undefined {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  const date = dateOfCivil(year, month - 1, day);
  return formatDate(date) === text ? date : undefined;
}
