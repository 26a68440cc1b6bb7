/**
 * Watches whether a contract stands locked at one of its limits, and since when.
 *
 * It is told the best prices after every command that touched the book, and again when the limits change. An order that
 * is filled at once leaves no trace after its command, so it does not end a lock. What a locked day leads to is
 * `ladder.ts`.
 */
import type { Millis, Ticks } from '../units.ts';
import type { LockedSide } from './ladder.ts';

/** A day counts as locked when it ended with so long a lock (rule PRC-7). */
export const LOCKED_FOR_MS = 300_000;

export interface LockWatchSnapshot {
  readonly side: LockedSide | null;
  /** Since when; 0 without a lock. */
  readonly since: number;
}

export class LockWatch {
  #side: LockedSide | null;
  #since: number;

  constructor({ side, since }: LockWatchSnapshot = { side: null, since: 0 }) {
    this.#side = side;
    this.#since = since;
  }

  /** The book as a command at `time` left it; a best price is 0 where a side is empty. Times do not go back. */
  observe(time: Millis, bestBid: Ticks, bestAsk: Ticks, limitDown: Ticks, limitUp: Ticks): void {
    const side = lockedAt(bestBid, bestAsk, limitDown, limitUp);
    if (side === this.#side) return;
    this.#side = side;
    this.#since = side === null ? 0 : time;
  }

  /** The side on which the day that closes at `closeTime` ended locked, or null (rule PRC-7). */
  lockedSide(closeTime: Millis): LockedSide | null {
    return closeTime - this.#since >= LOCKED_FOR_MS ? this.#side : null;
  }

  snapshot(): LockWatchSnapshot {
    return { side: this.#side, since: this.#since };
  }
}

/** The limit at which only one side stands, or null; a best price is 0 where a side is empty. */
export function lockedAt(bestBid: Ticks, bestAsk: Ticks, limitDown: Ticks, limitUp: Ticks): LockedSide | null {
  if (bestAsk === 0 && bestBid === limitUp) return 'up';
  return bestBid === 0 && bestAsk === limitDown ? 'down' : null;
}
