/**
 * The one rounding of the index: to the nearest whole number, and a half to the even one, so that a long row of
 * roundings leans neither way.
 */
import { type Millionths, type Money, money, ONE_MILLION } from '../units.ts';

/** `dividend / divisor`, rounded half to even. The dividend is not negative, the divisor is positive. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twiceTheRest = 2n * (dividend - quotient * divisor);
  if (twiceTheRest === divisor) return quotient + (quotient % 2n);
  return twiceTheRest < divisor ? quotient : quotient + 1n;
}

/** `dividend / divisor` as an amount. */
export function roundedAmount(dividend: bigint, divisor: bigint): Money {
  return money(Number(divideHalfEven(dividend, divisor)));
}

/** `part / whole` in millionths. */
export function roundedRatio(part: number, whole: number): Millionths {
  return Number(divideHalfEven(BigInt(part) * BigInt(ONE_MILLION), BigInt(whole))) as Millionths;
}
