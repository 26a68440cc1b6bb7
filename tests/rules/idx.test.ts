/**
 * The price index, rule by rule. Numbers are worked by hand in docs/rulebook/IDX-price-index.md or here beside them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateOfCivil, isTradingDay } from '#core/calendar.ts';
import type { Contribution } from '#core/price-index/contribution.ts';
import { fixIndex } from '#core/price-index/fix-index.ts';
import type { Fixing } from '#core/price-index/fixing.ts';
import { meanInTicks, meanOfFixings } from '#core/price-index/mean.ts';
import { cappedWeights } from '#core/price-index/weights.ts';
import { type Millionths, type Money, money, type TradeDate } from '#core/units.ts';
import { collectContributions, fixingTime } from '#feeds/contributions.ts';
import { passes, qualityRatio } from '#feeds/quality.ts';
import { registry } from '#feeds/registry.ts';

const date = dateOfCivil(2026, 10, 20);
const bar = { mmlu: 86, humanEval: 67, gsm8k: 92 };
const ratioMax = 1_100_000 as Millionths;

test('IDX-1 the prices of a date are read at 12:00 UTC of that date', () => {
  assert.equal(fixingTime(date), Date.parse('2026-11-20T12:00:00Z'));
});

test('IDX-2 a model qualifies when every score reaches the bar, and no score makes up for another', () => {
  assert.equal(passes(bar, bar), true);
  assert.equal(passes({ mmlu: 85.4, humanEval: 86.6, gsm8k: 92 }, bar), false, 'GPT-4 Turbo of January 2024');
  assert.equal(passes({ mmlu: 99, humanEval: 99, gsm8k: 91.9 }, bar), false);
});

test('IDX-2 what is below the bar, is free or has no volume does not count', () => {
  const good = five();
  const extra = { ...(good[0] as Contribution), provider: 'extra' };
  const uncounted = [
    { ...extra, qualityRatio: 999_999 as Millionths },
    { ...extra, inputPrice: money(0) },
    { ...extra, outputPrice: money(0) },
    { ...extra, volume: 0 },
  ];
  for (const contribution of uncounted)
    assert.deepEqual(fixIndex(date, [...good, contribution]), fixIndex(date, good), JSON.stringify(contribution));
  assert.equal(fixIndex(date, [...good, extra]).rows.length, 6);
});

test('IDX-3 the quality ratio is the geometric mean of the ratios to the bar, none above 1.1', () => {
  // 90/86 = 1.046512, 89.6/67 = 1.337313 counts as 1.1, 95.4/92 = 1.036957; the product is 1.193706 and its cube root
  // 1.0607973…, rounded down.
  assert.equal(qualityRatio({ mmlu: 90, humanEval: 89.6, gsm8k: 95.4 }, bar, ratioMax), 1_060_797);
  assert.equal(qualityRatio(bar, bar, ratioMax), 1_000_000);
  assert.equal(qualityRatio({ mmlu: 100, humanEval: 100, gsm8k: 92 * 1.1 }, bar, ratioMax), 1_100_000);
});

test('IDX-4 four tokens are read for each one that is written', () => {
  // 0.8 × 3.00 + 0.2 × 15.00 = 5.40
  const row = rowOf(fixIndex(date, [...five(), posted('sonnet', 3_000_000, 15_000_000, 1_000_000, 1)]), 'sonnet');
  assert.equal(row.blendedPrice, 5_400_000);
});

test('IDX-5 a better model makes the same price a cheaper SIT', () => {
  // 5.40 / 1.08 = 5.00; and 0.30 / 1.1 = 0.27272727…, rounded to a micro-dollar
  const fixing = fixIndex(date, [
    ...five(),
    posted('better', 3_000_000, 15_000_000, 1_080_000, 1),
    posted('odd', 300_000, 300_000, 1_100_000, 1),
  ]);
  assert.equal(rowOf(fixing, 'better').adjustedPrice, 5_000_000);
  assert.equal(rowOf(fixing, 'odd').adjustedPrice, 272_727);
});

test('IDX-5 the adjusted price is rounded once, from the posted prices and not from the rounded blend', () => {
  // The blend is 2.8 and is shown as 3; 3 / 1.12 would be 2.68 and round to 3.
  const fixing = fixIndex(date, [...five(), posted('tiny', 2, 6, 1_120_000, 1)]);
  assert.equal(rowOf(fixing, 'tiny').blendedPrice, 3);
  assert.equal(rowOf(fixing, 'tiny').adjustedPrice, 2, '2.8 / 1.12 is exactly 2.5, and a half goes to the even number');
});

test('IDX-6 the golden cases of the cap', () => {
  const weights = (...volumes: number[]) => cappedWeights(volumes.map(BigInt)).map((weight) => weight / 10_000);
  assert.deepEqual(weights(70, 20, 6, 4), [30, 30, 24, 16]);
  assert.deepEqual(weights(50, 30, 10, 6, 4), [30, 30, 20, 12, 8]);
  assert.deepEqual(weights(30, 30, 30, 10), [30, 30, 30, 10], 'nobody above the cap: nothing moves');
  assert.deepEqual(weights(1_000, 1, 1, 1).slice(0, 1), [30]);
  assert.deepEqual(weights(97, 1, 1, 1), [30, 23.3334, 23.3333, 23.3333]);
});

test('IDX-6 the cap is on the provider, and its models share it by volume', () => {
  // a has 60 + 10 of 100 and is cut to 30 %: 25.7143 and 4.2857. b, c and d share 70 % as 20 : 6 : 4, and b is cut too.
  const fixing = fixIndex(date, [
    posted('a', 1, 1, 1_000_000, 60, 'a-large'),
    posted('a', 1, 1, 1_000_000, 10, 'a-small'),
    posted('b', 1, 1, 1_000_000, 20),
    posted('c', 1, 1, 1_000_000, 6),
    posted('d', 1, 1, 1_000_000, 4),
  ]);
  assert.deepEqual(
    fixing.rows.map(({ weightBeforeCap, weight }) => [weightBeforeCap, weight]),
    [
      [600_000, 257_143],
      [100_000, 42_857],
      [200_000, 300_000],
      [60_000, 240_000],
      [40_000, 160_000],
    ],
  );
});

test('IDX-7 the value is the sum of weight times adjusted price, rounded once: the worked example of the chapter', () => {
  // 0.30 × 5 + 0.30 × 2 + 0.24 × 0.961538 + 0.16 × 0.4 = 1.5 + 0.6 + 0.23076912 + 0.064 = 2.39476912
  const fixing = fixIndex(date, [
    posted('a', 3_000_000, 15_000_000, 1_080_000, 70),
    posted('b', 1_000_000, 6_000_000, 1_000_000, 20),
    posted('c', 500_000, 3_000_000, 1_040_000, 6),
    posted('d', 200_000, 1_200_000, 1_000_000, 4),
  ]);
  assert.deepEqual(
    fixing.rows.map(({ adjustedPrice }) => adjustedPrice),
    [5_000_000, 2_000_000, 961_538, 400_000],
  );
  assert.equal(fixing.value, 2_394_769);
  assert.equal(fixing.withheld, undefined);
});

test('IDX-7 a value exactly between two micro-dollars goes to the even one', () => {
  const halves = (high: number) =>
    fixIndex(date, [
      posted('a', 2, 2, 1_000_000, 1),
      posted('b', 2, 2, 1_000_000, 1),
      posted('c', high, high, 1_000_000, 1),
      posted('d', high, high, 1_000_000, 1),
    ]).value;
  assert.equal(halves(3), 2, '2.5');
  assert.equal(halves(5), 4, '3.5');
});

test('IDX-7 the millionths of the weights sum to one million', () => {
  for (const weight of ['weight', 'weightBeforeCap'] as const) {
    const { rows } = fixIndex(
      date,
      [1, 1, 1, 1, 1, 1, 1].map((v, i) => posted(`p${i}`, 1, 1, 1_000_000, v)),
    );
    assert.equal(
      rows.reduce((sum, row) => sum + row[weight], 0),
      1_000_000,
    );
    // 1,000,000 / 7 is 142,857 and one seventh; the one left over goes to the first of equals.
    assert.deepEqual(
      rows.map((row) => row[weight]),
      [142_858, 142_857, 142_857, 142_857, 142_857, 142_857, 142_857],
    );
  }
});

test('IDX-8 three providers cannot share the whole under the cap: the fixing is withheld, with the reason', () => {
  const fixing = fixIndex(date, five().slice(0, 3));
  assert.equal(fixing.value, undefined);
  assert.equal(fixing.withheld, 'TOO_FEW_PROVIDERS');
  assert.deepEqual(
    fixing.rows.map(({ weight }) => weight),
    [0, 0, 0],
  );
  assert.notEqual(fixIndex(date, five().slice(0, 4)).value, undefined);
});

test('IDX-8 four models of three providers are still three providers', () => {
  const three = five().slice(0, 3);
  const again = { ...(three[0] as Contribution), model: 'another' };
  assert.equal(fixIndex(date, [...three, again]).withheld, 'TOO_FEW_PROVIDERS');
});

test('IDX-8 without volume there is nothing to weigh', () => {
  const empty: Fixing = { date, value: undefined, withheld: 'NO_VOLUME', rows: [] };
  assert.deepEqual(fixIndex(date, []), empty);
  assert.deepEqual(
    fixIndex(
      date,
      five().map((contribution) => ({ ...contribution, volume: 0 })),
    ),
    empty,
  );
});

test('IDX-9 every calendar day has a fixing, Saturdays and Sundays too', () => {
  const week = Array.from({ length: 7 }, (_, i) => (date + i) as TradeDate);
  assert.equal(week.filter(isTradingDay).length, 5);
  for (const day of week) {
    const fixing = fixIndex(day, collectContributions(registry, fixingTime(day)).contributions);
    assert.equal(fixing.date, day);
    assert.equal(fixing.withheld, undefined);
  }
});

test('IDX-10 a mean of fixings is exact until one rounding, and a withheld fixing is no zero', () => {
  assert.equal(meanOfFixings([1, 2, undefined, 4].map(value)), 2, '7/3');
  assert.equal(meanOfFixings([1, 2].map(value)), 2, '1.5 to the even number');
  assert.equal(meanOfFixings([2, 3].map(value)), 2, '2.5 to the even number');
  assert.equal(meanOfFixings([undefined]), undefined);
  assert.equal(meanOfFixings([]), undefined);
});

test('IDX-10 a mean in ticks is rounded from the exact mean', () => {
  // The mean of 1,500 and 1,499 is 1,499.5: in ticks of 1,000 that is 1.4995 and goes down. Rounded first to 1,500
  // micro-dollars it would stand at a half and go up.
  assert.equal(meanInTicks([1_500, 1_499].map(value), 1_000), 1);
  assert.equal(meanInTicks([1_500, 1_500].map(value), 1_000), 2, '1.5 ticks to the even number');
  assert.equal(meanInTicks([2_155_426, undefined, 2_217_184].map(value), 1_000), 2_186, '2,186.305');
  assert.equal(meanInTicks([undefined], 1_000), undefined);
});

const value = (amount: number | undefined): Money | undefined => (amount === undefined ? undefined : money(amount));

function posted(
  provider: string,
  input: number,
  output: number,
  ratio: number,
  volume: number,
  model = provider,
): Contribution {
  const qualityRatio = ratio as Millionths;
  return { provider, model, inputPrice: money(input), outputPrice: money(output), qualityRatio, volume };
}

function five(): Contribution[] {
  return ['v', 'w', 'x', 'y', 'z'].map((provider, i) =>
    posted(provider, 1_000_000 * (i + 1), 4_000_000, 1_050_000, 10),
  );
}

function rowOf(fixing: Fixing, provider: string) {
  const row = fixing.rows.find(({ contribution }) => contribution.provider === provider);
  assert.ok(row);
  return row;
}
