/**
 * The highest and the lowest price of the last so many milliseconds.
 *
 * Each is the first of a queue of candidates: a price goes when a newer one is at least as extreme, for it can then
 * never be the answer again, and when it is as old as the window. So a queue holds no price twice, and adding costs a
 * constant number of steps on average. Asking changes nothing: a question from outside leaves no trace in the state.
 */
import type { Millis, Ticks } from '../units.ts';

/** Time and price of each candidate, oldest first. */
export interface RangeSnapshot {
  readonly highs: readonly (readonly [time: number, price: number])[];
  readonly lows: readonly (readonly [time: number, price: number])[];
}

export class RollingRange {
  readonly #windowMs: number;
  readonly #highs = new Candidates(1);
  readonly #lows = new Candidates(-1);

  /** An empty window of `windowMs` milliseconds. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** A price at `time`; times do not go back. */
  add(time: Millis, price: Ticks): void {
    this.#highs.add(time, price);
    this.#lows.add(time, price);
    this.#highs.forget(time - this.#windowMs);
    this.#lows.forget(time - this.#windowMs);
  }

  /**
   * Whether `price` would lie more than `distance` above the lowest or below the highest price that is less than the
   * window old at `time` (rules PRC-12 and PRC-13). An empty window has nothing to be far from.
   */
  isLeft(time: Millis, price: Ticks, distance: Ticks): boolean {
    const past = time - this.#windowMs;
    const high = this.#highs.after(past);
    const low = this.#lows.after(past);
    return high !== undefined && low !== undefined && (price > low + distance || price < high - distance);
  }

  clear(): void {
    this.#highs.clear();
    this.#lows.clear();
  }

  snapshot(): RangeSnapshot {
    return { highs: this.#highs.rows(), lows: this.#lows.rows() };
  }

  /** Takes back what `snapshot` gave. */
  restore({ highs, lows }: RangeSnapshot): void {
    this.clear();
    for (const [time, price] of highs) this.#highs.add(time, price);
    for (const [time, price] of lows) this.#lows.add(time, price);
  }
}

/** The queue of one extreme: the prices fall with time where `sign` is 1, and rise where it is −1. */
class Candidates {
  readonly #sign: 1 | -1;
  // Both from `#first` on; what is before it has been let go.
  readonly #times: number[] = [];
  readonly #prices: number[] = [];
  #first = 0;

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  add(time: number, price: number): void {
    while (
      this.#prices.length > this.#first &&
      (price - (this.#prices[this.#prices.length - 1] as number)) * this.#sign >= 0
    ) {
      this.#prices.pop();
      this.#times.pop();
    }
    this.#prices.push(price);
    this.#times.push(time);
  }

  /** Lets go of everything up to `past`. */
  forget(past: number): void {
    this.#first = this.#indexAfter(past);
    // What was let go is more than what is left, so moving the rest is paid for.
    if (this.#first * 2 > this.#times.length) this.#cut(this.#first);
  }

  /** The extreme of what is younger than `past`; undefined when nothing is. */
  after(past: number): number | undefined {
    return this.#prices[this.#indexAfter(past)];
  }

  clear(): void {
    this.#cut(this.#times.length);
  }

  rows(): [time: number, price: number][] {
    return this.#times.slice(this.#first).map((time, i) => [time, this.#prices[this.#first + i] as number]);
  }

  /** Moves what is left to the front, in place: nothing is allocated for a command that trades. */
  #cut(count: number): void {
    this.#times.copyWithin(0, count).length -= count;
    this.#prices.copyWithin(0, count).length -= count;
    this.#first = 0;
  }

  #indexAfter(past: number): number {
    let at = this.#first;
    while (at < this.#times.length && (this.#times[at] as number) <= past) at += 1;
    return at;
  }
}
