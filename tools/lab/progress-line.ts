/**
 * How far an experiment is, on standard error: one line that is written over on a terminal, and a line every few seconds
 * for whoever collects them.
 *
 * The time left is what is left of the present piece of work at the pace so far; pieces that come after it are unknown.
 */
import type { WriteStream } from 'node:tty';

const TERMINAL_MS = 200;
const PIPE_MS = 3_000;
/** A pace says little before so long, and before such a share. */
const PACE_LEAST_MS = 1_000;
const SHARE_LEAST = 0.02;

export class ProgressLine {
  readonly #stream: Pick<WriteStream, 'write' | 'isTTY'>;
  readonly #now: () => number;
  readonly #began: number;
  #pieceBegan: number;
  #what = '';
  #writtenAt = Number.NEGATIVE_INFINITY;

  /** `now` in milliseconds, from any beginning. */
  constructor(stream: Pick<WriteStream, 'write' | 'isTTY'>, now: () => number) {
    this.#stream = stream;
    this.#now = now;
    this.#began = now();
    this.#pieceBegan = this.#began;
  }

  tell(done: number, all: number, what: string): void {
    const now = this.#now();
    const isNew = what !== this.#what;
    if (isNew) this.#pieceBegan = now;
    this.#what = what;
    const { isTTY } = this.#stream;
    if (now - this.#writtenAt < (isTTY ? TERMINAL_MS : PIPE_MS)) return;
    this.#writtenAt = now;
    const share = all > 0 ? done / all : 0;
    const took = now - this.#pieceBegan;
    const hasPace = took >= PACE_LEAST_MS && share >= SHARE_LEAST && share < 1;
    const parts = [
      `${what}: ${done} of ${all} (${Math.floor(100 * share)} %)`,
      span(now - this.#began),
      ...(hasPace ? [`about ${span((took * (1 - share)) / share)} left`] : []),
    ];
    this.#stream.write(isTTY ? `\r\u001b[2K${parts.join(', ')}` : `${parts.join(', ')}\n`);
  }

  /** Leaves the line to others. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[2K');
  }
}

/** `8 s`, `3 min 5 s`, `1 h 2 min`. */
export function span(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
