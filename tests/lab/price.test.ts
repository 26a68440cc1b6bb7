/** The experiment `price`: what it says, that it says it again on any number of threads, and what it refuses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Parameters, tableThree } from '#lab/jump-diffusion/parameters.ts';
import { wait } from '#lab/jump-diffusion/path.ts';
import { eulerFuturesPrice } from '#lab/price/euler.ts';
import { subjects } from '#lab/price/subjects.ts';
import { Random } from '#makers/random.ts';
import type { Work } from '../../tools/lab/experiment.ts';
import { price } from '../../tools/lab/experiments/price.ts';
import { ThreadPool } from '../../tools/lab/thread-pool.ts';
import { inProcess } from './in-process.ts';

const ARGV = ['--paths', '4096', '--years', '3', '--seed', '5'];

test('the report has a row for every maturity and technique, and the closed form within its errors', async () => {
  const { tables, charts, command, answer } = await price.run(ARGV, inProcess);
  const [curve, futures, hedge] = tables;
  assert.deepEqual(
    curve?.rows.map(([month, , published]) => [month, published]),
    [
      [3, 2.182],
      [6, 2.171],
      [9, 1.979],
      [12, 1.814],
      [18, 1.631],
      [24, 1.301],
      [30, 1.155],
      [36, 0.918],
    ],
  );
  for (const [, exact, published, , low, high] of (curve?.rows ?? []) as number[][]) {
    assert.ok(Math.abs((exact as number) - (published as number)) <= 0.0005);
    // Twice the half width of the interval is 3.9 standard errors.
    const [middle, half] = [((low as number) + (high as number)) / 2, ((high as number) - (low as number)) / 2];
    assert.ok(Math.abs((exact as number) - middle) < 2 * half, 'seed 5');
  }
  assert.equal(futures?.rows.length, subjects.futures.techniques.length);
  // One row more: what it is worth that both costs share their paths.
  assert.equal(hedge?.rows.length, subjects.hedge.techniques.length + 1);
  for (const { rows, columns } of tables) for (const row of rows) assert.equal(row.length, columns.length);
  for (const { layers } of charts)
    for (const layer of layers) assert.ok(!('points' in layer) || layer.points.length > 0);
  assert.equal(command, 'npm run lab -- price --paths 4096 --years 3 --seed 5');
  assert.match(answer, /^At \d of 8 maturities/);
});

test('one, two and three threads come to the same report, another seed to another', async () => {
  const onThreads = async (threads: number): Promise<string> => {
    const pool = new ThreadPool(threads, () => {});
    const work: Work = { ...inProcess, map: pool.map };
    try {
      return JSON.stringify(await price.run(ARGV, work));
    } finally {
      await pool.close();
    }
  };
  const here = JSON.stringify(await price.run(ARGV, inProcess));
  for (const threads of [2, 3]) assert.equal(await onThreads(threads), here, `${threads} threads`);
  assert.notEqual(JSON.stringify(await price.run([...ARGV.slice(0, 5), '6'], inProcess)), here);
});

test('the bias of Euler steps is the one found by simulation elsewhere, and by simulation here', () => {
  const harder: Parameters = {
    reversion: 3,
    level: Math.log(1.5),
    trend: [{ from: 0, perYear: 0 }],
    season: { size: 0, period: 1 },
    volatility: 0.6,
    jumps: { perYear: 4, mean: 0.15, deviation: 0.25 },
  };
  // 2,000,000 paths that others simulated: 1.818 in six steps, 1.769 in 126, with an error of about 0.0005.
  assert.ok(Math.abs(eulerFuturesPrice(harder, Math.log(1.2), 0.5, 6) - 1.818) < 0.002);
  assert.ok(Math.abs(eulerFuturesPrice(harder, Math.log(1.2), 0.5, 126) - 1.769) < 0.002);
  const [seed, paths, steps, step] = [5, 60_000, 4, 1 / 4];
  const dice = Random.of(seed, 'euler');
  const { reversion, volatility, jumps } = tableThree;
  let [sum, squares] = [0, 0];
  for (let path = 0; path < paths; path += 1) {
    let x = Math.log(2);
    for (let k = 0; k < steps; k += 1) {
      const level = Math.log(2) - 0.35 * k * step + 0.08 * Math.sin(2 * Math.PI * k * step);
      x += reversion * (level - x) * step + volatility * Math.sqrt(step) * dice.normal();
      let at = wait(jumps.perYear, dice);
      while (at < step) {
        x += jumps.mean + jumps.deviation * dice.normal();
        at += wait(jumps.perYear, dice);
      }
    }
    sum += Math.exp(x);
    squares += Math.exp(2 * x);
  }
  const mean = sum / paths;
  const error = Math.sqrt((squares / paths - mean * mean) / paths);
  assert.ok(Math.abs(mean - eulerFuturesPrice(tableThree, Math.log(2), 1, steps)) < 4.5 * error, `seed ${seed}`);
});

test('flags that cannot be used are refused before anything is computed', async () => {
  for (const argv of [
    ['--paths', '5000'],
    ['--paths', '2048'],
    ['--paths', 'many'],
    ['--years', '0'],
    ['--years', '11'],
    ['--seed', '-1'],
    ['--colour', 'red'],
  ])
    await assert.rejects(price.run(argv, inProcess), { name: 'Complaint', code: 'USAGE' });
});
