/**
 * Step 8 of the index: the averages and the spread around them. Figures are worked by hand or published.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aggregate,
  dispersion,
  modalShare,
  trimmedMean,
  type WeighedPrice,
  weightedMean,
  weightedMedian,
} from '#core/price-index/aggregate.ts';
import { meanInTicks, meanOfFixings } from '#core/price-index/mean.ts';
import type { Millionths, Money } from '#core/units.ts';

/** Prices in dollars with weights in per cent. */
const at = (...rows: [dollars: number, percent: number][]): WeighedPrice[] =>
  rows.map(([dollars, percent]) => ({
    price: Math.round(dollars * 1e6) as Money,
    weight: Math.round(percent * 1e4) as Millionths,
  }));

const published = at([1.42, 10], [1.5, 30], [1.5, 25], [1.61, 20], [4, 15]);
const chapter = at([0.492, 10], [0.961538, 15], [1.64, 25], [2.5, 20], [4, 30]);

test('IDX-7 the published example: the weighted median is 1.50 where the mean is 1.889', () => {
  assert.equal(weightedMedian(published), 1_500_000);
  assert.equal(weightedMean(published), 1_889_000);
});

test('IDX-7 at exactly one half the median lies between that price and the next', () => {
  assert.equal(weightedMedian(chapter), 2_070_000, '(1.64 + 2.50) / 2');
  assert.equal(weightedMedian(chapter.toReversed()), 2_070_000);
  assert.equal(weightedMedian(at([1, 50], [2, 0], [3, 50])), 2_000_000, 'who weighs nothing is not the next');
  assert.equal(weightedMedian(at([1, 49.9999], [2, 50.0001])), 2_000_000);
  assert.equal(weightedMedian(at([7, 100])), 7_000_000);
  assert.equal(weightedMedian(at([0.000001, 50], [0.000002, 50])), 2, '1.5 to the even number');
});

test('IDX-17 the trimmed mean leaves out a fifth of the weight at either end', () => {
  // (5 % × 0.961538 + 25 % × 1.64 + 20 % × 2.50 + 10 % × 4.00) / 60 %
  assert.equal(trimmedMean(chapter), 2_263_462);
  assert.equal(trimmedMean(at([1, 20], [2, 60], [9, 20])), 2_000_000);
  assert.equal(trimmedMean(at([3, 100])), 3_000_000);
});

test('IDX-17 all averages are published beside the value', () => {
  assert.deepEqual(aggregate(chapter, 'weightedMedian'), {
    weightedMedian: 2_070_000,
    // 0.0492 + 0.1442307 + 0.41 + 0.50 + 1.20
    weightedMean: 2_303_431,
    trimmedMean: 2_263_462,
    // (4.00 − 2.07) / 2.07
    dispersion: 932_367,
    modalShare: 200_000,
  });
  assert.equal(
    aggregate(chapter, 'weightedMean').dispersion,
    Math.round((1_811_431 / 2_303_431) * 1e6),
    'around the value',
  );
});

test('IDX-18 fifteen of 27 at one price: the median deviation sees nothing of a market six times wide', () => {
  const dollars = [...Array<number>(15).fill(1), ...Array<number>(6).fill(0.5), ...Array<number>(6).fill(3)];
  const prices = at(...dollars.map((each): [number, number] => [each, 100 / 27]));
  const deviations = dollars.map((each) => Math.abs(each - 1)).sort((a, b) => a - b);
  assert.equal(deviations[13], 0, 'the median absolute deviation');
  assert.equal(dispersion(prices, 1e6 as Money), 2_000_000);
  assert.equal(modalShare(prices), 555_556);
});

test('IDX-18 the 90th percentile is that of the nearest rank, and is counted as a thousand at most', () => {
  const ten = Array.from({ length: 10 }, (_, i): [number, number] => [1 + i / 10, 10]);
  assert.equal(dispersion(at(...ten), 1e6 as Money), 800_000, 'the ninth of ten');
  assert.equal(dispersion(at(...ten.slice(0, 9)), 1e6 as Money), 800_000, 'the ninth of nine');
  assert.equal(dispersion(at([1_000_000, 100]), 1 as Money), 1_000_000_000);
});

test('IDX-10 a mean of fixings is exact until one rounding, and a withheld fixing is no zero', () => {
  assert.equal(meanOfFixings(values(1, 2, undefined, 4)), 2, '7/3');
  assert.equal(meanOfFixings(values(1, 2)), 2, '1.5 to the even number');
  assert.equal(meanOfFixings(values(2, 3)), 2, '2.5 to the even number');
  assert.equal(meanOfFixings(values(undefined)), undefined);
  assert.equal(meanOfFixings([]), undefined);
});

test('IDX-10 a mean in ticks is rounded from the exact mean', () => {
  // The mean of 1,500 and 1,499 is 1,499.5: in ticks of 1,000 that is 1.4995 and goes down. Rounded first to 1,500
  // micro-dollars it would stand at a half and go up.
  assert.equal(meanInTicks(values(1_500, 1_499), 1_000), 1);
  assert.equal(meanInTicks(values(1_500, 1_500), 1_000), 2, '1.5 ticks to the even number');
  assert.equal(meanInTicks(values(2_155_426, undefined, 2_217_184), 1_000), 2_186, '2,186.305');
  assert.equal(meanInTicks(values(undefined), 1_000), undefined);
});

const values = (...amounts: (number | undefined)[]) => amounts as (Money | undefined)[];
