/**
 * Whether margin was exceeded about as often as it says, and not in clusters.
 *
 * A margin of 99 % coverage is exceeded in one period of a hundred, and each period owes nothing to the one before.
 * Kupiec (1995) tests the first, Christoffersen (1998) the second; the traffic light is the Basel committee's (1996).
 * None of them looks at how large a loss was: that is told beside them.
 */
import { chiSquareTail } from './chi-square.ts';

/** A likelihood ratio and the probability that chance alone makes one as large. */
export interface LikelihoodRatio {
  readonly statistic: number;
  readonly pValue: number;
}

export type TrafficLight = 'green' | 'yellow' | 'red';

/** Above it chance alone is a poor explanation: the 95 % point of chi-square with one degree of freedom. */
export const CRITICAL_VALUE = 3.841458820694124;

/** With so much probability fewer exceedances would have been seen, the light turns (Basel committee, 1996). */
const YELLOW_FROM = 0.95;
const RED_FROM = 0.9999;

/**
 * Unconditional coverage: `exceedances` in `periods` against the share `expected` of them (0.01 for 99 % coverage).
 * Too few are as suspicious as too many.
 */
export function kupiec(periods: number, exceedances: number, expected: number): LikelihoodRatio {
  const kept = periods - exceedances;
  const found = periods === 0 ? expected : exceedances / periods;
  return ratio(logLikelihood(kept, exceedances, found) - logLikelihood(kept, exceedances, expected));
}

/**
 * Independence: whether an exceedance is likelier right after an exceedance. `exceeded` is one entry per period, in
 * order. Without an exceedance, or where all but one period are spent, there is nothing to compare and the ratio is 0.
 */
export function christoffersen(exceeded: readonly boolean[]): LikelihoodRatio {
  const after = { kept: [0, 0], exceeded: [0, 0] };
  for (let i = 1; i < exceeded.length; i += 1) {
    const counts = exceeded[i - 1] ? after.exceeded : after.kept;
    counts[exceeded[i] ? 1 : 0] = (counts[exceeded[i] ? 1 : 0] as number) + 1;
  }
  const [a, b] = after.kept as [number, number];
  const [c, d] = after.exceeded as [number, number];
  return ratio(ownLikelihood(a, b) + ownLikelihood(c, d) - ownLikelihood(a + c, b + d));
}

/**
 * Green, yellow or red by the probability of seeing at most so many; none at all is green, however few periods there are.
 * For 250 periods and 0.01 it is yellow from 5 and red from 10.
 */
export function trafficLight(periods: number, exceedances: number, expected: number): TrafficLight {
  let probability = (1 - expected) ** periods;
  let atMost = probability;
  for (let x = 1; x <= exceedances; x += 1) {
    probability *= ((periods - x + 1) / x) * (expected / (1 - expected));
    atMost += probability;
  }
  return exceedances === 0 || atMost < YELLOW_FROM ? 'green' : atMost < RED_FROM ? 'yellow' : 'red';
}

/** Rounding can leave a difference of equals a hair below zero. */
function ratio(difference: number): LikelihoodRatio {
  const statistic = Math.max(0, 2 * difference);
  return { statistic, pValue: chiSquareTail(statistic) };
}

/** The log-likelihood of the counts at the share that fits them best. */
function ownLikelihood(kept: number, exceeded: number): number {
  return kept + exceeded === 0 ? 0 : logLikelihood(kept, exceeded, exceeded / (kept + exceeded));
}

function logLikelihood(kept: number, exceeded: number, share: number): number {
  return times(kept, Math.log(1 - share)) + times(exceeded, Math.log(share));
}

/** What never happened says nothing, whatever its logarithm. */
function times(count: number, logarithm: number): number {
  return count === 0 ? 0 : count * logarithm;
}
