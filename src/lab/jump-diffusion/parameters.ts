/**
 * The price model of the lab: the logarithm of the spot price is drawn back to a level that has a trend and a season, is
 * shaken by a diffusion, and jumps.
 *
 *     dX = κ (θ(t) − X) dt + σ dW + J dN,   X = ln P,   J normal,   N Poisson with λ jumps a year
 *     θ(t) = θ₀ + trend + γ sin(2πt / period)
 *
 * Time is in years from now, prices are in USD per million tokens. The trend may bend at dates that are told, because a
 * straight one cannot fall first and rise later, as the paper draws it (arXiv 2603.21690, equations 11 and 12).
 */

export interface Parameters {
  /** κ per year, above zero: a gap to the level halves in ln 2 / κ years. */
  readonly reversion: number;
  /** θ₀: the level now, without season, as the logarithm of a price. */
  readonly level: number;
  /** How the level moves per year, from each date on; the first from 0, dates rising. */
  readonly trend: readonly Slope[];
  /** γ and the period in years, which is above zero. */
  readonly season: { readonly size: number; readonly period: number };
  /** σ: the deviation of the diffusion over a year; not negative. */
  readonly volatility: number;
  readonly jumps: Jumps;
}

export interface Slope {
  readonly from: number;
  /** Change of the logarithm in a year: −0.35 is a fall by 30 % a year. */
  readonly perYear: number;
}

export interface Jumps {
  /** λ: how many a year, on average; not negative. */
  readonly perYear: number;
  /** Mean and deviation of the logarithm by which one jump moves the price. */
  readonly mean: number;
  readonly deviation: number;
}

/** Table 3 of arXiv 2603.21690, its price being USD 2.00 now. */
export const tableThree: Parameters = {
  reversion: 2.5,
  level: Math.log(2),
  trend: [{ from: 0, perYear: -0.35 }],
  season: { size: 0.08, period: 1 },
  volatility: 0.4,
  jumps: { perYear: 3, mean: 0.1, deviation: 0.25 },
};

/** θ(t): where the price is drawn to at `time`, as a logarithm. */
export function levelAt({ level, trend, season }: Parameters, time: number): number {
  const risen = trend.reduce((sum, { from, perYear }, at) => {
    const until = Math.min(time, trend[at + 1]?.from ?? Number.POSITIVE_INFINITY);
    return until > from ? sum + perYear * (until - from) : sum;
  }, level);
  return risen + season.size * Math.sin((2 * Math.PI * time) / season.period);
}
