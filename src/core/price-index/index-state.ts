/**
 * What the exchange keeps of the index: the terms that were adopted, what the index remembers from day to day, and what
 * it remembered before each of the last days, so that these can be corrected.
 *
 * The fixed values themselves stand with the exchange, because settlement reads them. What was published and when is
 * told by events and kept by those who fold them.
 */
import type { TradeDate } from '../units.ts';
import type { Evidence } from './evidence.ts';
import { type IndexInputs, type IndexMemory, noMemory, type Publication } from './publication.ts';
import { publish, remember } from './publish.ts';
import type { IndexTerms } from './terms.ts';

/** For so many days after it a fixing can be corrected: longer than a delivery period and what follows it (IDX-33). */
export const CORRECTION_DAYS = 62;

/** Terms, and the first day that is fixed under them. */
export interface AdoptedTerms {
  readonly terms: IndexTerms;
  readonly effective: TradeDate;
}

/** What the index remembered before a day was fixed: under the terms in force and, while there are any, the announced. */
interface Before {
  readonly date: TradeDate;
  readonly memory: IndexMemory;
  readonly announced: IndexMemory | null;
}

export interface IndexSnapshot {
  readonly adopted: readonly AdoptedTerms[];
  readonly memory: IndexMemory;
  readonly announced: IndexMemory | null;
  readonly before: readonly Before[];
}

/** A publication with what it was made of. */
export interface Published {
  readonly inputs: IndexInputs;
  readonly publication: Publication;
}

export class IndexState {
  readonly #adopted: AdoptedTerms[] = [];
  #memory: IndexMemory = noMemory;
  #announced: IndexMemory | null = null;
  /** Of the last days, oldest first. */
  #before: Before[] = [];

  /** Oldest first; the last may not be in force yet. */
  get adopted(): readonly AdoptedTerms[] {
    return this.#adopted;
  }

  /** The terms of a day; undefined before the first. */
  termsOf(date: TradeDate): IndexTerms | undefined {
    return this.#adopted.findLast(({ effective }) => effective <= date)?.terms;
  }

  /** Whether terms wait for a day after `date`. */
  hasAnnounced(date: TradeDate): boolean {
    return this.#announcedAfter(date) !== undefined;
  }

  adopt(adopted: AdoptedTerms): void {
    this.#adopted.push(adopted);
  }

  /** Fixes the next day and goes on from it. There must be terms for it. */
  fix(date: TradeDate, evidence: Evidence): Published {
    // On the day on which announced terms take effect, the index goes on with what it remembers under them.
    if (this.#adopted.at(-1)?.effective === date && this.#announced !== null) this.#memory = this.#announced;
    const announced = this.hasAnnounced(date) ? (this.#announced ?? noMemory) : null;
    const before: Before = { date, memory: this.#memory, announced };
    const published = this.#publish(before, evidence);
    this.#goOnFrom(published);
    this.#before = [...this.#before, before].filter((one) => one.date > date - CORRECTION_DAYS);
    return published;
  }

  /** Fixes a day again from other evidence and leaves the days after it as they are. Undefined when it is too old. */
  fixAgain(date: TradeDate, evidence: Evidence): Published | undefined {
    const before = this.#before.find((one) => one.date === date);
    if (before === undefined) return undefined;
    const published = this.#publish(before, evidence);
    if (before === this.#before.at(-1)) this.#goOnFrom(published);
    return published;
  }

  #goOnFrom({ inputs, publication }: Published): void {
    const after = remember(inputs, publication);
    this.#memory = after.memory;
    this.#announced = after.announced;
  }

  #publish({ date, memory, announced }: Before, evidence: Evidence): Published {
    const terms = this.termsOf(date) as IndexTerms;
    const waiting = this.#announcedAfter(date);
    const inputs: IndexInputs = {
      date,
      terms,
      evidence,
      memory,
      announced: waiting !== undefined && announced !== null ? { terms: waiting.terms, memory: announced } : null,
    };
    return { inputs, publication: publish(inputs) };
  }

  #announcedAfter(date: TradeDate): AdoptedTerms | undefined {
    const last = this.#adopted.at(-1);
    return last !== undefined && this.#adopted.length > 1 && last.effective > date ? last : undefined;
  }

  /** Undefined while there are no terms. */
  snapshot(): IndexSnapshot | undefined {
    if (this.#adopted.length === 0) return undefined;
    return { adopted: [...this.#adopted], memory: this.#memory, announced: this.#announced, before: [...this.#before] };
  }

  static restore(snapshot: IndexSnapshot | undefined): IndexState {
    const state = new IndexState();
    if (snapshot === undefined) return state;
    for (const one of snapshot.adopted) state.adopt(one);
    state.#memory = snapshot.memory;
    state.#announced = snapshot.announced;
    state.#before = [...snapshot.before];
    return state;
  }
}
