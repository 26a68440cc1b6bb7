/**
 * What a hedge takes off the risk of a year's purchases, exactly.
 *
 * A company buys equal parts at fixed dates at the spot price times its basis, and holds futures for `ratio` of each part
 * since today, each of which settles at the spot price of its date:
 *
 *     cost = mean over the dates of  P B − ratio (P − F)
 *
 * Efficiency is the share of the variance that is gone (Ederington 1979); the reduction is the share of the deviation.
 * They are two readings of one thing: 1 − efficiency = (1 − reduction)².
 */
import { type Basis, basisCovariance } from './basis.ts';
import type { PriceMoments } from './price-moments.ts';

/** Deviations are in USD per million tokens of the year's average. */
export interface HedgeWorth {
  readonly meanCost: number;
  readonly unhedged: number;
  readonly hedged: number;
  /** 1 − hedged variance / unhedged variance; negative when the hedge adds risk. */
  readonly efficiency: number;
  /** 1 − hedged deviation / unhedged deviation. */
  readonly reduction: number;
  /** The ratio of least variance, and the correlation of the unhedged cost with what the futures pay. */
  readonly bestRatio: number;
  readonly correlation: number;
}

/** What hedging `ratio` of each purchase is worth; `moments` are those of the prices at `times`. */
export function hedgeWorth(moments: PriceMoments, times: readonly number[], basis: Basis, ratio: number): HedgeWorth {
  const { means, products } = moments;
  const n = times.length;
  const factor = times.map((time) => Math.exp(basisCovariance(basis, time, time) / 2));
  /** E of the product of (P B − a P) at date i and (P B − b P) at date j, less the product of their means. */
  const covariance = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) {
        const [fi, fj] = [factor[i] as number, factor[j] as number];
        const both = fi * fj * Math.exp(basisCovariance(basis, times[i] as number, times[j] as number));
        const mean = (means[i] as number) * (fi - a) * (means[j] as number) * (fj - b);
        sum += (products[i]?.[j] as number) * (both - b * fi - a * fj + a * b) - mean;
      }
    return sum / (n * n);
  };
  const plain = covariance(0, 0);
  const hedged = covariance(ratio, ratio);
  // What futures pay is −∂/∂b of the second factor: Cov(PB, P) = Cov(PB, PB) − Cov(PB, PB − P).
  const withFutures = plain - covariance(0, 1);
  const futures = plain - 2 * covariance(0, 1) + covariance(1, 1);
  return {
    meanCost: means.reduce((sum, mean, i) => sum + mean * (factor[i] as number), 0) / n,
    unhedged: Math.sqrt(plain),
    hedged: Math.sqrt(Math.max(0, hedged)),
    efficiency: 1 - hedged / plain,
    reduction: 1 - Math.sqrt(Math.max(0, hedged) / plain),
    bestRatio: withFutures / futures,
    correlation: withFutures / Math.sqrt(plain * futures),
  };
}
