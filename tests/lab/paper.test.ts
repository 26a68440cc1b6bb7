/** The paper's study: parts add up to the same whatever their order, simulation agrees with what is exact, and verdicts follow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableThree } from '#lab/jump-diffusion/parameters.ts';
import { simulatedBases, simulatedWorth } from '#lab/paper/hedge-claims.ts';
import { worthBy } from '#lab/paper/hedge-worth.ts';
import { merge, runPart } from '#lab/paper/run-part.ts';
import { paper } from '../../tools/lab/experiments/paper.ts';
import { inProcess } from './in-process.ts';

const SEED = 5;
const parts = Array.from({ length: 10 }, (_, part) =>
  runPart({ parameters: tableThree, seed: SEED, part, paths: 300, ratio: 0.85, bases: simulatedBases }),
);

test('parts add up to the same in any order, and every path is counted', () => {
  const all = merge(parts);
  assert.deepEqual(merge(parts.toReversed()).counts, all.counts);
  assert.deepEqual(merge(parts.toReversed()).spreads, all.spreads);
  assert.equal(all.counts.paths, 3_000);
  for (const spread of all.spreads)
    assert.equal(
      spread.counts.reduce((a, b) => a + b, 0),
      3_000,
    );
});

test('simulated worth has the exact one within its interval, as 19 of 20 should', () => {
  for (const at of simulatedBases.keys()) {
    const { basis, unhedged, efficiency, reduction } = simulatedWorth(parts, at);
    const exact = worthBy(tableThree, 0.85)(basis);
    // Twice the half width of the interval is 3.9 standard errors: once in ten thousand seeds.
    for (const [found, expected] of [
      [unhedged, exact.unhedged],
      [efficiency, exact.efficiency],
      [reduction, exact.reduction],
    ] as const)
      assert.ok(
        Math.abs(found.value - expected) <= 2 * (found.high - found.value) + 1e-9,
        `seed ${SEED}, basis ${basis}`,
      );
  }
});

test('every claim gets the verdict that an audit of the paper gave it', async () => {
  const report = await paper.run(['--paths', '4000', '--seed', '1'], inProcess);
  const verdictOf = (words: string) => report.claims.find(({ claim }) => claim.includes(words))?.verdict;
  assert.equal(verdictOf('2.8 months'), 'does not hold');
  assert.equal(verdictOf('15 % of paths'), 'holds under a stated reading');
  assert.equal(verdictOf('five times'), 'does not hold');
  assert.equal(verdictOf('skewed to the right'), 'holds');
  assert.equal(verdictOf('back at 1.95'), 'does not hold');
  assert.equal(verdictOf('between 0.30 and 5.60'), 'does not hold');
  assert.equal(verdictOf('has a hump'), 'does not hold');
  assert.equal(verdictOf('deviates by USD 1.80'), 'does not hold');
  assert.equal(verdictOf('1.80 falls to 0.65'), 'holds');
  assert.equal(verdictOf('(read as deviation)'), 'holds under a stated reading');
  assert.equal(verdictOf('78, 87 and 91 %'), 'does not hold');
  assert.match(report.answer, /basis of 14 to 33 % a year/);
  assert.equal(report.command, 'npm run lab -- paper --paths 4000 --seed 1');
  for (const { rows, columns } of report.tables) for (const row of rows) assert.equal(row.length, columns.length);
});

test('the same seed gives the same report, another seed another one', async () => {
  const run = (seed: string) => paper.run(['--paths', '500', '--seed', seed], inProcess);
  assert.deepEqual(await run('7'), await run('7'));
  assert.notDeepEqual((await run('7')).tables, (await run('8')).tables);
});

test('flags that cannot be used are refused before anything is computed', async () => {
  for (const argv of [
    ['--paths', '120'],
    ['--paths', '0'],
    ['--paths', 'many'],
    ['--seed', '-1'],
    ['--colour', 'red'],
  ])
    await assert.rejects(paper.run(argv, inProcess), { name: 'Complaint', code: 'USAGE' });
});
