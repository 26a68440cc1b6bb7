/**
 * The paper's margin (arXiv 2603.21690, formula 7), in whole numbers.
 *
 *   initial margin rate = α · σ20 · √T, not below the floor and not above the cap
 *
 * σ20 is the annualised deviation of the last twenty daily returns and T one trading day of a year of 252, so σ20 · √T
 * is the daily deviation itself and the year falls out (rule MAR-1). Returns are simple, (S − S₋₁) / S₋₁, because they
 * can be computed in integers and so are the same on every machine; at 5 % a day they differ from log returns by about
 * a fortieth of their size.
 */
import type { ProductSpecification } from '../contract.ts';
import { divideDown, divideUp, type Millionths, ONE_MILLION, squareRootDown, type Ticks } from '../units.ts';
import { highest, type MonthRate } from './month.ts';

export const RETURNS_IN_SIGMA = 20;

/** The return from one settlement price to the next, in millionths, towards zero. */
export function dailyReturn(previous: Ticks, next: Ticks): Millionths {
  return Math.trunc(((next - previous) * ONE_MILLION) / previous) as Millionths;
}

/**
 * The deviation of daily returns about their mean, in millionths, with n − 1 in the denominator; 0 below two returns.
 * Computed as √((n Σr² − (Σr)²) / (n (n − 1))), exactly, and rounded down once.
 */
export function dailyDeviation(returns: readonly Millionths[]): Millionths {
  const n = returns.length;
  if (n < 2) return 0 as Millionths;
  let sum = 0;
  let squares = 0;
  for (const r of returns) {
    sum += r;
    squares += r * r;
  }
  return squareRootDown(divideDown(n * squares - sum * sum, n * (n - 1))) as Millionths;
}

/** Initial margin as a share of the contract's value at settlement (rule MAR-1). */
export function initialRate(specification: ProductSpecification, returns: readonly Millionths[]): Millionths {
  const covered = divideUp(specification.marginCoverageHundredths * dailyDeviation(returns), 100);
  return Math.min(Math.max(covered, specification.marginFloor), specification.marginCap) as Millionths;
}

/** The same, as a rate with the rule that gave it. */
export function paperRate(specification: ProductSpecification, returns: readonly Millionths[]): MonthRate {
  return highest([{ rule: 'paper', rate: initialRate(specification, returns) }]);
}

/** Maintenance margin as a share of the contract's value, rounded up (rule MAR-2). */
export function maintenanceRate(specification: ProductSpecification, initial: Millionths): Millionths {
  return divideUp(initial * specification.maintenanceShare, ONE_MILLION) as Millionths;
}
