/**
 * What a hedge takes off the variance of a year's purchases, asked of simulation.
 *
 * The two values of a path are the squared deviations of the hedged and of the unhedged cost from their means, which are
 * known because every future is. Their ratio is what the hedge leaves; the same path gives both, so what the ratio does not
 * depend on is mostly gone from it (common random numbers).
 *
 * The basis owes nothing to the price. So its part can be averaged instead of drawn: given the prices, mean and covariance
 * of lognormal factors are known, and what is left to chance is the price alone (Rao 1945, Blackwell 1947).
 *
 * The controls are four sums over the purchases whose means follow from futures and from moments of the logarithm: price,
 * logarithm, squared logarithm, and the square of the summed logarithm. Products of two prices have known means too, but a
 * control of that kind would be the answer itself.
 */
import { futuresPrice } from '../jump-diffusion/futures-price.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { leftAfter, momentsAt } from '../jump-diffusion/transition.ts';
import { type Basis, basisCovariance } from '../procurement/basis.ts';
import type { Sampler } from './samplers.ts';
import type { Study } from './study.ts';

export interface Purchases {
  /** In years from now, rising; at each the same share is bought. */
  readonly dates: readonly number[];
  /** Futures held for each purchase, as a share of it. */
  readonly ratio: number;
  readonly basis: Basis;
}

/** `drawn` draws the logarithm of the basis at the same dates; without it the basis is averaged over. */
export function hedgeStudy(
  parameters: Parameters,
  start: number,
  { dates, ratio, basis }: Purchases,
  drawn: Sampler | undefined,
): Study {
  const n = dates.length;
  const futures = Float64Array.from(dates, (date) => futuresPrice(parameters, start, 0, date));
  const moments = dates.map((date) => momentsAt(parameters, start, 0, date));
  const logMeans = Float64Array.from(moments, ({ mean }) => mean);
  const factors = Float64Array.from(dates, (date) => Math.exp(basisCovariance(basis, date, date) / 2));
  // Covariances of the factors over n², and twice for two different dates, as they are needed.
  const spread = new Float64Array(n * n);
  let squareMean = 0;
  for (let i = 0; i < n; i += 1)
    for (let j = i; j < n; j += 1) {
      const [fi, fj] = [factors[i] as number, factors[j] as number];
      const times = (i === j ? 1 : 2) / (n * n);
      const [si, sj] = [dates[i] as number, dates[j] as number];
      spread[i * n + j] = times * fi * fj * Math.expm1(basisCovariance(basis, si, sj));
      const logCovariance = leftAfter(parameters, sj - si) * (moments[i] as { variance: number }).variance;
      squareMean += times * (futures[i] as number) * (futures[j] as number) * logCovariance;
    }
  const squaredLogMean = moments.reduce(
    (sum, { variance }, i) => sum + ((futures[i] as number) ** 2 * variance) / n,
    0,
  );
  const mean = (of: (i: number) => number) => dates.reduce((sum, _, i) => sum + of(i) / n, 0);
  const meanUnhedged = mean((i) => (futures[i] as number) * (factors[i] as number));
  const price = new Float64Array(n);
  const basisLogs = new Float64Array(drawn === undefined ? 0 : n * drawn.paths);

  return {
    dates,
    values: 2,
    controlMeans: [0, 0, squaredLogMean, squareMean],
    begin: () => drawn?.fill(basisLogs),
    evaluate(logs, paths, p, sample) {
      let [paid, settled, summedLog, squaredLogs] = [0, 0, 0, 0];
      for (let i = 0; i < n; i += 1) {
        const x = logs[i * paths + p] as number;
        const spot = Math.exp(x);
        const future = futures[i] as number;
        const apart = future * (x - (logMeans[i] as number));
        price[i] = spot;
        paid += spot * (drawn === undefined ? (factors[i] as number) : Math.exp(basisLogs[i * paths + p] as number));
        settled += spot - future;
        summedLog += apart;
        squaredLogs += apart * apart;
      }
      const unhedged = paid / n - meanUnhedged;
      const hedged = unhedged - (ratio * settled) / n;
      const scattered = drawn === undefined ? quadratic(spread, price) : 0;
      sample[0] = hedged * hedged + scattered;
      sample[1] = unhedged * unhedged + scattered;
      sample[2] = settled / n;
      sample[3] = summedLog / n;
      sample[4] = squaredLogs / n;
      sample[5] = (summedLog / n) ** 2;
    },
  };
}

/** Σ over i ≤ j of `form[i, j]` x[i] x[j]. */
function quadratic(form: Float64Array, x: Float64Array): number {
  const n = x.length;
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    let row = 0;
    for (let j = i; j < n; j += 1) row += (form[i * n + j] as number) * (x[j] as number);
    sum += row * (x[i] as number);
  }
  return sum;
}
