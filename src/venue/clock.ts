/**
 * The venue's clock: real time, times a speed, from where the journal ended.
 *
 * It never goes back. While a new venue plays its history the clock stands where `set` has put it; `run` lets it go.
 */
import type { Millis } from '#core/units.ts';

export class VenueClock {
  readonly speed: number;
  #venue: number;
  #real: number | undefined;

  /** A clock that stands at `start`. */
  constructor(start: Millis, speed: number) {
    this.#venue = start;
    this.speed = speed;
  }

  now(): Millis {
    if (this.#real === undefined) return this.#venue as Millis;
    return Math.floor(this.#venue + (Date.now() - this.#real) * this.speed) as Millis;
  }

  /** Moves the standing clock forward; a time that has passed leaves it where it is. */
  set(time: Millis): void {
    this.#venue = Math.max(this.#venue, time);
  }

  run(): void {
    this.#real = Date.now();
  }

  /** How many real milliseconds pass until the venue's clock shows `time`; not negative. */
  realMillisUntil(time: Millis): number {
    return Math.max(0, (time - this.now()) / this.speed);
  }
}
