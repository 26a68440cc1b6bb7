/**
 * Step 9 of the index: what is published in full, what by a step of the fallback chain, and what not at all.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { robust } from '#core/price-index/methodology.ts';
import { type IndexMemory, noMemory } from '#core/price-index/publication.ts';
import { publish } from '#core/price-index/publish.ts';
import type { Money } from '#core/units.ts';
import { inputsOf, type Offer, offers, priceOf, sourceDocument } from '../model/index-market.ts';

const decide = (all: readonly Offer[], memory: IndexMemory = noMemory) =>
  publish(inputsOf(all, robust, memory)).index.decision;
const last = (value: number, prices: Record<string, number>, carriedDays = 0): IndexMemory => ({
  ...noMemory,
  last: {
    value: (value * 1e6) as Money,
    prices: Object.entries(prices).map(([seller, price]) => [seller, (price * 1e6) as Money] as const),
  },
  carriedDays,
});

test('IDX-8 five sellers of three owners make a value; what is worth knowing is flagged', () => {
  assert.deepEqual(decide(offers('a 1.0, b 1.1, c 1.2, d 1.3, e 1.4')), {
    value: 1_200_000,
    method: 'full',
    flags: ['FEW_SOURCES'],
    shortfall: null,
  });
  const wide = decide(offers('a 1.0, b 1.1, c 1.2, d 1.3, e 1.93'));
  assert.deepEqual(wide.flags, ['DISPERSED', 'FEW_SOURCES'], '(1.93 − 1.20) / 1.20 = 0.608');
});

test('IDX-8 a second source makes enough of them, and one that differs is flagged', () => {
  const inputs = inputsOf(offers('a 1.0, b 1.1, c 1.2, d 1.3, e 1.4'));
  const flags = (...second: Offer[]) => {
    const evidence = {
      documents: [...inputs.evidence.documents, sourceDocument('openrouter')],
      prices: [...inputs.evidence.prices, ...second.map((offer) => priceOf(offer, 1))],
      gpuHours: [],
    };
    return publish({ ...inputs, evidence }).index.decision.flags;
  };
  assert.deepEqual(flags({ seller: 'a', price: 1_000_000 }), []);
  assert.deepEqual(flags({ seller: 'a', price: 999_999 }), ['SOURCES_DISAGREE']);
});

test('IDX-8 the gates are looked at in order, and without a yesterday nothing is published', () => {
  const shortfall = (...all: Offer[]) => decide(all).shortfall;
  const owned = (line: string, owner: string) => offers(line).map((offer) => ({ ...offer, owner }));
  assert.deepEqual(decide([]), { value: null, method: null, flags: [], shortfall: 'NO_PRICES' });
  assert.deepEqual(decide(offers('a 1, b 1')), { value: null, method: null, flags: [], shortfall: 'TOO_FEW_SELLERS' });
  assert.equal(shortfall(...owned('a 1, b 1, c 1', 'x'), ...owned('d 1, e 1', 'y')), 'TOO_FEW_OWNERS');
  assert.equal(shortfall(...offers('a 1.0, b 1.0, c 1.0, d 1.0, e 4.1')), 'TOO_DISPERSED', '3.1 is above 3');
  assert.equal(shortfall(...offers('a 1.0, b 1.0, c 1.0, d 1.0, e 4.0')), null);
});

test('IDX-19 three sellers make a reduced fixing, and weigh the same', () => {
  const { decision, sellers } = publish(inputsOf(offers('a 1.0 10, b 1.2 9000, c 1.3 10'))).index;
  assert.deepEqual(decision, {
    value: 1_200_000,
    method: 'reduced',
    flags: ['FEW_SELLERS', 'FEW_SOURCES'],
    shortfall: 'TOO_FEW_SELLERS',
  });
  assert.deepEqual(
    sellers.map(({ weight }) => weight),
    [333_334, 333_333, 333_333],
  );
});

test('IDX-19 sellers of one owner are one opinion, however many they are', () => {
  const owned = offers('a 1, b 1, c 1, d 1, e 1').map((offer) => ({ ...offer, owner: 'x' }));
  assert.deepEqual(decide(owned), { value: null, method: null, flags: [], shortfall: 'TOO_FEW_OWNERS' });
  const two = offers('a 1, b 1, c 1').map((offer, i) => ({ ...offer, owner: i < 2 ? 'x' : 'y' }));
  assert.deepEqual(decide(two), { value: null, method: null, flags: [], shortfall: 'TOO_FEW_SELLERS' });
});

test('IDX-20 a value that cannot be had today is the last one moved by the sellers of both days', () => {
  const memory = last(2, { b: 1, c: 4, d: 1 });
  assert.deepEqual(decide(offers('b 1.10, c 4.80'), memory), {
    value: 2_300_000,
    method: 'matched',
    flags: ['DISPERSED', 'FEW_SOURCES', 'MATCHED_SELLERS'],
    shortfall: 'TOO_FEW_SELLERS',
  });
  assert.equal(
    decide(offers('a 1.0, b 1.0, c 1.0, d 1.0, e 4.1'), memory).method,
    'matched',
    'dispersed: 1, 0.25 and 1',
  );
  assert.equal(decide(offers('a 1.0, b 1.0, c 1.0, d 1.0, e 4.1'), memory).value, 2_000_000);
  assert.equal(decide(offers('b 1.10, z 1.00'), memory).method, 'carried', 'one of both days is not enough');
});

test('IDX-21 else the last value is carried, for three days and not for longer', () => {
  const carried = { value: 2_000_000, method: 'carried', flags: ['CARRIED_FORWARD'], shortfall: 'NO_PRICES' };
  assert.deepEqual(decide([], last(2, { b: 1 }, 2)), carried);
  assert.deepEqual(decide([], last(2, { b: 1 }, 3)), { value: null, method: null, flags: [], shortfall: 'NO_PRICES' });
});

test('IDX-20, IDX-21 a result that is no price is not taken, however it came about', () => {
  const memory = last(1, { b: 0.000001, c: 0.000001 });
  assert.equal(decide(offers('b 2000000, c 2000000'), memory).method, 'carried', 'prices above a million dollars');
  assert.equal(
    decide(offers('b 1000000, c 1000000'), memory).method,
    'carried',
    'a million million times the last value',
  );
});
