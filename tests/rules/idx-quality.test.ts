/**
 * Steps 2 and 3 of the index: which models are one SIT or better, and what their price is at the quality of one.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adjust } from '#core/price-index/adjust.ts';
import { collect } from '#core/price-index/collect.ts';
import { paper, robust } from '#core/price-index/methodology.ts';
import { qualify } from '#core/price-index/qualify.ts';
import { passes, qualityRatio } from '#core/price-index/quality.ts';
import type { Scores } from '#core/price-index/terms.ts';
import type { Millionths } from '#core/units.ts';
import { bar, day, evidenceOf, type Offer, registryOf } from '../model/index-market.ts';

const most = 1_100_000 as Millionths;

test('IDX-2 the anchor of the paper, GPT-4 Turbo of January 2024, does not reach the bar that it stands for', () => {
  // OpenAI's simple-evals: gpt-4-0125-preview has 85.4 on MMLU and 86.6 on HumanEval.
  const anchor: Scores = [8_540, 8_660, 9_200];
  assert.equal(passes(anchor, bar), false, '85.4 is below 86');
  assert.equal(passes([8_600, 8_660, 9_200], bar), true);
  assert.equal(passes([9_900, 9_900, 9_190], bar), false, 'no score makes up for another');
});

test('IDX-2 a model that qualified stays within the margin, and one that did not does not come in by it', () => {
  const registry = { ...registryOf([]), models: models({ anchor: [8_540, 8_660, 9_200], far: [8_499, 8_660, 9_200] }) };
  const judged = (margin: number, before: string[]) =>
    qualify(registry, margin, before).map(({ model, qualifies, kept }) => `${model} ${qualifies} ${kept}`);
  assert.deepEqual(judged(100, ['anchor', 'far']), ['anchor true true', 'far false false']);
  assert.deepEqual(judged(100, []), ['anchor false false', 'far false false']);
  assert.deepEqual(judged(0, ['anchor', 'far']), ['anchor false false', 'far false false']);
  assert.deepEqual(judged(101, ['far']), ['anchor false false', 'far true true'], 'on the edge it is in');
});

test('IDX-3 the quality ratio is the geometric mean of the ratios to the bar, none above 1.1', () => {
  // 90/86 = 1.046512, 89.6/67 = 1.337313 counts as 1.1, 95.4/92 = 1.036957; the product is 1.193706, its root 1.060797.
  assert.equal(qualityRatio([9_000, 8_960, 9_540], bar, most), 1_060_797);
  assert.equal(qualityRatio(bar, bar, most), 1_000_000);
  assert.equal(qualityRatio([10_000, 10_000, 10_120], bar, most), 1_100_000);
});

test('IDX-3 by the paper every ratio counts as it is, and one of a model that is kept may be below one', () => {
  // 1.046512 × 1.337313 × 1.036957 = 1.451235, its root 1.132172; 85.4/86 = 0.993023, its root 0.99766899.
  assert.equal(qualityRatio([9_000, 8_960, 9_540], bar, null), 1_132_172);
  assert.equal(qualityRatio([8_540, 6_700, 9_200], bar, most), 997_668);
});

test('IDX-4, IDX-5 the workload is blended and divided by the quality ratio', () => {
  // 0.4 × 3.00 + 0.4 × 0.30 + 0.2 × 15.00 = 4.32, and over 1.08 it is 4.00; by the paper 5.40, and 5.00.
  const offer: Offer = { seller: 'a', price: 0, input: 3_000_000, cached: 300_000, output: 15_000_000 };
  assert.deepEqual(adjustedBy(robust, offer, [9_288, 7_236, 9_936]), [4_320_000, 1_080_000, 4_000_000]);
  assert.deepEqual(adjustedBy(paper, offer, [9_288, 7_236, 9_936]), [5_400_000, 1_080_000, 5_000_000]);
});

test('IDX-5 the adjusted price is rounded once, from the posted prices and not from the rounded blend', () => {
  // By the paper 2 and 6 blend to 2.8, shown as 3: 2.8 / 1.12 is exactly 2.5 and goes to the even 2; 3 / 1.12 would be 3.
  assert.deepEqual(adjustedBy(paper, { seller: 'a', price: 2, output: 6 }, [9_632, 7_504, 10_304]), [3, 1_120_000, 2]);
});

function adjustedBy(methodology: typeof robust, offer: Offer, scores: Scores): (number | undefined)[] {
  const registry = { ...registryOf([offer]), models: models({ m: scores }) };
  const { collected } = collect(registry, evidenceOf([offer]), day, 'mean');
  const [row] = adjust(registry, methodology, qualify(registry, 0, []), collected).adjusted;
  return [row?.blended, row?.qualityRatio, row?.adjusted];
}

function models(scores: Record<string, Scores>) {
  return Object.entries(scores).map(([model, ofModel]) => ({
    model,
    scores: ofModel,
    tier: 'standard' as const,
    openWeights: false,
  }));
}
