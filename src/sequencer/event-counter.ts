/** Counts the events of a command, for whoever needs their numbers and not what they say. */
import type { Emit } from '#core/events.ts';

export class EventCounter implements Emit {
  #count = 0;

  orderAccepted(): void {
    this.#count += 1;
  }

  orderRested(): void {
    this.#count += 1;
  }

  trade(): void {
    this.#count += 1;
  }

  orderCancelled(): void {
    this.#count += 1;
  }

  rejected(): void {
    this.#count += 1;
  }

  happened(): void {
    this.#count += 1;
  }

  /** How many there were since the last time. */
  take(): number {
    const count = this.#count;
    this.#count = 0;
    return count;
  }
}
