/**
 * An estimate with the interval that it deserves.
 *
 * The interval is meant for 95 of 100 seeds. It comes from how far the parts of a run disagree: each part estimates for
 * itself what all of them estimate together, and a jackknife over parts holds for ratios and deviations as it does for
 * means (Quenouille 1956, Tukey 1958).
 */

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the normal distribution. */
export const NORMAL_95 = 1.959963984540054;

export function estimate(value: number, standardError: number): Estimate {
  return { value, low: value - NORMAL_95 * standardError, high: value + NORMAL_95 * standardError };
}

/** How often something happens that happened `times` times in `trials`, at least one: Wilson's interval (1927). */
export function shareOf(times: number, trials: number): Estimate {
  const share = times / trials;
  const square = NORMAL_95 * NORMAL_95;
  const middle = (share + square / (2 * trials)) / (1 + square / trials);
  const half =
    (NORMAL_95 * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials * trials))) / (1 + square / trials);
  return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * `of(sum of all parts)`, with the interval from leaving out one part after another. A part is a list of sums, as long as
 * every other; there are at least two.
 */
export function jackknife(parts: readonly Float64Array[], of: (sums: Float64Array) => number): Estimate {
  const total = new Float64Array((parts[0] as Float64Array).length);
  for (const part of parts) for (const [at, sum] of part.entries()) total[at] = (total[at] as number) + sum;
  const without = parts.map((part) => of(total.map((sum, at) => sum - (part[at] as number))));
  const n = parts.length;
  const mean = without.reduce((a, b) => a + b, 0) / n;
  const squares = without.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return estimate(of(total), Math.sqrt((squares * (n - 1)) / n));
}
