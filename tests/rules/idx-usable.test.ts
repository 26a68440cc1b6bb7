/**
 * What is refused of terms and evidence from outside: one fault at a time, beside the same thing on the safe side.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceFault } from '#core/price-index/check-evidence.ts';
import { termsFault } from '#core/price-index/check-terms.ts';
import type { Evidence, PostedPrice } from '#core/price-index/evidence.ts';
import { type Methodology, paper, robust } from '#core/price-index/methodology.ts';
import { publish } from '#core/price-index/publish.ts';
import type { IndexRegistry } from '#core/price-index/terms.ts';
import { day, evidenceOf, inputsOf, offers, registryOf, termsOf } from '../model/index-market.ts';

const registry: IndexRegistry = registryOf(offers('a 1, b 2, c 3'), {
  gpus: [{ gpu: 'H100', units: 1_000_000 as IndexRegistry['gpus'][number]['units'] }],
  gpuSellers: [{ seller: 'a', owner: 'a', volume: 1 }],
});

/** What is wrong once a value in the terms is another one, named by where it stands. */
function faultWith(path: string, value: unknown): string | undefined {
  return termsFault(changed(termsOf(registry, robust), path.split('.'), value));
}

test('IDX-27 the terms of both methodologies can be used', () => {
  assert.equal(termsFault(termsOf(registry, robust)), undefined);
  assert.equal(termsFault(termsOf(registry, paper)), undefined);
  assert.equal(termsFault(termsOf(registryOf([]), robust)), undefined, 'of an empty registry, too');
});

test('IDX-27 a figure of the methodology out of its range is refused, and at the edge of it is not', () => {
  const cases: readonly (readonly [path: string, good: unknown, bad: unknown])[] = [
    ['version', 'TPI-12', 'tpi-1'],
    ['version', 'AB-1', 'TPI-1 '],
    ['methodology.name', 'x', ''],
    ['methodology.workload.input', 400_000, 400_001],
    ['methodology.workload', { input: 1e6, cached: 0, output: 0 }, { input: 1.1e6, cached: -1e5, output: 0 }],
    ['methodology.leaveMargin', 3_350, 3_351],
    ['methodology.leaveMargin', 0, -1],
    ['methodology.ratioMax', 1_000_000, 999_999],
    ['methodology.ratioMax', null, Number.NaN],
    ['methodology.priceOfDay', 'noon', 'evening'],
    ['methodology.sellerPrice', 'volumeMean', 'mode'],
    ['methodology.staleness', null, { halfAfterMs: 2, outAfterMs: 1 }],
    ['methodology.outliers', null, { band: 2_000_000, returnBand: 3_000_000 }],
    ['methodology.outliers.returnBand', 1_000_000, 999_999],
    ['methodology.weighting', 'volume', 'fame'],
    ['methodology.average', 'weightedMean', 'mode'],
    ['methodology.cap', 200_000, 199_999],
    ['methodology.cap', 1_000_000, 1_000_001],
    ['methodology.gates.sellersMin', 4, 3],
    ['methodology.gates.ownersMin', 5, 6],
    ['methodology.gates.sourcesMin', 0, -1],
    ['methodology.gates.dispersionMax', null, 0.5],
    ['methodology.fallback.reducedSellersMin', 5, 6],
    ['methodology.fallback.reducedSellersMin', null, 0],
    ['methodology.fallback.matchedSellersMin', 1, 0],
    ['methodology.fallback.carryDaysMax', 31, 32],
  ];
  for (const [path, good, bad] of cases) {
    assert.equal(faultWith(path, good), undefined, path);
    assert.equal(typeof faultWith(path, bad), 'string', path);
  }
});

test('IDX-27 a registry that contradicts itself is refused', () => {
  const cases: readonly (readonly [path: string, value: unknown, says: RegExp])[] = [
    ['registry.version', 'one', /version/],
    ['registry.hash', 'f'.repeat(63), /hash/],
    ['registry.hash', 'F'.repeat(64), /hash/],
    ['registry.bar.1', 0, /bar/],
    ['registry.sources.1', 'contributor', /source is named twice/],
    ['registry.sellers.1.seller', 'a', /seller is named twice/],
    ['registry.sellers.1.owner', '', /owner/],
    ['registry.sellers.1.region', 'moon', /region/],
    ['registry.models.0.model', 'bad\nname', /model is named twice or not properly/],
    ['registry.models.0.scores.2', 10_001, /score/],
    ['registry.models.0.tier', 'toy', /tier/],
    ['registry.listings.1', registry.listings[0], /listing is named twice/],
    ['registry.listings.1.seller', 'z', /seller that is not registered/],
    ['registry.listings.1.model', 'z', /model that is not registered/],
    ['registry.listings.1.volume', -1, /volume/],
    ['registry.listings.1.volume', 1.5, /volume/],
    ['registry.gpus.0.units', 0, /units/],
    ['registry.gpuSellers.0.volume', 1e12, /volume/],
    ['registry.unitsPerMillionTokens', -1, /units/],
  ];
  for (const [path, value, says] of cases) assert.match(faultWith(path, value) ?? 'no fault', says, path);
});

test('IDX-27 evidence that cannot be a reading is refused with what is wrong', () => {
  const good = evidenceOf(offers('a 1, b 2'));
  assert.equal(evidenceFault(good, day), undefined);
  const posted = good.prices[0] as PostedPrice;
  const withPrice = (more: Partial<Record<keyof PostedPrice, unknown>>): Evidence => ({
    ...good,
    prices: [{ ...posted, ...more } as PostedPrice],
  });
  const document = good.documents[0] as Evidence['documents'][number];
  const cases: readonly (readonly [Evidence, RegExp])[] = [
    [withPrice({ input: -1 }), /a-1 of a has a price that cannot be one/],
    [withPrice({ input: 1e12 + 1 }), /price/],
    [withPrice({ output: 0.5 }), /price/],
    [withPrice({ cached: Number.NaN }), /price/],
    [withPrice({ document: 1 }), /read in no document/],
    [withPrice({ document: -1 }), /read in no document/],
    [withPrice({ observedAt: Number.NaN }), /seen at no moment/],
    [withPrice({ observedAt: posted.observedAt + 400 * 86_400_000 }), /seen at no moment/],
    [withPrice({ seller: 'x'.repeat(101) }), /proper name/],
    [withPrice({ listing: '' }), /proper name/],
    [{ ...good, documents: [{ ...document, hash: 'abc' }] }, /64 hex digits/],
    [{ ...good, documents: [{ ...document, source: '' }] }, /proper name/],
    [{ ...good, prices: Array.from({ length: 20_001 }, () => posted) }, /too many prices/],
  ];
  for (const [evidence, says] of cases) assert.match(evidenceFault(evidence, day) ?? 'no fault', says);
  assert.equal(evidenceFault(withPrice({ cached: null, input: 0, listing: 'x'.repeat(100) }), day), undefined);
});

test('IDX-27 with the largest figures that are not refused every number still counts exactly', () => {
  const inputs = inputsOf(['a', 'b', 'c', 'd', 'e'].map((seller) => ({ seller, price: 1e12, volume: 1e11 })));
  const methodology: Methodology = { ...robust, weighting: 'volume', average: 'weightedMean' };
  const models = inputs.terms.registry.models.map((model) => ({ ...model, scores: [7_000, 3_350, 7_000] as const }));
  const memory = { ...inputs.memory, qualified: ['m'] };
  const terms = {
    ...inputs.terms,
    methodology: { ...methodology, leaveMargin: 3_350 },
    registry: { ...inputs.terms.registry, models },
  };
  assert.equal(termsFault(terms), undefined);
  assert.equal(evidenceFault(inputs.evidence, day), undefined);
  // 7000/8600 × 1/2 × 7000/9200 = 0.309656, its root 0.676543…
  const value = publish({ ...inputs, terms, memory }).index.decision.value as number;
  assert.ok(Number.isSafeInteger(value) && Math.abs(value - 1e12 / 0.676_543) < 1e7, String(value));
});

/** A copy in which the value at `path` is another one. */
function changed<Whole>(whole: Whole, [first = '', ...rest]: readonly string[], value: unknown): Whole {
  const copy = (Array.isArray(whole) ? [...whole] : { ...whole }) as Record<string, unknown>;
  copy[first] = rest.length === 0 ? value : changed(copy[first], rest, value);
  return copy as Whole;
}
