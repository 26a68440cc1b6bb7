/** Starts the load generator's thread and waits for what it has measured. */
import { Worker } from 'node:worker_threads';
import type { Load, Loaded } from './load-thread.ts';

export function generateLoad(load: Load): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./load-thread.ts', import.meta.url), { workerData: load });
    worker.once('message', (loaded: Loaded) => {
      worker.once('exit', () => resolve(loaded));
    });
    worker.once('error', reject);
  });
}
