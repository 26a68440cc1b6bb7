/** The design check on the paper's contract and on ours: every figure worked out here by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Millionths, Money } from '#core/units.ts';
import { checkDesign } from '#lab/design-check/check-design.ts';
import type { Design } from '#lab/design-check/design.ts';
import { reportOfDesign } from '#lab/design-check/report.ts';
import { readContract } from '../../tools/lab/check/contract-file.ts';

const paper = readContract('examples/contracts/paper.json');
const sit = readContract('examples/contracts/sit.json');

/** Every finding of one check as `severity: figure`. */
const found = (design: Design, check: string): string[] =>
  checkDesign(design)
    .filter((finding) => finding.check === check)
    .map(({ severity, figure }) => `${severity}: ${figure}`);

const percent = (value: number) => (value * 10_000) as Millionths;
const dollars = (value: number) => Math.round(value * 1_000_000) as Money;

test('the paper: 12 % does not cover 15 %, a cap of 30 % needs four, a million are 500,000 lots, the anchor fails', () => {
  // 15 − 12 = 3 points of USD 2.00 are USD 0.06; 25 − 12 = 13 points are USD 0.26.
  assert.deepEqual(found(paper, 'margin-of-a-day'), [
    'fails: 12 % < 15 %: 3 points short, USD 0.06 a lot',
    'fails: 12 % < 25 %: 13 points short, USD 0.26 a lot',
  ]);
  assert.deepEqual(found(paper, 'cap-of-a-seller'), ['fails: 3 × 30 % = 90 %']);
  assert.deepEqual(found(paper, 'lot-of-a-hedge'), ['fails: USD 1,000,000 / USD 2.00 = 500,000 lots']);
  assert.deepEqual(found(paper, 'anchor-at-its-gate'), ['fails: 85.4 < 86', 'not given: –', 'holds: 86.6 ≥ 67']);
});

test('the paper: two days, maintenance, volatility, jumps, a weekend, a cut', () => {
  // 1.25² = 1.5625, 0.75² = 0.5625.
  assert.deepEqual(found(paper, 'margin-of-two-days'), ['fails: 25 % and 25 %: up 56.3 %, down 43.8 %; held 12 %']);
  assert.deepEqual(found(paper, 'maintenance-margin'), ['fails: 75 % of 12 % is 9 %, against 25 %']);
  // 0.08 / 3 × √252 = 0.4233, 0.12 / 3 × √252 = 0.6350; √(0.16 + 3 × (0.01 + 0.0625)) = √0.3775 = 0.6144.
  assert.deepEqual(found(paper, 'margin-for-volatility'), [
    'questionable: 8 % to 12 % cover volatilities of 42.3 to 63.5 %; the model has 61.4 %',
  ]);
  // 3 × 0.6144 / √252 = 11.61 %; (ln 1.1161 − 0.1) / 0.25 = 0.0394, above it 48.43 %; (ln 0.8839 − 0.1) / 0.25 = −0.8937,
  // below it 18.57 %; 0.4843 × 3 / 252 = 0.577 %.
  assert.deepEqual(found(paper, 'margin-for-jumps'), [
    'fails: at 11.6 %: 48 % of jumps ruin a seller, 19 % a buyer; in 0.58 % of periods, 0.3 % are allowed',
  ]);
  // 365 / 252 = 1.448; √(3 / 1.448) = 1.439.
  assert.deepEqual(found(paper, 'margin-of-a-weekend'), [
    'questionable: 1 of 252 trading days are 1.4 calendar days, a weekend is 3: deviations 1.44 times as large',
  ]);
  assert.deepEqual(found(paper, 'gap-of-a-list-price'), ['fails: 80 % − 12 % = 68 % of the value of every long lot']);
  // 0.75⁵ = 0.2373 is still above 0.2, 0.75⁶ = 0.1780 is not.
  assert.deepEqual(found(paper, 'lock-in'), ['questionable: 6 days at −25 % leave 17.8 %']);
});

test('the paper: tick, spread and size of quotes', () => {
  assert.deepEqual(found(paper, 'tick-of-a-price'), ['questionable: USD 0.01 / USD 2.00 = 0.5 %']);
  assert.deepEqual(found(paper, 'tick-value'), ['holds: USD 0.01 × 1 = USD 0.01']);
  // 2 % of 2.00 is 4 ticks of 0.01, 5 % is 10.
  assert.deepEqual(found(paper, 'spread-in-ticks'), [
    'questionable: 2 % of USD 2.00 is USD 0.04, a tick is USD 0.01',
    'holds: 5 % of USD 2.00 is USD 0.10, a tick is USD 0.01',
  ]);
  assert.deepEqual(found(paper, 'size-of-quotes'), [
    'fails: 50 lots × USD 2.00 = USD 100.00',
    'fails: 50 lots × USD 2.00 = USD 100.00',
  ]);
  assert.ok(checkDesign(paper).some(({ says }) => says.includes('10,000 such quotes; a maker must own 500,000 times')));
  // ∛(1.1628 × 1.4925 × 1.0870) = ∛1.8864 = 1.2356.
  assert.deepEqual(found(paper, 'room-of-scores'), [
    'questionable: MMLU 100/86 = 1.16, HumanEval 100/67 = 1.49, GSM8K 100/92 = 1.09',
  ]);
  assert.ok(checkDesign(paper).some(({ says }) => says.includes('perfect scores is 1.24 times the gate')));
  assert.deepEqual(found(paper, 'presence-of-makers'), ['holds: 24 × (100 % − 80 %)']);
});

test('the paper: what it leaves open is said, with the figure that it would take', () => {
  const open = checkDesign(paper).filter(({ severity }) => severity === 'not given');
  for (const check of ['losses-borne-by', 'fallback-of-the-index', 'print-or-mean', 'spot-month-limit', 'fee-of-a-lot'])
    assert.ok(
      open.some((finding) => finding.check === check && finding.says.startsWith('Not given: ')),
      check,
    );
  assert.deepEqual(found(paper, 'print-or-mean'), ['not given: 30 % × 25 % = 7.5 % by one day’s price']);
  // The third Wednesday of June 2030 is the 19th; no other of 48 is a bank holiday.
  assert.deepEqual(found(paper, 'last-trading-day'), [
    'questionable: 1 of 48 months from 2027 to 2030 on a US bank holiday',
  ]);
  // March to August, then September, December, March, June: 15 ahead; January to June, then September to next June: 17.
  assert.deepEqual(found(paper, 'months-ahead'), [
    'questionable: farthest 15 to 17 months ahead; 8 of the next 12 have a contract of their own',
  ]);
});

test('ours: nothing fails, and what is questionable is what the decisions admit', () => {
  const severe = checkDesign(sit).filter(({ severity }) => severity === 'fails');
  assert.deepEqual(severe, []);
  // 15 + 2 points: ADR 0008.
  assert.deepEqual(found(sit, 'margin-of-a-day'), [
    'holds: tightest: 17 % ≥ 15 % + 2 points (the limit in the delivery month)',
  ]);
  // 1.10 × 1.13 = 1.243, 0.90 × 0.87 = 0.783; 12 % and 80 % × 2.5 % are 14 %.
  assert.deepEqual(found(sit, 'margin-of-two-days'), [
    'questionable: 10 % and 13 %: up 24.3 %, down 21.7 %; held 14 %',
  ]);
  assert.deepEqual(found(sit, 'gap-of-a-list-price'), [
    'questionable: 80 % − 14 % = 66 % of the value of every long lot',
  ]);
  // 0.9 × 0.87 × 0.85⁸ = 0.2134, × 0.85 = 0.1814.
  assert.deepEqual(found(sit, 'lock-in'), ['questionable: 11 days at −10 % to −15 % leave 18.1 %']);
  // The third Wednesday is the 15th to the 21st; a month of 31 whose third Wednesday is the 15th leaves 16 days.
  assert.deepEqual(found(sit, 'days-of-the-month'), ['questionable: 15 to 21 fixings of 28 to 31 days']);
  // 0.3 × 0.25 / 15 = 0.5 %.
  assert.deepEqual(found(sit, 'print-or-mean'), ['holds: 30 % × 25 % = 7.5 % by one day’s price, over 15']);
  // 20,000 a week for 15 days are 42,857; 45 lots of 1,000.
  assert.deepEqual(found(sit, 'spot-month-limit'), [
    'questionable: 45,000 against 42,857 million tokens that ovhcloud sells in 15 days',
  ]);
  assert.deepEqual(found(sit, 'largest-position'), ['holds: USD 50.00 × 100,000 × 1,000 = USD 5,000,000,000']);
  // 1,000,000 / 772.717 = 1,294.1; 0.01 % of 772.717.
  assert.deepEqual(found(sit, 'lot-of-a-hedge'), ['holds: USD 1,000,000 / USD 772.72 = 1,295 lots']);
  assert.deepEqual(found(sit, 'fee-of-a-lot'), ['holds: 0.01 % of USD 772.72 is USD 0.077272; a tick is USD 1.00']);
  assert.deepEqual(found(sit, 'fixings-that-must-exist'), ['holds: 90 % of 15']);
});

test('margin exactly two points above the limit holds, a point less is questionable, below the limit fails', () => {
  const design = (limit: number): Design => ({
    name: 'a case',
    limits: { day: percent(limit) },
    margin: { floor: percent(12), cap: percent(12) },
  });
  assert.deepEqual(found(design(10), 'margin-of-a-day'), [
    'holds: tightest: 12 % ≥ 10 % + 2 points (the limit of a day)',
  ]);
  assert.deepEqual(found(design(11), 'margin-of-a-day'), ['questionable: 12 % < 13 %']);
  assert.deepEqual(found(design(12.5), 'margin-of-a-day'), ['fails: 12 % < 12.5 %: 0.5 points short']);
});

test('under a mean by volume a limit pays from all that is sold on, and a single print fails', () => {
  const design = (lots: number, final: 'single' | 'mean'): Design => ({
    name: 'a case',
    lotSize: 1,
    spotMonthMax: lots,
    settlement: { final, window: { lastDays: 7 } },
    index: { average: 'mean', weights: 'volume', volumes: { a: 100, b: 300 } },
  });
  // Weights 1/4 and 3/4: 100 / (1/4) = 300 / (3/4) = 400 a week. A single print: a seventh of that.
  assert.match(found(design(399, 'mean'), 'spot-month-limit')[0] ?? '', /^holds: 399 against 100 .* from 400 on$/);
  assert.match(found(design(400, 'mean'), 'spot-month-limit')[0] ?? '', /^fails: 400 against 100 .* from 400 on$/);
  assert.match(found(design(60, 'single'), 'spot-month-limit')[0] ?? '', /^fails: 60 against 14 .* from 57 on$/);
  assert.deepEqual(found(design(1, 'single'), 'print-or-mean'), ['fails: 100 % × 25 % = 25 % by one day’s price']);
});

test('a position that does not count exactly, a tick of a fraction of a cent, and an empty order of losses are named', () => {
  const design: Design = {
    name: 'a case',
    price: dollars(2),
    lotSize: 1_000,
    tickSize: dollars(0.000001),
    priceMax: dollars(50),
    positionMax: 200_000,
    lossesBorneBy: [],
  };
  // 50 × 200,000 × 1,000 is ten thousand million dollars, above nine.
  assert.match(found(design, 'largest-position')[0] ?? '', /^fails: .* = USD 10,000,000,000$/);
  assert.match(found(design, 'tick-value')[0] ?? '', /^questionable: .* = USD 0.001$/);
  assert.match(found(design, 'losses-borne-by')[0] ?? '', /^fails: 0 layers/);
});

test('a design of nothing but a name has every check say what it lacks', () => {
  const findings = checkDesign({ name: 'nothing' });
  assert.ok(findings.length >= 25);
  assert.deepEqual([...new Set(findings.map(({ severity }) => severity))], ['not given']);
});

test('the report has the findings, the gravest first, and the moves beside the margin', () => {
  const report = reportOfDesign(paper, 'npm run lab -- check x.json');
  assert.deepEqual(
    report.tables.map(({ name }) => name),
    ['fails', 'questionable', 'not-given', 'holds'],
  );
  assert.equal(
    report.tables.reduce((sum, { rows }) => sum + rows.length, 0),
    checkDesign(paper).length,
  );
  const [bars, least, most] = report.charts[0]?.layers ?? [];
  assert.deepEqual(bars?.kind === 'bars' && bars.points, [
    ['the halt of 10 minutes', 15],
    ['the halt for the rest of the session', 25],
    ['a cut of a list price', 80],
  ]);
  assert.ok(least?.kind === 'dots' && least.points.every(([, rate]) => rate === 8));
  assert.ok(most?.kind === 'dots' && most.points.every(([, rate]) => rate === 12));
});
