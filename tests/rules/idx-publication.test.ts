/**
 * The publication of a day, end to end: the table of the chapter, the two methodologies side by side, and what is
 * remembered.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paper, robust } from '#core/price-index/methodology.ts';
import { type IndexInputs, noMemory } from '#core/price-index/publication.ts';
import { publish, remember, summaryOf } from '#core/price-index/publish.ts';
import type { Scores } from '#core/price-index/terms.ts';
import type { Millionths } from '#core/units.ts';
import { bar, inputsOf, type Offer, offers } from '../model/index-market.ts';

/** The table below IDX-7. */
const rows: readonly (readonly [
  seller: string,
  input: number,
  cached: number | null,
  output: number,
  ratio: number,
  volume: number,
])[] = [
  ['a', 3_000_000, 300_000, 15_000_000, 1.08, 4_900],
  ['b', 1_000_000, 100_000, 6_000_000, 1, 2_500],
  ['c', 500_000, null, 3_000_000, 1.04, 900],
  ['d', 300_000, 30_000, 1_800_000, 1, 400],
  ['e', 1_250_000, 125_000, 10_000_000, 1.02, 1_600],
];

function chapter(): IndexInputs {
  const all = rows.map(([seller, input, cached, output, , volume]): Offer => {
    return { seller, price: 0, input, cached, output, volume, model: seller };
  });
  const inputs = inputsOf(all);
  const models = inputs.terms.registry.models.map((model, i) => {
    const ratio = rows[i]?.[4] as number;
    return { ...model, scores: bar.map((score) => Math.round(score * ratio)) as unknown as Scores };
  });
  return { ...inputs, terms: { ...inputs.terms, registry: { ...inputs.terms.registry, models } } };
}

test('IDX-7 the table of the chapter, from posted prices to the value', () => {
  const { index } = publish(chapter());
  assert.deepEqual(
    index.adjusted.map(({ seller, blended, qualityRatio, adjusted }) => [seller, blended, qualityRatio, adjusted]),
    [
      ['a', 4_320_000, 1_080_000, 4_000_000],
      ['b', 1_640_000, 1_000_000, 1_640_000],
      ['c', 1_000_000, 1_040_000, 961_538],
      ['d', 492_000, 1_000_000, 492_000],
      ['e', 2_550_000, 1_020_000, 2_500_000],
    ],
  );
  assert.deepEqual(
    index.sellers.map(({ share, weight }) => [share, weight]),
    [
      [333_334, 300_000],
      [238_095, 250_000],
      [142_857, 150_000],
      [95_238, 100_000],
      [190_476, 200_000],
    ],
    'of 210: 333,333.33, 238,095.24, 142,857.14, 95,238.10 and 190,476.19, and the one left over to the largest rest',
  );
  assert.equal(index.decision.value, 2_070_000);
  assert.equal(index.aggregate?.weightedMean, 2_303_431);
});

test('IDX-26 the same sellers by the paper, and the way from there to the index', () => {
  const { paper: byPaper, differences } = publish(chapter());
  assert.deepEqual(
    byPaper.sellers.map(({ price }) => price),
    [5_000_000, 2_000_000, 961_538, 600_000, 2_941_176],
  );
  assert.deepEqual(
    byPaper.sellers.map(({ weight }) => weight),
    [300_000, 300_000, 124_138, 55_172, 220_690],
  );
  // 1.50 + 0.60 + 0.124138 × 0.961538 + 0.055172 × 0.60 + 0.220690 × 2.941176
  assert.equal(byPaper.decision.value, 2_901_555);
  assert.deepEqual(
    differences.map(({ step }) => step),
    [
      'workload',
      'leaveMargin',
      'ratioMax',
      'priceOfDay',
      'sellerPrice',
      'staleness',
      'outliers',
      'weighting',
      'average',
      'gates',
    ],
  );
  // With the other workload: 0.30 × 4.00 + 0.30 × 1.64 + 0.124138 × 0.961538 + 0.055172 × 0.492 + 0.22069 × 2.50
  assert.equal(differences[0]?.value, 2_390_233);
  assert.equal(differences.at(-1)?.value, 2_070_000);
});

test('IDX-26 under the paper itself there is no difference, and where a choice is the same it is left out', () => {
  assert.deepEqual(publish(inputsOf(offers('a 1, b 1, c 1, d 1'), paper)).differences, []);
  const almost = { ...paper, name: 'paper-2', ratioMax: 1_100_000 as Millionths };
  const { differences } = publish(inputsOf(offers('a 1, b 1, c 1, d 1'), almost));
  assert.deepEqual(differences, [{ step: 'ratioMax', value: 1_000_000 }]);
});

test('IDX-25 after a full day the value, its prices and the models are remembered', () => {
  const inputs = inputsOf(offers('b 1.1, a 1.0, c 1.2, d 1.3, e 9.9'));
  const { memory, announced } = remember(inputs, publish(inputs));
  assert.equal(announced, null);
  assert.deepEqual(memory, {
    qualified: ['m'],
    excluded: ['e'],
    // Four are left, each with a quarter, so the value is between the second and the third: a reduced fixing.
    last: {
      value: 1_150_000,
      prices: [
        ['a', 1_000_000],
        ['b', 1_100_000],
        ['c', 1_200_000],
        ['d', 1_300_000],
      ],
    },
    carriedDays: 0,
  });
});

test('IDX-25 a matched value becomes the last one, a carried one is counted, a withheld one leaves all as it was', () => {
  const full = inputsOf(offers('a 1.0, b 1.1, c 1.2, d 1.3, e 1.4'));
  let { memory } = remember(full, publish(full));
  const step = (line: string | null) => {
    const evidence = line === null ? { documents: [], prices: [], gpuHours: [] } : inputsOf(offers(line)).evidence;
    const inputs = { ...full, evidence, memory };
    const publication = publish(inputs);
    memory = remember(inputs, publication).memory;
    return [publication.index.decision.method, memory.last?.value, memory.last?.prices.length, memory.carriedDays];
  };
  assert.deepEqual(step(null), ['carried', 1_200_000, 5, 1]);
  assert.deepEqual(step('a 1.1, b 1.21'), ['matched', 1_320_000, 2, 0], 'both ten per cent dearer');
  assert.deepEqual(step(null), ['carried', 1_320_000, 2, 1]);
  assert.deepEqual(step(null), ['carried', 1_320_000, 2, 2]);
  assert.deepEqual(step(null), ['carried', 1_320_000, 2, 3]);
  assert.deepEqual(step(null), [null, 1_320_000, 2, 3]);
  assert.deepEqual(step(null), [null, 1_320_000, 2, 3], 'it cannot be carried for ever');
  assert.deepEqual(step('a 2, b 2, c 2, d 2, e 2'), ['full', 2_000_000, 5, 0]);
});

test('IDX-25 who was out stays out over a day of silence, and the model that qualified stays qualified', () => {
  const first = inputsOf(offers('a 1.0, b 1.0, c 1.0, d 1.0, e 1.0, f 9.0'));
  const silent = { ...first, evidence: inputsOf(offers('a 1.0, b 1.0, c 1.0, d 1.0, e 1.0')).evidence };
  const back = { ...first, evidence: inputsOf(offers('a 1.0, b 1.0, c 1.0, d 1.0, e 1.0, f 2.3')).evidence };
  let { memory } = remember(first, publish(first));
  assert.deepEqual(memory.excluded, ['f']);
  memory = remember({ ...silent, memory }, publish({ ...silent, memory })).memory;
  assert.deepEqual(memory.excluded, ['f']);
  assert.equal(
    publish({ ...back, memory }).index.sellers.at(-1)?.excluded,
    'TOO_HIGH',
    '2.3 is within 5 and beyond √5',
  );
  assert.equal(publish({ ...back, memory: noMemory }).index.sellers.at(-1)?.excluded, null);
});

test('IDX-29 announced terms are calculated beside those in force, with a memory of their own', () => {
  const inputs = inputsOf(offers('a 1.0, b 1.1, c 1.2, d 1.3, e 2.9'));
  const mean = { version: 'TPI-2', methodology: { ...robust, name: 'mean-1', average: 'weightedMean' as const } };
  const announced = { terms: { ...inputs.terms, ...mean }, memory: noMemory };
  const both = { ...inputs, announced };
  const publication = publish(both);
  assert.equal(publication.index.decision.value, 1_200_000);
  assert.equal(publication.parallel?.terms, 'TPI-2');
  assert.equal(publication.parallel?.decision.value, 1_500_000);
  const after = remember(both, publication);
  assert.equal(after.memory.last?.value, 1_200_000);
  assert.equal(after.announced?.last?.value, 1_500_000);
  assert.deepEqual(summaryOf(publication).parallel, { terms: 'TPI-2', value: 1_500_000 });
  assert.deepEqual({ ...publication, parallel: null }, publish(inputs), 'what is announced changes nothing today');
});

test('IDX-26 the summary of a publication has its values', () => {
  const { date, terms, decision, sellers, dispersion, paper: byPaper } = summaryOf(publish(chapter()));
  assert.deepEqual([terms, decision.value, sellers, dispersion, byPaper], ['TPI-1', 2_070_000, 5, 932_367, 2_901_555]);
  assert.equal(date, chapter().date);
});
