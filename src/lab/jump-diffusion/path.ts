/**
 * A path of the model on a grid of moments.
 *
 * What does not depend on chance is worked out once for the grid. Jumps come at their own moments: the waits between them
 * are exponential, so a step without a jump costs nothing for them, and however coarse the grid is, no jump is lost.
 */
import type { Dice } from '../chance/dice.ts';
import type { Parameters } from './parameters.ts';
import { diffusionVariance, leftAfter, pull } from './transition.ts';

/** A grid of moments in years, rising, the first of them now; and what each step does without chance. */
export interface Grid {
  readonly parameters: Parameters;
  readonly times: Float64Array;
  /** Of step i, from moment i to moment i + 1: what is left of X, what the level adds, the deviation of the diffusion. */
  readonly left: Float64Array;
  readonly pulls: Float64Array;
  readonly deviations: Float64Array;
}

/** The grid of `moments`, at least two of them. */
export function gridOf(parameters: Parameters, moments: Iterable<number>): Grid {
  const times = Float64Array.from(moments);
  const steps = (ofStep: (from: number, to: number) => number) =>
    Float64Array.from({ length: times.length - 1 }, (_, i) => ofStep(times[i] as number, times[i + 1] as number));
  return {
    parameters,
    times,
    left: steps((from, to) => leftAfter(parameters, to - from)),
    pulls: steps((from, to) => pull(parameters, from, to)),
    deviations: steps((from, to) => Math.sqrt(diffusionVariance(parameters, to - from))),
  };
}

/** So many equal steps from 0 to `years`. */
export function evenGrid(parameters: Parameters, years: number, steps: number): Grid {
  return gridOf(
    parameters,
    Array.from({ length: steps + 1 }, (_, i) => (years * i) / steps),
  );
}

/** Writes into `path`, one place for each moment of `grid`, the logarithms of the price from `start` on. */
export function drawPath(grid: Grid, start: number, dice: Dice, path: Float64Array): void {
  const { parameters, times, left, pulls, deviations } = grid;
  const { reversion, jumps } = parameters;
  path[0] = start;
  let x = start;
  let jumpAt = (times[0] as number) + wait(jumps.perYear, dice);
  for (let i = 0; i < left.length; i += 1) {
    x = (left[i] as number) * x + (pulls[i] as number) + (deviations[i] as number) * dice.normal();
    const until = times[i + 1] as number;
    while (jumpAt <= until) {
      x += (jumps.mean + jumps.deviation * dice.normal()) * Math.exp(-reversion * (until - jumpAt));
      jumpAt += wait(jumps.perYear, dice);
    }
    path[i + 1] = x;
  }
}

/** Years until the next jump: exponential, or never. */
export function wait(perYear: number, dice: Dice): number {
  return perYear === 0 ? Number.POSITIVE_INFINITY : -Math.log1p(-dice.next()) / perYear;
}
