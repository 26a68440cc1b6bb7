/**
 * The calibration held against series of which the truth is known: how far off it is, and how often a band holds it.
 */
import type { Dice } from '../chance/dice.ts';
import { drawPath, evenGrid } from '../jump-diffusion/path.ts';
import { bandsOf, resample } from './bands.ts';
import { type Calibrated, fitSeries, parametersOf, type Quantity, quantities } from './fit-series.ts';

/** A market that moves every day and jumps four times a year. */
export const truth: Calibrated = {
  reversion: 3,
  level: 1.5,
  volatility: 0.6,
  jumpsPerYear: 4,
  jumpMean: 0.15,
  jumpDeviation: 0.25,
};

export interface Recovered {
  readonly found: Calibrated;
  /** Whether the band holds the truth. */
  readonly held: Readonly<Record<Quantity, boolean>>;
}

/** So many series of `steps` steps of `step` years, each fitted and given bands by so many resamples. */
export function recover(
  { series, resamples, steps, step }: { series: number; resamples: number; steps: number; step: number },
  dice: Dice,
): Recovered[] {
  const grid = evenGrid(parametersOf(truth), steps * step, steps);
  const path = new Float64Array(steps + 1);
  return Array.from({ length: series }, () => {
    drawPath(grid, Math.log(truth.level), dice, path);
    const found = fitSeries(path, step).calibrated;
    const bands = bandsOf(found, resample({ found, start: path[0] as number, steps, step }, resamples, dice));
    const held = quantities.map((quantity): [Quantity, boolean] => [
      quantity,
      bands[quantity].low <= truth[quantity] && truth[quantity] <= bands[quantity].high,
    ]);
    return { found, held: Object.fromEntries(held) as Record<Quantity, boolean> };
  });
}
