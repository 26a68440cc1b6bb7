/**
 * What tallies come to: means with their standard errors, and what a hedge leaves with its own.
 */
import { covariance, mergeTallies, type Tally } from './tally.ts';

/** An estimate, and how far it is off by chance. */
export interface Estimated {
  readonly value: number;
  readonly standardError: number;
  /** What the estimate is off by on average, as far as it is not chance: zero for a mean. */
  readonly bias: number;
}

/** The mean of value `at` over all parts. */
export function meanOf(parts: readonly Tally[], at: number): Estimated {
  const all = mergeTallies(parts);
  return {
    value: all.means[at] as number,
    standardError: Math.sqrt(covariance(all, at, at) / all.count),
    bias: 0,
  };
}

/**
 * 1 − hedged / unhedged of the first two values: the efficiency of a hedge, a ratio of two means. Its error is that of the
 * line that touches it (the delta method); the bias is what the next term of the series comes to, which falls with the
 * number of paths, the error only with its root.
 */
export function efficiencyOf(parts: readonly Tally[]): Estimated {
  const all = mergeTallies(parts);
  const [hedged, unhedged] = [all.means[0] as number, all.means[1] as number];
  const ratio = hedged / unhedged;
  const [vh, vu, both] = [covariance(all, 0, 0), covariance(all, 1, 1), covariance(all, 0, 1)];
  return {
    value: 1 - ratio,
    standardError: Math.sqrt(Math.max(0, vh - 2 * ratio * both + ratio * ratio * vu) / all.count) / unhedged,
    bias: (both - ratio * vu) / (unhedged * unhedged * all.count),
  };
}

/** The same if hedged and unhedged costs came from paths of their own, as many of each: what sharing them is worth. */
export function efficiencyApart(parts: readonly Tally[]): number {
  const all = mergeTallies(parts);
  const [hedged, unhedged] = [all.means[0] as number, all.means[1] as number];
  const ratio = hedged / unhedged;
  const [vh, vu] = [covariance(all, 0, 0), covariance(all, 1, 1)];
  return Math.sqrt((vh + ratio * ratio * vu) / all.count) / unhedged;
}
