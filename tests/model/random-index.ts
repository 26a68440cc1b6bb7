/**
 * Random markets for the index: few names, few prices and moments on the edges of the day, so that ties, disputes,
 * outliers, stale prices and every step of the fallback chain come up often.
 */
import fc from 'fast-check';
import type { Evidence } from '#core/price-index/evidence.ts';
import { type Methodology, paper, robust } from '#core/price-index/methodology.ts';
import { type IndexInputs, type IndexMemory, noMemory } from '#core/price-index/publication.ts';
import type { IndexRegistry } from '#core/price-index/terms.ts';
import type { Millionths, Millis, Money } from '#core/units.ts';
import { at, bar, day, HOUR } from './index-market.ts';

const SELLERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'ü'];
const MODELS = ['m', 'n', 'o'];
const LISTINGS = ['big', 'small', 'old'];
const parts = (value: number): Millionths => value as Millionths;

const price = fc
  .oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 12 }).map((n) => n * 250_000) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 20_000_000 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 2, 3) },
  )
  .map((n) => n as Money);
const moment = fc
  .oneof(
    { weight: 4, arbitrary: fc.constantFrom(-80, -72, -48, -1, 0, 6, 12, 23, 24, 30).map((hours) => hours * HOUR) },
    { weight: 1, arbitrary: fc.integer({ min: -100 * HOUR, max: 25 * HOUR }) },
  )
  .map((ms) => (at(0) + ms) as Millis);

const evidence: fc.Arbitrary<Evidence> = fc.record({
  documents: fc.constant(
    ['genai-prices', 'genai-prices', 'openrouter', 'contributor:acme', 'contributor:zeta', 'nobody'].map(
      (source, i) => ({
        source,
        fetchedAt: at(i % 2),
        hash: String(9 - i).repeat(64),
      }),
    ),
  ),
  prices: fc.array(
    fc.record({
      document: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 0, 0, 1) }, fc.integer({ min: 0, max: 6 })),
      seller: fc.constantFrom(...SELLERS, 'stranger'),
      listing: fc.constantFrom(...LISTINGS),
      input: price,
      cached: fc.option(price, { freq: 2 }),
      output: price,
      observedAt: moment,
    }),
    { maxLength: 70 },
  ),
  gpuHours: fc.constant([]),
});

const score = (threshold: number) =>
  fc.constantFrom(threshold - 150, threshold - 40, threshold, threshold, Math.min(10_000, threshold + 900));
const registry: fc.Arbitrary<IndexRegistry> = fc.record({
  version: fc.constant('SIT-1'),
  hash: fc.constant('0'.repeat(64)),
  bar: fc.constant(bar),
  sources: fc.constant(['contributor', 'genai-prices', 'openrouter']),
  sellers: fc
    .array(fc.constantFrom('x', 'y', 'z', 'w'), { minLength: SELLERS.length, maxLength: SELLERS.length })
    .map((owners) =>
      SELLERS.map((seller, i) => {
        const owner = owners[i] as string;
        return { seller, owner, region: owner < 'y' ? ('china' as const) : ('world' as const) };
      }),
    ),
  models: fc.tuple(...MODELS.map(() => fc.tuple(score(bar[0]), score(bar[1]), score(bar[2])))).map((all) =>
    MODELS.map((model, i) => ({
      model,
      scores: i === 0 ? bar : (all[i] as typeof bar),
      tier: i === 0 ? ('standard' as const) : ('frontier' as const),
      openWeights: i !== 1,
    })),
  ),
  listings: fc.uniqueArray(
    fc.record({
      seller: fc.constantFrom(...SELLERS),
      listing: fc.constantFrom(...LISTINGS),
      model: fc.constantFrom('m', 'm', 'm', ...MODELS),
      volume: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 1, 2, 3, 500)),
    }),
    { minLength: 8, maxLength: 24, selector: ({ seller, listing }) => `${seller} ${listing}` },
  ),
  gpus: fc.constant([]),
  gpuSellers: fc.constant([]),
  unitsPerMillionTokens: fc.constant(parts(0)),
});

const mixed: fc.Arbitrary<Methodology> = fc.record({
  name: fc.constant('mixed-1'),
  workload: fc.constantFrom(paper.workload, robust.workload),
  leaveMargin: fc.constantFrom(0, 100),
  ratioMax: fc.constantFrom(null, parts(1_100_000)),
  priceOfDay: fc.constantFrom('mean' as const, 'noon' as const),
  sellerPrice: fc.constantFrom('median' as const, 'volumeMean' as const),
  staleness: fc.constantFrom(null, robust.staleness),
  outliers: fc.constantFrom(null, robust.outliers, { band: parts(2_000_000), returnBand: parts(1_400_000) }),
  weighting: fc.constantFrom('volume' as const, 'rootVolume' as const),
  cap: fc.constantFrom(parts(300_000), parts(250_000), parts(1_000_000)),
  average: fc.constantFrom('weightedMedian' as const, 'weightedMean' as const),
  gates: fc.constantFrom(paper.gates, robust.gates),
  fallback: fc.constantFrom(paper.fallback, robust.fallback),
});

const memory: fc.Arbitrary<IndexMemory> = fc.oneof(
  fc.constant(noMemory),
  fc.record({
    qualified: fc.subarray(MODELS),
    excluded: fc.subarray(SELLERS, { maxLength: 3 }),
    last: fc.option(
      fc.record({
        value: fc.integer({ min: 1, max: 3_000_000 }).map((n) => n as Money),
        prices: fc
          .subarray(SELLERS)
          .chain((names) =>
            fc
              .array(fc.integer({ min: 1, max: 3_000_000 }), { minLength: names.length, maxLength: names.length })
              .map((prices) => names.map((name, i) => [name, prices[i] as Money] as const)),
          ),
      }),
      { freq: 6 },
    ),
    carriedDays: fc.integer({ min: 0, max: 4 }),
  }),
);

/** A day of a random market under the robust methodology, the paper's or any mixture. */
export const randomInputs: fc.Arbitrary<IndexInputs> = fc
  .record({ registry, evidence, memory, methodology: fc.oneof(fc.constantFrom(robust, paper), mixed) })
  .map(({ registry, evidence, memory, methodology }) => ({
    date: day,
    terms: { version: 'TPI-1', methodology, registry },
    evidence,
    memory,
    announced: null,
  }));
