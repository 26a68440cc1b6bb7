/** Everything that moves in the chosen contract: book, trades, candles. */
import { BookView } from '#client/book-view.ts';
import type { TokenpitClient } from '#client/tokenpit-client.ts';
import type { TokenpitStream } from '#client/tokenpit-stream.ts';
import type { BookLevel, CandleInterval, PublicTrade } from '#wire/market.ts';
import { type CandleSeries, foldMinute, startSeries } from '../models/candle-series.ts';
import { failed, here, type Loadable, loadedValue, loading } from '../models/loadable.ts';
import { addTrades } from '../models/tape.ts';
import { Painted } from './painted.ts';
import { sentenceOf } from './refusal.ts';

const CANDLES_MAX = 500;

export interface ShownBook {
  readonly contract: string;
  /** Best first. */
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export class ContractFeed {
  readonly book = new Painted<ShownBook | undefined>(undefined);
  readonly trades = new Painted<Loadable<readonly PublicTrade[]>>(loading);
  readonly candles = new Painted<Loadable<CandleSeries>>(loading);
  readonly #client: TokenpitClient;
  readonly #stream: TokenpitStream;
  readonly #heard: (time: string) => void;
  #contract: string | undefined;
  #interval: CandleInterval = '1h';
  #leave: (() => void)[] = [];

  constructor(client: TokenpitClient, stream: TokenpitStream, heard: (time: string) => void) {
    this.#client = client;
    this.#stream = stream;
    this.#heard = heard;
  }

  /** Leaves the contract listened to until now and listens to this one. */
  follow(contract: string): void {
    if (contract === this.#contract) return;
    for (const leave of this.#leave) leave();
    this.#contract = contract;
    this.book.set(undefined);
    this.trades.set(loading);
    this.candles.set(loading);
    this.#leave = [this.#followBook(contract), this.#followTrades(contract), this.#followCandles(contract)];
  }

  /** Draws the candles at another interval. */
  draw(interval: CandleInterval): void {
    if (interval === this.#interval) return;
    this.#interval = interval;
    this.candles.set(loading);
    this.#askCandles();
  }

  #followBook(contract: string): () => void {
    const view = new BookView();
    return this.#stream.subscribe({ channel: 'book', contract }, (message) => {
      this.#heard(message.time);
      view.apply(message);
      this.book.setLater(() => ({ contract, bids: view.bids, asks: view.asks }));
    });
  }

  #followTrades(contract: string): () => void {
    return this.#stream.subscribe({ channel: 'trades', contract }, (message) => {
      this.#heard(message.time);
      const known = message.type === 'snapshot' ? [] : (loadedValue(this.trades.newest) ?? []);
      this.trades.set(here(addTrades(known, message.trades)));
    });
  }

  #followCandles(contract: string): () => void {
    return this.#stream.subscribe(
      { channel: 'candles', contract },
      ({ candle }) => {
        const series = loadedValue(this.candles.newest);
        if (series !== undefined) this.candles.set(here(foldMinute(series, candle)));
      },
      () => this.#askCandles(),
    );
  }

  /** The newest minute is asked for along with the candles, so that its volume is not counted twice. */
  async #askCandles(): Promise<void> {
    const contract = this.#contract;
    const interval = this.#interval;
    if (contract === undefined) return;
    const loaded = await Promise.all([
      this.#client.candles(contract, interval, CANDLES_MAX),
      this.#client.candles(contract, '1m', 1),
    ]).then(
      ([candles, minutes]) => here(startSeries(interval, candles, minutes.at(-1))),
      (error: unknown) => failed(sentenceOf(error)),
    );
    if (contract === this.#contract && interval === this.#interval) this.candles.set(loaded);
  }
}
