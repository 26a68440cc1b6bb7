/**
 * A thread of `npm run simulate`: runs every so many-th seed until it has run them all, until one fails, or until it is
 * told to stop.
 */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { rehearse } from '#simulation/rehearsal.ts';
import { scriptOf } from '#simulation/script.ts';

export interface Task {
  readonly first: number;
  readonly step: number;
  /** Behind the last seed. */
  readonly end: number;
}

/** What is reported of a seed. */
export interface Ran {
  readonly seed: number;
  readonly commands: number;
  readonly fails: boolean;
}

const { first, step, end } = workerData as Task;
let isStopped = false;
parentPort?.once('message', () => {
  isStopped = true;
});
for (let seed = first; seed < end && !isStopped; seed += step) {
  const { commands, finding } = await rehearse(scriptOf(seed));
  parentPort?.postMessage({ seed, commands, fails: finding !== undefined } satisfies Ran);
  // A message from outside is heard between two seeds.
  await setImmediate();
}
parentPort?.close();
