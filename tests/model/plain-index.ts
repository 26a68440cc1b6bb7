/**
 * The plain twin of the index, written from the rulebook (IDX): one long function over fractions.
 *
 * It looks everything up again wherever it needs it, finds the price of each stretch of the day by asking for the newest
 * one before it, finds the water level of the cap from the largest seller down, and counts where the index sorts.
 */
import { MILLIS_PER_DAY, startOf } from '#core/calendar.ts';
import type { SellerRow } from '#core/price-index/calculation.ts';
import type { Evidence, PostedPrice } from '#core/price-index/evidence.ts';
import type { Methodology } from '#core/price-index/methodology.ts';
import type { IndexMemory } from '#core/price-index/publication.ts';
import type { IndexRegistry, RegisteredListing } from '#core/price-index/terms.ts';
import type { TradeDate } from '#core/units.ts';
import { Fraction, fraction, inverse, nearestEven, shareOut, total } from './fraction.ts';

export interface PlainFixing {
  readonly value: number | null;
  readonly method: string | null;
  readonly shortfall: string | null;
  readonly flags: readonly string[];
  readonly averages: { weightedMedian: number; weightedMean: number; trimmedMean: number } | null;
  readonly dispersion: number | null;
  readonly modalShare: number | null;
  readonly sellers: readonly SellerRow[];
  /** `seller listing REASON`, sorted. */
  readonly leftOut: readonly string[];
}

interface Listed extends RegisteredListing {
  readonly price: number;
  readonly seen: number;
  readonly sources: readonly string[];
  readonly disputed: boolean;
}

const whole = (value: Fraction): number => Number(nearestEven(value));
const MILLION = 1_000_000;

export function plainFixing(
  registry: IndexRegistry,
  methodology: Methodology,
  evidence: Evidence,
  date: TradeDate,
  memory: IndexMemory,
): PlainFixing {
  const end = startOf(date) + MILLIS_PER_DAY;
  const known = evidence.prices.filter((p) => p.observedAt < end && evidence.documents[p.document] !== undefined);
  const leftOut: string[] = [];
  const listed: Listed[] = [];
  for (const listing of registry.listings) {
    const out = (reason: string) => leftOut.push(`${listing.seller} ${listing.listing} ${reason}`);
    const posted = known.filter((p) => p.seller === listing.seller && p.listing === listing.listing);
    const perSource = rankedSources(posted, evidence, registry).map((source) => ({
      source,
      ...plainDay(
        posted.filter((p) => evidence.documents[p.document]?.source === source),
        evidence,
        startOf(date),
        methodology.priceOfDay,
      ),
    }));
    const [best] = perSource;
    if (best === undefined) out('NOT_POSTED');
    else if (best.free) out('PRICE_ZERO');
    else if (!plainlyIn(registry, listing.model, methodology.leaveMargin, memory)) out('NOT_QUALIFIED');
    else if (listing.volume === 0) out('NO_VOLUME');
    else {
      const shares = [methodology.workload.input, methodology.workload.cached, methodology.workload.output];
      const workload = total(best.legs.map((leg, i) => fraction(leg).times(fraction(shares[i] as number, MILLION))));
      const ratio = plainRatio(registry, listing.model, methodology.ratioMax);
      listed.push({
        ...listing,
        price: whole(workload.times(fraction(MILLION, ratio))),
        seen: best.last,
        sources: perSource.map(({ source }) => source),
        disputed: perSource.some(({ legs }) => legs.join() !== best.legs.join()),
      });
    }
  }
  for (const { seller, listing } of known) {
    const line = `${seller} ${listing} NOT_REGISTERED`;
    const registered = registry.listings.some((row) => row.seller === seller && row.listing === listing);
    if (!registered && !leftOut.includes(line)) leftOut.push(line);
  }

  const names = [...new Set(listed.map(({ seller }) => seller))].sort();
  const rows = names.map((seller) => {
    const own = listed.filter((listing) => listing.seller === seller);
    const ageMs = Math.min(...own.map(({ seen }) => end - seen));
    const { staleness } = methodology;
    const half = staleness !== null && ageMs > staleness.halfAfterMs;
    const stale = staleness !== null && ageMs > staleness.outAfterMs;
    return {
      seller,
      owner: registry.sellers.find((row) => row.seller === seller)?.owner as string,
      listings: own.length,
      price: methodology.sellerPrice === 'median' ? plainMedian(own) : plainMean(own),
      volume: own.reduce((sum, { volume }) => sum + volume, 0),
      ageMs,
      freshness: stale ? 0 : half ? MILLION / 2 : MILLION,
    };
  });
  const fresh = rows.filter(({ freshness }) => freshness > 0);
  const reference = fresh.length === 0 ? 0 : plainWeightedMedian(fresh, plainWeights(fresh, methodology));
  const judged = rows.map((row) => ({ ...row, excluded: plainlyOut(row, reference, methodology, memory) }));
  const counting = judged.filter(({ excluded }) => excluded === null);
  const weights = counting.length === 0 ? [] : plainWeights(counting, methodology);
  const claims = counting.map((row) => plainClaim(row, methodology));
  const shares =
    counting.length === 0
      ? []
      : shareOut(
          1_000_000n,
          claims.map((claim) => claim.times(inverse(total(claims)))),
        );
  const sellers = judged.map((row) => {
    const i = counting.indexOf(row);
    return { ...row, share: Number(shares[i] ?? 0n), weight: weights[i] ?? 0 } as SellerRow;
  });

  const averages =
    counting.length === 0
      ? null
      : {
          weightedMedian: plainWeightedMedian(counting, weights),
          weightedMean: whole(total(counting.map(({ price }, i) => fraction(price * (weights[i] as number), MILLION)))),
          trimmedMean: plainTrimmed(counting, weights),
        };
  const central = averages === null ? null : averages[methodology.average];
  const spread =
    central === null
      ? null
      : plainSpread(
          counting.map(({ price }) => price),
          central,
        );
  const modal = Math.max(0, ...counting.map(({ price }) => counting.filter((other) => other.price === price).length));
  const behind = listed.filter(({ seller }) => counting.some((row) => row.seller === seller));
  const fixing = plainDecision(
    counting,
    central,
    spread,
    new Set(behind.flatMap(({ sources }) => sources)).size,
    behind.some(({ disputed }) => disputed),
    methodology,
    memory,
  );
  return {
    ...fixing,
    averages,
    dispersion: spread,
    modalShare: counting.length === 0 ? null : whole(fraction(modal * MILLION, counting.length)),
    sellers,
    leftOut: leftOut.sort(),
  };
}

/** The sources that have a price, best first. */
function rankedSources(posted: readonly PostedPrice[], evidence: Evidence, registry: IndexRegistry): string[] {
  const seen = new Set(posted.map(({ document }) => evidence.documents[document]?.source as string));
  return registry.sources.flatMap((name) =>
    [...seen]
      .filter((source) => source === name || (name === 'contributor' && source.startsWith('contributor:')))
      .sort(),
  );
}

/** The price of the day: every stretch between two moments at the newest price before it. */
function plainDay(
  posted: readonly PostedPrice[],
  evidence: Evidence,
  start: number,
  priceOfDay: 'mean' | 'noon',
): { legs: number[]; free: boolean; last: number } {
  const legsOf = (p: PostedPrice): number[] => [p.input, p.cached ?? p.input, p.output];
  // Moments as text of one width, so that the order of texts is the order of what they say.
  const rank = (p: PostedPrice): string => {
    const { fetchedAt, hash } = evidence.documents[p.document] as Evidence['documents'][number];
    const digits = (n: number) => String(n).padStart(16, '0');
    return [digits(p.observedAt), digits(fetchedAt), hash, ...legsOf(p).map(digits)].join();
  };
  const newest = (list: readonly PostedPrice[]) => list.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  const oldest = (list: readonly PostedPrice[]) => list.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const last = newest(posted).observedAt;
  const inForceAt = (time: number) => posted.filter((p) => p.observedAt <= time);

  if (priceOfDay === 'noon') {
    const before = inForceAt(start + MILLIS_PER_DAY / 2);
    const price = legsOf(before.length > 0 ? newest(before) : oldest(posted));
    return { legs: price, free: price.includes(0), last };
  }
  const moments = [start, ...posted.map((p) => p.observedAt).filter((time) => time > start), start + MILLIS_PER_DAY];
  const cuts = [...new Set(moments)].sort((a, b) => a - b);
  const stretches = cuts.slice(0, -1).flatMap((from, i) => {
    const before = inForceAt(from);
    return before.length === 0 ? [] : [{ ms: (cuts[i + 1] as number) - from, price: legsOf(newest(before)) }];
  });
  const covered = stretches.reduce((sum, { ms }) => sum + ms, 0);
  const legs = [0, 1, 2].map((leg) =>
    whole(total(stretches.map(({ ms, price }) => fraction(price[leg] as number).times(fraction(ms, covered))))),
  );
  return { legs, free: stretches.some(({ price }) => price.includes(0)), last };
}

function plainlyIn(registry: IndexRegistry, name: string, leaveMargin: number, memory: IndexMemory): boolean {
  const scores = registry.models.find(({ model }) => model === name)?.scores as readonly number[];
  const short = Math.max(...scores.map((score, i) => (registry.bar[i] as number) - score));
  return short <= 0 || (memory.qualified.includes(name) && short <= leaveMargin);
}

/** From a guess in floating point up or down until its cube is the last one not above the product. */
function plainRatio(registry: IndexRegistry, name: string, ratioMax: number | null): number {
  const scores = registry.models.find(({ model }) => model === name)?.scores as readonly number[];
  const product = scores
    .map((score, i) => fraction(score, registry.bar[i] as number))
    .map((ratio) =>
      ratioMax !== null && ratio.isAbove(fraction(ratioMax, MILLION)) ? fraction(ratioMax, MILLION) : ratio,
    )
    .reduce((a, b) => a.times(b));
  const isAbove = (ratio: number) => new Fraction(BigInt(ratio) ** 3n, 10n ** 18n).isAbove(product);
  let ratio = Math.round(Math.cbrt(product.toNumber()) * MILLION);
  while (isAbove(ratio)) ratio -= 1;
  while (!isAbove(ratio + 1)) ratio += 1;
  return ratio;
}

/** The price that has as many above it as below, counted from both ends. */
function plainMedian(own: readonly Listed[]): number {
  let left = own.map(({ price }) => price);
  while (left.length > 2) {
    for (const extreme of [Math.min(...left), Math.max(...left)]) {
      const i = left.indexOf(extreme);
      left = left.filter((_, at) => at !== i);
    }
  }
  return whole(
    fraction(
      left.reduce((a, b) => a + b),
      left.length,
    ),
  );
}

function plainMean(own: readonly Listed[]): number {
  const sum = total(own.map(({ price, volume }) => fraction(price).times(fraction(volume))));
  return whole(sum.times(inverse(total(own.map(({ volume }) => fraction(volume))))));
}

interface Weighable {
  readonly price: number;
  readonly volume: number;
  readonly freshness: number;
}

function plainClaim({ volume, freshness }: Weighable, { weighting }: Methodology): Fraction {
  let root = 0;
  while ((root + 1) * (root + 1) <= volume) root += 1;
  return fraction(weighting === 'volume' ? volume : root).times(fraction(freshness, MILLION));
}

/** With the k largest at the cap the others share the rest; the smallest k that leaves nobody above is it. */
function plainWeights(sellers: readonly Weighable[], methodology: Methodology): number[] {
  const cap = fraction(methodology.cap, MILLION);
  if (sellers.length * methodology.cap < MILLION)
    return shareOut(
      1_000_000n,
      sellers.map(() => fraction(1, sellers.length)),
    ).map(Number);
  const claims = sellers.map((seller) => plainClaim(seller, methodology));
  const largestFirst = claims
    .map((_, i) => i)
    .sort((a, b) => ((claims[b] as Fraction).isAbove(claims[a] as Fraction) ? 1 : -1));
  for (let k = 0; ; k += 1) {
    const capped = largestFirst.slice(0, k);
    const room = fraction(MILLION - k * methodology.cap, MILLION);
    const others = total(claims.filter((_, i) => !capped.includes(i)));
    const exact = claims.map((claim, i) => (capped.includes(i) ? cap : claim.times(room).times(inverse(others))));
    if (!exact.some((weight) => weight.isAbove(cap))) return shareOut(1_000_000n, exact).map(Number);
  }
}

/** The first price that half of the weight does not exceed; at exactly half, between it and the next. */
function plainWeightedMedian(sellers: readonly Weighable[], weights: readonly number[]): number {
  const upTo = (price: number) =>
    weights.filter((_, i) => (sellers[i] as Weighable).price <= price).reduce((a, b) => a + b, 0);
  const weighing = sellers.filter((_, i) => (weights[i] as number) > 0).map(({ price }) => price);
  const middle = Math.min(...sellers.map(({ price }) => price).filter((price) => upTo(price) >= MILLION / 2));
  if (upTo(middle) > MILLION / 2) return middle;
  return whole(fraction(middle + Math.min(...weighing.filter((price) => price > middle)), 2));
}

/** Takes a fifth of the weight off the cheapest, a fifth off the dearest, and averages what is left. */
function plainTrimmed(sellers: readonly Weighable[], weights: readonly number[]): number {
  const left = sellers.map(({ price }, i) => ({ price, weight: weights[i] as number }));
  for (const sign of [1, -1]) {
    let cut = MILLION / 5;
    for (const seller of [...left].sort((a, b) => sign * (a.price - b.price))) {
      const taken = Math.min(cut, seller.weight);
      seller.weight -= taken;
      cut -= taken;
    }
  }
  return whole(total(left.map(({ price, weight }) => fraction(price).times(fraction(weight, 600_000)))));
}

/** The smallest distance that nine sellers in ten do not exceed, over the value. */
function plainSpread(prices: readonly number[], value: number): number {
  const distances = prices.map((price) => Math.abs(price - value));
  const reached = distances.filter((d) => distances.filter((other) => other <= d).length * 10 >= 9 * distances.length);
  return whole(fraction(Math.min(...reached)).times(fraction(MILLION, value)));
}

function plainlyOut(
  { seller, price, freshness }: Weighable & { readonly seller: string },
  reference: number,
  { outliers }: Methodology,
  memory: IndexMemory,
): SellerRow['excluded'] {
  if (freshness === 0) return 'STALE';
  if (outliers === null) return null;
  const band = fraction(memory.excluded.includes(seller) ? outliers.returnBand : outliers.band, MILLION);
  if (fraction(price).isAbove(fraction(reference).times(band))) return 'TOO_HIGH';
  return fraction(reference).isAbove(fraction(price).times(band)) ? 'TOO_LOW' : null;
}

function plainDecision(
  counting: readonly (Weighable & { readonly seller: string; readonly owner: string })[],
  central: number | null,
  spread: number | null,
  sources: number,
  disputed: boolean,
  { gates, fallback }: Methodology,
  { last, carriedDays }: IndexMemory,
): Pick<PlainFixing, 'value' | 'method' | 'shortfall' | 'flags'> {
  const owners = new Set(counting.map(({ owner }) => owner)).size;
  const tooWide = gates.dispersionMax !== null && (spread ?? 0) > gates.dispersionMax;
  const shut = [
    [central === null, 'NO_PRICES'],
    [counting.length < gates.sellersMin, 'TOO_FEW_SELLERS'],
    [owners < gates.ownersMin, 'TOO_FEW_OWNERS'],
    [tooWide, 'TOO_DISPERSED'],
  ] as const;
  const shortfall = shut.find(([isShut]) => isShut)?.[1] ?? null;
  const said = [
    ...(gates.dispersionFlag !== null && (spread ?? 0) > gates.dispersionFlag ? ['DISPERSED'] : []),
    ...(sources < gates.sourcesMin ? ['FEW_SOURCES'] : []),
    ...(disputed ? ['SOURCES_DISAGREE'] : []),
  ];
  const flags = (...more: string[]) => [...said, ...more].sort();

  if (shortfall === null) return { value: central, method: 'full', shortfall, flags: flags() };
  const { reducedSellersMin, matchedSellersMin, carryDaysMax } = fallback;
  const isReduced = reducedSellersMin !== null && counting.length >= reducedSellersMin && owners >= gates.ownersMin;
  if (central !== null && !tooWide && isReduced)
    return { value: central, method: 'reduced', shortfall, flags: flags('FEW_SELLERS') };
  if (last === null) return { value: null, method: null, shortfall, flags: [] };

  const changes = counting.flatMap(({ seller, price }) =>
    last.prices.filter(([name]) => name === seller).map(([, old]) => fraction(price, old)),
  );
  const inOrder = changes.sort((a, b) => (a.isAbove(b) ? 1 : -1));
  if (matchedSellersMin !== null && changes.length >= matchedSellersMin && changes.length > 0) {
    const [low, high] = [Math.floor((changes.length - 1) / 2), Math.floor(changes.length / 2)];
    const change = (inOrder[low] as Fraction).plus(inOrder[high] as Fraction).times(fraction(1, 2));
    const value = whole(change.times(fraction(last.value)));
    // A value of nothing, or above a million dollars, is no price.
    if (value > 0 && value <= 1e12) return { value, method: 'matched', shortfall, flags: flags('MATCHED_SELLERS') };
  }
  if (carriedDays < carryDaysMax)
    return { value: last.value, method: 'carried', shortfall, flags: ['CARRIED_FORWARD'] };
  return { value: null, method: null, shortfall, flags: [] };
}
