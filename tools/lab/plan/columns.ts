/** Columns of the tables of a plan, and how months are written in them. */
import { firstDayOf, formatDate, type Month } from '#core/calendar.ts';
import type { Column } from '#lab/experiment/report.ts';

export const word = (name: string, label: string): Column => ({ name, label });
export const figure = (name: string, label: string, places: number): Column => ({ name, label, places });

/** `2026-12`. */
export function monthName(month: Month): string {
  return formatDate(firstDayOf(month)).slice(0, 7);
}
