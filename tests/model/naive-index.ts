/**
 * The plain twin of the index: fractions on paper.
 *
 * It finds the water level of the cap by looking at providers from the largest down, not by iterating, and it carries
 * exact fractions to the end. Only what is published is rounded, in the open, at the bottom of this file.
 */
import type { Contribution } from '#core/price-index/contribution.ts';

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

export interface NaiveRow {
  readonly contribution: Contribution;
  readonly blendedPrice: Fraction;
  readonly adjustedPrice: Fraction;
  readonly weightBeforeCap: Fraction;
  readonly weight: Fraction;
}

const fraction = (over: number | bigint, under: number | bigint = 1): Fraction =>
  new Fraction(BigInt(over), BigInt(under));
const total = (fractions: readonly Fraction[]): Fraction => fractions.reduce((a, b) => a.plus(b), fraction(0));

/** The exact rows, for contributions of four providers or more that all count. */
export function naiveRows(contributions: readonly Contribution[]): NaiveRow[] {
  const volume = total(contributions.map((c) => fraction(c.volume)));
  return contributions.map((contribution) => {
    const { provider, inputPrice, outputPrice, qualityRatio } = contribution;
    const blendedPrice = fraction(4 * inputPrice + outputPrice, 5);
    const ofProvider = total(contributions.filter((c) => c.provider === provider).map((c) => fraction(c.volume)));
    const share = fraction(contribution.volume).times(inverse(ofProvider));
    return {
      contribution,
      blendedPrice,
      adjustedPrice: blendedPrice.times(fraction(1_000_000, qualityRatio)),
      weightBeforeCap: fraction(contribution.volume).times(inverse(volume)),
      weight: naiveCappedWeight(provider, contributions).times(share),
    };
  });
}

/** The exact, unrounded index. */
export function naiveValue(rows: readonly NaiveRow[]): Fraction {
  return total(rows.map(({ weight, adjustedPrice }) => weight.times(adjustedPrice)));
}

/** With the k largest providers at 30 %, the others share the rest; the smallest k that leaves nobody above is it. */
export function naiveCappedWeight(provider: string, contributions: readonly Contribution[]): Fraction {
  const volumes = new Map<string, bigint>();
  for (const c of contributions) volumes.set(c.provider, (volumes.get(c.provider) ?? 0n) + BigInt(c.volume));
  const largestFirst = [...volumes].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0));
  const cap = fraction(3, 10);
  for (let k = 0; ; k += 1) {
    const others = largestFirst.slice(k);
    const perVolume = fraction(10 - 3 * k, 10).times(inverse(total(others.map(([, v]) => fraction(v)))));
    if (
      fraction(others[0]?.[1] as bigint)
        .times(perVolume)
        .isAbove(cap)
    )
      continue;
    const capped = largestFirst.slice(0, k).some(([name]) => name === provider);
    return capped ? cap : fraction(volumes.get(provider) as bigint).times(perVolume);
  }
}

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

function inverse({ over, under }: Fraction): Fraction {
  return new Fraction(under, over);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [large, small] = [a < 0n ? -a : a, b];
  while (small !== 0n) [large, small] = [small, large % small];
  return large;
}
