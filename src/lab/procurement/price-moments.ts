/**
 * Mean prices and mean products of two prices of the model, in closed form.
 *
 * They are all that the variance of a procurement cost is made of, so what a hedge is worth under this model needs no
 * simulation. The product of two prices is again the exponential of something that is drawn back, shaken and jumps; a
 * jump before the earlier date is felt at both.
 */
import { futuresPrice, jumpTerm } from '../jump-diffusion/futures-price.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { diffusionVariance, leftAfter, pull } from '../jump-diffusion/transition.ts';

/** E P(sooner) P(later), given the logarithm of the price at 0; 0 ≤ sooner ≤ later, in years. */
export function meanProduct(parameters: Parameters, logPrice: number, sooner: number, later: number): number {
  const between = leftAfter(parameters, later - sooner);
  const common = diffusionVariance(parameters, sooner);
  return Math.exp(
    (leftAfter(parameters, sooner) + leftAfter(parameters, later)) * logPrice +
      pull(parameters, 0, sooner) +
      pull(parameters, 0, later) +
      (common + diffusionVariance(parameters, later)) / 2 +
      between * common +
      jumpTerm(parameters, sooner, 1 + between) +
      jumpTerm(parameters, later - sooner),
  );
}

/** Mean prices at `times` and the mean products of every two of them. */
export interface PriceMoments {
  readonly means: readonly number[];
  readonly products: readonly (readonly number[])[];
}

export function priceMoments(parameters: Parameters, logPrice: number, times: readonly number[]): PriceMoments {
  return {
    means: times.map((time) => futuresPrice(parameters, logPrice, 0, time)),
    products: times.map((a) => times.map((b) => meanProduct(parameters, logPrice, Math.min(a, b), Math.max(a, b)))),
  };
}
