/** What `npm run lab -- backtest` finds, and which requests and files it refuses. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { coreModels } from '#lab/models/core-models.ts';
import { readFlags } from '../../tools/lab/backtest/flags.ts';
import { backtest } from '../../tools/lab/experiments/backtest.ts';
import { printed } from '../../tools/lab/printed.ts';
import { inProcess } from '../lab/in-process.ts';
import { project } from './fixture.ts';

const run = (...argv: readonly string[]) => backtest.run(argv, inProcess);

/** `days` lines of a price that stands at 2 and then at 0.4. */
const ownSeries = (days: number, cutAt: number) =>
  Array.from(
    { length: days },
    (_, day) => `${formatDate((20_000 + day) as TradeDate)},${day < cutAt ? '2' : '0.4'}`,
  ).join('\n');

test('a few days of everything give a row for each side of each model on each series, and say how to get them again', async () => {
  const again = 'npm run lab -- backtest --model all --days 10 --seed 7 --until 2026-11-20';
  const report = await run(...again.split(' ').slice(5));
  assert.deepEqual([report.seed, report.command], [7, again]);
  // The index, four repriced models and five regimes.
  assert.equal(report.tables[0]?.rows.length, 10 * coreModels.length * 2);
  assert.equal(report.charts.length, 10 * 2 + 1);
});

test('a series of your own is tested, and its cut is counted for the long side once', async (t) => {
  const folder = project(t, { 'own.csv': `date,price\n${ownSeries(300, 280)}` });
  const { tables } = await run('--csv', join(folder, 'own.csv'), '--model', 'paper');
  // 300 prices less 250 before and 2 after.
  assert.deepEqual(
    tables[0]?.rows.map((row) => row.slice(0, 6)),
    [
      ['own.csv', 'paper', 'long', 1, 1, 48],
      ['own.csv', 'paper', 'short', 1, 0, 48],
    ],
  );
});

test('a file with bad lines is not used at all: each is named', async (t) => {
  const folder = project(t, { 'own.csv': `${ownSeries(300, 280)}\nnothing`, 'short.csv': ownSeries(252, 10) });
  const [own, short] = [join(folder, 'own.csv'), join(folder, 'short.csv')];
  const refusal = (message: string) => ({ name: 'Complaint', code: 'FILE_UNUSABLE', message });
  await assert.rejects(
    run('--csv', own),
    refusal(`${own} is not used:\nline 301: has to be date,price and is "nothing"`),
  );
  await assert.rejects(
    run('--csv', short),
    refusal(`${short} is not used:\n252 prices are too few: a test needs at least 253`),
  );
  await assert.rejects(run('--csv', join(folder, 'none.csv')), /ENOENT.*none\.csv/);
});

test('a flag that cannot be used is refused with one sentence', () => {
  for (const [parameters, message] of [
    [['--days', '0'], '--days takes a whole number from 1 to 5000, not "0".'],
    [['--series', 'calm'], '--series takes real, flat-cut, trend, jumps, clusters, fat-tails or all, not "calm".'],
    [['--model', 'none'], '--model takes paper, rate, scenario, historical or all, not "none".'],
    [['--until', '2026-02-30'], '--until takes a day like 2026-11-20, not "2026-02-30".'],
  ] as const)
    assert.throws(() => readFlags(parameters), { name: 'Complaint', code: 'USAGE', message });
});

test('days that leave no series long enough are refused, and a series that is too short is said', async (t) => {
  await assert.rejects(run('--until', '2024-03-01', '--series', 'real'), {
    code: 'USAGE',
    message: 'There is no series long enough to test.',
  });
  const own = join(project(t, { 'own.csv': ownSeries(300, 280) }), 'own.csv');
  const { notes } = await run('--csv', own, '--series', 'real', '--until', '2024-03-01', '--model', 'paper');
  assert.ok(notes.some((note) => /^o3 is left out: \d+ prices are fewer than 253\.$/.test(note)));
});

test('the worked case of the guide comes out as it says', async () => {
  const guide = readFileSync('docs/margin-backtest.md', 'utf8');
  const [, command = '', shown = ''] =
    /<!-- worked case -->\n```sh\nnpm run lab -- backtest (.*)\n```\n\n```\n([\s\S]*?)\n```/.exec(guide) ?? [];
  const lines = printed(await run(...command.split(' ')), 'data/lab/backtest').split('\n');
  const table = lines.filter((line) => line.startsWith('flat-cut ') || line.startsWith('series  '));
  assert.ok(table.length > 1);
  assert.deepEqual(table, shown.split('\n'));
});
