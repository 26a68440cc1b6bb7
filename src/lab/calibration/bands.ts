/**
 * Bands around what was found, from series that the found model makes itself: a parametric bootstrap.
 *
 * Each resample is as long as the series, starts where it starts, and is fitted in the same way. A band is reflected: the
 * resamples differ from the model that made them as that model differs from the truth, so what they say too much is taken
 * off (the "basic" interval; Davison and Hinkley 1997, 5.2). Reversion is found too high in every short series, by about
 * 4 / years (the bias of a slope, Kendall 1954), and this takes most of that off.
 */
import type { Dice } from '../chance/dice.ts';
import { drawPath, evenGrid } from '../jump-diffusion/path.ts';
import { type Calibrated, fitSeries, parametersOf, type Quantity, quantities } from './fit-series.ts';

export interface Band {
  readonly low: number;
  readonly high: number;
}

export interface Resampling {
  readonly found: Calibrated;
  /** The logarithm of the first price, how many steps follow, and their length in years. */
  readonly start: number;
  readonly steps: number;
  readonly step: number;
}

/** So many resamples, fitted. */
export function resample({ found, start, steps, step }: Resampling, count: number, dice: Dice): Calibrated[] {
  const grid = evenGrid(parametersOf(found), steps * step, steps);
  const path = new Float64Array(steps + 1);
  return Array.from({ length: count }, () => {
    drawPath(grid, start, dice, path);
    return fitSeries(path, step).calibrated;
  });
}

/** Reflected bands of 95 %, each on the scale on which its figure errs most evenly. */
export function bandsOf(found: Calibrated, resamples: readonly Calibrated[]): Readonly<Record<Quantity, Band>> {
  const bands = quantities.map((quantity): [Quantity, Band] => {
    const { to, from } = SCALES[quantity];
    const values = resamples.map((one) => to(one[quantity])).sort((a, b) => a - b);
    const reflected = (share: number) => from(2 * to(found[quantity]) - at(values, share));
    return [quantity, { low: reflected(0.975), high: reflected(0.025) }];
  });
  return Object.fromEntries(bands) as Record<Quantity, Band>;
}

interface Scale {
  to(value: number): number;
  from(value: number): number;
}

const PLAIN: Scale = { to: (value) => value, from: (value) => value };
/** The bias of reversion is a sum, so it is taken off as one; what is left ends at zero. */
const NOT_NEGATIVE: Scale = { to: (value) => value, from: (value) => Math.max(0, value) };
const LOGARITHM: Scale = { to: Math.log, from: Math.exp };
/** The root of a count errs about as much whatever the count. */
const ROOT: Scale = { to: Math.sqrt, from: (value) => Math.max(0, value) ** 2 };

const SCALES: Readonly<Record<Quantity, Scale>> = {
  reversion: NOT_NEGATIVE,
  level: LOGARITHM,
  volatility: LOGARITHM,
  jumpsPerYear: ROOT,
  jumpMean: PLAIN,
  jumpDeviation: NOT_NEGATIVE,
};

/** The value below which the share `share` of sorted `values` lies. */
function at(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(share * values.length))] as number;
}

export type Knowledge = 'well' | 'roughly' | 'not';

/** How well a figure is known: within a quarter of itself, within three quarters, or not, as where it could be zero. */
export function knownHowWell(value: number, { low, high }: Band): Knowledge {
  if (low <= 0 && high >= 0) return 'not';
  const half = (high - low) / 2 / Math.abs(value);
  return half <= 0.25 ? 'well' : half <= 0.75 ? 'roughly' : 'not';
}
