/** A leveraged position: worked figures, mirrors, fair games, and the closed forms against paths. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedReturn, liquidationChance, medianDays, outcome } from '#lab/leverage/chances.ts';
import { type Gaps, playPaths, smooth } from '#lab/leverage/gap-paths.ts';
import { overnight } from '#lab/leverage/overnight.ts';
import { costOf, leverageFor, liquidationDistance, liquidationPrice, returnOnMargin } from '#lab/leverage/position.ts';
import { sizeFor, stopChance, stopFor } from '#lab/leverage/stops.ts';
import { leverages } from '#lab/leverage/study.ts';
import { atLeverage, faultIn, type Terms } from '#lab/leverage/terms.ts';
import { chance, duration, signed } from '#lab/leverage/words.ts';
import { Random } from '#makers/random.ts';

const near = (found: number, expected: number, within: number, what = ''): void =>
  assert.ok(Math.abs(found - expected) <= within, `${what}: ${found} is not ${expected}`);

/** The example of the brief, with costs. */
const brief: Terms = {
  price: 100,
  side: 'long',
  leverage: 50,
  maintenance: 0.01,
  fee: 0.0005,
  spread: 0,
  funding: 0.0002,
  days: 3,
  volatility: 0.45,
  drift: 0,
  daysPerYear: 252,
  target: 0.03,
};
const free = { fee: 0, spread: 0, funding: 0 };

test('50x and +3 % are +150 % of the margin, +142 % after costs, and the loss is as large', () => {
  near(returnOnMargin(brief, 0.03, 0), 1.5, 1e-12);
  near(returnOnMargin(brief, 0.03, costOf(brief, 3)), 1.42, 1e-12);
  near(returnOnMargin(brief, -0.03, costOf(brief, 3)), -1.58, 1e-12);
  near(returnOnMargin({ ...brief, side: 'short' }, -0.03, 0), 1.5, 1e-12);
});

test('liquidation is where it is worked out to be: 2 % without maintenance, 1.01 and 0.99 % with 1 %', () => {
  for (const [leverage, maintenance, long, short] of [
    [50, 0, '2.00', '2.00'],
    [50, 0.01, '1.01', '0.99'],
    [20, 0.01, '4.04', '3.96'],
    [10, 0.01, '9.09', '8.91'],
  ] as const) {
    const told = (side: 'long' | 'short') => (100 * liquidationDistance({ side, leverage, maintenance }, 0)).toFixed(2);
    assert.deepEqual([told('long'), told('short')], [long, short]);
  }
});

test('at the liquidation price equity is maintenance, whatever the side, leverage and cost', () => {
  for (const side of ['long', 'short'] as const)
    for (const leverage of [1, 3, 50, 2_000])
      for (const paid of [0, 0.0001]) {
        const maintenance = 0.4 / leverage;
        const price = liquidationPrice({ side, leverage, maintenance }, paid);
        const equity = 1 / leverage - paid + (side === 'long' ? price - 1 : 1 - price);
        near(equity, maintenance * price, 1e-12);
        const terms = { ...brief, ...free, side, leverage, maintenance, fee: paid };
        near(leverageFor(terms, liquidationDistance(terms, paid)) / leverage, 1, 1e-9);
      }
});

test('what cannot be opened is said in a sentence', () => {
  assert.equal(faultIn(brief), undefined);
  const cases: readonly (readonly [Partial<Terms>, RegExp])[] = [
    [{ leverage: 0 }, /^The leverage is a number from 1 to 2000, not 0\.$/],
    [{ leverage: 2_001 }, /not 2001\.$/],
    [{ leverage: Number.NaN }, /not NaN\.$/],
    [{ days: 1.5 }, /whole/],
    [
      { leverage: 100 },
      /^At 100x the margin is 1\.000 %.*not above the maintenance of 1\.000 %: it is liquidated as it opens/,
    ],
    [{ leverage: 2_000, maintenance: 0.0004, fee: 0.0005 }, /of which fee and spread take 0\.050 % at once/],
    [{ side: 'short', target: 1 }, /never reached/],
    [{ volatility: 0 }, /volatility/],
  ];
  for (const [change, expected] of cases) assert.match(faultIn({ ...brief, ...change }) ?? '', expected);
});

test('a fair price without costs earns nothing on average, and with costs exactly their loss', () => {
  for (const side of ['long', 'short'] as const)
    for (const leverage of [2, 10, 50, 400])
      for (const aim of ['target', 'none'] as const) {
        const terms = { ...atLeverage(brief, leverage), side, ...free };
        near(expectedReturn(terms, 3, aim).restReturned, 0, 1e-9, `${side} ${leverage}`);
        // At 400x what a forced close leaves does not pay for closing, so it is left out.
        if (leverage < 400)
          near(expectedReturn({ ...terms, fee: 0.0005 }, 3, aim).restReturned, -leverage * 0.001, 1e-9);
      }
});

test('more leverage and more time are never safer', () => {
  for (const side of ['long', 'short'] as const) {
    let before = 0;
    for (const leverage of leverages) {
      const terms = { ...brief, side, leverage, maintenance: 0.5 / leverage };
      const byDays = [0.1, 1, 5, 21, 252].map((days) => liquidationChance(terms, days));
      assert.deepEqual(
        byDays,
        byDays.toSorted((a, b) => a - b),
      );
      assert.ok((byDays[1] as number) >= before);
      before = byDays[1] as number;
    }
  }
});

test('a short is the mirror of a long at prices that are mirrored, and the median is where half are gone', () => {
  // Heights are logarithms; with growth of half the variance they have no drift, and odds go by distance alone.
  const flat = { ...brief, ...free, drift: 0.45 ** 2 / 2 };
  const long = { ...flat, maintenance: 0.01 };
  const distance = -Math.log(liquidationPrice(long, 0));
  const short = {
    ...flat,
    side: 'short' as const,
    maintenance: 0,
    leverage: 1 / Math.expm1(distance),
    target: 0.03 / 1.03,
  };
  for (const days of [1, 3, Infinity]) {
    const [a, b] = [outcome(long, days, 'target'), outcome(short, days, 'target')];
    near(a.adverse, b.adverse, 1e-12);
    near(a.favourable, b.favourable, 1e-12);
  }
  // Half a normal distribution lies within 0.67449 deviations.
  const median = (distance / (0.6744897501960817 * 0.45)) ** 2 * 252;
  near((medianDays(long) as number) / median, 1, 1e-6);
  assert.equal(medianDays({ ...flat, leverage: 1, maintenance: 0 }), undefined);
});

test('a stop is reached as often as was asked, and is of use only before liquidation', () => {
  for (const side of ['long', 'short'] as const)
    for (const wanted of [0.5, 0.1, 0.01]) {
      const terms = { ...brief, side };
      const stop = stopFor(terms, wanted);
      near(stopChance(terms, stop.distance), wanted, 1e-9);
      assert.equal(stop.beforeLiquidation, false);
      const roomy = { ...terms, leverage: 0.999 * stop.leverageMost };
      assert.equal(stopFor(roomy, wanted).beforeLiquidation, true);
      assert.equal(stopFor({ ...terms, leverage: 1.001 * stop.leverageMost }, wanted).beforeLiquidation, false);
    }
});

test('the size for a risk loses that risk: 100 of 10,000 at a stop of 2 % and costs of 0.16 %', () => {
  const size = sizeFor(brief, 10_000, 100, 0.02, 20);
  near(size.value, 100 / 0.0216, 1e-9);
  near(size.units, 46.2963, 1e-4);
  near(size.margin, size.value / 20, 1e-9);
  near(size.accountLeverage, 0.46296, 1e-5);
});

const PATHS = 40_000;
/** Four standard errors of a share. */
const within = (share: number) => 4 * Math.sqrt((share * (1 - share)) / PATHS) + 1e-9;

test('paths without gaps end as the closed form says, on both sides, with drift', () => {
  for (const [change, seed] of [
    [free, 1],
    [{ ...free, side: 'short', drift: 0.8 }, 2],
    [{ ...free, leverage: 20, drift: -1, days: 5 }, 3],
    [{ ...free, leverage: 1_000, maintenance: 0.0003, target: 0.0015, days: 1 }, 4],
    [{ fee: 0.0005, leverage: 10, target: 0.05 }, 5],
  ] as const) {
    const terms: Terms = { ...brief, ...change };
    const found = playPaths(terms, smooth, PATHS, Random.of(seed, 'smooth'));
    const expected = outcome(terms, terms.days, 'target');
    near(
      found.liquidated / PATHS,
      expected.adverse,
      within(expected.adverse) + 5e-4 * (terms.funding === 0 ? 0 : 1),
      `seed ${seed}`,
    );
    near(
      found.reached / PATHS,
      expected.favourable,
      within(expected.favourable) + 5e-4 * (terms.funding === 0 ? 0 : 1),
      `seed ${seed}`,
    );
    const deviation = Math.sqrt(found.squares / PATHS - (found.returns / PATHS) ** 2);
    near(
      found.returns / PATHS,
      expectedReturn(terms, terms.days, 'target').restReturned,
      (4 * deviation) / Math.sqrt(PATHS) + 5e-3,
      `seed ${seed}`,
    );
    assert.equal(found.owing, 0);
  }
});

test('a market that moves at night alone liquidates and owes as often as the normal distribution says', () => {
  const gaps: Gaps = { night: 0.99, jumps: 60, jumpSize: 0.03 };
  const terms: Terms = { ...brief, ...free, leverage: 20, days: 1, target: 0.5 };
  const found = playPaths(terms, gaps, PATHS, Random.of(6, 'night'));
  // Jumps come 60 / 252 to the night; each number of them has a normal distribution of its own.
  const variance = (0.45 ** 2 - 60 * 0.03 ** 2) / 252;
  const drift = -variance / 2 - (60 * Math.expm1(0.03 ** 2 / 2)) / 252;
  const falls = (to: number) => {
    let [sum, weight] = [0, Math.exp(-60 / 252)];
    for (let k = 0; k < 12; k += 1) {
      sum += weight * normalBelow((Math.log(to) - drift) / Math.sqrt(variance + k * 0.03 ** 2));
      weight *= 60 / 252 / (k + 1);
    }
    return sum;
  };
  near(found.liquidated / PATHS, falls(0.95 / 0.99), within(0.1), 'liquidated');
  near(found.owing / PATHS, falls(0.95), within(0.05), 'owing');
  assert.ok(found.owing > 500);

  // With so little of a day before it, one night from the entry price is nearly the whole of it.
  const night = overnight(terms, gaps);
  near(night.liquidated, falls(0.95 / 0.99), 1e-3);
  near(night.owing, falls(0.95), 1e-3);
  near(night.owed as number, found.owed / found.owing, 0.05 * (night.owed as number));
});

test('a night without jumps is one normal move, for longs and shorts, and a debt is the option on it', () => {
  const gaps: Gaps = { night: 0.3, jumps: 0, jumpSize: 0 };
  const deviation = 0.45 * Math.sqrt(0.3 / 252);
  const mean = -(deviation ** 2) / 2;
  for (const side of ['long', 'short'] as const) {
    const sign = side === 'long' ? 1 : -1;
    const terms: Terms = { ...brief, ...free, side, leverage: 100, maintenance: 0.005 };
    const { liquidated, owing, owed } = overnight(terms, gaps);
    const beyond = (price: number) => normalBelow((sign * (Math.log(price) - mean)) / deviation);
    near(liquidated, beyond((1 - sign / 100) / (1 - sign * 0.005)), 1e-9);
    near(owing, beyond(1 - sign / 100), 1e-9);
    // The mean debt by adding up what each outcome owes.
    let debt = 0;
    for (let z = -8; z < 8; z += 1e-4) {
      const loss = sign * (1 - sign / 100 - Math.exp(mean + deviation * z));
      debt += Math.max(0, 100 * loss) * Math.exp((-z * z) / 2) * 1e-4;
    }
    near(owed as number, debt / Math.sqrt(2 * Math.PI) / owing, 1e-6);
  }
});

test('gaps and jumps leave the mean alone, and the same seed plays the same paths', () => {
  const gaps: Gaps = { night: 0.4, jumps: 20, jumpSize: 0.08 };
  const terms: Terms = { ...brief, ...free, leverage: 1, maintenance: 0, days: 5, target: 10 };
  const found = playPaths(terms, gaps, PATHS, Random.of(7, 'mean'));
  near(found.returns / PATHS, 0, (4 * Math.sqrt(found.squares)) / PATHS);
  // Five days of 45 %: the logarithm's variance is the same with jumps as without.
  near(found.squares / PATHS, Math.expm1((0.45 ** 2 * 5) / 252), 6e-4);
  assert.deepEqual(
    playPaths(terms, gaps, 500, Random.of(7, 'mean')),
    playPaths(terms, gaps, 500, Random.of(7, 'mean')),
  );
});

test('gains carry a plus as losses carry a minus, and nothing is more certain than it is', () => {
  assert.deepEqual(
    [signed(1.5, 0), signed(-1.5, 0), signed(0, 0), signed(1e-9, 2)],
    ['+150 %', '−150 %', '0 %', '0.00 %'],
  );
  assert.deepEqual([0, 1e-6, 0.05, 0.5, 0.999, 0.99999, 1].map(chance), [
    '0.0 %',
    'below 0.1 %',
    '5.0 %',
    '50 %',
    '99.9 %',
    'above 99.9 %',
    '100.0 %',
  ]);
  assert.deepEqual([3, 0.2, 0.01, 1e-4].map(duration), ['3.0 days', '4.8 hours', '14 minutes', '8.6 seconds']);
});

/** P(N < z) by Simpson's rule. */
function normalBelow(z: number): number {
  const width = (z + 9) / 2_000;
  let sum = 0;
  for (let i = 0; i <= 2_000; i += 1) {
    const x = -9 + i * width;
    sum += (i === 0 || i === 2_000 ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-x * x) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}
