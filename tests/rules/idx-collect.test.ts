/**
 * Step 1 of the index: which price of a listing is the price of the day, and what is left out.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adjust } from '#core/price-index/adjust.ts';
import { collect } from '#core/price-index/collect.ts';
import { dayPrice, type Reading } from '#core/price-index/day-price.ts';
import type { Evidence, PostedPrice, SourceDocument } from '#core/price-index/evidence.ts';
import { robust } from '#core/price-index/methodology.ts';
import { qualify } from '#core/price-index/qualify.ts';
import type { Money } from '#core/units.ts';
import { at, day, evidenceOf, type Offer, priceOf, registryOf, sourceDocument } from '../model/index-market.ts';

const reading = (hours: number, dollars: number, fetched = 0, hash = 'a'): Reading => ({
  observedAt: at(hours),
  fetchedAt: at(fetched),
  hash,
  legs: [(dollars * 1e6) as Money],
});

test('IDX-1 the price of the day is the mean over its hours, or that of noon', () => {
  // 6 h × 1.00 + 12 h × 2.00 + 6 h × 4.00 over 24 h; without the first one (12 × 2.00 + 6 × 4.00) / 18
  const steps = [reading(-50, 1), reading(6, 2), reading(18, 4)];
  assert.deepEqual(dayPrice(steps, day, 'mean')?.legs, [2_250_000]);
  assert.deepEqual(dayPrice(steps, day, 'noon')?.legs, [2_000_000]);
  assert.deepEqual(dayPrice(steps.slice(1), day, 'mean')?.legs, [2_666_667]);
});

test('IDX-1 at noon a price that was seen at noon holds, and before the first one the first one after', () => {
  assert.deepEqual(dayPrice([reading(0, 1), reading(12, 2)], day, 'noon')?.legs, [2_000_000]);
  assert.deepEqual(dayPrice([reading(13, 3), reading(20, 4)], day, 'noon')?.legs, [3_000_000]);
});

test('IDX-1 what was seen at or after 24:00 does not exist yet, as when a clock runs ahead', () => {
  const late = reading(24, 9);
  assert.equal(dayPrice([late], day, 'mean'), null);
  assert.deepEqual(dayPrice([reading(0, 1), late, reading(9_999, 9)], day, 'mean'), {
    legs: [1_000_000],
    observedAt: at(0),
    free: false,
  });
});

test('IDX-1 of two prices seen at one moment the one fetched later holds, whatever the order', () => {
  const both = [reading(0, 1, 2), reading(0, 5, 1)];
  assert.deepEqual(dayPrice(both, day, 'mean')?.legs, [1_000_000]);
  assert.deepEqual(dayPrice(both.toReversed(), day, 'mean')?.legs, [1_000_000]);
  assert.deepEqual(dayPrice([reading(0, 1, 0, 'b'), reading(0, 5, 0, 'a')], day, 'mean')?.legs, [1_000_000], 'by hash');
});

test('IDX-1 a price that stands for a year is still the price of the day', () => {
  assert.deepEqual(dayPrice([reading(-24 * 365, 1)], day, 'mean')?.legs, [1_000_000]);
});

test('IDX-4 where no price for cached input is posted it costs what input costs, at every moment', () => {
  const offer: Offer = { seller: 'a', price: 1_000_000, cached: null };
  const evidence = { ...evidenceOf([offer, { ...offer, price: 3_000_000, seen: 12 }]) };
  const [price] = collect(registryOf([offer]), evidence, day, 'mean').collected;
  assert.deepEqual([price?.input, price?.cached, price?.output], [2_000_000, 2_000_000, 2_000_000]);
});

const one: Offer = { seller: 'a', price: 1_000_000 };

/** Evidence in which each source shows one price for the listing of `a`, in dollars. */
function sources(prices: Record<string, number>): Evidence {
  const documents: SourceDocument[] = Object.keys(prices).map((source) => sourceDocument(source));
  const posted: PostedPrice[] = Object.values(prices).map((dollars, i) => priceOf({ ...one, price: dollars * 1e6 }, i));
  return { documents, prices: posted, gpuHours: [] };
}

test('IDX-11 the first source in the order of the registry counts, contributors among themselves by name', () => {
  const best = (prices: Record<string, number>) => {
    const [price] = collect(registryOf([one]), sources(prices), day, 'mean').collected;
    return [price?.source, price?.others, (price?.input ?? 0) / 1e6, price?.disputed];
  };
  assert.deepEqual(best({ litellm: 3, openrouter: 2 }), ['openrouter', ['litellm'], 2, true]);
  assert.deepEqual(best({ openrouter: 2, litellm: 2 }), ['openrouter', ['litellm'], 2, false]);
  assert.deepEqual(best({ 'genai-prices': 1, 'contributor:zeta': 5, 'contributor:acme': 4 }), [
    'contributor:acme',
    ['contributor:zeta', 'genai-prices'],
    4,
    true,
  ]);
});

test('IDX-11 a source that the registry does not name is not heard', () => {
  assert.deepEqual(collect(registryOf([one]), sources({ rumour: 3 }), day, 'mean'), {
    collected: [],
    leftOut: [{ seller: 'a', listing: 'a-1', reason: 'NOT_POSTED' }],
  });
});

test('IDX-2 what goes no further is reported with its reason', () => {
  const offers: Offer[] = [
    { seller: 'counts', price: 1 },
    { seller: 'free', price: 1_000_000, output: 0 },
    { seller: 'freeCache', price: 1_000_000, cached: 0 },
    { seller: 'idle', price: 1_000_000, volume: 0 },
    { seller: 'silent', price: 1_000_000 },
    { seller: 'weak', price: 1_000_000, model: 'below' },
  ];
  const below = { model: 'below', scores: [8_540, 8_660, 9_200], tier: 'standard', openWeights: false } as const;
  const registry = { ...registryOf(offers), models: [...registryOf(offers.slice(0, 1)).models, below] };
  const seen = [...offers.filter(({ seller }) => seller !== 'silent'), { seller: 'stranger', price: 1 }];
  const collection = collect(registry, evidenceOf(seen), day, 'mean');
  const { adjusted, leftOut } = adjust(registry, robust, qualify(registry, 0, []), collection.collected);
  const reasons = [...collection.leftOut, ...leftOut].map(({ seller, reason }) => `${seller} ${reason}`);
  assert.deepEqual(reasons.sort(), [
    'free PRICE_ZERO',
    'freeCache PRICE_ZERO',
    'idle NO_VOLUME',
    'silent NOT_POSTED',
    'stranger NOT_REGISTERED',
    'weak NOT_QUALIFIED',
  ]);
  assert.deepEqual(
    adjusted.map(({ seller }) => seller),
    ['counts'],
  );
});

test('IDX-2 an hour for nothing makes a day for nothing, and a free price that never held does not', () => {
  const free = (hours: number) =>
    collect(registryOf([one]), evidenceOf([one, { ...one, price: 0, seen: hours }]), day, 'mean');
  assert.equal(free(23).leftOut[0]?.reason, 'PRICE_ZERO');
  assert.deepEqual(free(24).leftOut, []);
  assert.deepEqual(
    collect(registryOf([one]), evidenceOf([{ ...one, price: 0, seen: -1 }, one]), day, 'mean').leftOut,
    [],
  );
});
