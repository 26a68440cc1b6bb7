/**
 * Beside the index: the legs of the workload, parts of the market, and what compute costs.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeIndex, spreadOver } from '#core/price-index/compute-index.ts';
import { endOf } from '#core/price-index/day-price.ts';
import type { GpuHourPrice } from '#core/price-index/evidence.ts';
import { robust } from '#core/price-index/methodology.ts';
import { publish, summaryOf } from '#core/price-index/publish.ts';
import type { IndexRegistry } from '#core/price-index/terms.ts';
import type { Millionths, Money } from '#core/units.ts';
import { at, bar, day, inputsOf, type Offer, registryOf, sourceDocument } from '../model/index-market.ts';

/** Five sellers, a to e, of which c, d and e are in China; c, d and e sell a frontier model with open weights. */
const five: Offer[] = ['a', 'b', 'c', 'd', 'e'].map((seller, i) => ({
  seller,
  price: 0,
  input: 1_000_000 + i * 100_000,
  cached: 100_000 + i * 10_000,
  output: 4_000_000 + i * 100_000,
  model: i < 2 ? 'plain' : 'open',
  region: i < 2 ? 'world' : 'china',
}));

const open = {
  model: 'open',
  scores: bar,
  tier: 'frontier',
  openWeights: true,
} as const;

function published() {
  const inputs = inputsOf(five);
  const plain = inputs.terms.registry.models.filter(({ model }) => model === 'plain');
  const registry = { ...inputs.terms.registry, models: [...plain, open] };
  return publish({ ...inputs, terms: { ...inputs.terms, registry } });
}

test('IDX-22 a leg is the index of a workload that is nothing else', () => {
  const values = new Map(published().subIndices.map(({ name, decision }) => [name, decision]));
  assert.equal(values.get('input')?.value, 1_200_000, 'the middle of five');
  assert.equal(values.get('cached')?.value, 120_000);
  assert.equal(values.get('output')?.value, 4_200_000);
});

test('IDX-22 a part of the market is the index of its listings, reduced where they are few', () => {
  const publication = published();
  const parts = new Map(publication.subIndices.map(({ name, decision }) => [name, decision]));
  // d: 0.4 × 1.30 + 0.4 × 0.13 + 0.2 × 4.30 = 1.432, the middle of c, d and e
  for (const name of ['frontier', 'openWeights', 'china'] as const) {
    assert.equal(parts.get(name)?.value, 1_432_000, name);
    assert.equal(parts.get(name)?.method, 'reduced', name);
  }
  for (const name of ['standard', 'world'] as const) {
    assert.deepEqual(parts.get(name), { value: null, method: null, flags: [], shortfall: 'TOO_FEW_SELLERS' }, name);
  }
  assert.deepEqual(summaryOf(publication).subIndices.slice(0, 2), [
    ['input', 1_200_000],
    ['cached', 120_000],
  ]);
});

test('IDX-22 a sub-index has no memory: a model that is only kept is not in it', () => {
  const inputs = inputsOf(five, robust, { qualified: ['plain', 'open'], excluded: [], last: null, carriedDays: 0 });
  const models = inputs.terms.registry.models.map((model) => ({ ...model, scores: [8_540, 6_700, 9_200] as const }));
  const terms = { ...inputs.terms, registry: { ...inputs.terms.registry, models } };
  const { index, subIndices } = publish({ ...inputs, terms });
  assert.equal(index.decision.method, 'full');
  assert.ok(subIndices.every(({ decision }) => decision.value === null));
});

const gpuRegistry: Partial<IndexRegistry> = {
  gpus: [
    { gpu: 'H100-80GB-SXM', units: 1_000_000 as Millionths },
    { gpu: 'B200', units: 1_600_000 as Millionths },
  ],
  gpuSellers: ['p', 'q', 'r', 's', 't'].map((seller) => ({ seller, owner: seller, volume: 100 })),
  unitsPerMillionTokens: 125_000 as Millionths,
};
const registry = registryOf([], gpuRegistry);
const hour = (seller: string, gpu: string, dollars: number, hours = 0): GpuHourPrice => ({
  document: 0,
  seller,
  gpu,
  observedAt: at(hours),
  hour: (dollars * 1e6) as Money,
});
const compute = (gpuHours: readonly GpuHourPrice[]) =>
  computeIndex(
    registry,
    robust,
    { documents: [sourceDocument('contributor:acme')], prices: [], gpuHours },
    day,
    endOf(day),
  );

test('IDX-23 an hour of a GPU counts for the units that it has, and what is not registered is left out', () => {
  const { decision, sellers } = compute([
    hour('p', 'H100-80GB-SXM', 2),
    hour('q', 'B200', 4),
    hour('r', 'H100-80GB-SXM', 3),
    hour('r', 'B200', 6.4),
    hour('s', 'H100-80GB-SXM', 1, 0),
    hour('s', 'H100-80GB-SXM', 3, 12),
    hour('t', 'H100-80GB-SXM', 3.1),
    hour('p', 'H900', 9),
    hour('nobody', 'B200', 9),
  ]);
  // q: 4.00 / 1.6 = 2.50; r: the middle of 3.00 and 4.00; s: half a day at 1.00 and half at 3.00
  assert.deepEqual(
    sellers.map(({ seller, listings, price, volume }) => [seller, listings, price / 1e6, volume]),
    [
      ['p', 1, 2, 100],
      ['q', 1, 2.5, 100],
      ['r', 2, 3.5, 100],
      ['s', 1, 2, 100],
      ['t', 1, 3.1, 100],
    ],
  );
  assert.equal(decision.value, 2_500_000);
  assert.equal(decision.method, 'full');
});

test('IDX-23 free hours and numbers that cannot be prices are left out', () => {
  const { sellers } = compute([hour('p', 'B200', 0), hour('q', 'B200', Number.NaN), hour('r', 'B200', -1)]);
  assert.deepEqual(sellers, []);
});

test('IDX-24 the spread is what a million tokens cost beyond their compute, and is null where either is', () => {
  // 0.125 units at 2.50 are 0.3125
  assert.equal(spreadOver(2_070_000 as Money, 2_500_000 as Money, registry), 1_757_500);
  assert.equal(spreadOver(100_000 as Money, 2_500_000 as Money, registry), -212_500, 'sold below their compute');
  assert.equal(spreadOver(null, 2_500_000 as Money, registry), null);
  assert.equal(spreadOver(2_070_000 as Money, null, registry), null);
  assert.equal(spreadOver(10 as Money, 4 as Money, registry), 10, '0.5 to the even 0');
});
