/**
 * The index as it was published: every revision of every day's fixing with what it was made of, and the terms.
 *
 * Revisions are only added. What was known of a day at some moment is the last revision of before that moment, and stays
 * so for ever (rule IDX-35). Of a publication its inputs are kept, because it follows from them to the last digit.
 */
import type { Event, Events } from '#core/events.ts';
import type { AdoptedTerms } from '#core/price-index/index-state.ts';
import { type Influence, influence } from '#core/price-index/influence.ts';
import type { FixingSummary, IndexInputs, IndexMemory, Publication } from '#core/price-index/publication.ts';
import { publish } from '#core/price-index/publish.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import type { Millis, TradeDate } from '#core/units.ts';

/** Terms with when, why and by whom they were announced. */
export interface AnnouncedTerms extends AdoptedTerms {
  readonly announcedAt: Millis;
  readonly reason: string;
  readonly by: string;
}

/** One publication of one day. */
export interface FixingRevision {
  /** From 1. */
  readonly revision: number;
  /** Since when it is known, venue time. */
  readonly knownAt: Millis;
  readonly fixing: FixingSummary;
  /** Of a correction: why, and who says so. */
  readonly reason: string | null;
  readonly by: string | null;
  readonly inputs: KeptInputs;
}

/** Inputs with terms by version, because many days share them. */
interface KeptInputs extends Omit<IndexInputs, 'date' | 'terms' | 'announced'> {
  readonly announced: { readonly terms: string; readonly memory: IndexMemory } | null;
}

interface IndexHistoryState {
  readonly terms: readonly AnnouncedTerms[];
  readonly revisions: readonly FixingRevision[];
}

type IndexEvent = Extract<Event, { type: 'indexTermsAdopted' | 'indexFixed' | 'fixingCorrected' }>;

/** What was made for the last revisions that were asked for, because many ask for the same one at once. */
class Recent<Made> {
  readonly #made = new Map<FixingRevision, Made>();

  of(revision: FixingRevision, make: () => Made): Made {
    const made = this.#made.get(revision) ?? make();
    this.#made.delete(revision);
    this.#made.set(revision, made);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= RECENT_MAX) break;
      this.#made.delete(oldest);
    }
    return made;
  }
}

const RECENT_MAX = 32;

export class IndexHistory {
  readonly #publications = new Recent<Publication>();
  readonly #curves = new Recent<readonly Influence[]>();
  #terms: AnnouncedTerms[] = [];
  /** By day from the first; of each day oldest first. */
  #days: FixingRevision[][] = [];

  /** Oldest first; the last may not be in force yet. */
  get terms(): readonly AnnouncedTerms[] {
    return this.#terms;
  }

  /** The newest revision of every day since the first, oldest day first. */
  get fixings(): readonly FixingRevision[] {
    return this.#days.map((day) => day.at(-1) as FixingRevision);
  }

  /** Every revision of every day, oldest day first. */
  get revisions(): readonly FixingRevision[] {
    return this.#days.flat();
  }

  get latest(): FixingRevision | undefined {
    return this.#days.at(-1)?.at(-1);
  }

  /** Every revision of a day, oldest first; none for a day without a fixing. */
  revisionsOf(date: TradeDate): readonly FixingRevision[] {
    const first = this.#days[0]?.[0]?.fixing.date;
    return first === undefined ? [] : (this.#days[date - first] ?? []);
  }

  /** What was known of a day at `knownAt`; without it, what is known now. */
  asOf(date: TradeDate, knownAt?: Millis): FixingRevision | undefined {
    return this.revisionsOf(date).findLast((one) => knownAt === undefined || one.knownAt <= knownAt);
  }

  inputsOf({ fixing, inputs }: FixingRevision): IndexInputs {
    const { announced } = inputs;
    return {
      date: fixing.date,
      terms: this.#versionOf(fixing.terms),
      evidence: inputs.evidence,
      memory: inputs.memory,
      announced: announced && { terms: this.#versionOf(announced.terms), memory: announced.memory },
    };
  }

  /** The whole publication, made again from its inputs. */
  publicationOf(revision: FixingRevision): Publication {
    return this.#publications.of(revision, () => publish(this.inputsOf(revision)));
  }

  /** How far one, two and three sellers could have moved it (rule IDX-28). */
  influenceOf(revision: FixingRevision): readonly Influence[] {
    return this.#curves.of(revision, () => {
      const { terms, memory } = this.inputsOf(revision);
      return influence(terms, this.publicationOf(revision).index, memory);
    });
  }

  #versionOf(version: string): IndexTerms {
    return (this.#terms.find(({ terms }) => terms.version === version) as AnnouncedTerms).terms;
  }

  /** Takes one event of the index; the revision that it brought, if it brought one. */
  apply(event: IndexEvent, time: Millis): FixingRevision | undefined {
    switch (event.type) {
      case 'indexTermsAdopted': {
        const { terms, effective, reason, by } = event;
        this.#terms.push({ terms, effective, announcedAt: time, reason, by });
        return undefined;
      }
      case 'indexFixed':
        return this.#add(event, time, null, null);
      case 'fixingCorrected':
        return this.#add(event, time, event.reason, event.by);
    }
  }

  #add(
    { inputs, fixing }: Events['indexFixed'],
    knownAt: Millis,
    reason: string | null,
    by: string | null,
  ): FixingRevision {
    const { evidence, memory, announced } = inputs;
    const kept = { evidence, memory, announced: announced && { ...announced, terms: announced.terms.version } };
    const earlier = this.revisionsOf(fixing.date);
    const revision: FixingRevision = { revision: earlier.length + 1, knownAt, fixing, reason, by, inputs: kept };
    this.#put(revision);
    return revision;
  }

  #put(revision: FixingRevision): void {
    const place = revision.fixing.date - (this.#days[0]?.[0]?.fixing.date ?? revision.fixing.date);
    this.#days[place] ??= [];
    this.#days[place].push(revision);
  }

  /** Undefined while the index has no terms. */
  snapshot(): IndexHistoryState | undefined {
    return this.#terms.length === 0 ? undefined : { terms: [...this.#terms], revisions: this.revisions };
  }

  static restore(state: IndexHistoryState | undefined): IndexHistory {
    const history = new IndexHistory();
    if (state === undefined) return history;
    history.#terms = [...state.terms];
    for (const revision of state.revisions) history.#put(revision);
    return history;
  }
}
