/**
 * Step 5, staleness: what is left of a seller whose prices are old.
 */
import { type Millionths, ONE_MILLION } from '../units.ts';
import type { SellerRow } from './calculation.ts';
import type { Methodology } from './methodology.ts';
import type { SellerPrice } from './sellers.ts';

export type AgedSeller = SellerPrice & Pick<SellerRow, 'freshness'>;

const FULL = ONE_MILLION as Millionths;
const HALF = (ONE_MILLION / 2) as Millionths;
const NOTHING = 0 as Millionths;

/** Each seller with its freshness: full up to the first age, half up to the second, then nothing (rule IDX-13). */
export function age(sellers: readonly SellerPrice[], staleness: Methodology['staleness']): AgedSeller[] {
  return sellers.map((seller) => ({ ...seller, freshness: freshnessAt(seller.ageMs, staleness) }));
}

function freshnessAt(ageMs: number, staleness: Methodology['staleness']): Millionths {
  if (staleness === null || ageMs <= staleness.halfAfterMs) return FULL;
  return ageMs <= staleness.outAfterMs ? HALF : NOTHING;
}
