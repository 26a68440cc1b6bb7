/**
 * Step 6, outliers: who is too far from the rest to count.
 *
 * The band is a ratio and the same both ways, because a band in per cent cannot see a price near zero. The reference is
 * a weighted median, which one seller cannot move far; a mean would follow whoever is furthest out.
 */
import { type Millionths, type Money, ONE_MILLION } from '../units.ts';
import { weightedMedian } from './aggregate.ts';
import type { SellerRow } from './calculation.ts';
import type { Methodology } from './methodology.ts';
import type { AgedSeller } from './staleness.ts';
import { claimOf, weigh } from './weights.ts';

export type SiftedSeller = AgedSeller & Pick<SellerRow, 'excluded'>;

/** Each seller with the reason why it does not count; `before` are those that were outliers (rules IDX-13, IDX-14). */
export function sift(
  sellers: readonly AgedSeller[],
  { outliers, weighting, cap }: Pick<Methodology, 'outliers' | 'weighting' | 'cap'>,
  before: readonly string[],
): SiftedSeller[] {
  const fresh = sellers.filter(({ freshness }) => freshness > 0);
  const reference = fresh.length === 0 ? null : referenceOf(fresh, weighting, cap);
  return sellers.map((seller) => {
    if (seller.freshness === 0) return { ...seller, excluded: 'STALE' };
    if (outliers === null || reference === null) return { ...seller, excluded: null };
    const band = before.includes(seller.seller) ? outliers.returnBand : outliers.band;
    return { ...seller, excluded: sideOf(seller.price, reference, band) };
  });
}

/** The weighted median of all that are fresh, weighed as if nobody were out. */
function referenceOf(fresh: readonly AgedSeller[], weighting: Methodology['weighting'], cap: Millionths): Money {
  const claims = fresh.map((seller) => claimOf(seller, weighting));
  const weights = weigh(claims, cap);
  return weightedMedian(fresh.map(({ price }, i) => ({ price, weight: weights[i] as Millionths })));
}

/** The comparison is exact: a price on the edge of the band is in. */
function sideOf(price: Money, reference: Money, band: Millionths): 'TOO_HIGH' | 'TOO_LOW' | null {
  const reaches = (near: Money, far: Money) => BigInt(near) * BigInt(band) >= BigInt(far) * BigInt(ONE_MILLION);
  if (!reaches(reference, price)) return 'TOO_HIGH';
  return reaches(price, reference) ? null : 'TOO_LOW';
}
