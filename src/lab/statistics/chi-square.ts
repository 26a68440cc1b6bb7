/**
 * How likely chance alone makes a test statistic as large as the one found.
 *
 * Likelihood ratios that compare two models, one of which has one parameter more, are distributed like the square of a
 * standard normal number: chi-square with one degree of freedom. Floating point is at home here; nothing the exchange
 * decides depends on it.
 */

/** Below it the power series of erf converges quickly, above it the continued fraction of erfc does. */
const SERIES_BELOW = 2;
const FRACTION_DEPTH = 60;

/** The probability that a chi-square number of one degree of freedom is above `statistic`, which is not negative. */
export function chiSquareTail(statistic: number): number {
  return errorComplement(Math.sqrt(statistic / 2));
}

/**
 * The complementary error function for x ≥ 0 (Abramowitz and Stegun 7.1.6 and 7.1.14). Its relative error is below
 * 1e-12 up to x = 26, beyond which the result is too small for a floating-point number.
 */
export function errorComplement(x: number): number {
  return x < SERIES_BELOW ? 1 - errorBySeries(x) : complementByFraction(x);
}

/** erf x = 2/√π · e^(−x²) · Σ 2^n x^(2n+1) / (1·3·5 … (2n+1)): all terms are positive, so none cancel. */
function errorBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * Number.EPSILON; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), worked out from the inside. */
function complementByFraction(x: number): number {
  let denominator = x;
  for (let n = FRACTION_DEPTH; n >= 1; n -= 1) denominator = x + n / 2 / denominator;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * denominator);
}
