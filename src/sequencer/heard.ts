/**
 * The events of one command while it is carried out.
 *
 * Nearly every command has one or two. Arrays of just that size are made when all are known; an array that is pushed to
 * reserves room for seventeen, most of what a command would take from memory.
 */
import type { Event } from '#core/events.ts';

export class Heard {
  #count = 0;
  #first: Event | undefined;
  #second: Event | undefined;
  readonly #others: Event[] = [];

  push(event: Event): void {
    if (this.#count === 0) this.#first = event;
    else if (this.#count === 1) this.#second = event;
    else this.#others.push(event);
    this.#count += 1;
  }

  /** Everything heard since the last time, in order. */
  take(): Event[] {
    const count = this.#count;
    const first = this.#first as Event;
    const second = this.#second as Event;
    this.#count = 0;
    if (count === 0) return [];
    if (count === 1) return [first];
    if (count === 2) return [first, second];
    return [first, second, ...this.#others.splice(0)];
  }
}
