/**
 * The paper's purchases under the price model: what its hedge is worth, and how much basis its headline takes.
 */
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { BASIS_REVERSION } from '../procurement/basis.ts';
import { type HedgeWorth, hedgeWorth } from '../procurement/efficiency.ts';
import { type PriceMoments, priceMoments } from '../procurement/price-moments.ts';
import { PRICE_NOW } from './published.ts';

/** Twelve purchases, one at the end of each month. */
export const purchaseTimes: readonly number[] = Array.from({ length: 12 }, (_, i) => (i + 1) / 12);

/** What hedging a share `ratio` of every purchase is worth, by the volatility of the basis. */
export function worthBy(parameters: Parameters, ratio: number): (volatility: number) => HedgeWorth {
  const moments: PriceMoments = priceMoments(parameters, Math.log(PRICE_NOW), purchaseTimes);
  return (volatility) => hedgeWorth(moments, purchaseTimes, { volatility, reversion: BASIS_REVERSION }, ratio);
}

/**
 * The volatility of the basis, from 0 to 4, at which `measure` of the hedge's worth is `wanted`; it falls as the basis
 * grows. Undefined where even no basis does not reach it.
 */
export function basisFor(
  worth: (volatility: number) => HedgeWorth,
  measure: (worth: HedgeWorth) => number,
  wanted: number,
): number | undefined {
  let [low, high] = [0, 4];
  if (measure(worth(low)) < wanted) return undefined;
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    if (measure(worth(middle)) >= wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
