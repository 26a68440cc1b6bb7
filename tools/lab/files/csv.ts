/**
 * A table as CSV (RFC 4180): the names of its columns, then its rows, lines ending with CR LF.
 *
 * A spreadsheet runs a cell that begins like a formula, so words that do get an apostrophe in front, which it takes for
 * "this is text". Numbers keep their minus sign; a cell without a value is empty.
 */
import type { Cell, Table } from '#lab/experiment/report.ts';

export function csvOf({ columns, rows }: Table): string {
  const lines = [columns.map(({ name }) => name), ...rows];
  return lines.map((cells) => `${cells.map(fieldOf).join(',')}\r\n`).join('');
}

function fieldOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
