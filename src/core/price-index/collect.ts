/**
 * Step 1, collect: what was seen becomes one price of the day for each thing that is sold.
 *
 * Sources are asked in the registry's order, and the first one that has a price is believed. A source that the registry
 * does not name is not heard. Numbers that cannot be prices are treated as if nobody had seen them: they never throw.
 */
import { isWholeWithin } from '../market-making/bounds.ts';
import type { Money, TradeDate } from '../units.ts';
import { byName, bySellerAndListing } from './by-name.ts';
import type { CollectedPrice, LeftOut } from './calculation.ts';
import { type DayPrice, dayPrice, endOf, type Reading } from './day-price.ts';
import type { Evidence } from './evidence.ts';
import { HOUR_MAX, PRICE_MAX } from './limits.ts';
import type { Methodology } from './methodology.ts';
import { type IndexRegistry, rankedSource } from './terms.ts';

export interface Collection {
  readonly collected: readonly CollectedPrice[];
  readonly leftOut: readonly LeftOut[];
}

/** What was seen of one thing that is sold, and where. */
interface Sighting extends Reading {
  readonly seller: string;
  readonly item: string;
  readonly source: string;
}

/** The price of the day of every registered listing (rules IDX-1, IDX-2, IDX-11), by seller and listing. */
export function collect(
  registry: IndexRegistry,
  evidence: Evidence,
  date: TradeDate,
  priceOfDay: Methodology['priceOfDay'],
): Collection {
  const seen = bySellerAndItem(listingSightings(evidence), date);
  const collected: CollectedPrice[] = [];
  const leftOut: LeftOut[] = [];
  for (const { seller, listing, model } of registry.listings) {
    const best = bestPrice(seen.get(seller)?.get(listing) ?? [], registry.sources, date, priceOfDay);
    if (best === null) leftOut.push({ seller, listing, reason: 'NOT_POSTED' });
    else if (best.free) leftOut.push({ seller, listing, reason: 'PRICE_ZERO' });
    else {
      const [input, cached, output] = best.legs as [Money, Money, Money];
      const { source, others, observedAt, disputed } = best;
      collected.push({ seller, listing, model, source, others, input, cached, output, observedAt, disputed });
    }
  }
  leftOut.push(...unregistered(seen, registry));
  return { collected: collected.sort(bySellerAndListing), leftOut: leftOut.sort(bySellerAndListing) };
}

/** A price of the day that a GPU hour has at a seller, and where it was seen. */
export interface CollectedHour extends BestPrice {
  readonly seller: string;
  readonly gpu: string;
}

/** The mean price of the day of every GPU at every seller, by seller and GPU (rule IDX-23). Free hours are left out. */
export function collectHours(registry: IndexRegistry, evidence: Evidence, date: TradeDate): CollectedHour[] {
  const hours: CollectedHour[] = [];
  for (const [seller, gpus] of bySellerAndItem(hourSightings(evidence), date)) {
    for (const [gpu, sightings] of gpus) {
      const best = bestPrice(sightings, registry.sources, date, 'mean');
      if (best !== null && !best.free) hours.push({ ...best, seller, gpu });
    }
  }
  return hours.sort((a, b) => byName(a.seller, b.seller) || byName(a.gpu, b.gpu));
}

function listingSightings(evidence: Evidence): Sighting[] {
  return evidence.prices.flatMap(({ document, seller, listing, observedAt, input, cached, output }) => {
    const legs = [input, cached ?? input, output];
    return sighting(evidence, document, { seller, item: listing, observedAt, legs }, PRICE_MAX);
  });
}

function hourSightings(evidence: Evidence): Sighting[] {
  return evidence.gpuHours.flatMap(({ document, seller, gpu, observedAt, hour }) =>
    sighting(evidence, document, { seller, item: gpu, observedAt, legs: [hour] }, HOUR_MAX),
  );
}

/** One sighting, or none when its document is missing or a number in it cannot be one. */
function sighting(
  { documents }: Evidence,
  document: number,
  seen: Pick<Sighting, 'seller' | 'item' | 'observedAt' | 'legs'>,
  priceMax: number,
): Sighting[] {
  const from = documents[document];
  if (from === undefined || !isWholeWithin(seen.observedAt, 0, Number.MAX_SAFE_INTEGER)) return [];
  if (!seen.legs.every((leg) => isWholeWithin(leg, 0, priceMax))) return [];
  return [{ ...seen, source: from.source, fetchedAt: from.fetchedAt, hash: from.hash }];
}

type Seen = ReadonlyMap<string, ReadonlyMap<string, readonly Sighting[]>>;

/** What was seen before the day ended, by seller and by what is sold. */
function bySellerAndItem(sightings: readonly Sighting[], date: TradeDate): Seen {
  const inTime = sightings.filter(({ observedAt }) => observedAt < endOf(date));
  const ofSellers = Map.groupBy(inTime, ({ seller }) => seller);
  return new Map([...ofSellers].map(([seller, all]) => [seller, Map.groupBy(all, ({ item }) => item)]));
}

interface BestPrice extends DayPrice {
  readonly source: string;
  readonly others: readonly string[];
  readonly disputed: boolean;
}

/** The price of the best source that has one (rule IDX-11); null when none has. */
function bestPrice(
  sightings: readonly Sighting[],
  sources: readonly string[],
  date: TradeDate,
  priceOfDay: Methodology['priceOfDay'],
): BestPrice | null {
  const rank = (source: string) => sources.indexOf(rankedSource(source));
  const priced = [...Map.groupBy(sightings, ({ source }) => source)]
    .filter(([source]) => rank(source) >= 0)
    .sort(([a], [b]) => rank(a) - rank(b) || byName(a, b))
    .flatMap(([source, readings]) => {
      const price = dayPrice(readings, date, priceOfDay);
      return price === null ? [] : [{ source, price }];
    });
  const [best, ...others] = priced;
  if (best === undefined) return null;
  const differs = ({ price }: { price: DayPrice }) => price.legs.some((leg, i) => leg !== best.price.legs[i]);
  return {
    ...best.price,
    source: best.source,
    others: others.map(({ source }) => source),
    disputed: others.some(differs),
  };
}

function unregistered(seen: Seen, registry: IndexRegistry): LeftOut[] {
  const registered = Map.groupBy(registry.listings, ({ seller }) => seller);
  return [...seen].flatMap(([seller, items]) => {
    const known = new Set(registered.get(seller)?.map(({ listing }) => listing));
    return [...items.keys()]
      .filter((item) => !known.has(item))
      .map((listing) => ({ seller, listing, reason: 'NOT_REGISTERED' as const }));
  });
}
