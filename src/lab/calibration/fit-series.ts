/**
 * The model of the lab read out of a series of prices: the mixture of days as figures of a year.
 *
 *     κ = −ln b / Δ,   θ = c / (1 − b),   σ² = v · 2κ / (1 − b²),   λ = p / Δ
 *
 * The level is constant here: trend and reversion of one series cannot be told apart. A slope of one or more is a price
 * that nothing draws back, and counts as a reversion that halves a gap in a thousand years.
 */
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { fitMixture, likelihoodWithoutJumps } from './mixture.ts';

export interface Calibrated {
  /** κ per year, σ of a year, λ a year, and mean and deviation of the logarithm of a jump. */
  readonly reversion: number;
  readonly volatility: number;
  readonly jumpsPerYear: number;
  readonly jumpMean: number;
  readonly jumpDeviation: number;
  /** The price that it is drawn back to, USD per million tokens. */
  readonly level: number;
}

export const quantities = [
  'reversion',
  'level',
  'volatility',
  'jumpsPerYear',
  'jumpMean',
  'jumpDeviation',
] as const satisfies readonly (keyof Calibrated)[];

export type Quantity = (typeof quantities)[number];

export interface SeriesFit {
  readonly calibrated: Calibrated;
  /** By how much the logarithm of the likelihood is above that of the same days without jumps. */
  readonly gainOfJumps: number;
  /** For each step, how likely it had a jump. */
  readonly jumpChance: Float64Array;
}

const SLOWEST = Math.LN2 / 1_000;

/** The model of prices whose logarithms stand `step` years apart. */
export function fitSeries(logs: Float64Array, step: number): SeriesFit {
  const { intercept, slope, variance, jumpShare, jumpMean, jumpVariance, logLikelihood, jumpChance } = fitMixture(logs);
  const reversion = slope > 0 ? Math.max(-Math.log(slope) / step, SLOWEST) : 1 / step;
  const kept = Math.exp(-reversion * step);
  return {
    calibrated: {
      reversion,
      volatility: Math.sqrt((variance * 2 * reversion) / (1 - kept * kept)),
      jumpsPerYear: jumpShare / step,
      jumpMean,
      jumpDeviation: Math.sqrt(jumpVariance),
      level: Math.exp(reversion > SLOWEST ? intercept / (1 - kept) : (logs.at(-1) as number)),
    },
    gainOfJumps: logLikelihood - likelihoodWithoutJumps(logs),
    jumpChance,
  };
}

/** What was found as parameters of the model, without trend and season. */
export function parametersOf(found: Calibrated): Parameters {
  return {
    reversion: found.reversion,
    level: Math.log(found.level),
    trend: [{ from: 0, perYear: 0 }],
    season: { size: 0, period: 1 },
    volatility: found.volatility,
    jumps: { perYear: found.jumpsPerYear, mean: found.jumpMean, deviation: found.jumpDeviation },
  };
}
