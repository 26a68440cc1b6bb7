/** The back-test against a plain count, and the list-price trap with its known figures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Millionths, ONE_MILLION, type Ticks } from '#core/units.ts';
import { backtest, PRICES_AFTER, PRICES_BEFORE, testableDays } from '#lab/backtest/backtest.ts';
import { trapResults } from '#lab/backtest/list-price-trap.ts';
import { coreModels } from '#lab/models/core-models.ts';
import type { MarginModel } from '#lab/models/margin-model.ts';
import { Random } from '#makers/random.ts';

const flat = (rate: number, horizon: number, seen: number[] = []): MarginModel => ({
  name: 'flat',
  about: 'The same every day.',
  horizon,
  memory: 3,
  rateAfter: (prices) => {
    seen.push(...prices);
    return rate as Millionths;
  },
});

const seriesOf = (prices: readonly number[]) => ({ name: 'test', about: '', prices: prices as readonly Ticks[] });
/** A price of 1,000 up to the first tested day, then `tested`. */
const testing = (...tested: number[]) => seriesOf([...Array(PRICES_BEFORE).fill(1_000), ...tested]);

test('a loss of exactly the margin is covered, and one of a tick more is not', () => {
  const exact = backtest(testing(1_000, 900, 990, 990), flat(100_000, 1));
  assert.deepEqual(
    exact.days.map(({ at, move, exceeded }) => [at, move, exceeded]),
    [
      [250, -0.1, undefined],
      [251, 0.1, undefined],
    ],
  );
  const over = backtest(testing(1_000, 899, 989, 989), flat(100_000, 1));
  assert.deepEqual(
    over.days.map(({ exceeded }) => exceeded),
    ['long', 'short'],
  );
  // 101 of 1,000 less 10 %; 90 of 899 less 10 %.
  const [long, short] = over.sides;
  assert.ok(Math.abs((long?.worstShortfall ?? 0) - 0.001) < 1e-12);
  assert.ok(Math.abs((short?.worstShortfall ?? 0) - (90 / 899 - 0.1)) < 1e-12);
});

test('over two days every second one begins a period, and a fall counts once', () => {
  const { days, sides } = backtest(testing(1_000, 1_000, 1_000, 500, 500, 500, 500), flat(120_000, 2));
  assert.deepEqual(
    days.map(({ isCounted, exceeded }) => [isCounted, exceeded]),
    [
      [true, undefined],
      [false, undefined],
      [true, 'long'],
      [false, undefined],
      [true, undefined],
    ],
  );
  assert.deepEqual(
    sides.map(({ periods, exceedances }) => [periods, exceedances]),
    [
      [3, 1],
      [3, 0],
    ],
  );
});

test('a model sees the prices up to its day and as many as it remembers, and none of a later day', () => {
  const seen: number[] = [];
  backtest(testing(1_001, 1_002, 1_003, 1_004), flat(80_000, 1, seen));
  assert.deepEqual(seen, [1_000, 1_000, 1_001, 1_000, 1_001, 1_002]);
});

test('the last days are tested when fewer are wanted, and a series that is too short is not tested', () => {
  const series = testing(1, 2, 3, 4, 5, 6);
  assert.equal(testableDays(series), 4);
  assert.deepEqual(
    backtest(series, flat(80_000, 1), 2).days.map(({ at }) => at),
    [252, 253],
  );
  assert.throws(() => backtest(testing(1, 2), flat(80_000, 1)), RangeError);
});

test('counts and figures of every model are those of a plain count over a random walk', () => {
  for (const model of coreModels) {
    const random = Random.of(7, model.name);
    const walk = [1_000_000];
    for (let day = 0; day < 500; day += 1)
      walk.push(Math.round((walk.at(-1) as number) * Math.exp(0.06 * random.normal())));
    const prices = walk as Ticks[];
    const result = backtest(seriesOf(prices), model);
    const counts = { long: 0, short: 0, periods: 0 };
    const rates: number[] = [];
    for (let at = PRICES_BEFORE; at + PRICES_AFTER < prices.length; at += 1) {
      const rate = model.rateAfter(prices.slice(at - model.memory + 1, at + 1));
      rates.push(rate / ONE_MILLION);
      if ((at - PRICES_BEFORE) % model.horizon !== 0) continue;
      const [now, later] = [BigInt(prices[at] as number), BigInt(prices[at + model.horizon] as number)];
      counts.periods += 1;
      if ((now - later) * 1_000_000n > BigInt(rate) * now) counts.long += 1;
      if ((later - now) * 1_000_000n > BigInt(rate) * now) counts.short += 1;
    }
    const [long, short] = result.sides;
    assert.deepEqual(
      { long: long?.exceedances, short: short?.exceedances, periods: long?.periods },
      counts,
      model.name,
    );
    assert.equal(result.rate.peakToTrough, Math.max(...rates) / Math.min(...rates));
    assert.ok(Math.abs(result.rate.average - rates.reduce((a, b) => a + b, 0) / rates.length) < 1e-12);
  }
});

test('no model looks back or ahead farther than the days that every test keeps for it', () => {
  for (const { name, memory, horizon } of coreModels) {
    assert.ok(memory <= PRICES_BEFORE + 1, name);
    assert.ok(horizon <= PRICES_AFTER, name);
  }
});

test('a list price that stands still for 120 days brings margin from volatility alone from 13.2 % down to 2.1 %', () => {
  const [bare, floored, both] = trapResults().map(({ days }) =>
    [0, 30, 60, 90, 120].map((day) => ((days[day]?.rate ?? 0) / 10_000).toFixed(1)),
  );
  assert.deepEqual(bare, ['13.2', '8.3', '5.3', '3.3', '2.1']);
  // 2.326 × 2.5 % × √2 is 8.2 %, and 12 % is above it.
  assert.deepEqual(floored, ['13.2', '8.3', '8.2', '8.2', '8.2']);
  assert.deepEqual(both, ['13.2', '12.0', '12.0', '12.0', '12.0']);
});

test('the cut that follows exceeds every one of them, and the floors bring the margin to rise less', () => {
  const results = trapResults();
  for (const { days, sides } of results) {
    assert.equal(days[120]?.exceeded, 'long');
    assert.equal(sides[0]?.exceedances, 1);
  }
  // σ² after the cut is 0.97 σ² + 0.03 × 0.8²: with σ at 0.64 % that is 13.9 % a day, and 45.7 % over two.
  const after = (results[0]?.days[121]?.rate ?? 0) / ONE_MILLION;
  assert.ok(Math.abs(after - 2.3263 * Math.SQRT2 * Math.sqrt(0.97 * 0.00643 ** 2 + 0.03 * 0.64)) < 1e-3, String(after));
  const swings = results.map(({ rate }) => rate.peakToTrough);
  assert.ok((swings[0] as number) > 20 && (swings[2] as number) < 4, String(swings));
});
