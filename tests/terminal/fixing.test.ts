/** What the terminal makes of a fixing, from the worked examples of the rulebook. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countAmount } from '../../src/terminal/models/amounts.ts';
import { countsOf, leftOutGroups, sellerLines } from '../../src/terminal/models/fixing-sellers.ts';
import { extremeWords, reachOf, verdictOf, verdictSentence } from '../../src/terminal/models/fixing-words.ts';
import { indexLines } from '../../src/terminal/models/index-lines.ts';
import { isAnchor, judgedRows } from '../../src/terminal/models/judged-models.ts';
import { compared, walk } from '../../src/terminal/models/methodology-walk.ts';
import { adopted, calculation, published, sellerRow, sellers, summary, withheld } from './published-fixing.ts';

test('TRM-4 how a fixing came about is a sentence', () => {
  const said = [
    { status: 'full', flags: [], shortfall: null },
    { status: 'full', flags: ['DISPERSED'], shortfall: null },
    { status: 'reduced', flags: ['FEW_SELLERS'], shortfall: 'TOO_FEW_OWNERS' },
    { status: 'carried', flags: ['CARRIED_FORWARD', 'FEW_SOURCES'], shortfall: 'NO_PRICES' },
    { status: 'withheld', flags: [], shortfall: 'TOO_FEW_SELLERS' },
  ] as const;
  assert.deepEqual(
    said.map(({ status, flags, shortfall }) => verdictSentence({ status, flags: [...flags], shortfall })),
    [
      'Published in full.',
      'Published, flagged: sellers are far apart.',
      'Published, flagged: made of few sellers. Too few owners for a full fixing.',
      'Published, flagged: the last value, carried forward; read from few sources. No prices for a full fixing.',
      'Withheld: too few sellers.',
    ],
  );
  // A value that is not a full one is never said to be, even where nothing flags it.
  assert.equal(verdictOf({ status: 'matched', flags: [] }), 'flagged');
});

test('TRM-4 the history stands oldest first beside that of the paper, a withheld day is a gap, parts are chosen', () => {
  const days = [
    summary({ date: '2026-11-19' }),
    summary({ date: '2026-11-18', ...withheld, flags: [], paper: '1.900000', subIndices: [] }),
    summary({ date: '2026-11-17', value: '1.480000' }),
  ];
  const [index, paper, ...none] = indexLines(days, 'paper');
  assert.deepEqual(index?.points, [
    { date: '2026-11-17', value: '1.480000' },
    { date: '2026-11-18', value: null },
    { date: '2026-11-19', value: '1.500000' },
  ]);
  assert.deepEqual(
    paper?.points.map(({ value }) => value),
    ['1.889000', '1.900000', '1.889000'],
  );
  assert.deepEqual(none, []);
  assert.deepEqual(
    indexLines(days, 'regions').map(({ name, points }) => [name, points.at(-1)?.value, points[1]?.value]),
    [
      ['Index', '1.500000', null],
      ['Paper', '1.889000', '1.900000'],
      ['Sellers in China', null, null],
      ['Rest of the world', '1.610000', null],
    ],
  );
  assert.deepEqual(
    indexLines(days, 'compute').map(({ name, points }) => [name, points[0]?.value]),
    [
      ['Index', '1.480000'],
      ['Paper', '1.889000'],
      ['Compute unit', '2.100000'],
      ['Spread', '-0.060000'],
    ],
  );
});

test('TRM-23 sellers stand by weight, then who does not count with the reason in words', () => {
  const { rows } = sellerLines('1.500000', sellers, calculation);
  assert.deepEqual(
    rows.map(({ seller, because }) => [seller, because]),
    [
      ['google', null],
      ['openai', null],
      ['together', null],
      ['anthropic', null],
      ['deepseek', null],
      ['novita', 'stale, 80 h old'],
      ['vertex', 'too high, outside the band'],
    ],
  );
  const [low] = sellerLines(
    '1.500000',
    [sellerRow('kimi', '0.200000', '0', { excluded: 'TOO_LOW' })],
    calculation,
  ).rows;
  assert.equal(low?.because, 'too low, outside the band');
  assert.equal(countsOf(sellers), '5 count, 2 do not');
  assert.equal(countsOf(sellers.slice(2, 4)), '1 counts, 1 does not');
  assert.equal(countsOf([]), 'none');
});

test('TRM-23 bars of prices end at the dearest that counts, bars of weights at the largest share before the cap', () => {
  const { rows, valueMark } = sellerLines('1.500000', sellers, calculation);
  const bars = Object.fromEntries(rows.map((row) => [row.seller, [row.priceBar, row.shareBar, row.weightBar]]));
  assert.deepEqual(bars.anthropic, [1, 0.15 / 0.45, 0.15 / 0.45]);
  assert.deepEqual(bars.google, [1.5 / 4, 1, 0.3 / 0.45]);
  assert.deepEqual(bars.vertex, [1, 0, 0]);
  assert.deepEqual(
    rows.filter(({ isCut }) => isCut).map(({ seller }) => seller),
    ['vertex'],
  );
  assert.equal(valueMark, 1.5 / 4);
  assert.equal(sellerLines(null, sellers, calculation).valueMark, null);
  assert.deepEqual(sellerLines(null, [], calculation), { rows: [], valueMark: null });
});

test('TRM-23 a seller has the listings behind its price, and a price that went no further adds nothing', () => {
  const { rows } = sellerLines('1.500000', sellers, calculation);
  const lines = rows.find(({ seller }) => seller === 'openai')?.lines ?? [];
  assert.deepEqual(
    lines.map(({ listing, output, adjusted }) => [listing, output, adjusted?.qualityRatio, adjusted?.adjusted]),
    [
      ['gpt-4.1-nano', '0.400000', undefined, undefined],
      ['gpt-5.4-mini', '10.000000', '1.020000', '2.500000'],
    ],
  );
  assert.deepEqual(
    leftOutGroups(calculation.leftOut).map(({ words, listings }) => [words, listings.map(({ listing }) => listing)]),
    [
      ['The model is below the bar', ['gpt-4.1-nano', 'mistral-large-3']],
      ['No price was posted', ['gpt-5.4']],
      ['A price of zero', ['qwen2.5-72b-free']],
    ],
  );
});

test('TRM-24 the walk goes from the value of the paper to ours, and its changes add up', () => {
  const rows = walk(published());
  assert.deepEqual(
    rows.map(({ name, value, change }) => [name, value, change]),
    [
      ['The paper', '1.889000', null],
      ['Workload', '1.700000', '-0.189000'],
      ['Leaving', '1.700000', '0.000000'],
      ['Highest ratio', '1.650000', '-0.050000'],
      ['Price of the day', '1.650000', '0.000000'],
      ['Price of a seller', null, null],
      ['Staleness', '1.600000', '-0.050000'],
      ['Outliers', '1.550000', '-0.050000'],
      ['Weighting', '1.580000', '0.030000'],
      ['Average', '1.500000', '-0.080000'],
      ['Gates', '1.500000', '0.000000'],
      ['Our index', '1.500000', null],
    ],
  );
  const sum = rows.reduce((total, { change }) => total + countAmount(change ?? '0'), 0n);
  assert.equal(sum, countAmount('1.500000') - countAmount('1.889000'));
});

test('TRM-24 the pieces of the waterfall hang together on one scale', () => {
  const pieces = walk(published()).map(({ piece }) => piece && [piece.left * 1.889, piece.right * 1.889].map(round));
  assert.deepEqual(pieces[0], [0, 1.889]);
  assert.deepEqual(pieces[1], [1.7, 1.889]);
  assert.deepEqual(pieces[5], null);
  // A step up begins where the one before it ended.
  assert.deepEqual(pieces[8], [1.55, 1.58]);
  assert.deepEqual(pieces[11], [0, 1.5]);
});

test('TRM-24 where one of both was withheld there is nothing to walk, and both are still compared', () => {
  const paper = { ...calculation, ...withheld, flags: [], aggregate: null };
  const fixing = published({ paper, differences: [{ step: 'workload', value: null }] });
  assert.deepEqual(
    walk(fixing).map(({ value, change, piece }) => [value, change, piece === null]),
    [
      [null, null, true],
      [null, null, true],
      ['1.500000', null, false],
    ],
  );
  const said = Object.fromEntries(compared(fixing).map((row) => [row.name, [row.paper, row.index]]));
  assert.deepEqual(said.Value, ['\u2013', '1.500000']);
  assert.deepEqual(said.Published, ['Withheld', 'In full']);
  assert.deepEqual(said['Models at the bar'], ['3 of 5', '3 of 5']);
  assert.deepEqual(said['Weighted mean'], ['\u2013', '1.889000']);
  assert.deepEqual(said['Nine sellers in ten are within'], ['\u2013', '45.0\u00a0%']);
});

test('TRM-25 models below the bar stand first with what they miss, and the anchor of the paper is among them', () => {
  const rows = judgedRows(calculation.models, adopted.bar);
  assert.deepEqual(
    rows.map(({ model, verdict, scores }) => [model, verdict, ...scores.map(({ below }) => below)]),
    [
      ['GPT-4 Turbo, January 2024', 'below', '0.6', null, null],
      ['GPT-4.1 nano', 'below', '5.9', null, null],
      ['Mistral Large 3', 'kept', '0.5', null, null],
      ['Claude Sonnet 4.6', 'qualifies', null, null, null],
      ['gpt-oss-120b', 'qualifies', null, null, null],
    ],
  );
  assert.deepEqual(
    rows.filter(({ model }) => isAnchor(model)).map(({ model }) => model),
    ['GPT-4 Turbo, January 2024'],
  );
  // As long as the bar is not heard, nothing is said to miss it.
  assert.ok(
    judgedRows(calculation.models, undefined).every(({ scores }) => scores.every(({ below }) => below === null)),
  );
});

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

test('TRM-28 a bound of the curve is a value, or the words that there is none, or that no fixing comes about', () => {
  const bounds = [{ value: '0.498417', sellers: ['baseten'] }, { value: null, sellers: ['google'] }, null];
  assert.deepEqual(bounds.map(extremeWords), ['0.498417', 'no bound', 'no fixing']);
  const [lowest = null, highest = null] = bounds;
  assert.equal(reachOf([{ colluders: 1, lowest, highest }]), 'one of them: 0.498417 to no bound');
  assert.equal(reachOf([]), '');
});
