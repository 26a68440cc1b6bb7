/**
 * What waits for the disk, in the order in which it was taken.
 */
import type { Outcome, Published } from './machine.ts';
import type { Refusal } from './refusals.ts';

/** Called once: with an outcome that is durable, or with the reason why there is none to tell. */
export type OnOutcome = (outcome: Outcome | undefined, refusal: Refusal | undefined) => void;

const PLACES_AT_FIRST = 1024;

/**
 * A ring of places, which doubles when all are taken. What an entry consists of stands in lists side by side, because an
 * object for each would outlive the collector's rounds; a place is cleared when it is left, so nothing is kept that was
 * told.
 */
export class PendingQueue {
  #positions = new Float64Array(PLACES_AT_FIRST);
  #published = newPlaces<Published>(PLACES_AT_FIRST);
  /** Of a repeat, what was told the first time. */
  #repeated = newPlaces<Outcome>(PLACES_AT_FIRST);
  #done = newPlaces<OnOutcome>(PLACES_AT_FIRST);
  /** The place of the first entry that still waits, and how many wait. */
  #first = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * `done` is told when the journal is durable up to `position`: of what is published then, or, where nothing is, of what
   * was told before, if anything.
   */
  push(position: number, published: Published | undefined, repeated: Outcome | undefined, done: OnOutcome): void {
    if (this.#size === this.#positions.length) this.#grow();
    const place = this.#placeOf(this.#size);
    this.#positions[place] = position;
    this.#published[place] = published;
    if (repeated !== undefined) this.#repeated[place] = repeated;
    this.#done[place] = done;
    this.#size += 1;
  }

  /** Whether the first entry may be told, the journal being durable up to there. */
  isDue(durable: number): boolean {
    return this.#size > 0 && (this.#positions[this.#first] as number) <= durable;
  }

  /** What is to be published with the first entry. */
  get published(): Published | undefined {
    return this.#published[this.#first];
  }

  /** What the first entry is told. */
  get outcome(): Outcome | undefined {
    return this.#published[this.#first] ?? this.#repeated[this.#first];
  }

  /** Takes out the first entry, and returns who is to be told. */
  take(): OnOutcome {
    const place = this.#first;
    const done = this.#done[place] as OnOutcome;
    this.#published[place] = undefined;
    if (this.#repeated[place] !== undefined) this.#repeated[place] = undefined;
    this.#done[place] = undefined;
    this.#first = this.#placeOf(1);
    this.#size -= 1;
    return done;
  }

  /** The place of the entry before which `ahead` others wait. */
  #placeOf(ahead: number): number {
    return (this.#first + ahead) & (this.#positions.length - 1);
  }

  #grow(): void {
    const places = Array.from(this.#positions, (_, ahead) => this.#placeOf(ahead));
    const more = newPlaces<never>(places.length);
    const positions = new Float64Array(places.length * 2);
    positions.set(places.map((place) => this.#positions[place] as number));
    this.#positions = positions;
    this.#published = places.map((place) => this.#published[place]).concat(more);
    this.#repeated = places.map((place) => this.#repeated[place]).concat(more);
    this.#done = places.map((place) => this.#done[place]).concat(more);
    this.#first = 0;
  }
}

function newPlaces<T>(count: number): (T | undefined)[] {
  return new Array<T | undefined>(count).fill(undefined);
}
