/** `npm run lab -- calibrate`: the model read out of prices and of a curve, with bands, and with what cannot be known. */
import { bandsOf } from '#lab/calibration/bands.ts';
import {
  type CurveResult,
  curveAnswer,
  curveCharts,
  curveTables,
  curveWarnings,
} from '#lab/calibration/curve-report.ts';
import { fitCurve, type Shocks } from '#lab/calibration/fit-curve.ts';
import { type Calibrated, fitSeries, parametersOf } from '#lab/calibration/fit-series.ts';
import type { Recovered } from '#lab/calibration/recovery.ts';
import { recoveryAnswer, recoveryTable } from '#lab/calibration/recovery-report.ts';
import {
  type SeriesResult,
  seriesAnswers,
  seriesCharts,
  seriesTables,
  seriesWarnings,
} from '#lab/calibration/series-report.ts';
import { isDiffusion, standingOf } from '#lab/calibration/standing.ts';
import type { Report } from '#lab/experiment/report.ts';
import { tableThree } from '#lab/jump-diffusion/parameters.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';
import { realSeries } from '../backtest/real-series.ts';
import { type Flags, readFlags, usage } from '../calibrate/flags.ts';
import { PARTS, type Part, partsOf, type RecoverInput, type ResampleInput } from '../calibrate/tasks.ts';
import type { Experiment, Work } from '../experiment.ts';

const RESAMPLES = 200;
const KNOWN_SERIES = 100;
const KNOWN_RESAMPLES = 100;
const DAYS_PER_YEAR = 365.25;
/** Trading days of a year of the made-up series. */
const STEPS_PER_YEAR = 252;

export const calibrate: Experiment = {
  name: 'calibrate',
  usage,
  async run(argv, work) {
    const flags = readFlags(argv);
    return flags.recover === undefined ? fitted(flags, work) : recovered(flags, flags.recover, work);
  },
};

async function fitted(flags: Flags, work: Work): Promise<Report> {
  const real = flags.series.length === 0 ? [] : realSeries(flags.until, flags.series);
  const results: SeriesResult[] = [];
  for (const series of [...(flags.own === undefined ? [] : [flags.own]), ...real])
    results.push(await resultOf(series, flags.seed, work));
  const curve = curveOf(flags, results[0]);
  const isDrawn = results.some(({ model }) => model !== undefined);
  return {
    experiment: 'calibrate',
    question:
      'What do prices, and a futures curve, say of reversion, level, volatility and jumps, and what can they not say?',
    answer: [...seriesAnswers(results), ...(curve === undefined ? [] : [curveAnswer(curve)])].join(' '),
    seed: isDrawn ? flags.seed : undefined,
    command: flags.again,
    claims: [],
    tables: [
      ...(results.length === 0 ? [] : seriesTables(results)),
      ...(curve === undefined ? [] : curveTables(curve)),
    ],
    charts: [...seriesCharts(results), ...(curve === undefined ? [] : curveCharts(curve))],
    notes: [
      ...seriesWarnings(results),
      ...(curve === undefined ? [] : curveWarnings(curve)),
      ...(isDrawn ? howSeriesAreFitted : []),
    ],
  };
}

async function resultOf(
  { name, about, prices, dates = [] }: PriceSeries,
  seed: number,
  work: Work,
): Promise<SeriesResult> {
  const logs = Float64Array.from(prices, (price) => Math.log(price / 1_000_000));
  const steps = logs.length - 1;
  const years = ((dates.at(-1) as number) - (dates[0] as number)) / DAYS_PER_YEAR;
  const standing = standingOf(logs, years);
  const shared = { name, about, dates, prices: prices.map((price) => price / 1_000_000), standing };
  if (!isDiffusion(standing)) return shared;
  const step = years / steps;
  const fit = fitSeries(logs, step);
  const input = { name, found: fit.calibrated, start: logs[0] as number, steps, step, count: RESAMPLES / PARTS };
  const parts = await work.map<Part<ResampleInput>, Calibrated[]>(
    'resamplePart',
    partsOf(seed, input),
    `bands of ${name}`,
  );
  return { ...shared, model: { ...fit, bands: bandsOf(fit.calibrated, parts.flat()) } };
}

function curveOf({ curve, spot }: Flags, series: SeriesResult | undefined): CurveResult | undefined {
  if (curve === undefined) return undefined;
  const own = series?.model === undefined ? undefined : parametersOf(series.model.calibrated);
  const shocks: Shocks = own ?? tableThree;
  // Without --spot there is a series; the flags saw to that.
  const from = spot ?? (series?.prices.at(-1) as number);
  return {
    spot: from,
    points: curve,
    fit: fitCurve(curve, from, { volatility: shocks.volatility, jumps: shocks.jumps }),
    shocksFrom: own === undefined ? 'those of Table 3 of arXiv 2603.21690' : `those of ${series?.name}`,
  };
}

async function recovered(flags: Flags, years: number, work: Work): Promise<Report> {
  const input: RecoverInput = {
    series: KNOWN_SERIES / PARTS,
    resamples: KNOWN_RESAMPLES,
    steps: years * STEPS_PER_YEAR,
    step: 1 / STEPS_PER_YEAR,
  };
  const parts = await work.map<Part<RecoverInput>, Recovered[]>('recoverPart', partsOf(flags.seed, input), 'parts');
  const all = parts.flat();
  return {
    experiment: 'calibrate',
    question: `How far off is what is found in ${years === 1 ? 'a year' : `${years} years`} of a market that is known?`,
    answer: recoveryAnswer(all, years),
    seed: flags.seed,
    command: flags.again,
    claims: [],
    tables: [recoveryTable(all, years)],
    charts: [],
    notes: [
      `${KNOWN_SERIES} series by exact steps, ${STEPS_PER_YEAR} a year, each with bands from ${KNOWN_RESAMPLES} resamples; a share of 95 % is seen as 89 to 98 % in so few.`,
      ...howSeriesAreFitted,
    ],
  };
}

const howSeriesAreFitted = [
  'Fitted is an autoregression of daily logarithms with at most one jump a day, by expectation and maximisation (Ball and Torous 1983). Bands of 95 % come from series that the fitted model makes itself, fitted in the same way and reflected.',
  'Steps between prices are taken as equally long: weekends and missing days are not told apart from others.',
];
