/**
 * What the terminal knows of the venue, for all panels: start here.
 *
 * The desk listens to one public stream and keeps everything it hears as painted values. While the stream is
 * interrupted the values stay as they were, and `connection` says since when they are old.
 */
import { TokenpitClient } from '#client/tokenpit-client.ts';
import type { TokenpitStream } from '#client/tokenpit-stream.ts';
import type { Product, Ticker, VenueInfo } from '#wire/market.ts';
import { mergeTickers } from '../models/contract-list.ts';
import { failed, here, type Loadable, loadedValue, loading } from '../models/loadable.ts';
import { type ClockReading, readClock } from '../models/venue-clock.ts';
import { ClearingFeed } from './clearing-feed.ts';
import { ContractFeed } from './contract-feed.ts';
import { IndexFeed } from './index-feed.ts';
import { LabFeed } from './lab-feed.ts';
import { Membership } from './membership.ts';
import { Painted } from './painted.ts';
import { sentenceOf } from './refusal.ts';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  /** `heardAt` is the venue time of the last message, in milliseconds. */
  | { readonly state: 'lost'; readonly heardAt: number };

export interface SeenVenue {
  readonly info: VenueInfo;
  readonly clock: ClockReading;
}

export class Desk {
  readonly connection = new Painted<Connection>({ state: 'connecting' });
  readonly venue = new Painted<SeenVenue | undefined>(undefined);
  readonly products = new Painted<Loadable<readonly Product[]>>(loading);
  readonly tickers = new Painted<Loadable<readonly Ticker[]>>(loading);
  readonly contract: ContractFeed;
  readonly index: IndexFeed;
  readonly clearing: ClearingFeed;
  readonly lab: LabFeed;
  readonly member: Membership;
  readonly #client: TokenpitClient;
  readonly #stream: TokenpitStream;
  #heardAt = 0;

  /** Connects at once. `address` is the page's own: the venue serves its terminal. */
  constructor(address: string) {
    this.#client = new TokenpitClient(address);
    this.#stream = this.#client.stream({ onState: (state) => this.#connectionChanged(state) });
    this.contract = new ContractFeed(this.#client, this.#stream, this.#heard);
    this.index = new IndexFeed(this.#client, this.#stream);
    this.clearing = new ClearingFeed(this.#client);
    this.lab = new LabFeed(this.#client);
    this.member = new Membership(this.#client);
    this.#listen();
  }

  #listen(): void {
    this.#stream.subscribe({ channel: 'venue' }, ({ venue, time }) => {
      this.#heard(time);
      this.venue.set({ info: venue, clock: readClock(venue, performance.now()) });
    });
    this.#stream.subscribe({ channel: 'tickers' }, (message) => {
      this.#heard(message.time);
      const known = message.type === 'snapshot' ? [] : (loadedValue(this.tickers.newest) ?? []);
      this.tickers.set(here(mergeTickers(known, message.tickers)));
      this.member.marksMoved(message.tickers);
    });
  }

  #connectionChanged(state: 'connecting' | 'live' | 'lost'): void {
    if (state === 'live') {
      this.connection.set({ state });
      this.#askProducts();
    } else if (this.connection.newest.state === 'live') {
      this.connection.set({ state: 'lost', heardAt: this.#heardAt });
    }
  }

  #askProducts(): void {
    this.#client.products().then(
      (products) => this.products.set(here(products)),
      (error: unknown) => this.products.set(failed(sentenceOf(error))),
    );
  }

  readonly #heard = (time: string): void => {
    this.#heardAt = Date.parse(time);
  };
}
