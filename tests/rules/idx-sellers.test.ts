/**
 * Steps 4 to 7 of the index: one price for each seller, who counts, and how much.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { robust } from '#core/price-index/methodology.ts';
import { sift } from '#core/price-index/outliers.ts';
import { priceSellers, type SellerPrice } from '#core/price-index/sellers.ts';
import { type AgedSeller, age } from '#core/price-index/staleness.ts';
import { CapInfeasible, cappedWeights, claimOf, weigh } from '#core/price-index/weights.ts';
import type { Millionths, Millis, Money } from '#core/units.ts';
import { at, HOUR } from '../model/index-market.ts';

const end = at(24);
const offer = (seller: string, dollars: number, volume: number, seen: Millis = at(0)) => ({
  seller,
  adjusted: (dollars * 1e6) as Money,
  volume,
  observedAt: seen,
});

test('IDX-12 a seller has the median of its prices, or by the paper their mean by volume', () => {
  const three = [offer('a', 1, 10), offer('a', 9, 80), offer('a', 1.2, 10)];
  const priceOf = (offers: typeof three, by: 'median' | 'volumeMean') =>
    priceSellers(offers, () => 'owner', by, end)[0]?.price;
  assert.equal(priceOf(three, 'median'), 1_200_000);
  assert.equal(priceOf(three, 'volumeMean'), 7_420_000, '(1.00 × 10 + 1.20 × 10 + 9.00 × 80) / 100');
  assert.equal(priceOf(three.slice(0, 2), 'median'), 5_000_000, 'of two, the mean');
});

test('IDX-12 a long catalogue is one seller with the volume of all and the age of the newest', () => {
  const many = [...Array.from({ length: 50 }, () => offer('b', 2, 1)), offer('a', 1, 7), offer('b', 2, 1, at(23))];
  const rows = priceSellers(many, (seller) => `${seller} Inc.`, 'median', end);
  assert.deepEqual(rows, [
    { seller: 'a', owner: 'a Inc.', listings: 1, price: 1_000_000, volume: 7, ageMs: 24 * HOUR },
    { seller: 'b', owner: 'b Inc.', listings: 51, price: 2_000_000, volume: 51, ageMs: HOUR },
  ]);
});

test('IDX-13 a price counts in full for a day, half for three, and then not at all, for ever', () => {
  const freshness = (hours: number) => age([row({ ageMs: hours * HOUR })], robust.staleness)[0]?.freshness;
  assert.deepEqual([0, 24, 24.001, 72, 72.001, 100_000].map(freshness), [1e6, 1e6, 5e5, 5e5, 0, 0]);
  assert.equal(age([row({ ageMs: 1e12 })], null)[0]?.freshness, 1e6, 'the paper knows no age');
  assert.equal(sifted([{ freshness: 0 as Millionths }]), 'STALE');
});

test('IDX-14 beyond the band a seller is out, on its edge it is in, and who was out returns within the narrower one', () => {
  const cases = [0.19, 0.2, 0.4, 2.23, 2.24, 5, 5.01];
  const judged = (before: string[]) => cases.map((dollars) => sifted([{ price: (dollars * 1e6) as Money }], before));
  assert.deepEqual(judged([]), ['TOO_LOW', null, null, null, null, null, 'TOO_HIGH']);
  assert.deepEqual(judged(['x']), ['TOO_LOW', 'TOO_LOW', 'TOO_LOW', null, 'TOO_HIGH', 'TOO_HIGH', 'TOO_HIGH']);
});

test('IDX-15 what weighs is the root of the volume for as much of it as is fresh', () => {
  const claim = (volume: number, freshness: number, by: 'volume' | 'rootVolume') =>
    claimOf({ volume, freshness: freshness as Millionths }, by);
  assert.equal(claim(4_900, 1e6, 'rootVolume'), 70_000_000n);
  assert.equal(claim(4_999, 5e5, 'rootVolume'), 35_000_000n, 'rounded down to 70, and half of it');
  assert.equal(claim(4_900, 5e5, 'volume'), 2_450_000_000n);
});

const cap = 300_000 as Millionths;
const percent = (weights: readonly number[]) => weights.map((weight) => weight / 10_000);

test('IDX-6 what is above the cap is shared among the others, again and again', () => {
  const capped = (...shares: number[]) => percent(cappedWeights(shares.map(BigInt), cap));
  assert.deepEqual(capped(70, 20, 6, 4), [30, 30, 24, 16]);
  assert.deepEqual(capped(50, 30, 10, 6, 4), [30, 30, 20, 12, 8]);
  assert.deepEqual(capped(97, 1, 1, 1), [30, 23.3334, 23.3333, 23.3333]);
  assert.deepEqual(percent(cappedWeights([9n, 1n], 500_000 as Millionths)), [50, 50], 'where it just fits');
});

test('IDX-16 three cannot share the whole when nobody may have more than 30 %: that throws, or all weigh the same', () => {
  assert.throws(() => cappedWeights([5n, 3n, 1n], cap), CapInfeasible);
  assert.deepEqual(weigh([5n, 3n, 1n], cap), [333_334, 333_333, 333_333]);
  assert.deepEqual(percent(weigh([5n, 3n, 1n, 1n], cap)), [30, 30, 20, 20]);
});

function row(more: Partial<AgedSeller> = {}): AgedSeller {
  const plain: SellerPrice = { seller: 'x', owner: 'x', listings: 1, price: 1e6 as Money, volume: 1, ageMs: 0 };
  return { ...plain, freshness: 1e6 as Millionths, ...more };
}

/** The verdict on `x` beside four sellers at 1.00 that hold the reference there. */
function sifted([x]: Partial<AgedSeller>[], before: string[] = []): string | null | undefined {
  const others = ['a', 'b', 'c', 'd'].map((seller) => row({ seller, volume: 100 }));
  return sift([...others, row(x)], robust, before).at(-1)?.excluded;
}
