/** The upper tail of the normal distribution, also where it is multiplied by something very large. */
import { errorComplement } from '../statistics/chi-square.ts';

/** From here the continued fraction is used. */
const FRACTION_FROM = 6;
const FRACTION_DEPTH = 40;

/**
 * e^exponent × P(N > z). The product is in range even where neither factor is, as in the reflection principle with a
 * strong drift: there e^exponent / e^(z²/2) is formed first (Mills' ratio, Abramowitz and Stegun 26.2.14).
 */
export function scaledTail(exponent: number, z: number): number {
  if (z === Infinity) return 0;
  if (z < FRACTION_FROM) return Math.exp(exponent) * tail(z);
  let denominator = z;
  for (let n = FRACTION_DEPTH; n >= 1; n -= 1) denominator = z + n / denominator;
  return Math.exp(exponent - (z * z) / 2) / (Math.sqrt(2 * Math.PI) * denominator);
}

/** P(N > z). */
function tail(z: number): number {
  const half = errorComplement(Math.abs(z) / Math.SQRT2) / 2;
  return z < 0 ? 1 - half : half;
}
