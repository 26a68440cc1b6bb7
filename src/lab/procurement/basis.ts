/**
 * The basis of one company: what it pays over what the index says, as a factor that wanders.
 *
 * The logarithm of the factor is zero today, is shaken by a volatility of its own and drawn back, and owes nothing to the
 * price itself. The paper has no basis, and without one a future that settles to the price itself hedges everything; the
 * speed of four a year is ours.
 */

export interface Basis {
  /** Deviation of the logarithm over a year; not negative. */
  readonly volatility: number;
  /** How fast it is drawn back, a year. */
  readonly reversion: number;
}

export const BASIS_REVERSION = 4;

/** The covariance of the logarithm of the factor at two dates, in years from now. */
export function basisCovariance({ volatility, reversion }: Basis, a: number, b: number): number {
  const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
  const variance = (volatility * volatility * -Math.expm1(-2 * reversion * sooner)) / (2 * reversion);
  return variance * Math.exp(-reversion * (later - sooner));
}
