/** A company's hedge, part by part: against worked figures, second ways of computing, and what must be so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstDayOf, formatDate, formatMonth, readDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { hedgeMonths } from '#lab/planning/back-test.ts';
import { changesOf, coMovement } from '#lab/planning/co-movement.ts';
import { lotsFor, minimumVariance, tailing, wholeLots } from '#lab/planning/contracts.ts';
import { dollarOffset, lineTest } from '#lab/planning/effectiveness.ts';
import { monthsOf, project } from '#lab/planning/exposure.ts';
import { legsOf, type Strategy } from '#lab/planning/holdings.ts';
import { holdingsOf, planMonths, tradesOf } from '#lab/planning/plan.ts';
import { bootstrapLine, regress } from '#lab/statistics/regression.ts';
import { Random } from '#makers/random.ts';

const near = (found: number, expected: number, within: number) =>
  assert.ok(Math.abs(found - expected) <= within, `${found} is not ${expected} ± ${within}`);
const day = (text: string) => readDate(text) as TradeDate;
const DECEMBER_2026 = 2026 * 12 + 11;

test('a correlation of 0.93 with volatilities of 0.55 and 0.50 makes a ratio of 1.023 and takes 63.2 % off the deviation', () => {
  const { ratio, efficiency, reduction } = minimumVariance(0.93, 0.55, 0.5);
  near(ratio, 1.023, 1e-12);
  near(efficiency, 0.8649, 1e-12);
  assert.equal(reduction.toFixed(3), '0.632');
});

test('24,000 million tokens at 1.023 are 24.55 lots, and 24.31 tailed at 4 % over three months', () => {
  assert.equal(lotsFor(24_000, 1.023, 1).toFixed(2), '24.55');
  assert.equal(lotsFor(24_000, 1.023, tailing(0.04, 0.25)).toFixed(2), '24.31');
});

test('what does not fill a lot of SIT is rounded to lots of SITP, on either side', () => {
  assert.deepEqual(wholeLots(24.3088), { sit: 24, sitp: 309 });
  assert.deepEqual(wholeLots(0.9996), { sit: 1, sitp: 0 });
  assert.deepEqual(wholeLots(-1.25), { sit: -1, sitp: -250 });
  assert.deepEqual(wholeLots(-0.0004), { sit: 0, sitp: 0 });
});

test('a month is tailed to its middle', () => {
  // From 30 November 2026 to the middle of 16 March 2027 there are 106.5 days.
  const [march] = planMonths([{ month: DECEMBER_2026 + 3, tokens: 24_000 }], 1.023, 0.04, day('2026-11-30'));
  near(march?.exact as number, 24.552, 1e-9);
  near(march?.tailed as number, 24.552 / (1 + (0.04 * 106.5) / 365), 1e-9);
  assert.deepEqual(march?.lots, { sit: 24, sitp: 269 });
});

/** The same line by the normal equations, and Newey and West's error by the sandwich of matrices, lag by lag. */
function lineByMatrices(x: readonly number[], y: readonly number[], lags: number) {
  const n = x.length;
  const total = (of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i)).reduce((a, b) => a + b, 0);
  const [sx, sxx, sy, sxy] = [
    total((i) => x[i] as number),
    total((i) => (x[i] as number) ** 2),
    total((i) => y[i] as number),
    total((i) => (x[i] as number) * (y[i] as number)),
  ];
  const determinant = n * sxx - sx * sx;
  const [a, b] = [(sxx * sy - sx * sxy) / determinant, (n * sxy - sx * sy) / determinant];
  const e = x.map((value, i) => (y[i] as number) - a - b * value);
  const inverse = [
    [sxx / determinant, -sx / determinant],
    [-sx / determinant, n / determinant],
  ] as const;
  const row = (i: number) => [1, x[i] as number] as const;
  let variance = 0;
  for (let i = 0; i < n; i += 1)
    for (let j = Math.max(0, i - lags); j <= Math.min(n - 1, i + lags); j += 1) {
      const weight = 1 - Math.abs(i - j) / (lags + 1);
      // The second row of the inverse times the row of i: what one error does to the slope.
      const pull = (k: number) => inverse[1][0] * row(k)[0] + inverse[1][1] * row(k)[1];
      variance += weight * pull(i) * (e[i] as number) * pull(j) * (e[j] as number);
    }
  const left = e.reduce((sum, value) => sum + value * value, 0);
  const spread = y.reduce((sum, value) => sum + (value - sy / n) ** 2, 0);
  return { slope: b, intercept: a, rSquared: 1 - left / spread, standardError: Math.sqrt((variance * n) / (n - 2)) };
}

test('line, R² and standard error are those of a second computation', () => {
  const dice = Random.of(11, 'line');
  for (const n of [8, 11, 60, 104]) {
    const x = Array.from({ length: n }, () => dice.normal());
    const y = x.map((value) => 0.3 + 0.8 * value + dice.normal());
    const found = regress(x, y);
    const expected = lineByMatrices(x, y, Math.floor(4 * (n / 100) ** (2 / 9)));
    for (const key of ['slope', 'intercept', 'rSquared', 'standardError'] as const)
      near(found?.[key] as number, expected[key], 1e-10);
  }
});

test('where the index stands still there is no line; where the own price does, it is flat and explains nothing', () => {
  assert.equal(regress([0, 0, 0, 0], [1, 2, 3, 4]), undefined);
  const flat = regress([1, 2, 3, 4], [5, 5, 5, 5]);
  assert.deepEqual([flat?.slope, flat?.rSquared], [0, 0]);
  const changes = { index: new Array<number>(11).fill(0), own: Array.from({ length: 11 }, (_, i) => i) };
  assert.equal(coMovement(changes, Random.of(1, 'still')).because, 'the index did not move');
  const few = { index: [1, 2, 3], own: [1, 2, 3] };
  assert.match(coMovement(few, Random.of(1, 'few')).because, /^3 changes are too few/);
});

test('the bootstrap is the same for a seed, another for another, and has the truth in 95 of 100 cases or nearly', () => {
  const dice = Random.of(5, 'cases');
  let held = 0;
  const cases = 60;
  for (let at = 0; at < cases; at += 1) {
    const x = Array.from({ length: 40 }, () => dice.normal());
    const y = x.map((value) => 0.8 * value + dice.normal());
    const { slope } = bootstrapLine(x, y, Random.of(at, 'boot')) as NonNullable<ReturnType<typeof bootstrapLine>>;
    if (slope.low <= 0.8 && slope.high >= 0.8) held += 1;
    if (at === 0) {
      assert.deepEqual(bootstrapLine(x, y, Random.of(0, 'boot'))?.slope, slope);
      assert.notDeepEqual(bootstrapLine(x, y, Random.of(1, 'boot'))?.slope, slope);
    }
  }
  // Percentile intervals of forty pairs are a little short: some 92 of 100. Below 80 of 100 something is wrong.
  assert.ok(held >= 0.8 * cases, `seed 5: ${held} of ${cases}`);
});

test('changes are taken between months that follow each other, and from none to none', () => {
  const pair = (period: number, own: number, index: number) => ({ period, own, index });
  assert.deepEqual(changesOf([pair(1, 2, 1), pair(2, 3, 1.5), pair(4, 9, 9), pair(5, 8, 7)]), {
    own: [1, -1],
    index: [0.5, -2],
  });
});

test('months add up; a price without the change of models moves only as models do', () => {
  const line = (date: string, model: string, tokens: number, cost: number) => ({
    date: day(date),
    model,
    input: tokens * 1e6,
    cached: 0,
    output: 0,
    cost,
  });
  const months = monthsOf([
    line('2026-02-10', 'a', 30, 30),
    line('2026-01-05', 'a', 10, 10),
    line('2026-01-09', 'b', 10, 90),
    line('2026-02-01', 'b', 10, 90),
    line('2026-03-01', 'a', 30, 15),
    line('2026-03-01', 'b', 10, 45),
    line('2026-03-02', 'c', 100, 5),
  ]);
  assert.deepEqual(
    months.map(({ tokens, cost, paid }) => [tokens, cost, paid]),
    [
      [20, 100, 5],
      [40, 120, 3],
      [140, 65, 65 / 140],
    ],
  );
  // February: neither price changed, though cheap tokens grew. March: both halved, whatever the new model costs.
  near(months[1]?.chained as number, 5, 1e-12);
  near(months[2]?.chained as number, 2.5, 1e-12);
  const { tokens, price } = project(months, 2, 0.1);
  near(tokens[0] as number, 200 / 3, 1e-9);
  near(tokens[1] as number, 220 / 3, 1e-9);
  near(price, 285 / 200, 1e-12);
});

const legs = (strategy: Strategy, month: number) =>
  legsOf(strategy, month, day('2026-11-30')).map(
    ({ contract, from, until }) => `${formatMonth(contract)} ${formatDate(from)} ${formatDate(until)}`,
  );

test('a strip holds the month itself, or the next later one until it is listed', () => {
  assert.deepEqual(legs('strip', DECEMBER_2026), ['2612 2026-11-30 2026-12-16']);
  assert.deepEqual(legs('strip', DECEMBER_2026 + 3), ['2703 2026-11-30 2027-03-17']);
  // On 30 November 2026 the months are 2612 to 2705, 2706, 2709, 2712 and 2803. 2707 is listed when 2701 has expired.
  assert.deepEqual(legs('strip', DECEMBER_2026 + 7), ['2709 2026-11-30 2027-01-21', '2707 2027-01-21 2027-07-21']);
});

test('a stack holds the nearest month and leaves it on the last trading day before its delivery', () => {
  assert.deepEqual(legs('stack', DECEMBER_2026), ['2612 2026-11-30 2026-12-16']);
  assert.deepEqual(legs('stack', DECEMBER_2026 + 3), [
    '2701 2026-11-30 2026-12-31',
    '2702 2026-12-31 2027-01-29',
    '2703 2027-01-29 2027-03-17',
  ]);
});

test('trades of a day and a month are one, and what is bought is sold or settles', () => {
  const start = day('2026-11-30');
  const planned = planMonths(
    [0, 1, 2].map((at) => ({ month: DECEMBER_2026 + at, tokens: 1_000 })),
    1,
    0,
    start,
  );
  const trades = tradesOf(holdingsOf(planned, 'stack', start)).map(
    ({ date, contract, size }) => `${formatDate(date)} ${formatMonth(contract)} ${size}`,
  );
  assert.deepEqual(trades, [
    '2026-11-30 2612 1000',
    '2026-11-30 2701 2000',
    '2026-12-31 2701 -1000',
    '2026-12-31 2702 1000',
  ]);
});

test('the regression test wants 80 % of variance, a slope near one, and more than chance', () => {
  const x = [-0.2, 0.1, 0.3, -0.1, 0.2, -0.3, 0.15, -0.15, 0.05, -0.05];
  const noise = [0.01, -0.01, 0.01, 0.01, -0.01, -0.01, -0.01, 0.01, 0.01, -0.01];
  const own = (slope: number, share: number) => x.map((value, i) => slope * value + share * (noise[i] as number));
  assert.equal(lineTest(x, own(2, 1), 2)?.isEffective, true);
  // The same line, but the hedge is half as large as it should be.
  const half = lineTest(x, own(2, 1), 1);
  near(half?.slope as number, 2, 0.1);
  assert.equal(half?.isEffective, false);
  const noisy = lineTest(x, own(2, 50), 2);
  assert.ok((noisy?.line.rSquared as number) < 0.8);
  assert.equal(noisy?.isEffective, false);
  assert.equal(lineTest(x, own(2, 1), 0), undefined);
});

test('dollar offset is between 0.80 and 1.25, and of a small change there is none', () => {
  assert.deepEqual(dollarOffset(100, 80, 1_000), { costRise: 100, hedgeGain: 80, offset: 0.8, isEffective: true });
  assert.equal(dollarOffset(-100, -125, 1_000).isEffective, true);
  assert.equal(dollarOffset(100, 126, 1_000).isEffective, false);
  assert.equal(dollarOffset(100, -100, 1_000).isEffective, false);
  assert.equal(dollarOffset(9.99, 500, 1_000).offset, undefined);
});

test('a back-test settles at the mean of the index until the third Wednesday', () => {
  const month = DECEMBER_2026;
  // 1.00 until the 8th of December, 2.00 from then on: of sixteen fixings half are 1 and half are 2.
  const index = (date: TradeDate) => (date < firstDayOf(month) + 8 ? 1 : 2);
  const [one] = hedgeMonths([{ month, tokens: 100, price: 4 }], 2, 3, 1, index);
  assert.deepEqual(one, {
    month,
    tokens: 100,
    price: 4,
    cost: 400,
    settled: 1.5,
    gain: 100,
    hedgedCost: 300,
    costRise: 100,
  });
});
