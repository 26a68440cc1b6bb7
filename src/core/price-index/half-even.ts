/**
 * The one rounding of the index: to the nearest whole number, and a half to the even one, so that a long row of
 * roundings leans neither way.
 */

/** `dividend / divisor`, rounded half to even. The dividend is not negative, the divisor is positive. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twiceTheRest = 2n * (dividend - quotient * divisor);
  if (twiceTheRest === divisor) return quotient + (quotient % 2n);
  return twiceTheRest < divisor ? quotient : quotient + 1n;
}
