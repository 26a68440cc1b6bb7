/** What a person may say behind `npm run lab -- calibrate`, checked before anything is computed. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { readCurveCsv } from '#lab/calibration/curve-csv.ts';
import type { CurvePoint } from '#lab/calibration/fit-curve.ts';
import { CsvUnreadable, readDatedCsv } from '#lab/series/dated-csv.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';
import { dayIn, flagsOf, seedIn, wholeNumber, yesterday } from '../../command-line.ts';
import { Complaint } from '../../complaint.ts';
import { realSeriesNames } from '../backtest/real-series.ts';

export interface Flags {
  /** A series of one's own, read. */
  readonly own: PriceSeries | undefined;
  /** Names of real series. */
  readonly series: readonly string[];
  readonly curve: readonly CurvePoint[] | undefined;
  readonly spot: number | undefined;
  /** Years of series of a known truth, in place of everything else. */
  readonly recover: number | undefined;
  readonly seed: number;
  /** The last day of posted prices. */
  readonly until: TradeDate;
  readonly again: string;
}

/** A fit of fewer prices says nothing. */
const PRICES_LEAST = 100;
const YEARS_MAX = 30;

export const usage = `  --csv FILE     a series of your own, date,price on each line
  --series NAME  ${[...realSeriesNames, 'all'].join(', ')}: posted prices that carry dates (all, unless a file is named)
  --curve FILE   a futures curve, month,price on each line, months ahead
  --spot PRICE   the spot price of the curve, USD per million tokens (the last price of the series)
  --recover N    no prices but series of N years with a known truth: how far off is what is found? (1 to ${YEARS_MAX})
  --until DATE   the last day of posted prices (yesterday)
  --seed N       the seed (1)`;

/** Reads flags and files. Throws `Complaint`. */
export function readFlags(argv: readonly string[]): Flags {
  const text = { type: 'string' } as const;
  const values = flagsOf(argv, {
    csv: text,
    series: text,
    curve: text,
    spot: text,
    recover: text,
    until: text,
    seed: { type: 'string', default: '1' },
  });
  const { csv, curve, recover } = values;
  if (recover !== undefined && [csv, curve, values.series, values.spot].some((value) => value !== undefined))
    throw new Complaint(
      'USAGE',
      '--recover makes its own series and goes without --csv, --series, --curve and --spot.',
    );
  const series = seriesOf(values);
  if (curve !== undefined && series.length + (csv === undefined ? 0 : 1) > 1)
    throw new Complaint('USAGE', '--curve goes with one series at most.');
  if (curve === undefined && values.spot !== undefined) throw new Complaint('USAGE', '--spot goes with --curve.');
  if (curve !== undefined && csv === undefined && series.length === 0 && values.spot === undefined)
    throw new Complaint('USAGE', '--curve needs --spot, or a series whose last price it is.');
  const until = values.until === undefined ? yesterday() : dayIn('--until', values.until);
  return {
    own: csv === undefined ? undefined : ownSeries(csv),
    series,
    curve: curve === undefined ? undefined : readFile(curve, readCurveCsv),
    spot: values.spot === undefined ? undefined : spotOf(values.spot),
    recover: recover === undefined ? undefined : wholeNumber('--recover', recover, 1, YEARS_MAX),
    seed: seedIn(values.seed),
    until,
    again: commandLine(series.length > 0 ? { ...values, until: formatDate(until) } : values),
  };
}

function seriesOf({ csv, series, curve, recover }: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (series === undefined) return [csv, curve, recover].every((value) => value === undefined) ? realSeriesNames : [];
  if (series === 'all') return realSeriesNames;
  if (realSeriesNames.includes(series)) return [series];
  throw new Complaint('USAGE', `--series takes ${realSeriesNames.join(', ')} or all, not "${series}".`);
}

function ownSeries(file: string): PriceSeries {
  const read = readFile(file, readDatedCsv);
  if (read.prices.length < PRICES_LEAST)
    throw new Complaint(
      'FILE_UNUSABLE',
      `${file} is not used: ${read.prices.length} prices are too few, at least ${PRICES_LEAST} are needed.`,
    );
  return { name: basename(file), about: `${read.prices.length} prices of ${basename(file)}.`, ...read };
}

function readFile<Read>(file: string, read: (text: string) => Read): Read {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') throw new Complaint('NOT_FOUND', `There is no file ${file}.`);
    throw new Complaint('FILE_UNUSABLE', `${file} cannot be read: ${String(code ?? cause)}.`);
  }
  try {
    return read(text);
  } catch (cause) {
    if (!(cause instanceof CsvUnreadable)) throw cause;
    throw new Complaint('FILE_UNUSABLE', `${file} is not used:\n${cause.message}`);
  }
}

function spotOf(text: string): number {
  if (/^\d{1,4}(\.\d{1,6})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new Complaint('USAGE', `--spot takes a price like 2.00, not "${text}".`);
}

function commandLine(values: Readonly<Record<string, string | undefined>>): string {
  const named = ['csv', 'series', 'curve', 'spot', 'recover', 'until', 'seed'];
  const given = named.filter((name) => values[name] !== undefined);
  return ['npm run lab -- calibrate', ...given.map((name) => `--${name} ${values[name]}`)].join(' ');
}
