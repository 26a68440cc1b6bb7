/**
 * Step 7, weights: from claims to weights.
 *
 * Weights are whole millionths that sum to exactly one million, and nobody's weight is above the cap. Both hold for the
 * published millionths themselves, not only for the fractions behind them.
 */
import { apportion } from '../apportion.ts';
import { type Millionths, ONE_MILLION, squareRootDown } from '../units.ts';
import type { SellerRow } from './calculation.ts';
import type { Methodology } from './methodology.ts';
import type { SiftedSeller } from './outliers.ts';

const THE_WHOLE = ONE_MILLION as Millionths;
const NOTHING = 0 as Millionths;

/** So few cannot share the whole under the cap. */
export class CapInfeasible extends RangeError {
  override readonly name = 'CapInfeasible';
}

/** Whether `count` sellers can share the whole under `cap`. */
export function canShare(count: number, cap: Millionths): boolean {
  return count * cap >= ONE_MILLION;
}

/** What a seller claims of the whole: its volume or the root of it, for as much of it as is fresh (rule IDX-15). */
export function claimOf(
  { volume, freshness }: Pick<SellerRow, 'volume' | 'freshness'>,
  weighting: Methodology['weighting'],
): bigint {
  return BigInt(weighting === 'volume' ? volume : squareRootDown(volume)) * BigInt(freshness);
}

/** Each seller with its share and its weight among those that count (rules IDX-6, IDX-15, IDX-16). */
export function weighSellers(
  sellers: readonly SiftedSeller[],
  { weighting, cap }: Pick<Methodology, 'weighting' | 'cap'>,
): SellerRow[] {
  const counting = sellers.filter(({ excluded }) => excluded === null);
  const claims = counting.map((seller) => claimOf(seller, weighting));
  const shares = claims.length === 0 ? [] : apportion(THE_WHOLE, claims);
  const weights = claims.length === 0 ? [] : weigh(claims, cap);
  return sellers.map((seller) => {
    const i = counting.indexOf(seller);
    return { ...seller, share: shares[i] ?? NOTHING, weight: weights[i] ?? NOTHING };
  });
}

/** Weights under the cap; where so few cannot share the whole under it, all weigh the same (rule IDX-16). */
export function weigh(claims: readonly bigint[], cap: Millionths): Millionths[] {
  return canShare(claims.length, cap)
    ? cappedWeights(claims, cap)
    : apportion(
        THE_WHOLE,
        claims.map(() => 1n),
      );
}

/**
 * The weights of these claims (rule IDX-6). Whoever is above the cap is set to it and what it loses is shared among the
 * others by claim, again and again until none is above it. Each claim is positive. Throws `CapInfeasible`.
 */
export function cappedWeights(claims: readonly bigint[], cap: Millionths): Millionths[] {
  if (!canShare(claims.length, cap))
    throw new CapInfeasible(`${claims.length} cannot share the whole when nobody may have more than ${cap} millionths`);
  const atCap = new Set<number>();
  for (;;) {
    const room = (ONE_MILLION - atCap.size * cap) as Millionths;
    const open = claims.map((claim, i) => (atCap.has(i) ? 0n : claim));
    const sum = open.reduce((a, b) => a + b, 0n);
    const over = open.findIndex((claim) => claim * BigInt(room) > BigInt(cap) * sum);
    if (over === -1) return apportion(room, open).map((weight, i) => (atCap.has(i) ? cap : weight));
    atCap.add(over);
  }
}
