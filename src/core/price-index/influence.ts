/**
 * The influence curve: how far the fixing of a day can be moved by sellers that agree on what they post.
 *
 * It is a bound and not an estimate. The colluders post whatever they like for as much of their registered volume as
 * they like, or nothing; what the others post, all volumes, the models that qualify and the memory stay as they are.
 * Bounded is a full or a reduced fixing: one that is withheld, matched or carried does not follow today's prices. Every
 * set of colluders is tried; what one of them can do is `reach.ts`. Three among twenty sellers take some 40 milliseconds,
 * and each further colluder takes as many times longer as there are sellers.
 */
import { type Money, ONE_MILLION } from '../units.ts';
import type { Calculation, SellerRow } from './calculation.ts';
import type { Methodology } from './methodology.ts';
import type { IndexMemory } from './publication.ts';
import { type Bystander, type Direction, endsOf, type Rules, reach } from './reach.ts';
import type { IndexTerms } from './terms.ts';
import { claimOf } from './weights.ts';

/** The furthest value on one side, and the sellers that can bring it about. */
export interface Extreme {
  /** Micro-dollars per million SIT; null: they can bring about any value. */
  readonly value: Money | null;
  readonly sellers: readonly string[];
}

export interface Influence {
  /** How many sellers collude. */
  readonly colluders: number;
  /** Null: no full or reduced fixing comes about, whatever they post. */
  readonly highest: Extreme | null;
  readonly lowest: Extreme | null;
}

/** The curve for 1 to `colludersMax` colluders on the day of `calculation`, which came of `memory` (rule IDX-28). */
export function influence(
  { methodology, registry }: IndexTerms,
  calculation: Calculation,
  memory: Pick<IndexMemory, 'excluded'>,
  colludersMax = 3,
): Influence[] {
  const honest = calculation.sellers
    .filter(({ freshness }) => freshness > 0)
    .map((row) => bystanderOf(row, methodology, memory.excluded.includes(row.seller)))
    .sort((a, b) => a.price - b.price);
  const claims = claimsAtMost(registry, calculation, methodology);
  const curve: Influence[] = [];
  for (let colluders = 1; colluders <= Math.min(colludersMax, claims.size); colluders += 1) {
    const furthest = (direction: Direction) => extremeOf(direction, colluders, honest, claims, rulesOf(methodology));
    curve.push({ colluders, highest: furthest('up'), lowest: furthest('down') });
  }
  return curve;
}

function extremeOf(
  direction: Direction,
  colluders: number,
  honest: readonly Bystander[],
  claims: ReadonlyMap<string, number>,
  rules: Rules,
): Extreme | null {
  const inOrder = direction === 'up' ? honest : honest.toReversed();
  const ends = endsOf(direction, honest);
  const sign = direction === 'up' ? 1 : -1;
  let best: { readonly value: number; readonly sellers: readonly string[] } | null = null;
  for (const sellers of setsOf([...claims.keys()], colluders)) {
    const others = inOrder.filter(({ seller }) => !sellers.includes(seller));
    const ofSet = sellers.map((seller) => claims.get(seller) as number);
    const value = reach(direction, others, ofSet, ends, rules);
    if (value !== undefined && (best === null || sign * value > sign * best.value)) best = { value, sellers };
  }
  return best && { ...best, value: Number.isFinite(best.value) ? (best.value as Money) : null };
}

/** Every set of `size` of the names, which are told apart by their place. */
export function* setsOf(names: readonly string[], size: number): Generator<readonly string[]> {
  if (size === 0) return yield [];
  for (let first = 0; first + size <= names.length; first += 1) {
    for (const rest of setsOf(names.slice(first + 1), size - 1)) yield [names[first] as string, ...rest];
  }
}

function rulesOf({ cap, outliers, average, gates, fallback }: Methodology): Rules {
  const sellersMin = fallback.reducedSellersMin ?? gates.sellersMin;
  return { cap, band: outliers === null ? null : outliers.band, average, sellersMin };
}

function bystanderOf(row: SellerRow, { outliers, weighting }: Methodology, wasOut: boolean): Bystander {
  const { seller, price } = row;
  const claim = Number(claimOf(row, weighting));
  if (outliers === null) return { seller, price, claim, inFrom: 0, inUpTo: Number.POSITIVE_INFINITY };
  const band = BigInt(wasOut ? outliers.returnBand : outliers.band);
  const [exact, one] = [BigInt(price), BigInt(ONE_MILLION)];
  return {
    seller,
    price,
    claim,
    inFrom: Number((exact * one + band - 1n) / band),
    inUpTo: Number((exact * band) / one),
  };
}

/** What each registered seller could claim with everything that it sells of models that qualify, all of it fresh. */
function claimsAtMost(
  registry: IndexTerms['registry'],
  { models }: Calculation,
  { weighting }: Methodology,
): Map<string, number> {
  const qualifying = new Set(models.filter(({ qualifies }) => qualifies).map(({ model }) => model));
  const volumes = new Map<string, number>();
  for (const { seller, model, volume } of registry.listings) {
    if (qualifying.has(model) && volume > 0) volumes.set(seller, (volumes.get(seller) ?? 0) + volume);
  }
  const freshness = ONE_MILLION as SellerRow['freshness'];
  return new Map([...volumes].map(([seller, volume]) => [seller, Number(claimOf({ volume, freshness }, weighting))]));
}
