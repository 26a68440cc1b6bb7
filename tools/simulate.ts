/**
 * `npm run simulate`: whole venues under every fault, from fresh seeds, for a minute; ends with
 * `N seeds run, first failing seed: none`.
 *
 *   --seeds COUNT    so many seeds instead of a minute
 *   --from SEED      begins there instead of somewhere new
 *
 * `SEED=7 npm run simulate` tells one seed from beginning to end. A seed that fails ends the run and is told as the
 * shortest story that still fails. Ctrl-C ends it, too. What is simulated: docs/simulator.md.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { explain } from '#simulation/explain.ts';
import { rehearse } from '#simulation/rehearsal.ts';
import { scriptOf } from '#simulation/script.ts';
import type { Ran, Task } from './simulation/seeds-thread.ts';

const DEFAULT_MS = 60_000;
const PROGRESS_MS = 5_000;

const { values } = parseArgs({ options: { seeds: { type: 'string' }, from: { type: 'string' } } });
const count = Number(values.seeds ?? Number.POSITIVE_INFINITY);
const from = Number(values.from ?? Math.floor(Math.random() * 1e9));
if (!(count >= 1) || !Number.isSafeInteger(from)) {
  console.error('usage: npm run simulate -- [--seeds COUNT] [--from SEED]');
  process.exit(2);
}

if (process.env.SEED === undefined) await runMany();
else await runOne(Number(process.env.SEED));

async function runOne(seed: number): Promise<void> {
  const { finding, commands } = await rehearse(scriptOf(seed), { tell: (line) => console.log(line) });
  if (finding !== undefined) await tellFailure(seed);
  console.log(`1 seed run, ${commands} commands, first failing seed: ${finding === undefined ? 'none' : seed}`);
}

async function runMany(): Promise<void> {
  const started = performance.now();
  let [run, commands, failing] = [0, 0, Number.POSITIVE_INFINITY];
  const threads = Math.min(availableParallelism(), count);
  const workers = Array.from({ length: threads }, (_, at) => {
    const workerData: Task = { first: from + at, step: threads, end: from + count };
    return new Worker(new URL('./simulation/seeds-thread.ts', import.meta.url), { workerData });
  });
  const stop = () => {
    for (const worker of workers) worker.postMessage('stop');
  };
  const progress = setInterval(() => {
    const seconds = (performance.now() - started) / 1000;
    console.log(`${run} seeds from ${from} on, ${commands} commands, ${(run / seconds).toFixed(1)} seeds a second`);
  }, PROGRESS_MS);
  const timer = values.seeds === undefined ? setTimeout(stop, DEFAULT_MS) : undefined;
  process.on('SIGINT', stop);
  for (const worker of workers)
    worker.on('message', ({ seed, commands: more, fails }: Ran) => {
      run += 1;
      commands += more;
      if (!fails) return;
      failing = Math.min(failing, seed);
      stop();
    });
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
  clearInterval(progress);
  clearTimeout(timer);
  const failed = Number.isFinite(failing);
  if (failed) await tellFailure(failing);
  console.log(`${run} seeds run, first failing seed: ${failed ? failing : 'none'}`);
}

async function tellFailure(seed: number): Promise<void> {
  process.exitCode = 1;
  for (const line of (await explain(seed)) ?? []) console.log(line);
}
