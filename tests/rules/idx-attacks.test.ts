/**
 * Attempts to push the index, and accidents that look like them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanOfFixings } from '#core/price-index/mean.ts';
import { paper, robust } from '#core/price-index/methodology.ts';
import { noMemory } from '#core/price-index/publication.ts';
import { publish, remember } from '#core/price-index/publish.ts';
import type { Money } from '#core/units.ts';
import { evidenceOf, inputsOf, offers, priceOf, sourceDocument } from '../model/index-market.ts';

const calm = 'a 1.00, b 1.05, c 1.10, d 1.15, e 1.20';
const fixed = (line: string, methodology = robust) => publish(inputsOf(offers(line), methodology)).index.decision.value;

test('IDX-14 one seller at a thousandth of a dollar, or at a thousand times the price, is out and moves nobody', () => {
  assert.equal(fixed(calm), 1_100_000);
  const low = publish(inputsOf(offers(`${calm}, x 0.001 1000000`))).index;
  const high = publish(inputsOf(offers(`${calm}, x 1000 1000000`))).index;
  for (const [{ decision, sellers }, reason] of [
    [low, 'TOO_LOW'],
    [high, 'TOO_HIGH'],
  ] as const) {
    assert.equal(decision.value, 1_100_000);
    assert.equal(sellers.at(-1)?.excluded, reason);
  }
  assert.equal(fixed(`${calm}, x 1000 1000000`, paper), 300_770_000, 'by the paper it sets the price');
});

test('IDX-14 where most sellers post one price, whoever differs within the band still counts', () => {
  const tied = publish(inputsOf(offers('a 1, b 1, c 1, d 1, e 1, f 1.2, g 0.9'))).index;
  assert.equal(tied.decision.value, 1_000_000);
  assert.ok(tied.sellers.every(({ excluded }) => excluded === null));
});

test('IDX-28 a seller with 30 % moves a mean by 7.5 % and a month by 0.25 %, and a median by one place', () => {
  const before = 'a 1.00 30, b 1.00 25, c 1.00 25, d 1.00 20';
  const after = 'a 1.25 30, b 1.00 25, c 1.00 25, d 1.00 20';
  assert.equal(fixed(before, paper), 1_000_000);
  assert.equal(fixed(after, paper), 1_075_000);
  const month = [...Array<Money>(29).fill(1e6 as Money), 1_075_000 as Money];
  assert.equal(meanOfFixings(month), 1_002_500);
  assert.equal(fixed(calm.replace('a 1.00', 'a 1.25')), 1_150_000, 'from 1.10 to the next price');
});

test('IDX-13 a feed that has died weighs half after a day and is out after three, however long it stays', () => {
  const inputs = inputsOf(offers(`${calm}, x 1.00`));
  const aged = (hours: number) => {
    const prices = inputs.evidence.prices.map((price) =>
      price.seller === 'x' ? priceOf({ seller: 'x', price: 1_000_000, seen: 24 - hours }) : price,
    );
    const row = publish({ ...inputs, evidence: { ...inputs.evidence, prices } }).index.sellers.at(-1);
    return [row?.freshness, row?.excluded];
  };
  assert.deepEqual(aged(24), [1_000_000, null]);
  assert.deepEqual(aged(48), [500_000, null]);
  assert.deepEqual(aged(73), [0, 'STALE']);
  assert.deepEqual(aged(24 * 365), [0, 'STALE']);
});

test('IDX-1 a clock that runs ahead puts nothing into the day', () => {
  const inputs = inputsOf(offers(calm));
  const ahead = offers('a 9.00').map((offer) => priceOf({ ...offer, seen: 25 }));
  const evidence = { ...inputs.evidence, prices: [...inputs.evidence.prices, ...ahead] };
  assert.deepEqual(publish({ ...inputs, evidence }), publish(inputs));
});

test('IDX-7 the same evidence in another order is the same publication', () => {
  const inputs = inputsOf(offers(calm));
  const { prices } = inputs.evidence;
  const documents = [sourceDocument('openrouter'), ...inputs.evidence.documents];
  const both = [...prices, ...offers('a 1.01, c 1.11').map((offer) => priceOf(offer, 0))];
  const here = {
    ...inputs,
    evidence: {
      documents,
      prices: both.map((price, i) => ({ ...price, document: i < prices.length ? 1 : 0 })),
      gpuHours: [],
    },
  };
  const there = {
    ...inputs,
    evidence: {
      documents: documents.toReversed(),
      prices: here.evidence.prices.toReversed().map((price) => ({ ...price, document: 1 - price.document })),
      gpuHours: [],
    },
  };
  assert.deepEqual(publish(there), publish(here));
});

test('IDX-19, IDX-20, IDX-21 a source that fails seller by seller ends in silence and not in a guess', () => {
  const full = inputsOf(offers('a 1.00, b 1.05, c 1.10, d 1.15, e 1.20'));
  let memory = noMemory;
  const methods = ['a b c d e', 'a b c d', 'a b c', 'a b', 'a', '', '', ''].map((present) => {
    const prices = full.evidence.prices.filter(({ seller }) => present.includes(seller));
    const inputs = { ...full, memory, evidence: { ...full.evidence, prices } };
    const publication = publish(inputs);
    memory = remember(inputs, publication).memory;
    return publication.index.decision.method;
  });
  assert.deepEqual(methods, ['full', 'reduced', 'reduced', 'matched', 'carried', 'carried', 'carried', null]);
});

test('IDX-2 a free offer knocks out the listing that makes it and no other', () => {
  const inputs = inputsOf(offers(`${calm}, f 1.25`));
  const evidence = evidenceOf(offers(`${calm}, f 0`));
  const { index } = publish({ ...inputs, evidence });
  assert.equal(index.decision.value, 1_100_000);
  assert.deepEqual(index.leftOut, [{ seller: 'f', listing: 'f-1', reason: 'PRICE_ZERO' }]);
});
