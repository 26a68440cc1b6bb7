/** The made-up markets: the same from the same seed, and each what it says it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ONE_MILLION, type Ticks } from '#core/units.ts';
import { pricesOf, type Regime, regimes } from '#lab/regimes/regimes.ts';
import { SERIES_PRICE_MAX } from '#lab/series/price-series.ts';
import { Random } from '#makers/random.ts';

const span = { before: 250, tested: 500, after: 2 };
const drawn = (regime: Regime, seed = 1, over = span) => pricesOf(regime, Random.of(seed, regime.name), over);
const named = (name: string) => regimes.find((regime) => regime.name === name) as Regime;
const returnsOf = (prices: readonly Ticks[]) => prices.slice(1).map((price, i) => price / (prices[i] as number) - 1);
const deviation = (values: readonly number[]) => Math.sqrt(values.reduce((sum, r) => sum + r * r, 0) / values.length);

test('a regime has a whole price above zero for every day, the same for the same seed and another for another', () => {
  assert.equal(regimes.length, 5);
  for (const regime of regimes) {
    const prices = drawn(regime);
    assert.equal(prices.length, 752);
    assert.equal(prices[0], 2 * ONE_MILLION);
    assert.ok(prices.every((price) => Number.isSafeInteger(price) && price >= 1 && price <= SERIES_PRICE_MAX));
    assert.deepEqual(drawn(regime), prices);
    assert.notDeepEqual(drawn(regime, 2), prices);
  }
});

test('flat-cut moves, stands still for three fifths of the tested days, and loses four fifths at once', () => {
  const prices = drawn(named('flat-cut'));
  const still = prices.slice(250 + 100, 250 + 401);
  assert.equal(new Set(still).size, 1);
  assert.notEqual(prices[349], prices[350]);
  assert.ok(Math.abs((prices[651] as number) / (prices[650] as number) - 0.2) < 1e-6);
  assert.equal(new Set(prices.slice(651)).size, 1);
});

test('trend falls in its first year and rises in its second', () => {
  for (const seed of [1, 2, 3]) {
    const prices = drawn(named('trend'), seed);
    // 250 days of 0.25 % are 62.5 % on a logarithmic scale, with 24 % of noise around it.
    assert.ok((prices[250] as number) < (prices[0] as number));
    assert.ok((prices[500] as number) > (prices[250] as number));
  }
});

test('jumps come on about one day in fifty, and are leaps among quiet days', () => {
  const returns = returnsOf(drawn(named('jumps'), 1, { ...span, tested: 5_000 }));
  const leaps = returns.filter((r) => Math.abs(r) > 0.07);
  const quiet = returns.filter((r) => Math.abs(r) <= 0.07);
  // 5,251 days in fifty are 105; four standard errors are 41.
  assert.ok(Math.abs(leaps.length - 105) < 41, String(leaps.length));
  assert.ok(leaps.some((r) => r > 0) && leaps.some((r) => r < 0));
  assert.ok(Math.abs(deviation(quiet) - 0.01) < 0.002);
});

test('clusters: large days follow large days; fat tails: many large days, and no such memory', () => {
  const long = { ...span, tested: 5_000 };
  const clusters = returnsOf(drawn(named('clusters'), 1, long));
  const tails = returnsOf(drawn(named('fat-tails'), 1, long));
  // The rank correlation of sizes would do as well; the plain one of capped sizes is easier to read.
  const memory = (returns: readonly number[]) => {
    const sizes = returns.map((r) => Math.min(Math.abs(r), 0.12));
    const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length;
    const centred = sizes.map((size) => size - mean);
    const together = centred.slice(1).reduce((sum, c, i) => sum + c * (centred[i] as number), 0);
    return together / centred.reduce((sum, c) => sum + c * c, 0);
  };
  // Four standard errors of the correlation of 5,251 independent days are 0.055.
  assert.ok(memory(clusters) > 0.1, String(memory(clusters)));
  assert.ok(Math.abs(memory(tails)) < 0.055, String(memory(tails)));
  // Beyond 12 %, three deviations, lie 0.27 % of normal days and 1.4 % of these.
  const beyond = tails.filter((r) => Math.abs(r) > 0.12).length / tails.length;
  assert.ok(beyond > 0.007 && beyond < 0.021, String(beyond));
});
