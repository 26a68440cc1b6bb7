/**
 * The threads of an experiment: `map` of its `Work`.
 *
 * A result stands where its input stood, whichever thread was first, so the number of threads changes nothing but the
 * time it takes.
 */
import { Tinypool } from 'tinypool';
import type { Work } from './experiment.ts';

export class ThreadPool {
  readonly #progress: Work['progress'];
  readonly #threads: number;
  #pool: Tinypool | undefined;

  constructor(threads: number, progress: Work['progress']) {
    this.#threads = threads;
    this.#progress = progress;
  }

  /** Calls the function `task` of `tasks.ts` for each input. Rejects with the first failure. */
  readonly map = async <Input, Output>(task: string, inputs: readonly Input[], what: string): Promise<Output[]> => {
    this.#pool ??= new Tinypool({
      filename: new URL('./tasks.ts', import.meta.url).href,
      minThreads: this.#threads,
      maxThreads: this.#threads,
    });
    const pool = this.#pool;
    let done = 0;
    this.#progress(done, inputs.length, what);
    return Promise.all(
      inputs.map(async (input) => {
        const output: Output = await pool.run(input, { name: task });
        done += 1;
        this.#progress(done, inputs.length, what);
        return output;
      }),
    );
  };

  /** Lets go of the threads. */
  async close(): Promise<void> {
    await this.#pool?.destroy();
  }
}
