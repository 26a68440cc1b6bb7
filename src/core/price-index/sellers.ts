/**
 * Step 4, sellers: one price for each seller, so that a long catalogue buys no weight.
 */
import type { Millis, Money } from '../units.ts';
import { byName } from './by-name.ts';
import type { AdjustedPrice, SellerRow } from './calculation.ts';
import { roundedAmount } from './half-even.ts';
import type { Methodology } from './methodology.ts';

/** What is known of a seller after this step. */
export type SellerPrice = Pick<SellerRow, 'seller' | 'owner' | 'listings' | 'price' | 'volume' | 'ageMs'>;

type Offer = Pick<AdjustedPrice, 'seller' | 'adjusted' | 'volume' | 'observedAt'>;

/** The sellers of `offers` by name, with their price at the end of the day, which is `end` (rule IDX-12). */
export function priceSellers(
  offers: readonly Offer[],
  ownerOf: (seller: string) => string,
  sellerPrice: Methodology['sellerPrice'],
  end: Millis,
): SellerPrice[] {
  return [...Map.groupBy(offers, ({ seller }) => seller)]
    .map(([seller, all]) => ({
      seller,
      owner: ownerOf(seller),
      listings: all.length,
      price: sellerPrice === 'median' ? medianPrice(all) : meanByVolume(all),
      volume: all.reduce((sum, { volume }) => sum + volume, 0),
      ageMs: end - Math.max(...all.map(({ observedAt }) => observedAt)),
    }))
    .sort((a, b) => byName(a.seller, b.seller));
}

/** The one in the middle, or the mean of the two there. */
function medianPrice(offers: readonly Offer[]): Money {
  const prices = offers.map(({ adjusted }) => adjusted).sort((a, b) => a - b);
  const upper = prices.length >> 1;
  const lower = (prices.length - 1) >> 1;
  return roundedAmount(BigInt(prices[lower] as Money) + BigInt(prices[upper] as Money), 2n);
}

function meanByVolume(offers: readonly Offer[]): Money {
  const sum = (term: (offer: Offer) => bigint) => offers.reduce((total, offer) => total + term(offer), 0n);
  return roundedAmount(
    sum(({ adjusted, volume }) => BigInt(adjusted) * BigInt(volume)),
    sum(({ volume }) => BigInt(volume)),
  );
}
