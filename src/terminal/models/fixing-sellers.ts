/**
 * The sellers of a fixing, ready to be read: who counts, the heaviest first, then who does not and why, each with bars that
 * can be compared with one another and with the listings behind its price.
 */
import type { AdjustedPrice, Calculation, CollectedPrice, LeftOut, SellerRow } from '#wire/price-index.ts';
import { exclusionWords, leftOutWords } from './fixing-words.ts';

/** A posted price, and what became of it; null where it went no further. */
export interface ListingLine extends CollectedPrice {
  readonly adjusted: AdjustedPrice | null;
}

export interface SellerLine extends SellerRow {
  /** Whether its owner has another name than itself. */
  readonly isOwned: boolean;
  /** Why it does not count; null when it does. */
  readonly because: string | null;
  /** Length, 0 to 1: the dearest seller that counts is 1, and the bar of who is dearer is cut off there. */
  readonly priceBar: number;
  readonly isCut: boolean;
  /** Lengths, 0 to 1: the largest share of any seller, before or after the cap, is 1. */
  readonly shareBar: number;
  readonly weightBar: number;
  readonly lines: readonly ListingLine[];
}

export interface SellerLines {
  readonly rows: readonly SellerLine[];
  /** Where the value stands among the bars of prices, 0 to 1; null when it was withheld. */
  readonly valueMark: number | null;
}

/** Sellers by weight; ties, and those that do not count, by name. */
export function sellerLines(
  value: string | null,
  sellers: readonly SellerRow[],
  { collected, adjusted }: Pick<Calculation, 'collected' | 'adjusted'>,
): SellerLines {
  const counted = sellers.filter(({ excluded }) => excluded === null);
  const dearest = Math.max(...[...counted.map(({ price }) => price), value ?? '0'].map(Number), 1e-9);
  const largest = Math.max(...counted.flatMap(({ share, weight }) => [Number(share), Number(weight)]), 1e-9);
  const rows = sellers.map((row) => ({
    ...row,
    isOwned: row.owner.toLowerCase() !== row.seller.toLowerCase(),
    because: exclusionWords(row),
    priceBar: Math.min(Number(row.price) / dearest, 1),
    isCut: Number(row.price) > dearest,
    shareBar: Math.min(Number(row.share) / largest, 1),
    weightBar: Math.min(Number(row.weight) / largest, 1),
    lines: listingLines(row.seller, collected, adjusted),
  }));
  return { rows: rows.sort(byWeight), valueMark: value === null ? null : Number(value) / dearest };
}

/** `12 count, 2 do not`. */
export function countsOf(sellers: readonly SellerRow[]): string {
  if (sellers.length === 0) return 'none';
  const out = sellers.filter(({ excluded }) => excluded !== null).length;
  const counted = `${sellers.length - out} ${sellers.length - out === 1 ? 'counts' : 'count'}`;
  return out === 0 ? counted : `${counted}, ${out} ${out === 1 ? 'does' : 'do'} not`;
}

export interface LeftOutGroup {
  readonly words: string;
  readonly listings: readonly LeftOut[];
}

/** The listings that went no further, by reason. */
export function leftOutGroups(leftOut: readonly LeftOut[]): LeftOutGroup[] {
  return (Object.keys(leftOutWords) as LeftOut['reason'][])
    .map((reason) => ({ words: leftOutWords[reason], listings: leftOut.filter((one) => one.reason === reason) }))
    .filter(({ listings }) => listings.length > 0);
}

function byWeight(a: SellerLine, b: SellerLine): number {
  if ((a.because === null) !== (b.because === null)) return a.because === null ? -1 : 1;
  return Number(b.weight) - Number(a.weight) || (a.seller < b.seller ? -1 : 1);
}

function listingLines(
  seller: string,
  collected: readonly CollectedPrice[],
  adjusted: readonly AdjustedPrice[],
): ListingLine[] {
  return collected
    .filter((price) => price.seller === seller)
    .map((price) => ({
      ...price,
      adjusted: adjusted.find((one) => one.seller === seller && one.listing === price.listing) ?? null,
    }));
}
