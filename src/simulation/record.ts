/**
 * The record of a run: what was found, what happened how often, and, for whoever listens, the story.
 */
import { dateOf, formatDate, startOf } from '#core/calendar.ts';
import type { Millis } from '#core/units.ts';
import { ProcessEnded } from './world/simulated-process.ts';
import type { Timeline } from './world/timeline.ts';

/** Something that no seed may show. */
export class Finding extends Error {
  override readonly name = 'Finding';
  /** Which promise is broken, in words that stay the same from run to run. */
  readonly promise: string;

  constructor(promise: string, what: string) {
    super(`${promise}: ${what}`);
    this.promise = promise;
  }
}

export class RunRecord {
  /** The first finding, which ends the run. What it breaks in passing does not count. */
  finding: Finding | undefined;
  /** How often what happened, by its name. */
  readonly counts = new Map<string, number>();
  readonly #timeline: Timeline;
  readonly #listener: ((line: string) => void) | undefined;

  constructor(timeline: Timeline, listener: ((line: string) => void) | undefined) {
    this.#timeline = timeline;
    this.#listener = listener;
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  tell(line: string): void {
    this.#listener?.(`${timeText(this.#timeline.now as Millis)}  ${line}`);
  }

  /** Notes a broken promise, and throws it. */
  report(promise: string, what: string): never {
    this.finding ??= new Finding(promise, what);
    throw this.finding;
  }

  expect(holds: boolean, promise: string, what: () => string): void {
    if (!holds) this.report(promise, what());
  }

  /** Does a part of the run. */
  attempt(action: () => void): void {
    try {
      action();
    } catch (cause) {
      this.noteThrown(cause);
    }
  }

  /** That a process ends on the way is part of a run, and a finding has been noted; whatever else is thrown is one. */
  noteThrown(cause: unknown): void {
    if (cause instanceof ProcessEnded || cause instanceof Finding) return;
    this.finding ??= new Finding('nothing breaks', cause instanceof Error ? (cause.stack ?? '') : String(cause));
  }
}

/** `2025-01-14 09:30:00.123`. */
function timeText(time: Millis): string {
  const date = dateOf(time);
  let rest = time - startOf(date);
  const take = (unit: number, digits: number): string => {
    const units = Math.floor(rest / unit);
    rest -= units * unit;
    return String(units).padStart(digits, '0');
  };
  return `${formatDate(date)} ${take(3_600_000, 2)}:${take(60_000, 2)}:${take(1_000, 2)}.${take(1, 3)}`;
}
