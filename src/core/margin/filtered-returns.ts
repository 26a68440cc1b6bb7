/**
 * Returns freed of the volatility of their day, so that an old one can be lived through again at today's.
 *
 * A return divided by the deviation that was expected of its day is a score. What was expected is an exponentially
 * weighted mean of squared returns, in whole numbers, so that it is the same on every machine. A price that stands still
 * for weeks lets the deviation run down to nothing (4 % becomes 0.64 % in 120 days at 0.97), and then the first tick
 * would be a monster: so no day is expected to deviate by less than what tomorrow is, at least. What a list price may
 * do overnight is a gap, for which `historical-model.ts` asks separately.
 */
import { divideUp, type Millionths, ONE_MILLION, squareRootUp } from '../units.ts';

/** No day is expected to deviate by less than 0.1 %, whatever a product says. */
const DEVIATION_LEAST = 1_000;
/** A return of more than this, either way, counts as this: its square must leave room for the mean. */
const RETURN_MOST = 4 * ONE_MILLION;

export interface FilteredReturns {
  /** Millionths of a deviation, oldest first. */
  readonly scores: readonly number[];
  /** The deviation that is expected of the day after the last return. */
  readonly deviation: Millionths;
  /** The largest one that was expected of any of the days, or is. */
  readonly largest: Millionths;
}

/** In what is expected of the next day, a return counts as so many deviations at most: a jump is no volatility. */
const DEVIATIONS_COUNTED = 4;

/** The variance of the next day: `decay` hundredths of this day's and the rest of the day's square, rounded up. */
export function nextVariance(variance: number, dayReturn: number, decayHundredths: number): number {
  return divideUp(variance * decayHundredths + dayReturn * dayReturn * (100 - decayHundredths), 100);
}

/**
 * Filters daily returns, oldest first; the first is expected to deviate as all of them did, and every one by `least` at
 * least (rule MAR-21).
 */
export function filterReturns(
  returns: readonly Millionths[],
  decayHundredths: number,
  least: Millionths,
): FilteredReturns {
  const floor = Math.max(least, DEVIATION_LEAST);
  const days = returns.map((r) => Math.min(Math.max(r, -RETURN_MOST), RETURN_MOST));
  const squares = days.reduce((sum, r) => sum + r * r, 0);
  let variance = days.length === 0 ? 0 : divideUp(squares, days.length);
  let deviation = squareRootUp(variance);
  let largest = deviation;
  const scores = days.map((r) => {
    const score = Math.trunc((r * ONE_MILLION) / Math.max(deviation, floor));
    variance = nextVariance(variance, counted(r, Math.max(deviation, floor)), decayHundredths);
    deviation = squareRootUp(variance);
    largest = Math.max(largest, deviation);
    return score;
  });
  return { scores, deviation: deviation as Millionths, largest: largest as Millionths };
}

function counted(r: number, deviation: number): number {
  return Math.min(Math.abs(r), DEVIATIONS_COUNTED * deviation);
}

/**
 * The return of each day lived through again at `deviation` a day and held for `horizonDays`, rounded away from zero. A
 * price can lose all of itself and no more.
 */
export function scenarioReturns(scores: readonly number[], deviation: Millionths, horizonDays: number): number[] {
  // √2 is 1,414,214 millionths.
  const root = squareRootUp(horizonDays * ONE_MILLION * ONE_MILLION);
  const held = divideUp(deviation * root, ONE_MILLION);
  return scores.map((score) => {
    const size = divideUp(Math.abs(score) * held, ONE_MILLION);
    return score < 0 ? -Math.min(size, ONE_MILLION) || 0 : size;
  });
}
