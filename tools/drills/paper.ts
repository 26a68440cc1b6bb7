/**
 * How a drill is put on paper: exact amounts, dates, and tables whose decimal points stand under each other.
 */
import { dateOf, formatDate } from '#core/calendar.ts';
import type { Millis } from '#core/units.ts';
import { writeDecimal } from '#session/decimals.ts';

/** Micro-dollars as dollars: to the cent, and further where there is less than a cent. `1,234.50`, `−0.000001`. */
export function dollars(amount: number | bigint): string {
  const [whole = '', places = ''] = writeDecimal(amount, 6).replace('-', '').split('.');
  const sign = amount < 0 ? '−' : '';
  return `${sign}${grouped(whole)}.${places.slice(0, 2)}${places.slice(2).replace(/0+$/, '')}`;
}

/** A whole number with its thousands apart: lots, ticks. */
export function count(number: number): string {
  return `${number < 0 ? '−' : ''}${grouped(String(Math.abs(number)))}`;
}

/** The same with its sign: a position, a move. */
export function signed(number: number): string {
  return number > 0 ? `+${count(number)}` : count(number);
}

/** `09:30` or `09:30:10`, UTC. */
export function clock(time: Millis): string {
  const text = new Date(time).toISOString();
  return time % 60_000 === 0 ? text.slice(11, 16) : text.slice(11, 19);
}

/** `2026-11-24 01:00`, UTC. */
export function moment(time: Millis): string {
  return `${formatDate(dateOf(time))} ${clock(time)}`;
}

/** The lines of a table: the first column and all that is no figure to the left, figures under their decimal points. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths: number[] = [];
  const cells = rows.map((row) => [...row]);
  for (let column = 0; column < columns; column += 1) {
    const places = Math.max(0, ...rows.map((row) => placesOf(row[column] ?? '')));
    for (const row of cells) {
      const cell = row[column] ?? '';
      if (isFigure(cell)) row[column] = cell + ' '.repeat(places - placesOf(cell));
    }
    widths.push(Math.max(...cells.map((row) => (row[column] ?? '').length)));
  }
  const isOfFigures = widths.map((_, column) => column > 0 && rows.some((row) => isFigure(row[column] ?? '')));
  return cells.map((row) => {
    const padded = row.map((cell, column) => {
      const width = widths[column] as number;
      return isOfFigures[column] ? cell.padStart(width) : cell.padEnd(width);
    });
    return `  ${padded.join('  ')}`.trimEnd();
  });
}

function isFigure(cell: string): boolean {
  return /^[−+]?[\d,]+(?:\.\d+)?$/.test(cell);
}

/** The length of what stands behind the whole number, the point included. */
function placesOf(cell: string): number {
  return isFigure(cell) && cell.includes('.') ? cell.length - cell.indexOf('.') : 0;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
