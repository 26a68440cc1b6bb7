/** The token price index: its fixings, and the build-up of the one looked at, which is the newest until a day is chosen. */
import type { TokenpitClient } from '#client/tokenpit-client.ts';
import type { TokenpitStream } from '#client/tokenpit-stream.ts';
import type { FixingDetail, FixingSummary } from '#wire/market.ts';
import { failed, here, type Loadable, loadedValue, loading } from '../models/loadable.ts';
import { Painted } from './painted.ts';
import { sentenceOf } from './refusal.ts';

const FIXINGS_MAX = 500;

export class IndexFeed {
  readonly latest = new Painted<FixingSummary | undefined>(undefined);
  /** Newest first. */
  readonly fixings = new Painted<Loadable<readonly FixingSummary[]>>(loading);
  readonly detail = new Painted<Loadable<FixingDetail>>(loading);
  readonly #client: TokenpitClient;
  /** The day that was chosen; undefined while the newest is followed. */
  #chosen: string | undefined;

  constructor(client: TokenpitClient, stream: TokenpitStream) {
    this.#client = client;
    stream.subscribe({ channel: 'index' }, ({ fixing }) => {
      this.latest.set(fixing);
      this.#askFixings();
      if (this.#chosen === undefined) this.#askDetail(fixing.date);
    });
  }

  /** Looks at the fixing of `date`; at the newest one, it goes on to follow the newest. */
  readonly chooseDate = (date: string): void => {
    this.#chosen = date === this.latest.newest?.date ? undefined : date;
    this.#askDetail(date);
  };

  /** Looks at the fixing published `steps` days after (before, when negative) the one looked at, if there is one. */
  readonly stepDate = (steps: number): void => {
    const dates = (loadedValue(this.fixings.newest) ?? []).map(({ date }) => date);
    const at = dates.indexOf(this.#chosen ?? this.latest.newest?.date ?? '');
    const date = dates[at - steps];
    if (at >= 0 && date !== undefined) this.chooseDate(date);
  };

  #askFixings(): void {
    this.#client.fixings(FIXINGS_MAX).then(
      (fixings) => this.fixings.set(here(fixings)),
      (error: unknown) => this.fixings.set(failed(sentenceOf(error))),
    );
  }

  #askDetail(date: string): void {
    const wanted = () => date === (this.#chosen ?? this.latest.newest?.date);
    this.#client.fixing(date).then(
      (detail) => wanted() && this.detail.set(here(detail)),
      (error: unknown) => wanted() && this.detail.set(failed(sentenceOf(error))),
    );
  }
}
