/**
 * The influence curve against sellers that try: no set of them that is drawn, and no search of theirs, gets beyond it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calculate } from '#core/price-index/calculate.ts';
import { collect } from '#core/price-index/collect.ts';
import { endOf } from '#core/price-index/day-price.ts';
import { type Influence, influence } from '#core/price-index/influence.ts';
import { type Methodology, paper, robust } from '#core/price-index/methodology.ts';
import { type IndexInputs, noMemory } from '#core/price-index/publication.ts';
import { embeddedEvidence } from '#feeds/embedded.ts';
import { indexTerms } from '#feeds/registry.ts';
import { search } from '../model/colluders.ts';
import { day, inputsOf, offers } from '../model/index-market.ts';
import { diceOf } from '../model/random-commands.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- index-influence`;
const open = { ...robust, gates: { ...robust.gates, dispersionMax: null } };
const methodologies: readonly Methodology[] = [robust, open, { ...open, average: 'weightedMean' }, paper];

test('IDX-28 no sellers that agree move the value beyond the curve', () => {
  const dice = diceOf(SEED);
  const draw = () => dice(1_000_000) / 1_000_000;
  for (let market = 0; market < 24; market += 1) {
    const inputs = randomMarket(draw, methodologies[market % methodologies.length] as Methodology);
    const { collection, curve } = curveOf(inputs);
    const names = inputs.terms.registry.sellers.map(({ seller }) => seller);
    for (const { colluders, highest, lowest } of curve) {
      for (const [direction, extreme] of [
        ['up', highest],
        ['down', lowest],
      ] as const) {
        const drawn = names.toSorted(() => draw() - 0.5).slice(0, colluders);
        for (const set of [extreme?.sellers ?? drawn, drawn]) {
          const found = search(inputs, collection, set, direction, draw);
          if (found === null || (extreme !== null && extreme.value === null)) continue;
          const where = `${set} ${direction} to ${found} in market ${market}; ${REPLAY}`;
          assert.ok(extreme !== null && extreme.value !== null, where);
          assert.ok(direction === 'up' ? found <= extreme.value : found >= extreme.value, where);
        }
      }
    }
  }
});

test('IDX-28 of seven sellers one, two and three reach the bound exactly', () => {
  // Weights are equal and nobody leaves the band, so that each seller that crosses over moves the middle by one place.
  const inputs = inputsOf(offers('a 2.00, b 2.50, c 3.00, d 3.50, e 4.00, f 4.50, g 5.00'));
  const { collection, curve } = curveOf(inputs);
  const bounds = curve.map(({ highest, lowest }) => [lowest?.value, highest?.value]);
  assert.deepEqual(bounds, [
    [3_000_000, 4_000_000],
    [2_500_000, 4_500_000],
    [2_000_000, 5_000_000],
  ]);
  const draw = () => dice(1_000_000) / 1_000_000;
  const dice = diceOf(SEED);
  for (const { highest, lowest } of curve) {
    assert.equal(search(inputs, collection, highest?.sellers ?? [], 'up', draw), highest?.value, REPLAY);
    assert.equal(search(inputs, collection, lowest?.sellers ?? [], 'down', draw), lowest?.value, REPLAY);
  }
});

test('IDX-28 where nobody can be out, a mean has no bound', () => {
  const { curve } = curveOf(inputsOf(offers('a 2.00, b 2.50, c 3.00, d 3.50, e 4.00'), paper));
  assert.deepEqual(
    curve.map(({ highest }) => highest?.value),
    [null, null, null],
  );
});

test('IDX-28 a market that is too small for a value stays too small, whoever agrees', () => {
  const { curve } = curveOf(inputsOf(offers('a 2.00, b 2.50')));
  assert.deepEqual(curve, [
    { colluders: 1, highest: null, lowest: null },
    { colluders: 2, highest: null, lowest: null },
  ]);
});

test('IDX-28 on 2026-11-20 the sellers that are named reach the bounds exactly', () => {
  const evidence = embeddedEvidence(indexTerms.registry.listings, day);
  const inputs: IndexInputs = { date: day, terms: indexTerms, evidence, memory: noMemory, announced: null };
  const { collection, curve } = curveOf(inputs);
  const dice = diceOf(SEED);
  const draw = () => dice(1_000_000) / 1_000_000;
  const found = curve.map(({ highest, lowest }) => [
    search(inputs, collection, lowest?.sellers ?? [], 'down', draw),
    search(inputs, collection, highest?.sellers ?? [], 'up', draw),
  ]);
  assert.deepEqual(
    found,
    curve.map(({ highest, lowest }) => [lowest?.value, highest?.value]),
    REPLAY,
  );
  assert.deepEqual(found, [
    [498_417, 1_188_750],
    [405_218, 1_276_266],
    [362_144, 1_484_152],
  ]);
});

function curveOf(inputs: IndexInputs): { collection: ReturnType<typeof collect>; curve: Influence[] } {
  const { registry, methodology } = inputs.terms;
  const collection = collect(registry, inputs.evidence, inputs.date, methodology.priceOfDay);
  const calculation = calculate(registry, methodology, collection, endOf(inputs.date), inputs.memory);
  return { collection, curve: influence(inputs.terms, calculation, inputs.memory) };
}

/** Four to eleven sellers, prices within a factor of fifty, volumes within a factor of three thousand. */
function randomMarket(draw: () => number, methodology: Methodology): IndexInputs {
  const wide = Math.exp(draw() * 4);
  const sellers = Array.from({ length: 4 + Math.floor(draw() * 8) }, (_, i) => ({
    seller: String.fromCharCode(97 + i),
    price: Math.ceil(1e6 * 0.1 * wide ** draw()),
    volume: Math.ceil(Math.exp(draw() * 8)),
  }));
  const second = sellers.slice(0, 2).map((offer) => ({ ...offer, listing: 'second', volume: 9 }));
  const excluded = draw() < 0.4 ? [(sellers[0] as { seller: string }).seller] : [];
  return inputsOf([...sellers, ...second], methodology, { ...noMemory, excluded });
}
