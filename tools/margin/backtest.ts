/**
 * `backtest`: series by series and model by model, then the table, then the report.
 *
 * Nothing is written before everything is computed, and then a whole file is put in place, so Ctrl-C leaves either no
 * report or a whole one.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type BacktestResult, backtest, PRICES_AFTER, PRICES_BEFORE, testableDays } from '#lab/backtest/backtest.ts';
import { pricesOf, regimes } from '#lab/regimes/regimes.ts';
import { CsvUnreadable, readDatedCsv } from '#lab/series/dated-csv.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';
import { Random } from '#makers/random.ts';
import { putInPlace } from '../put-in-place.ts';
import { tableOf } from '../table.ts';
import { FlagError, type Flags } from './flags.ts';
import { realSeries } from './real-series.ts';
import { reportPage } from './report-page.ts';
import { columns, NAMES, rowsOf } from './summary.ts';

const USUAL_DAYS = 1_000;
const PRICES_LEAST = PRICES_BEFORE + 1 + PRICES_AFTER;

export function runBacktest(flags: Flags): void {
  const series = seriesOf(flags);
  if (series.length === 0) throw new FlagError('There is no series long enough to test.');
  const results = resultsOf(flags, series);
  console.log(tableOf([columns, ...rowsOf(results)], NAMES));
  putInPlace(flags.out, reportPage(flags, results));
  console.log(`\nreport: ${flags.out}`);
}

function seriesOf(flags: Flags): PriceSeries[] {
  const own = flags.csv === undefined ? [] : [ownSeries(flags.csv)];
  const real = flags.series.includes('real') ? realSeries(flags.until, progress) : [];
  return [...own, ...real, ...madeUp(flags)].filter((series) => {
    const isLongEnough = testableDays(series) > 0;
    if (!isLongEnough)
      progress(`${series.name} is left out: ${series.prices.length} prices are fewer than ${PRICES_LEAST}`);
    return isLongEnough;
  });
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
    if (cause instanceof CsvUnreadable) throw new CsvUnreadable(`${file} is not used:\n${cause.message}`);
    throw cause;
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

function resultsOf({ models, days }: Flags, series: readonly PriceSeries[]): BacktestResult[] {
  return series.flatMap((one, at) =>
    models.map((model) => {
      progress(`series ${at + 1} of ${series.length}: ${one.name}, ${model.name}`);
      return backtest(one, model, days);
    }),
  );
}

/** Figures go to standard output, what is going on to the other one. */
function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}
