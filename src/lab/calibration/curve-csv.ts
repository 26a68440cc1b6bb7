/** A futures curve of one's own: a text file with `month,price` on each line, taken whole or not at all. */
import { CsvUnreadable } from '../series/dated-csv.ts';
import { type CurvePoint, POINTS_MIN } from './fit-curve.ts';

const MONTHS_MAX = 120;

/**
 * Reads `3,2.182` lines: months ahead, rising, with two decimals at most, and USD per million tokens. A first line
 * `month,price` and empty lines are passed over. Throws `CsvUnreadable` with every bad line.
 */
export function readCurveCsv(text: string): CurvePoint[] {
  const points: CurvePoint[] = [];
  const problems: string[] = [];
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '' || (at === 0 && line.trim().toLowerCase() === 'month,price')) continue;
    const point = readLine(line, points.at(-1)?.month ?? 0);
    if (typeof point === 'string') problems.push(`line ${at + 1}: ${point}`);
    else points.push(point);
  }
  if (problems.length > 0) throw new CsvUnreadable(problems.join('\n'));
  if (points.length < POINTS_MIN)
    throw new CsvUnreadable(`${points.length} months are too few: a curve needs at least ${POINTS_MIN}`);
  return points;
}

function readLine(line: string, last: number): CurvePoint | string {
  const [month = '', price = '', ...more] = line.split(',').map((field) => field.trim());
  if (price === '' || more.length > 0) return `has to be month,price and is "${line}"`;
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(month) || Number(month) <= 0 || Number(month) > MONTHS_MAX)
    return `"${month}" is not a number of months ahead, above 0 and up to ${MONTHS_MAX}`;
  if (Number(month) <= last) return `month ${month} does not come after ${last}`;
  if (!/^\d{1,4}(\.\d{1,6})?$/.test(price) || Number(price) <= 0) return `"${price}" is not a price like 2.182`;
  return { month: Number(month), price: Number(price) };
}
