/**
 * The token price index: its fixings, the one looked at, which is the newest until a day is chosen, and the terms under
 * which they are made.
 */
import type { TokenpitClient } from '#client/tokenpit-client.ts';
import type { TokenpitStream } from '#client/tokenpit-stream.ts';
import type { AdoptedTerms, FixingDetail, FixingRevision, FixingSummary, InfluencePoint } from '#wire/price-index.ts';
import { failed, here, type Loadable, loadedValue, loading } from '../models/loadable.ts';
import { Painted } from './painted.ts';
import { sentenceOf } from './refusal.ts';

const FIXINGS_MAX = 500;

export interface SeenFixing {
  readonly detail: FixingDetail;
  /** Every revision of the day where there are several; empty where there is one. */
  readonly revisions: readonly FixingRevision[];
  /** How far colluding sellers could have moved it. */
  readonly influence: readonly InfluencePoint[];
}

export class IndexFeed {
  readonly latest = new Painted<FixingSummary | undefined>(undefined);
  /** Newest first. */
  readonly fixings = new Painted<Loadable<readonly FixingSummary[]>>(loading);
  readonly seen = new Painted<Loadable<SeenFixing>>(loading);
  /** Oldest first. */
  readonly terms = new Painted<Loadable<readonly AdoptedTerms[]>>(loading);
  readonly #client: TokenpitClient;
  /** The day that was chosen; undefined while the newest is followed. */
  #chosen: string | undefined;

  constructor(client: TokenpitClient, stream: TokenpitStream) {
    this.#client = client;
    stream.subscribe({ channel: 'index' }, ({ fixing }) => {
      // A correction of an earlier day is heard as well; what is followed is the newest day.
      if (fixing.date >= (this.latest.newest?.date ?? '')) this.latest.set(fixing);
      this.#askFixings();
      this.#askTerms();
      if (fixing.date === this.#wanted) this.#askFixing(fixing.date);
    });
  }

  /** Looks at the fixing of `date`; at the newest one, it goes on to follow the newest. */
  readonly chooseDate = (date: string): void => {
    this.#chosen = date === this.latest.newest?.date ? undefined : date;
    this.#askFixing(date);
  };

  /** Looks at the fixing published `steps` days after (before, when negative) the one looked at, if there is one. */
  readonly stepDate = (steps: number): void => {
    const dates = (loadedValue(this.fixings.newest) ?? []).map(({ date }) => date);
    const at = dates.indexOf(this.#wanted ?? '');
    const date = dates[at - steps];
    if (at >= 0 && date !== undefined) this.chooseDate(date);
  };

  get #wanted(): string | undefined {
    return this.#chosen ?? this.latest.newest?.date;
  }

  async #askFixings(): Promise<void> {
    this.fixings.set(await this.#client.fixings(FIXINGS_MAX).then(here, trouble));
  }

  async #askTerms(): Promise<void> {
    this.terms.set(await this.#client.indexTerms().then(here, trouble));
  }

  async #askFixing(date: string): Promise<void> {
    const seen = await this.#see(date).then(here, trouble);
    if (date === this.#wanted) this.seen.set(seen);
  }

  async #see(date: string): Promise<SeenFixing> {
    const [detail, influence] = await Promise.all([this.#client.fixing(date), this.#client.influence(date)]);
    const revisions = detail.fixing.revision > 1 ? await this.#client.fixingRevisions(date) : [];
    return { detail, revisions, influence };
  }
}

function trouble(error: unknown): Loadable<never> {
  return failed(sentenceOf(error));
}
