/**
 * What a listing of the registry is called elsewhere.
 *
 * Names are compared as they are written: a source that renames a model has no price for it until the registry says so.
 */

/** A listing and its names, by source. A source that has none for it does not know the listing. */
export interface ListingName {
  readonly seller: string;
  readonly listing: string;
  readonly names: Readonly<Record<string, string | undefined>>;
}

export type ListingNames = readonly ListingName[];

/** The listings under the names that `source` has for them; one name may stand for several. */
export function listingsByName(listings: ListingNames, source: string): ReadonlyMap<string, ListingNames> {
  const byName = new Map<string, ListingName[]>();
  for (const listing of listings) {
    const name = listing.names[source];
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), listing]);
  }
  return byName;
}
