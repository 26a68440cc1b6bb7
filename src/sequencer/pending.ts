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

const PLACES_AT_FIRST = 1024;

/** A ring of places, which doubles when all are taken. A place is cleared when it is left, so nothing is kept that was told. */
export class PendingQueue {
  #places: (Pending | undefined)[] = new Array(PLACES_AT_FIRST).fill(undefined);
  /** The place of the first entry that still waits, and how many wait. */
  #first = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(entry: Pending): void {
    if (this.#size === this.#places.length) this.#grow();
    this.#places[this.#placeOf(this.#size)] = entry;
    this.#size += 1;
  }

  /** Takes out the first entry, when the journal is durable up to its position. */
  take(durable: number): Pending | undefined {
    const entry = this.#places[this.#first];
    if (entry === undefined || entry.position > durable) return undefined;
    this.#places[this.#first] = undefined;
    this.#first = this.#placeOf(1);
    this.#size -= 1;
    return entry;
  }

  /** Takes out everything that waits. */
  takeAll(): Pending[] {
    const entries = this.#inOrder();
    this.#places.fill(undefined);
    this.#size = 0;
    return entries;
  }

  /** The place of the entry before which `ahead` others wait. */
  #placeOf(ahead: number): number {
    return (this.#first + ahead) & (this.#places.length - 1);
  }

  #inOrder(): Pending[] {
    return Array.from({ length: this.#size }, (_, ahead) => this.#places[this.#placeOf(ahead)] as Pending);
  }

  #grow(): void {
    const entries: (Pending | undefined)[] = this.#inOrder();
    this.#places = entries.concat(new Array(entries.length).fill(undefined));
    this.#first = 0;
  }
}
