/**
 * The index over random markets: equal to its plain twin in every published number, the same in any order of evidence,
 * inside its inputs, and unmoved by evidence that makes no sense.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Calculation } from '#core/price-index/calculation.ts';
import { termsFault } from '#core/price-index/check-terms.ts';
import { meanInTicks } from '#core/price-index/mean.ts';
import { paper, type Workload } from '#core/price-index/methodology.ts';
import { type IndexInputs, noMemory } from '#core/price-index/publication.ts';
import { publish, remember } from '#core/price-index/publish.ts';
import type { RegisteredModel } from '#core/price-index/terms.ts';
import { type Money, money } from '#core/units.ts';
import { Fraction, nearestEven } from '../model/fraction.ts';
import { type PlainFixing, plainFixing } from '../model/plain-index.ts';
import { randomInputs } from '../model/random-index.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- index-calculation`;
const RUNS = { seed: SEED, numRuns: 250 };

test('IDX-7 every number of a publication is that of the plain twin', () => {
  const methods = new Set<string | null>();
  fc.assert(
    fc.property(randomInputs, (inputs) => {
      const { index, paper: byPaper } = publish(inputs);
      methods.add(index.decision.method);
      assert.deepEqual(told(index), plainly(inputs), REPLAY);
      assert.deepEqual(told(byPaper), plainly(inputs, true), REPLAY);
    }),
    RUNS,
  );
  assert.deepEqual([...methods].map(String).sort(), ['carried', 'full', 'matched', 'null', 'reduced'], 'all come up');
});

test('IDX-7 the order of evidence does not matter', () => {
  const shuffled = randomInputs.chain((inputs) => {
    const { prices, documents } = inputs.evidence;
    const places = documents.map((_, i) => i);
    return fc
      .tuple(
        fc.shuffledSubarray([...prices], { minLength: prices.length }),
        fc.shuffledSubarray(places, { minLength: places.length }),
      )
      .map(([others, moved]) => ({
        inputs,
        again: {
          ...inputs,
          evidence: {
            documents: moved.map((place) => documents[place] as (typeof documents)[number]),
            prices: others.map((price) => ({ ...price, document: moved.indexOf(price.document) })),
            gpuHours: [],
          },
        },
      }));
  });
  fc.assert(
    fc.property(shuffled, ({ inputs, again }) => {
      assert.deepEqual(publish(again), publish(inputs), REPLAY);
    }),
    RUNS,
  );
});

test('IDX-7 a full or a reduced value lies between the lowest and the highest price that counts', () => {
  fc.assert(
    fc.property(randomInputs, (inputs) => {
      const { decision, sellers } = publish(inputs).index;
      if (decision.method !== 'full' && decision.method !== 'reduced') return;
      const prices = sellers.filter(({ excluded }) => excluded === null).map(({ price }) => price);
      assert.ok((decision.value as Money) >= Math.min(...prices), REPLAY);
      assert.ok((decision.value as Money) <= Math.max(...prices), REPLAY);
    }),
    RUNS,
  );
});

test('IDX-6 weights sum to one million and none is above the cap', () => {
  fc.assert(
    fc.property(randomInputs, (inputs) => {
      const { sellers } = publish(inputs).index;
      const counting = sellers.filter(({ excluded }) => excluded === null);
      if (counting.length === 0) return;
      const sum = (part: 'share' | 'weight') => sellers.reduce((total, row) => total + row[part], 0);
      assert.equal(sum('share'), 1_000_000, REPLAY);
      assert.equal(sum('weight'), 1_000_000, REPLAY);
      const { cap } = inputs.terms.methodology;
      if (counting.length * cap >= 1_000_000)
        assert.ok(
          counting.every(({ weight }) => weight <= cap),
          REPLAY,
        );
    }),
    RUNS,
  );
});

test('IDX-27 numbers that cannot be prices are left out, whatever they are', () => {
  const odd = fc.constantFrom(Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 2 ** 53, 1e300, -0.1);
  const spoilt = randomInputs.chain((inputs) => {
    const place = fc.constantFrom('input', 'cached', 'output', 'observedAt', 'document');
    const bad = fc.array(fc.tuple(fc.nat(), place, odd), { minLength: 1, maxLength: 10 });
    return bad.map((all) => {
      const prices = all.flatMap(([i, field, value]) => {
        const price = inputs.evidence.prices[i % Math.max(1, inputs.evidence.prices.length)];
        return price === undefined ? [] : [{ ...price, [field]: value }];
      });
      return { inputs, with: { ...inputs.evidence, prices: [...inputs.evidence.prices, ...prices] } };
    });
  });
  fc.assert(
    fc.property(spoilt, ({ inputs, with: evidence }) => {
      assert.deepEqual(publish({ ...inputs, evidence }), publish(inputs), REPLAY);
    }),
    RUNS,
  );
});

test('IDX-22 a sub-index is what the twin makes of its leg or of its listings', () => {
  const workload = (input: number, cached: number, output: number) => ({ input, cached, output }) as Workload;
  const legs = { input: workload(1e6, 0, 0), cached: workload(0, 1e6, 0), output: workload(0, 0, 1e6) };
  fc.assert(
    fc.property(randomInputs, ({ terms, evidence, date, memory }) => {
      const { registry, methodology } = terms;
      const fallback = { ...methodology.fallback, matchedSellersMin: null, carryDaysMax: 0 };
      const model = (name: string) => registry.models.find((row) => row.model === name) as RegisteredModel;
      const region = (name: string) => registry.sellers.find((row) => row.seller === name)?.region;
      for (const { name, decision, sellers } of publish({ date, terms, evidence, memory, announced: null })
        .subIndices) {
        const listings = registry.listings.filter((row) => {
          if (name === 'frontier' || name === 'standard') return model(row.model).tier === name;
          if (name === 'openWeights') return model(row.model).openWeights;
          if (name === 'china' || name === 'world') return region(row.seller) === name;
          return true;
        });
        const leg = name === 'input' || name === 'cached' || name === 'output' ? { workload: legs[name] } : {};
        const plain = plainFixing(
          { ...registry, listings },
          { ...methodology, ...leg, fallback },
          evidence,
          date,
          noMemory,
        );
        const { value, method, shortfall, flags } = plain;
        assert.deepEqual(decision, { value, method, shortfall, flags }, `${name}; ${REPLAY}`);
        assert.deepEqual(sellers, plain.sellers, `${name}; ${REPLAY}`);
      }
    }),
    { ...RUNS, numRuns: 100 },
  );
});

test('IDX-26 the differences end at the value that the index has without a memory', () => {
  fc.assert(
    fc.property(randomInputs, (inputs) => {
      assert.equal(termsFault(inputs.terms), undefined, REPLAY);
      const { index, differences, paper: byPaper } = publish({ ...inputs, memory: noMemory });
      const reached = differences.length === 0 ? byPaper.decision : { value: differences.at(-1)?.value };
      assert.equal(reached.value, index.decision.value, REPLAY);
    }),
    RUNS,
  );
});

test('IDX-25 what is remembered allows for every next day', () => {
  fc.assert(
    fc.property(randomInputs, randomInputs, (first, second) => {
      const { memory } = remember(first, publish(first));
      const next = { ...first, evidence: second.evidence, memory };
      assert.deepEqual(told(publish(next).index), plainly(next), REPLAY);
    }),
    { ...RUNS, numRuns: 150 },
  );
});

test('IDX-10 a mean in ticks is the exact mean, rounded', () => {
  const values = fc.array(fc.integer({ min: 1, max: 50_000_000 }).map(money), { minLength: 1, maxLength: 31 });
  fc.assert(
    fc.property(values, fc.constantFrom(1_000, 10_000), (list, tickSize) => {
      const sum = list.reduce((total, value) => total + BigInt(value), 0n);
      assert.equal(
        BigInt(meanInTicks(list, tickSize) as number),
        nearestEven(new Fraction(sum, BigInt(list.length * tickSize))),
        REPLAY,
      );
    }),
    RUNS,
  );
});

function plainly({ terms, evidence, date, memory }: IndexInputs, byPaper = false): PlainFixing {
  return byPaper
    ? plainFixing(terms.registry, paper, evidence, date, noMemory)
    : plainFixing(terms.registry, terms.methodology, evidence, date, memory);
}

/** A calculation as the twin tells it. */
function told({ decision, aggregate, sellers, leftOut }: Calculation): PlainFixing {
  return {
    ...decision,
    averages: aggregate && {
      weightedMedian: aggregate.weightedMedian,
      weightedMean: aggregate.weightedMean,
      trimmedMean: aggregate.trimmedMean,
    },
    dispersion: aggregate?.dispersion ?? null,
    modalShare: aggregate?.modalShare ?? null,
    sellers,
    leftOut: leftOut.map(({ seller, listing, reason }) => `${seller} ${listing} ${reason}`).sort(),
  };
}
