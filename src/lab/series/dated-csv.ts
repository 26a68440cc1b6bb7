/**
 * A dated series of one's own: a text file with `date,price` on each line.
 *
 * It is taken whole or not at all; whatever is wrong with it is named with its line and the reason, all at once.
 */
import { formatDate, readDate } from '#core/calendar.ts';
import type { Ticks, TradeDate } from '#core/units.ts';
import { SERIES_PRICE_MAX } from './price-series.ts';

/** A file that cannot be used, with a line for each thing that is wrong with it. */
export class CsvUnreadable extends Error {
  override readonly name = 'CsvUnreadable';
}

export interface DatedPrices {
  readonly dates: readonly TradeDate[];
  readonly prices: readonly Ticks[];
}

const PROBLEMS_SHOWN = 20;
const MICRO_DIGITS = 6;

/**
 * Reads `2026-11-20,2.135948` lines: dates in order, each once; prices in USD above 0 and up to 1,000, with at most six
 * decimals. A first line `date,price` and empty lines are passed over. Throws `CsvUnreadable`.
 */
export function readDatedCsv(text: string): DatedPrices {
  const dates: TradeDate[] = [];
  const prices: Ticks[] = [];
  const problems: string[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || (at === 0 && line.trim().toLowerCase() === 'date,price')) continue;
    const read = readLine(line, dates.at(-1));
    if (typeof read === 'string') problems.push(`line ${at + 1}: ${read}`);
    else {
      dates.push(read.date);
      prices.push(read.price);
    }
  }
  if (problems.length > 0) throw new CsvUnreadable(shortened(problems));
  return { dates, prices };
}

/** The day and price of a line, or what is wrong with it. */
function readLine(line: string, last: TradeDate | undefined): { date: TradeDate; price: Ticks } | string {
  const [day = '', amount = '', ...more] = line.split(',').map((field) => field.trim());
  if (amount === '' || more.length > 0) return `has to be date,price and is "${line}"`;
  const date = readDate(day);
  if (date === undefined) return `"${day}" is not a day like 2026-11-20`;
  if (last !== undefined && date <= last) return `${day} does not come after ${formatDate(last)}`;
  const [, dollars, micros = ''] = /^(\d{1,4})(?:\.(\d{1,6}))?$/.exec(amount) ?? [];
  if (dollars === undefined) return `"${amount}" is not a price like 2.135948`;
  const price = Number(dollars + micros.padEnd(MICRO_DIGITS, '0'));
  if (price < 1 || price > SERIES_PRICE_MAX) return `${amount} is not above 0 and up to 1000`;
  return { date, price: price as Ticks };
}

function shortened(problems: readonly string[]): string {
  const left = problems.length - PROBLEMS_SHOWN;
  return [...problems.slice(0, PROBLEMS_SHOWN), ...(left > 0 ? [`and ${left} more lines`] : [])].join('\n');
}
