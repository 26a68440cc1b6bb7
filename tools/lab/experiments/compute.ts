/** `compute`: the Standard Compute Unit, other GPUs in it, and the margin between tokens and compute as something to hedge. */
import { formatDate } from '#core/calendar.ts';
import { publish } from '#core/price-index/publish.ts';
import { MICRO_DOLLARS_PER_DOLLAR, type TradeDate } from '#core/units.ts';
import { gpuListDate } from '#feeds/gpu-list.ts';
import { registryFile } from '#feeds/registry.ts';
import { computeReport, type PublishedDay } from '#lab/compute/report.ts';
import type { PartRequest } from '#lab/compute/run-part.ts';
import type { TwoMarkets } from '#lab/compute/two-markets.ts';
import { BASIS_REVERSION } from '#lab/procurement/basis.ts';
import { flagsOf, seedIn, wholeNumber } from '../../command-line.ts';
import { Complaint } from '../../complaint.ts';
import { embeddedInputs } from '../../index/inputs.ts';
import type { Experiment } from '../experiment.ts';
import { numberIn } from '../number-flags.ts';

/** So many parts whatever the threads, so that they change nothing. */
const PARTS = 40;
const PATHS = 40_000;
const WEEKS = 19;

export const compute: Experiment = {
  name: 'compute',
  usage: `  --units X        compute units that a million tokens take (${registryFile.unitsPerMillionTokens.value}; up to 10)
  --tokens N       million tokens that the provider sells a month (100000)
  --correlation=X  between the shocks of tokens and compute, -0.99 to 0.99 (0.3)
  --paths N        simulated years, a multiple of ${PARTS} (${PATHS})
  --seed N         the seed (1)`,
  async run(argv, work) {
    const { units, tokens, correlation, paths, seed } = readFlags(argv);
    const days = publishedDays();
    const markets = marketsAt(days.at(-1) as PublishedDay, correlation);
    const requests = Array.from({ length: PARTS }, (_, part) => ({ markets, seed, part, paths: paths / PARTS }));
    const parts = await work.map<PartRequest, Float64Array>('computePart', requests, 'parts');
    return computeReport({
      seed,
      command: `npm run lab -- compute --units ${units} --tokens ${tokens} --correlation=${correlation} --paths ${paths} --seed ${seed}`,
      markets,
      units,
      tokens,
      parts,
      paths,
      gpus: registryFile.gpus.map(({ gpu, units: { value, source } }) => ({ gpu, units: value, source })),
      days,
    });
  },
};

/** One day a week up to that of the newest posted hour, by the embedded lists alone. */
function publishedDays(): PublishedDay[] {
  return Array.from({ length: WEEKS }, (_, week) => {
    const date = (gpuListDate - 7 * (WEEKS - 1 - week)) as TradeDate;
    const { index, compute: hours, spread } = publish(embeddedInputs(date));
    const dollars = (micro: number | null) => (micro === null ? null : micro / MICRO_DOLLARS_PER_DOLLAR);
    const [price, unit] = [dollars(index.decision.value), dollars(hours.decision.value)];
    return { date, text: formatDate(date), tokens: price, compute: unit, spread: dollars(spread) };
  });
}

/** Prices of the last published day; all else is ours, and said so in the report. */
function marketsAt({ tokens, compute: hour }: PublishedDay, correlation: number): TwoMarkets {
  if (tokens === null || hour === null) throw new Error('the embedded lists publish both indices on their last day');
  return {
    tokens: {
      price: tokens,
      drift: -0.12,
      volatility: 0.4,
      reversion: 2.5,
      basis: { volatility: 0.2, reversion: BASIS_REVERSION },
    },
    compute: {
      price: hour,
      drift: -0.15,
      volatility: 0.26,
      reversion: 1,
      basis: { volatility: 0.15, reversion: BASIS_REVERSION },
    },
    correlation,
  };
}

function readFlags(argv: readonly string[]) {
  const text = (value: number) => ({ type: 'string', default: String(value) }) as const;
  const values = flagsOf(argv, {
    units: text(registryFile.unitsPerMillionTokens.value),
    tokens: text(100_000),
    correlation: text(0.3),
    paths: text(PATHS),
    seed: text(1),
  });
  const paths = wholeNumber('--paths', values.paths, 2 * PARTS, 10_000_000);
  if (paths % PARTS !== 0) throw new Complaint('USAGE', `--paths takes a multiple of ${PARTS}, not ${paths}.`);
  return {
    units: within('units', values.units, 0.0001, 10),
    tokens: wholeNumber('--tokens', values.tokens, 1, 1_000_000_000),
    correlation: within('correlation', values.correlation, -0.99, 0.99),
    paths,
    seed: seedIn(values.seed),
  };
}

function within(flag: string, text: string, least: number, most: number): number {
  const value = numberIn(flag, text);
  if (value >= least && value <= most) return value;
  throw new Complaint('USAGE', `--${flag} takes a number from ${least} to ${most}, not "${text}".`);
}
