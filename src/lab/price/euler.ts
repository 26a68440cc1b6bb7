/**
 * What is wrong with a futures price when the price moves in Euler's steps.
 *
 * Such a step takes the pull, the shaking and the jumps of its beginning for all of it: X' = X + κ (θ − X) Δ + σ √Δ Z + ΣJ.
 * That is again a line in X, so the mean price after any number of steps is known, and so is its bias: no simulation is
 * needed to see it, and no number of paths makes it smaller.
 */
import { levelAt, type Parameters } from '../jump-diffusion/parameters.ts';

/** The mean price in `years` after `steps` Euler steps from the logarithm `start`. */
export function eulerFuturesPrice(parameters: Parameters, start: number, years: number, steps: number): number {
  const { reversion, volatility, jumps } = parameters;
  const step = years / steps;
  const left = 1 - reversion * step;
  let [log, weight] = [start * left ** steps, 1];
  for (let k = steps - 1; k >= 0; k -= 1) {
    log += weight * reversion * step * levelAt(parameters, k * step);
    log += (weight * weight * volatility * volatility * step) / 2;
    log += jumps.perYear * step * Math.expm1(jumps.mean * weight + (jumps.deviation * weight) ** 2 / 2);
    weight *= left;
  }
  return Math.exp(log);
}
