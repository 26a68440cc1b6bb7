/**
 * The calculation of an index from end to end: each step is handed what the step before it made.
 *
 * It reads as the list of steps; what a step does stands in the file of its name. Nothing here knows which methodology
 * it is, and none of it throws for what evidence says.
 */
import type { Millis } from '../units.ts';
import { adjust } from './adjust.ts';
import { aggregate } from './aggregate.ts';
import { bySellerAndListing } from './by-name.ts';
import type { Calculation, CollectedPrice, Decision, SellerRow } from './calculation.ts';
import type { Collection } from './collect.ts';
import { decide } from './gates.ts';
import type { Methodology } from './methodology.ts';
import { sift } from './outliers.ts';
import type { IndexMemory } from './publication.ts';
import { qualify } from './qualify.ts';
import { priceSellers, type SellerPrice } from './sellers.ts';
import { age } from './staleness.ts';
import type { IndexRegistry } from './terms.ts';
import { weighSellers } from './weights.ts';

/** The index from what was collected by the end of a day, which is `end`. */
export function calculate(
  registry: IndexRegistry,
  methodology: Methodology,
  collection: Collection,
  end: Millis,
  memory: IndexMemory,
): Calculation {
  const models = qualify(registry, methodology.leaveMargin, memory.qualified);
  const { adjusted, from, leftOut } = adjust(registry, methodology, models, collection.collected);
  const prices = priceSellers(adjusted, ownersIn(registry.sellers), methodology.sellerPrice, end);
  return {
    methodology: methodology.name,
    collected: collection.collected,
    leftOut: [...collection.leftOut, ...leftOut].sort(bySellerAndListing),
    models,
    adjusted,
    ...fixSellers(prices, from, methodology, memory),
  };
}

/** Where the prices of a seller were seen. */
export type Support = Pick<CollectedPrice, 'seller' | 'source' | 'others' | 'disputed'>;

/** Steps 5 to 9: what is sold no longer matters, only who sells it at what price. `from` is what stands behind these. */
export function fixSellers(
  prices: readonly SellerPrice[],
  from: readonly Support[],
  methodology: Methodology,
  memory: IndexMemory,
): Pick<Calculation, 'sellers' | 'aggregate' | 'decision'> {
  const aged = age(prices, methodology.staleness);
  const sifted = sift(aged, methodology, memory.excluded);
  const sellers = weighSellers(sifted, methodology);
  const counting = sellers.filter(counts);
  const found = counting.length === 0 ? null : aggregate(counting, methodology.average);
  return { sellers, aggregate: found, decision: decisionOn(counting, found, from, methodology, memory) };
}

function decisionOn(
  sellers: readonly SellerRow[],
  found: Calculation['aggregate'],
  from: readonly Support[],
  methodology: Methodology,
  memory: IndexMemory,
): Decision {
  const names = new Set(sellers.map(({ seller }) => seller));
  const support = from.filter(({ seller }) => names.has(seller));
  const sources = new Set(support.flatMap(({ source, others }) => [source, ...others])).size;
  const disputed = support.some((price) => price.disputed);
  return decide({ sellers, aggregate: found, sources, disputed }, methodology, memory);
}

/** Whether a seller is in the value. */
export function counts({ excluded }: Pick<SellerRow, 'excluded'>): boolean {
  return excluded === null;
}

/** Looks up who owns a seller; one that is not named owns itself. */
export function ownersIn(sellers: readonly { readonly seller: string; readonly owner: string }[]) {
  const owners = new Map(sellers.map(({ seller, owner }) => [seller, owner]));
  return (seller: string): string => owners.get(seller) ?? seller;
}
