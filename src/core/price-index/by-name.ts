/**
 * The order of names in the index: by code unit, because the order of a locale is not the same on every machine.
 */

/** Compares two names. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares by seller, then by listing. */
export function bySellerAndListing(a: Named, b: Named): number {
  return byName(a.seller, b.seller) || byName(a.listing, b.listing);
}

interface Named {
  readonly seller: string;
  readonly listing: string;
}
