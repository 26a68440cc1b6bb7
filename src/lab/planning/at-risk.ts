/**
 * Cash flow at risk: how far above its mean a cost lies that is exceeded in one case of twenty.
 *
 *     CFaR 95 % = 95 % quantile of the cost − mean of the cost = mean of the cash flow − its 5 % quantile
 *
 * A cost is what is paid for the tokens, less what futures pay, and what trading and funding them costs. An estimate from
 * paths is uncertain; how much is seen from parts that were drawn apart.
 */
import { quantileOfSorted } from '../statistics/regression.ts';
import type { Outcomes } from './scenario.ts';

const LEVEL = 0.95;

export interface AtRisk {
  readonly mean: number;
  readonly deviation: number;
  /** The cost that is exceeded in one case of twenty. */
  readonly quantile: number;
  readonly atRisk: number;
  /** Two standard errors of `atRisk`. */
  readonly uncertainty: number;
}

/** Of costs that were drawn in parts of equal size, at least two. */
export function atRisk(parts: readonly Float64Array[]): AtRisk {
  const all = joined(parts).sort();
  const mean = meanOf(all);
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  const ofParts = Float64Array.from(parts, (part) => quantileOfSorted(part.toSorted(), LEVEL) - meanOf(part));
  const meanOfParts = meanOf(ofParts);
  const spread = ofParts.reduce((sum, value) => sum + (value - meanOfParts) ** 2, 0) / (ofParts.length - 1);
  const quantile = quantileOfSorted(all, LEVEL);
  return {
    mean,
    deviation: Math.sqrt(variance),
    quantile,
    atRisk: quantile - mean,
    uncertainty: 2 * Math.sqrt(spread / ofParts.length),
  };
}

/** Costs under link `l`, by part: as they are, or with the hedge `h` and all that it costs. */
export function costsOf(parts: readonly Outcomes[], l: number, h?: number): Float64Array[] {
  return parts.map(({ costs, hedges }) => {
    const flows = h === undefined ? undefined : hedges[h];
    const bare = costs[l] as Float64Array;
    if (flows === undefined) return bare;
    const { gains, trading, funding } = flows;
    return bare.map(
      (cost, path) => cost - (gains[path] as number) + (trading[path] as number) + (funding[path] as number),
    );
  });
}

export function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
