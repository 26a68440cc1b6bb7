/** The command `calibrate`: what it refuses, and what it does not pretend to know. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { parametersOf } from '#lab/calibration/fit-series.ts';
import { truth } from '#lab/calibration/recovery.ts';
import { drawPath, evenGrid } from '#lab/jump-diffusion/path.ts';
import { Random } from '#makers/random.ts';
import { calibrate } from '../../tools/lab/experiments/calibrate.ts';
import { inProcess } from '../lab/in-process.ts';

const run = (...argv: string[]) => calibrate.run(argv, inProcess);

function file(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'calibrate-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'prices.csv');
  writeFileSync(path, text);
  return path;
}

/** Two years of the known market, a price on every day of the calendar. */
function market(): string {
  const path = new Float64Array(731);
  drawPath(evenGrid(parametersOf(truth), 2, 730), Math.log(truth.level), Random.of(5, 'market'), path);
  return Array.from(path, (x, i) => `${formatDate((20_000 + i) as TradeDate)},${Math.exp(x).toFixed(6)}`).join('\n');
}

test('flags and files that cannot be used are complained about before anything is computed', async (t) => {
  const short = file(t, '2026-01-01,1\n2026-01-02,1.1\n');
  const bad = file(t, '2026-01-01,1\n2026-01-02,two\n');
  const curve = file(t, '1,1.5\n2,1.5\n3,1.5\n6,1.5\n');
  for (const [argv, code, says] of [
    [['--series', 'gold'], 'USAGE', /^--series takes index, o3, .* or all, not "gold"\.$/],
    [['--csv', 'no-such.csv'], 'NOT_FOUND', /^There is no file no-such\.csv\.$/],
    [['--csv', short], 'FILE_UNUSABLE', /2 prices are too few, at least 100 are needed\.$/],
    [['--csv', bad], 'FILE_UNUSABLE', /line 2: "two" is not a price/],
    [['--curve', curve], 'USAGE', /needs --spot/],
    [['--curve', curve, '--spot', '0'], 'USAGE', /takes a price like 2\.00/],
    [['--curve', curve, '--series', 'all'], 'USAGE', /goes with one series/],
    [['--spot', '2'], 'USAGE', /--spot goes with --curve/],
    [['--recover', '3', '--csv', short], 'USAGE', /--recover makes its own series/],
    [['--recover', '0'], 'USAGE', /from 1 to 30/],
    [['--until', '2026-02-30'], 'USAGE', /takes a day like/],
    [['--deep'], 'USAGE', /deep/],
  ] as const)
    await assert.rejects(run(...argv), { name: 'Complaint', code, message: says }, argv.join(' '));
});

test('posted prices that stand and jump are given neither volatility nor reversion', async () => {
  const report = await run('--series', 'o3', '--until', '2026-09-01');
  assert.match(report.answer, /^o3 changed on 1 of \d+ days: a list price, no diffusion, so neither/);
  const [series, parameters] = report.tables;
  assert.deepEqual(series?.rows[0]?.slice(0, 2), ['o3', 'a list price']);
  assert.ok(parameters?.rows.every(([, quantity]) => !/σ|κ/.test(String(quantity))));
  // o3 was cut by 80 % in June 2025: ln 0.2.
  assert.ok(Math.abs(Number(parameters?.rows[1]?.[2]) - Math.log(0.2)) < 1e-9);
  assert.equal(report.seed, undefined);
});

test('a series and a curve together: the same report every time, bands around every figure', async (t) => {
  const csv = file(t, market());
  const curve = file(t, 'month,price\n1,1.6\n2,1.65\n3,1.7\n6,1.72\n9,1.7\n');
  const one = await run('--csv', csv, '--curve', curve, '--seed', '7');
  assert.deepEqual(await run('--csv', csv, '--curve', curve, '--seed', '7'), one);
  assert.equal(one.command, `npm run lab -- calibrate --csv ${csv} --curve ${curve} --seed 7`);
  assert.deepEqual(
    one.tables.map(({ name }) => name),
    ['series', 'parameters', 'curve-parameters', 'curve'],
  );
  const [volatility] = one.tables[1]?.rows.filter(([, quantity]) => String(quantity).includes('σ')) ?? [];
  const [, , value, low, high] = (volatility ?? []) as [string, string, number, number, number];
  assert.ok(low < value && value < high && low < 0.6 * 1.1 && high > 0.6 * 0.9);
  assert.ok(one.notes.some((note) => note.includes('4 / years')));
  for (const { columns, rows } of one.tables) for (const row of rows) assert.equal(row.length, columns.length);
});
