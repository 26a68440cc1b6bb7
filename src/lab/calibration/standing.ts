/**
 * How a series moves at all, before any model is asked: a list price that stands for months and jumps is no diffusion.
 *
 * A diffusion changes every day. Where more than a fifth of the days leave the price as it was, "volatility" would be
 * whatever the still days leave of it, so none is given; what can be said is how often it changed, and how far.
 */

export interface Standing {
  /** Years from the first price to the last. */
  readonly years: number;
  readonly steps: number;
  /** Changes of the logarithm, in order. */
  readonly changes: readonly number[];
  /** The most steps in a row that left the price as it was. */
  readonly longestStill: number;
}

const STILL_MAX = 0.2;
/** With fewer changes there is nothing to tell jumps from. */
const CHANGES_MIN = 50;

export function standingOf(logs: Float64Array, years: number): Standing {
  const changes: number[] = [];
  let [still, longestStill] = [0, 0];
  for (let i = 1; i < logs.length; i += 1) {
    const change = (logs[i] as number) - (logs[i - 1] as number);
    still = change === 0 ? still + 1 : 0;
    longestStill = Math.max(longestStill, still);
    if (change !== 0) changes.push(change);
  }
  return { years, steps: logs.length - 1, changes, longestStill };
}

/** The share of steps that left the price as it was. */
export function stillShare({ steps, changes }: Standing): number {
  return 1 - changes.length / steps;
}

/** Whether the series moves as often as a diffusion has to, and often enough to be measured. */
export function isDiffusion(standing: Standing): boolean {
  return stillShare(standing) <= STILL_MAX && standing.changes.length >= CHANGES_MIN;
}

/**
 * How often a year something happens that happened `times` times in `years`, with the exact interval of 95 % for a Poisson
 * number (Garwood 1936).
 */
export function ratePerYear(times: number, years: number): { low: number; value: number; high: number } {
  const low = times === 0 ? 0 : solve((mean) => 1 - poissonAtMost(times - 1, mean), 0.025);
  const high = solve((mean) => 1 - poissonAtMost(times, mean), 0.975);
  return { low: low / years, value: times / years, high: high / years };
}

/** The probability of at most `times`, when `mean` are expected. */
function poissonAtMost(times: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= times; k += 1) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}

/** Where the rising function `of` reaches `wanted`, between 0 and 700, beyond which e^−x is nothing. */
function solve(of: (x: number) => number, wanted: number): number {
  let [low, high] = [0, 700];
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (of(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
