/**
 * The index over random contributions: the same in any order, inside its inputs, and equal to its plain twin.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Contribution } from '#core/price-index/contribution.ts';
import { fixIndex } from '#core/price-index/fix-index.ts';
import type { FixingRow } from '#core/price-index/fixing.ts';
import { meanInTicks } from '#core/price-index/mean.ts';
import { PROVIDER_CAP } from '#core/price-index/weights.ts';
import { type Millionths, type Money, money, ONE_MILLION, type TradeDate } from '#core/units.ts';
import { Fraction, naiveRows, naiveValue, nearestEven, shareOut } from '../model/naive-index.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- price-index`;
const RUNS = { seed: SEED, numRuns: 1_000 };
const date = 20_777 as TradeDate;

/** Prices from a millionth of a cent to a hundred dollars, volumes from one to ten trillion tokens, a few providers. */
const contribution = fc.record({
  provider: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'ü'),
  model: fc.constantFrom('small', 'large', 'old', 'new'),
  inputPrice: fc.integer({ min: 1, max: 100_000_000 }).map(money),
  outputPrice: fc.integer({ min: 1, max: 100_000_000 }).map(money),
  qualityRatio: fc.integer({ min: ONE_MILLION, max: 1_100_000 }).map((ratio) => ratio as Millionths),
  volume: fc.oneof(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 5 })),
});
const contributions = fc.uniqueArray(contribution, {
  minLength: 4,
  maxLength: 24,
  selector: ({ provider, model }) => `${provider} ${model}`,
});
const enough = contributions.filter((list) => new Set(list.map(({ provider }) => provider)).size >= 4);

test('IDX-7 the order of contributions does not matter', () => {
  const shuffled = contributions.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      assert.deepEqual(fixIndex(date, other), fixIndex(date, list), REPLAY);
    }),
    RUNS,
  );
});

test('IDX-7 the value lies between the lowest and the highest adjusted price', () => {
  fc.assert(
    fc.property(enough, (list) => {
      const { value, rows } = fixIndex(date, list);
      const prices = rows.map(({ adjustedPrice }) => adjustedPrice);
      assert.ok(value !== undefined && value >= Math.min(...prices) && value <= Math.max(...prices), REPLAY);
    }),
    RUNS,
  );
});

test('IDX-6 no provider is above the cap, and weights sum to one million', () => {
  fc.assert(
    fc.property(enough, (list) => {
      const { rows } = fixIndex(date, list);
      for (const [, ofProvider] of Map.groupBy(rows, (row) => row.contribution.provider))
        assert.ok(sumOf(ofProvider, 'weight') <= PROVIDER_CAP, REPLAY);
      assert.equal(sumOf(rows, 'weight'), ONE_MILLION, REPLAY);
      assert.equal(sumOf(rows, 'weightBeforeCap'), ONE_MILLION, REPLAY);
    }),
    RUNS,
  );
});

test('IDX-7 the fixing is what exact fractions give, rounded', () => {
  fc.assert(
    fc.property(enough, (list) => {
      const fixing = fixIndex(date, list);
      const exact = naiveRows(fixing.rows.map((row) => row.contribution));
      const before = wholeWeights(exact.map((row) => ({ ...row, weight: row.weightBeforeCap })));
      const after = wholeWeights(exact);
      fixing.rows.forEach((row, i) => {
        const twin = exact[i];
        assert.equal(BigInt(row.blendedPrice), nearestEven(twin?.blendedPrice as Fraction), REPLAY);
        assert.equal(BigInt(row.adjustedPrice), nearestEven(twin?.adjustedPrice as Fraction), REPLAY);
        assert.equal(BigInt(row.weightBeforeCap), before[i], REPLAY);
        assert.equal(BigInt(row.weight), after[i], REPLAY);
      });

      // Each weight is off by less than two millionths, each price by half a micro-dollar at most, the value by another.
      const prices = fixing.rows.reduce((sum, { adjustedPrice }) => sum + adjustedPrice, 0);
      const off = Math.abs(naiveValue(exact).toNumber() - (fixing.value as Money));
      assert.ok(off <= (2 * prices) / ONE_MILLION + 1.001, `off by ${off}; ${REPLAY}`);
    }),
    { ...RUNS, numRuns: 300 },
  );
});

test('IDX-10 a mean in ticks is the exact mean, rounded', () => {
  const values = fc.array(fc.integer({ min: 1, max: 50_000_000 }).map(money), { minLength: 1, maxLength: 31 });
  fc.assert(
    fc.property(values, fc.constantFrom(1_000, 10_000), (list, tickSize) => {
      const sum = list.reduce((total, value) => total + BigInt(value), 0n);
      const expected = nearestEven(new Fraction(sum, BigInt(list.length * tickSize)));
      assert.equal(BigInt(meanInTicks(list, tickSize) as number), expected, REPLAY);
    }),
    RUNS,
  );
});

function sumOf(rows: readonly FixingRow[], weight: 'weight' | 'weightBeforeCap'): number {
  return rows.reduce((sum, row) => sum + row[weight], 0);
}

/** Millionths for the providers first, then within each provider for its models. The rows stand by provider. */
function wholeWeights(rows: readonly { readonly contribution: Contribution; readonly weight: Fraction }[]): bigint[] {
  const providers = [...Map.groupBy(rows, ({ contribution: { provider } }) => provider).values()];
  const ofProvider = providers.map((models) => models.reduce((sum, m) => sum.plus(m.weight), new Fraction(0n)));
  const units = shareOut(1_000_000n, ofProvider);
  return providers.flatMap((models, i) => {
    const { over, under } = ofProvider[i] as Fraction;
    return shareOut(
      units[i] as bigint,
      models.map((model) => model.weight.times(new Fraction(under, over))),
    );
  });
}
