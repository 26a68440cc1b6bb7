/**
 * A real venue in a process of its own, for tests: started as a person would, ended as a person would, or killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** A Friday morning, so that the market is open whatever day the test runs on. */
export const FRIDAY = ['--clock', '2026-11-20T09:00:00Z'];

/** A folder that is removed when `use` is done. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tokenpit-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

export class RunningVenue {
  readonly #child: ChildProcess;
  /** Resolves when the process has ended, however. */
  readonly ended: Promise<Ended>;
  #output = '';
  #address = '';

  private constructor(flags: readonly string[], signal?: AbortSignal) {
    this.#child = spawn(process.execPath, ['src/venue.ts', ...flags], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    signal?.addEventListener('abort', () => this.#child.kill('SIGKILL'));
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    this.ended = new Promise((resolve) =>
      this.#child.once('close', (code, killedBy) => resolve({ code, signal: killedBy, output: this.#output })),
    );
  }

  /** Runs a venue that is expected to end by itself. */
  static run(flags: readonly string[]): Promise<Ended> {
    return new RunningVenue(flags).ended;
  }

  /** Starts a venue and waits until it says its address. Throws with its output when it ends before; `signal` kills it. */
  static async start(flags: readonly string[], signal?: AbortSignal): Promise<RunningVenue> {
    const venue = new RunningVenue(flags, signal);
    const opened = new Promise<void>((resolve) => {
      venue.#child.stdout?.on('data', () => {
        const address = /open at (http:\S+)/.exec(venue.#output)?.[1];
        if (address === undefined) return;
        venue.#address = address;
        resolve();
      });
    });
    const early = venue.ended.then(({ output }) => {
      throw new Error(`the venue did not open: ${output}`);
    });
    await Promise.race([opened, early]);
    early.catch(() => undefined);
    return venue;
  }

  get address(): string {
    return this.#address;
  }

  get output(): string {
    return this.#output;
  }

  /** As Ctrl-C does. */
  async interrupt(): Promise<Ended> {
    this.#child.kill('SIGINT');
    return this.ended;
  }

  /** No goodbye. */
  async kill(): Promise<Ended> {
    this.#child.kill('SIGKILL');
    return this.ended;
  }
}
