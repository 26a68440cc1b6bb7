/** What `npm run margin -- backtest` says, writes, and leaves alone. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { coreModels } from '#lab/models/core-models.ts';
import { readFlags } from '../../tools/margin/flags.ts';
import { project, runIn } from './fixture.ts';

const program = [process.execPath, 'tools/margin.ts', 'backtest'];
const margin = (...parameters: string[]) => runIn('.', [...program, ...parameters]);

/** `days` lines of a price that stands at 2 and then at 0.4. */
const ownSeries = (days: number, cutAt: number) =>
  Array.from(
    { length: days },
    (_, day) => `${formatDate((20_000 + day) as TradeDate)},${day < cutAt ? '2' : '0.4'}`,
  ).join('\n');

test('a few days of everything give a table with a row per side and a report that needs nothing else', async (t) => {
  const folder = project(t, {});
  const report = join(folder, 'new', 'report.html');
  const { code, lines, lastLine } = await margin(
    '--days',
    '10',
    '--seed',
    '7',
    '--until',
    '2026-11-20',
    '--out',
    report,
  );
  assert.equal(code, 0, lines.join('\n'));
  assert.equal(lastLine, `report: ${report}`);
  const rows = lines.filter((line) => /\s(?:long|short)\s/.test(line));
  // The index, four repriced models and five regimes.
  assert.equal(rows.length, 10 * coreModels.length * 2);
  assert.ok(
    lines.some((line) => line.startsWith('prices posted on ')),
    'progress is told',
  );
  const page = readFileSync(report, 'utf8');
  assert.ok(page.endsWith('</html>\n'));
  assert.ok(page.includes('npm run margin -- backtest --model all --days 10 --seed 7 --until 2026-11-20'));
  assert.doesNotMatch(page, /NaN|undefined|Infinity|<script|<link|src=|url\(|https?:/);
  assert.deepEqual(readdirSync(join(folder, 'new')), ['report.html']);
});

test('the same request gives the same report, byte for byte', async (t) => {
  const folder = project(t, {});
  const pages = await Promise.all(
    ['one.html', 'two.html'].map(async (name) => {
      await margin('--series', 'jumps', '--days', '20', '--out', join(folder, name));
      return readFileSync(join(folder, name), 'utf8');
    }),
  );
  assert.equal(pages[0]?.replaceAll(/--until \S+/g, ''), pages[1]?.replaceAll(/--until \S+/g, ''));
});

test('a series of your own is tested, and its cut is counted for the long side once', async (t) => {
  const folder = project(t, { 'own.csv': `date,price\n${ownSeries(300, 280)}` });
  const { code, lines } = await margin(
    '--csv',
    join(folder, 'own.csv'),
    '--model',
    'paper',
    '--out',
    join(folder, 'r.html'),
  );
  assert.equal(code, 0, lines.join('\n'));
  const rows = lines.filter((line) => line.startsWith('own.csv')).map((line) => line.split(/\s{2,}/));
  // 300 prices less 250 before and 2 after.
  assert.deepEqual(
    rows.map((row) => row.slice(1, 5)),
    [
      ['paper', 'long', '1 d', '1 of 48'],
      ['paper', 'short', '1 d', '0 of 48'],
    ],
  );
});

test('a file with bad lines is not used at all: each is named, and no report is written', async (t) => {
  const folder = project(t, { 'own.csv': `${ownSeries(300, 280)}\nnothing`, 'short.csv': ownSeries(252, 10) });
  const report = join(folder, 'r.html');
  const bad = await margin('--csv', join(folder, 'own.csv'), '--out', report);
  assert.equal(bad.code, 1);
  assert.deepEqual(bad.lines, [
    `${join(folder, 'own.csv')} is not used:`,
    'line 301: has to be date,price and is "nothing"',
  ]);
  const short = await margin('--csv', join(folder, 'short.csv'), '--out', report);
  assert.equal(short.lastLine, '252 prices are too few: a test needs at least 253');
  const missing = await margin('--csv', join(folder, 'none.csv'), '--out', report);
  assert.equal(missing.code, 1);
  assert.match(missing.lastLine, /ENOENT.*none\.csv/);
  assert.equal(existsSync(report), false);
});

test('a flag that cannot be used is refused with one sentence', () => {
  for (const [parameters, reason] of [
    [['--days', '0'], '--days takes a whole number from 1 to 5000, not "0".'],
    [['--series', 'calm'], '--series takes real, flat-cut, trend, jumps, clusters, fat-tails or all, not "calm".'],
    [['--model', 'none'], '--model takes paper, rate, scenario, historical or all, not "none".'],
    [['--until', '2026-02-30'], '--until takes a day like 2026-11-20, not "2026-02-30".'],
  ] as const)
    assert.throws(() => readFlags(parameters), { name: 'FlagError', message: reason });
});

test('a request that cannot be read is answered with the reason and the usage', async () => {
  const tooShort = await margin('--until', '2024-03-01', '--series', 'real');
  assert.equal(tooShort.code, 2);
  assert.ok(tooShort.lines.includes('There is no series long enough to test.'));
  const unknown = await runIn('.', [process.execPath, 'tools/margin.ts', 'fronttest']);
  assert.equal(unknown.code, 2);
  assert.equal(unknown.lines[0], 'There is no "fronttest" here, only backtest.');
  assert.ok(unknown.lines.some((line) => line.startsWith('npm run margin -- backtest')));
});

test('the worked case of the guide comes out as it says', async (t) => {
  const folder = project(t, {});
  const guide = readFileSync('docs/margin-backtest.md', 'utf8');
  const [, command = '', shown = ''] =
    /<!-- worked case -->\n```sh\nnpm run margin -- backtest (.*)\n```\n\n```\n([\s\S]*?)\n```/.exec(guide) ?? [];
  const { lines } = await margin(...command.split(' '), '--out', join(folder, 'r.html'));
  const table = lines.filter((line) => line.startsWith('flat-cut ') || line.startsWith('series  '));
  assert.ok(table.length > 1);
  assert.deepEqual(table, shown.split('\n').slice(0, table.length));
});

test('Ctrl-C ends it on the way, and there is no report and no half of one', async (t) => {
  const folder = project(t, {});
  const child = spawn(program[0] as string, [...program.slice(1), '--days', '5000', '--out', join(folder, 'r.html')]);
  child.stderr.setEncoding('utf8').once('data', () => child.kill('SIGINT'));
  const [, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (code, by) => resolve([code, by]));
  });
  assert.equal(signal, 'SIGINT');
  assert.deepEqual(readdirSync(folder), ['package.json']);
});
