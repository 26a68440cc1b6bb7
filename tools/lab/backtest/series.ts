/** The series that a request names: its own file, real ones, made-up ones; those too short to test are left out. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PRICES_AFTER, PRICES_BEFORE, testableDays } from '#lab/backtest/backtest.ts';
import { pricesOf, regimes } from '#lab/regimes/regimes.ts';
import { CsvUnreadable, readDatedCsv } from '#lab/series/dated-csv.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';
import { Random } from '#makers/random.ts';
import { Complaint } from '../../complaint.ts';
import type { Flags } from './flags.ts';
import { realSeries } from './real-series.ts';

const USUAL_DAYS = 1_000;
const PRICES_LEAST = PRICES_BEFORE + 1 + PRICES_AFTER;

export interface ChosenSeries {
  /** At least one, each with at least one day to test. */
  readonly series: readonly PriceSeries[];
  /** A sentence for each that is too short. */
  readonly leftOut: readonly string[];
}

/** Throws `Complaint` for a file that cannot be used, with all that is wrong with it, and where nothing is left. */
export function chosenSeries(flags: Flags): ChosenSeries {
  const own = flags.csv === undefined ? [] : [ownSeries(flags.csv)];
  const real = flags.series.includes('real') ? realSeries(flags.until) : [];
  const all = [...own, ...real, ...madeUp(flags)];
  const series = all.filter((one) => testableDays(one) > 0);
  if (series.length === 0) throw new Complaint('USAGE', 'There is no series long enough to test.');
  const leftOut = all
    .filter((one) => testableDays(one) === 0)
    .map(({ name, prices }) => `${name} is left out: ${prices.length} prices are fewer than ${PRICES_LEAST}.`);
  return { series, leftOut };
}

function ownSeries(file: string): PriceSeries {
  const { dates, prices } = readOwn(file);
  return { name: basename(file), about: `${prices.length} prices of ${basename(file)}.`, dates, prices };
}

function readOwn(file: string) {
  try {
    const read = readDatedCsv(readFileSync(file, 'utf8'));
    if (read.prices.length >= PRICES_LEAST) return read;
    throw new CsvUnreadable(`${read.prices.length} prices are too few: a test needs at least ${PRICES_LEAST}`);
  } catch (cause) {
    if (!(cause instanceof CsvUnreadable)) throw cause;
    throw new Complaint('FILE_UNUSABLE', `${file} is not used:\n${cause.message}`);
  }
}

function madeUp({ series, days = USUAL_DAYS, seed }: Flags): PriceSeries[] {
  const span = { before: PRICES_BEFORE, tested: days, after: PRICES_AFTER };
  return regimes
    .filter(({ name }) => series.includes(name))
    .map((regime) => ({
      name: regime.name,
      about: regime.about,
      prices: pricesOf(regime, Random.of(seed, regime.name), span),
    }));
}
