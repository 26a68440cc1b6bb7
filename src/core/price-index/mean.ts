/**
 * Means of fixings: what a contract finally settles at.
 *
 * A mean is exact until its one rounding at the end. A withheld fixing is left out, never counted as zero, and a mean
 * of nothing is undefined (rule IDX-10). How many fixings a settlement needs is the settlement's business.
 */
import { type Money, money, type Ticks, ticks } from '../units.ts';
import { divideHalfEven } from './half-even.ts';

/** The mean of the published values, micro-dollars per unit of their index, rounded half to even. */
export function meanOfFixings(values: readonly (Money | undefined)[]): Money | undefined {
  const mean = roundedMean(values, 1);
  return mean === undefined ? undefined : money(mean);
}

/**
 * The mean of the published values in whole ticks of `tickSize` micro-dollars. It is rounded from the exact mean and
 * not from `meanOfFixings`, because rounding twice can cross a half.
 */
export function meanInTicks(values: readonly (Money | undefined)[], tickSize: number): Ticks | undefined {
  const mean = roundedMean(values, tickSize);
  return mean === undefined ? undefined : ticks(mean);
}

function roundedMean(values: readonly (Money | undefined)[], unit: number): number | undefined {
  const published = values.filter((value) => value !== undefined);
  if (published.length === 0) return undefined;
  const sum = published.reduce((total, value) => total + BigInt(value), 0n);
  return Number(divideHalfEven(sum, BigInt(unit) * BigInt(published.length)));
}
