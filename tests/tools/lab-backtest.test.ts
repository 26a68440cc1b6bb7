/** What `npm run lab -- backtest` finds, and which requests and files it refuses. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import type { Report } from '#lab/experiment/report.ts';
import { coreModels } from '#lab/models/core-models.ts';
import { readFlags } from '../../tools/lab/backtest/flags.ts';
import { project, runIn } from './fixture.ts';

const backtest = (...parameters: string[]) =>
  runIn('.', [process.execPath, 'tools/lab.ts', 'backtest', '--threads', '2', ...parameters]);
const reportIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'backtest', 'report.json'), 'utf8')) as Report;

/** `days` lines of a price that stands at 2 and then at 0.4. */
const ownSeries = (days: number, cutAt: number) =>
  Array.from(
    { length: days },
    (_, day) => `${formatDate((20_000 + day) as TradeDate)},${day < cutAt ? '2' : '0.4'}`,
  ).join('\n');

test('a few days of everything give a row for each side of each model on each series, and say how to get them again', async (t) => {
  const out = project(t, {});
  const again = 'npm run lab -- backtest --model all --days 10 --seed 7 --until 2026-11-20';
  const { code, lines, lastLine } = await backtest(...again.split(' ').slice(5), '--out', out);
  assert.equal(code, 0, lines.join('\n'));
  assert.equal(lastLine, `seed 7; again: ${again}`);
  const report = reportIn(out);
  assert.deepEqual([report.seed, report.command], [7, again]);
  // The index, four repriced models and five regimes.
  assert.equal(report.tables[0]?.rows.length, 10 * coreModels.length * 2);
  assert.equal(report.charts.length, 10 * 2 + 1);
});

test('a series of your own is tested, and its cut is counted for the long side once', async (t) => {
  const out = project(t, { 'own.csv': `date,price\n${ownSeries(300, 280)}` });
  const { code, lines } = await backtest('--csv', join(out, 'own.csv'), '--model', 'paper', '--out', out);
  assert.equal(code, 0, lines.join('\n'));
  // 300 prices less 250 before and 2 after.
  assert.deepEqual(
    reportIn(out).tables[0]?.rows.map((row) => row.slice(0, 6)),
    [
      ['own.csv', 'paper', 'long', 1, 1, 48],
      ['own.csv', 'paper', 'short', 1, 0, 48],
    ],
  );
});

test('a file with bad lines is not used at all: each is named, and nothing is written', async (t) => {
  const out = project(t, { 'own.csv': `${ownSeries(300, 280)}\nnothing`, 'short.csv': ownSeries(252, 10) });
  const bad = await backtest('--csv', join(out, 'own.csv'), '--out', out);
  assert.equal(bad.code, 2);
  assert.deepEqual(bad.lines, [
    `${join(out, 'own.csv')} is not used:`,
    'line 301: has to be date,price and is "nothing"',
  ]);
  const short = await backtest('--csv', join(out, 'short.csv'), '--out', out);
  assert.equal(short.lastLine, '252 prices are too few: a test needs at least 253');
  const missing = await backtest('--csv', join(out, 'none.csv'), '--out', out);
  assert.equal(missing.code, 2);
  assert.match(missing.lastLine, /ENOENT.*none\.csv/);
  assert.equal(existsSync(join(out, 'backtest')), false);
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

test('days that leave no series long enough are refused with the reason and the usage', async (t) => {
  const tooShort = await backtest('--until', '2024-03-01', '--series', 'real', '--out', project(t, {}));
  assert.equal(tooShort.code, 2);
  assert.ok(tooShort.lines.includes('There is no series long enough to test.'));
  assert.ok(tooShort.lines.includes('npm run lab -- backtest [flags]'));
});

test('the worked case of the guide comes out as it says', async (t) => {
  const guide = readFileSync('docs/margin-backtest.md', 'utf8');
  const [, command = '', shown = ''] =
    /<!-- worked case -->\n```sh\nnpm run lab -- backtest (.*)\n```\n\n```\n([\s\S]*?)\n```/.exec(guide) ?? [];
  const { lines } = await backtest(...command.split(' '), '--out', project(t, {}));
  const table = lines.filter((line) => line.startsWith('flat-cut ') || line.startsWith('series  '));
  assert.ok(table.length > 1);
  assert.deepEqual(table, shown.split('\n'));
});
