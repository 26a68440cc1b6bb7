/** `leverage` and `cascade` from their flags: reports that can be shown, repeated, and complaints in a sentence. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '#lab/experiment/report.ts';
import { Complaint } from '../../tools/complaint.ts';
import { cascade } from '../../tools/lab/experiments/cascade.ts';
import { leverage } from '../../tools/lab/experiments/leverage.ts';
import { inProcess } from '../lab/in-process.ts';

const run = (experiment: typeof leverage, text: string): Promise<Report> =>
  experiment.run(
    text.split(' ').filter((word) => word !== ''),
    inProcess,
  );

/** Every number has a value, every row as many cells as there are columns, every word of a map its axis. */
function showable({ tables, charts, answer, claims }: Report): void {
  for (const { name, columns, rows } of tables) {
    assert.equal(new Set(columns.map((column) => column.name)).size, columns.length, name);
    for (const row of rows) {
      assert.equal(row.length, columns.length, name);
      for (const cell of row) assert.ok(typeof cell !== 'number' || Number.isFinite(cell), `${name}: ${row}`);
    }
  }
  for (const { name, x, layers } of charts)
    for (const layer of layers) {
      if (layer.kind === 'rule') continue;
      for (const point of layer.points) {
        assert.ok(
          point.every((place) => typeof place === 'string' || Number.isFinite(place)),
          `${name}: ${point}`,
        );
        assert.equal(typeof point[0], x.scale === 'names' ? 'string' : 'number');
      }
    }
  const words = [answer, ...claims.flatMap(({ measured, because }) => [measured, because])].join(' ');
  assert.doesNotMatch(words, /NaN|Infinity|undefined/);
}

const complains = (experiment: typeof leverage, text: string, expected: RegExp) =>
  assert.rejects(run(experiment, text), (error) => {
    assert.ok(error instanceof Complaint && error.code === 'USAGE', text);
    assert.match(error.message, expected);
    return true;
  });

test('without a flag it is the brief’s example: said, and what is left of it', async () => {
  const report = await run(leverage, '--paths 2000');
  showable(report);
  const [gain, loss] = report.claims;
  assert.equal(gain?.measured, '+150 % before costs, +142 % after');
  assert.match(loss?.measured ?? '', /^−1\.01 %, after costs −0\.90 %$/);
  assert.match(report.answer, /^A move of \+3\.0 % is \+142 % .* one of −3\.0 % is −158 % /);
  assert.equal(report.command, 'npm run lab -- leverage --paths 2000 --seed 1');
  const byLeverage = report.tables.find(({ name }) => name === 'leverages');
  assert.deepEqual(
    byLeverage?.rows.map(([each]) => each),
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000],
  );
  // Wherever a gain is shown, the loss of the same move stands beside it.
  for (const { columns } of report.tables)
    for (const [at, { name }] of columns.entries())
      if (name.startsWith('gain'))
        assert.ok(columns.slice(at + 1, at + 3).some((each) => each.name.startsWith('loss')));
});

test('the command of a report gives the report again, and another seed another', async () => {
  const flags = '--side short --leverage 20 --funding=-0.0001 --days 5 --paths 400 --seed 7';
  const report = await run(leverage, flags);
  const again = report.command.replace('npm run lab -- leverage ', '');
  assert.deepEqual(await run(leverage, again), report);
  assert.notDeepEqual(await run(leverage, again.replace('--seed 7', '--seed 8')), report);
});

test('positions from 1x to 2000x on either side can be shown', async () => {
  for (const flags of [
    '--leverage 1 --maintenance 0',
    '--leverage 1 --side short --target 0.5 --days 30',
    '--leverage 2000 --maintenance 0 --fee 0 --funding 0',
    '--leverage 2000 --maintenance 0.0001 --side short --fee 0',
    '--leverage 3 --volatility 3 --year 365 --drift 4 --days 60 --jumps 0 --night 0 --price 0.001',
    '--fee 0.009 --leverage 20 --jump-size 0',
  ])
    showable(await run(leverage, `${flags} --paths 40`));
});

test('what cannot be opened or read is refused in a sentence', async () => {
  await complains(leverage, '--leverage 0', /from 1 to 2000, not 0\.$/);
  await complains(leverage, '--leverage 2001', /not 2001\.$/);
  await complains(leverage, '--leverage NaN', /^--leverage takes a number, not "NaN"\.$/);
  await complains(leverage, '--leverage 100', /liquidated as it opens; take a maintenance below 1\.000 %\.$/);
  await complains(leverage, '--leverage 2000 --maintenance 0', /of which fee and spread take 0\.050 % at once/);
  await complains(leverage, '--side up', /^--side takes long or short, not "up"\.$/);
  await complains(leverage, '--jumps 100 --jump-size 0.1', /no|room/);
  await complains(leverage, '--paths 30', /multiple of 20, not 30\.$/);
  await complains(leverage, '--profit 1', /--profit/);
});

test('a cascade is told with both sides, and again by its command', async () => {
  const report = await run(cascade, '--shock 0.03');
  showable(report);
  assert.match(report.answer, /^The shock liquidates 1000 of 3500 lots in 2 rounds and ends 7\.79 % away, 2\.60 times/);
  assert.equal(report.command, 'npm run lab -- cascade --shock 0.03');
  assert.equal(report.seed, undefined);
  const sides = report.tables.find(({ name }) => name === 'sides');
  assert.deepEqual(
    sides?.rows.map(([side]) => side),
    ['long', 'short'],
  );
  showable(
    await run(cascade, '--side short --positions 100x:5,2:1e3 --maintenance 0.005 --entries 0.02 --per-round 0.3'),
  );
  showable(await run(cascade, '--depth 0.7 --shock 0.0001'));
  showable(await run(cascade, '--shock 0.99 --side short'));
  assert.match((await run(cascade, '--shock 0.01')).answer, /^Nothing is liquidated: .* closed at 1\.01 %\.$/);
});

test('positions, depth and shock that make no cascade are refused in a sentence', async () => {
  await complains(cascade, '--positions=', /^Without a position there is nothing to liquidate/);
  await complains(cascade, '--positions 50x', /groups like 50x:400, not "50x"\.$/);
  await complains(cascade, '--positions 50x:many', /takes a number, not "many"\.$/);
  await complains(cascade, '--positions 50x:-4', /lots above 0/);
  await complains(cascade, '--positions 0x:4', /from 1 to 2000, not 0\.$/);
  await complains(cascade, '--positions 100x:4', /liquidated as it opens\.$/);
  await complains(cascade, '--depth=-1', /^Depth is how many lots/);
  await complains(cascade, '--shock 1', /^A shock is a share/);
  await complains(cascade, '--per-round 0', /^A round closes a share/);
});
