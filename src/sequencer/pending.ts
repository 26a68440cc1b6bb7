/**
 * What waits for the disk, in the order in which it was taken.
 */
import type { Outcome, Published } from './machine.ts';
import type { Refusal } from './refusals.ts';

/** Called once: with an outcome that is durable, or with the reason why there is none to tell. */
export type OnOutcome = (outcome: Outcome | undefined, refusal: Refusal | undefined) => void;

export interface Pending {
  /** It may be told when the journal is durable up to here. */
  readonly position: number;
  /** What is to be published then: undefined for a repeat, and where somebody only waits for everything before. */
  readonly published: Published | undefined;
  /** What `done` is told. */
  readonly outcome: Outcome | undefined;
  readonly done: OnOutcome;
}

/** The memory of answered entries is given back in pieces of this many. */
const RELEASED_MAX = 16_384;

export class PendingQueue {
  #entries: Pending[] = [];
  /** The first entry that still waits. */
  #first = 0;

  get size(): number {
    return this.#entries.length - this.#first;
  }

  push(entry: Pending): void {
    this.#entries.push(entry);
  }

  /** Takes out the first entry, when the journal is durable up to its position. */
  take(durable: number): Pending | undefined {
    const entry = this.#entries[this.#first];
    if (entry === undefined || entry.position > durable) return undefined;
    this.#first += 1;
    if (this.#first === this.#entries.length) {
      this.#entries = [];
      this.#first = 0;
    } else if (this.#first === RELEASED_MAX) {
      this.#entries.splice(0, this.#first);
      this.#first = 0;
    }
    return entry;
  }

  /** Takes out everything that waits. */
  takeAll(): Pending[] {
    const entries = this.#entries.slice(this.#first);
    this.#entries = [];
    this.#first = 0;
    return entries;
  }
}
