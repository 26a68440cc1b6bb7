/**
 * Fractions on paper: exact to the end, and the two ways to make whole numbers of them, by looking at the neighbours and
 * by handing out one unit at a time.
 */

/** A fraction in lowest terms; the denominator is positive. */
export class Fraction {
  readonly over: bigint;
  readonly under: bigint;

  constructor(over: bigint, under = 1n) {
    const divisor = greatestCommonDivisor(over, under);
    this.over = over / divisor;
    this.under = under / divisor;
  }

  plus(other: Fraction): Fraction {
    return new Fraction(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.over, other.under));
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.over * other.over, this.under * other.under);
  }

  isAbove(other: Fraction): boolean {
    return this.minus(other).over > 0n;
  }

  toNumber(): number {
    return Number(this.over) / Number(this.under);
  }
}

export const fraction = (over: number | bigint, under: number | bigint = 1): Fraction =>
  new Fraction(BigInt(over), BigInt(under));
export const total = (fractions: readonly Fraction[]): Fraction => fractions.reduce((a, b) => a.plus(b), fraction(0));

/** To the nearest whole number, a half to the even one: by looking at the two neighbours. */
export function nearestEven(value: Fraction): bigint {
  const below = value.over / value.under;
  const toBelow = value.minus(fraction(below));
  const toAbove = fraction(below + 1n).minus(value);
  if (toBelow.isAbove(toAbove)) return below + 1n;
  if (toAbove.isAbove(toBelow)) return below;
  return below % 2n === 0n ? below : below + 1n;
}

/** Whole units that sum to `units`: round everything down, then give what is left one by one to whom it is owed most. */
export function shareOut(units: bigint, shares: readonly Fraction[]): bigint[] {
  const exact = shares.map((share) => share.times(fraction(units)));
  const given = exact.map(({ over, under }) => over / under);
  for (let left = units - given.reduce((a, b) => a + b, 0n); left > 0n; left -= 1n) {
    const owed = exact.map((share, i) => share.minus(fraction(given[i] as bigint)));
    const most = owed.reduce((best, share, i) => (share.isAbove(owed[best] as Fraction) ? i : best), 0);
    given[most] = (given[most] as bigint) + 1n;
  }
  return given;
}

export function inverse({ over, under }: Fraction): Fraction {
  return new Fraction(under, over);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [large, small] = [a < 0n ? -a : a, b];
  while (small !== 0n) [large, small] = [small, large % small];
  return large;
}
