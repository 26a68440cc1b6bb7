/**
 * Small markets for the index: terms and evidence in one go, so that a test says only what it is about.
 *
 * Unless a test says otherwise a seller has one listing of a model that stands exactly at the bar, every leg costs the
 * same, so that the adjusted price is the posted one, and it was seen at 00:00 of the day.
 */
import { dateOfCivil, startOf } from '#core/calendar.ts';
import type { Evidence, PostedPrice, SourceDocument } from '#core/price-index/evidence.ts';
import { type Methodology, robust } from '#core/price-index/methodology.ts';
import { type IndexInputs, type IndexMemory, noMemory } from '#core/price-index/publication.ts';
import type { IndexRegistry, IndexTerms, Scores } from '#core/price-index/terms.ts';
import type { Millionths, Millis, Money, TradeDate } from '#core/units.ts';

export const day: TradeDate = dateOfCivil(2026, 10, 20);
export const bar: Scores = [8_600, 6_700, 9_200];
export const HOUR = 3_600_000;

/** What a test says of a listing. Prices are in micro-dollars. */
export interface Offer {
  readonly seller: string;
  readonly price: number;
  readonly volume?: number;
  readonly listing?: string;
  readonly model?: string;
  readonly owner?: string;
  readonly region?: 'china' | 'world';
  readonly input?: number;
  readonly cached?: number | null;
  readonly output?: number;
  /** Hours after 00:00 of the day. */
  readonly seen?: number;
}

/** `hours` after 00:00 of the day. */
export const at = (hours: number): Millis => (startOf(day) + hours * HOUR) as Millis;
export const sourceDocument = (source: string, hours = 0, hash = 'a'): SourceDocument => ({
  source,
  fetchedAt: at(hours),
  hash: hash.repeat(64 / hash.length),
});

export const listingOf = ({ seller, listing }: Offer): string => listing ?? `${seller}-1`;

/** The prices of `offers` in one document of `genai-prices`. */
export function evidenceOf(offers: readonly Offer[]): Evidence {
  return { documents: [sourceDocument('genai-prices')], prices: offers.map((offer) => priceOf(offer)), gpuHours: [] };
}

export function priceOf(offer: Offer, document = 0): PostedPrice {
  const { price, input = price, cached = price, output = price, seen = 0 } = offer;
  return {
    document,
    seller: offer.seller,
    listing: listingOf(offer),
    input: input as Money,
    cached: cached as Money | null,
    output: output as Money,
    observedAt: at(seen),
  };
}

/** A registry in which all of `offers` stand, with volume 10 unless it says otherwise. */
export function registryOf(offers: readonly Offer[], more: Partial<IndexRegistry> = {}): IndexRegistry {
  const unique = <Row>(rows: readonly Row[], key: (row: Row) => string): Row[] => [
    ...new Map(rows.map((row) => [key(row), row])).values(),
  ];
  return {
    version: 'SIT-1',
    hash: '0'.repeat(64),
    bar,
    sources: ['contributor', 'genai-prices', 'openrouter', 'litellm'],
    sellers: unique(
      offers.map(({ seller, owner = seller, region = 'world' }) => ({ seller, owner, region })),
      ({ seller }) => seller,
    ),
    models: unique(
      offers.map(({ model = 'm' }) => ({ model, scores: bar, tier: 'standard' as const, openWeights: false })),
      ({ model }) => model,
    ),
    listings: unique(
      offers.map((offer) => ({
        seller: offer.seller,
        listing: listingOf(offer),
        model: offer.model ?? 'm',
        volume: offer.volume ?? 10,
      })),
      ({ seller, listing }) => `${seller} ${listing}`,
    ),
    gpus: [],
    gpuSellers: [],
    unitsPerMillionTokens: 0 as Millionths,
    ...more,
  };
}

export function termsOf(registry: IndexRegistry, methodology: Methodology = robust): IndexTerms {
  return { version: 'TPI-1', methodology, registry };
}

/** The inputs of a day on which exactly `offers` were seen. */
export function inputsOf(
  offers: readonly Offer[],
  methodology: Methodology = robust,
  memory: IndexMemory = noMemory,
): IndexInputs {
  return {
    date: day,
    terms: termsOf(registryOf(offers), methodology),
    evidence: evidenceOf(offers),
    memory,
    announced: null,
  };
}

/** Offers from a line like `a 1.42 10, b 1.50 30`: seller, dollars, volume. */
export function offers(line: string): Offer[] {
  return line.split(',').map((part) => {
    const [seller = '', dollars, volume = '10'] = part.trim().split(/\s+/);
    return { seller, price: Math.round(Number(dollars) * 1e6), volume: Number(volume) };
  });
}
