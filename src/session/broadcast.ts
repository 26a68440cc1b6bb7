/**
 * The channels: who listens to what, and what they are sent when something has changed.
 *
 * Changes are gathered and sent together, at the end of the turn in which they became durable and at most once in a
 * pace. A message is encoded once, however many listen. Every delta names the message before it on its channel, so a
 * channel, while somebody listens, is one unbroken chain (rule API-13).
 */
import type { ContractMarket, PublicTrade } from '#market-data/contract-market.ts';
import type { MarketChanges } from '#market-data/market-changes.ts';
import type { RecordChanges } from '#market-data/member-records.ts';
import type { Channel } from '#wire/stream.ts';
import { summaryView } from './account-views.ts';
import type { Health } from './health.ts';
import { fixingSummary } from './index-views.ts';
import { candleView, isoTime, levelViews, tickerView, tickerViews, tradeView, venueView } from './market-views.ts';
import type { Account } from './members.ts';
import type { OrderEntry } from './order-entry.ts';
import type { Reader } from './reader.ts';
import type { Timer } from './timer.ts';
import type { Venue } from './venue-port.ts';

/** When much happens, so much of it is gathered into one message. */
const PACE_MS = 10;
/** How many trades, or fills, a snapshot begins with. */
const SNAPSHOT_TRADES = 100;

/** A channel, with the contract or the account whose it is. */
export type Topic =
  | { readonly channel: 'venue' | 'tickers' | 'index' }
  | { readonly channel: 'book' | 'trades' | 'candles'; readonly market: ContractMarket }
  | { readonly channel: 'account'; readonly account: Account };

interface Listened {
  readonly topic: Topic;
  /** Each with its subscription, by number: whoever subscribes again has another. */
  readonly listeners: Map<Reader, number>;
  /** The command after which its last message stands. */
  sequence: number;
}

export class Broadcast {
  readonly #venue: Venue;
  readonly #orders: OrderEntry;
  readonly #health: Health;
  readonly #timer: Timer;
  readonly #onFailure: (error: Error) => void;
  readonly #topics = new Map<string, Listened>();
  #subscriptions = 0;
  /** Hears no more of the venue. */
  readonly close: () => void;
  #isDue = false;
  #sentAt = Number.NEGATIVE_INFINITY;
  #phase: string;

  constructor(venue: Venue, orders: OrderEntry, health: Health, timer: Timer, onFailure: (error: Error) => void) {
    this.#venue = venue;
    this.#orders = orders;
    this.#health = health;
    this.#timer = timer;
    this.#onFailure = onFailure;
    // From the first time on, changes are noted.
    venue.marketData.takeChanges();
    this.#phase = venueView(venue, false).phase;
    this.close = venue.sequencer.subscribe(() => this.#schedule());
  }

  /** To be called now and then: the market opens and closes by the clock, and a halt is published by nobody. */
  async watch(): Promise<void> {
    const isHalted = await this.#health.check();
    if (venueView(this.#venue, isHalted).phase !== this.#phase) this.#sendVenue();
  }

  /** Adds a listener and says from which command on; the snapshot, where the channel has one, is sent by `greet`. */
  join(topic: Topic, reader: Reader): number {
    // Everything that has happened is sent to the others first, so that all stand at the same place.
    this.#send();
    const name = nameOf(topic);
    const listened = this.#topics.get(name) ?? {
      topic,
      listeners: new Map(),
      sequence: this.#venue.marketData.sequence,
    };
    this.#subscriptions += 1;
    listened.listeners.set(reader, this.#subscriptions);
    this.#topics.set(name, listened);
    if (topic.channel === 'account') this.#venue.memberRecords.watch(topic.account.id);
    return listened.sequence;
  }

  leave(topic: Topic, reader: Reader): void {
    const name = nameOf(topic);
    const listened = this.#topics.get(name);
    listened?.listeners.delete(reader);
    if (listened?.listeners.size !== 0) return;
    this.#topics.delete(name);
    if (topic.channel === 'account') this.#venue.memberRecords.unwatch(topic.account.id);
  }

  /** Sends the snapshot with which a subscription begins, as of the command that `join` has just named. */
  greet(topic: Topic, reader: Reader, sequence: number): void {
    const { marketData, memberRecords } = this.#venue;
    const head = { channel: topic.channel, type: 'snapshot', sequence, time: this.#time() };
    switch (topic.channel) {
      case 'venue':
        return reader.send(JSON.stringify({ ...head, venue: venueView(this.#venue, this.#health.isHalted) }));
      case 'tickers':
        return reader.send(JSON.stringify({ ...head, tickers: tickerViews(this.#venue) }));
      case 'index': {
        const { latest } = marketData.index;
        if (latest !== undefined) reader.send(JSON.stringify({ ...head, fixing: fixingSummary(latest) }));
        return;
      }
      case 'book': {
        const { bids, asks } = topic.market.depth.levels();
        const { code: contract } = topic.market;
        const levels = { bids: levelViews(bids, topic.market), asks: levelViews(asks, topic.market) };
        return reader.send(JSON.stringify({ ...head, contract, ...levels }));
      }
      case 'trades': {
        const trades = topic.market.trades(SNAPSHOT_TRADES).map((trade) => tradeView(trade, topic.market));
        return reader.send(JSON.stringify({ ...head, contract: topic.market.code, trades }));
      }
      case 'account': {
        const { id } = topic.account;
        const orders = memberRecords.restingOrders(id).toReversed();
        const fills = memberRecords.fills(id, SNAPSHOT_TRADES);
        return this.#tellAccount(topic.account, [reader], head, { account: id, orders, fills });
      }
      case 'candles':
        return;
    }
  }

  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#timer.after(Math.max(0, PACE_MS - (this.#timer.now() - this.#sentAt)), () => this.#sendDue());
  }

  #sendDue(): void {
    if (!this.#isDue) return;
    try {
      this.#send();
    } catch (error) {
      // A view that fails must not take the venue with it.
      this.#onFailure(error as Error);
    }
  }

  #send(): void {
    this.#isDue = false;
    this.#sentAt = this.#timer.now();
    const { marketData, memberRecords } = this.#venue;
    this.#sendMarket(marketData.takeChanges());
    for (const changes of memberRecords.takeChanges()) this.#sendAccount(changes);
  }

  #sendMarket({ tickers, books, trades, candles, fixings, days }: MarketChanges): void {
    const { marketData } = this.#venue;
    const market = (contract: number) => marketData.contracts[contract] as ContractMarket;

    if (days) {
      this.#snapshot({ channel: 'tickers' }, () => ({ tickers: tickerViews(this.#venue) }));
      this.#sendVenue();
    } else if (tickers.length > 0)
      this.#delta({ channel: 'tickers' }, () => ({
        tickers: tickers.map((id) => tickerView(this.#venue, market(id))),
      }));

    for (const { contract, bids, asks } of books) {
      const topic = { channel: 'book', market: market(contract) } as const;
      this.#delta(topic, () => ({ bids: levelViews(bids, topic.market), asks: levelViews(asks, topic.market) }));
    }
    for (const [contract, some] of Map.groupBy(trades, ({ contract }: PublicTrade) => contract)) {
      const topic = { channel: 'trades', market: market(contract) } as const;
      this.#delta(topic, () => ({ trades: some.map((trade) => tradeView(trade, topic.market)).reverse() }));
    }
    for (const { contract, candle } of candles) {
      const topic = { channel: 'candles', market: market(contract) } as const;
      this.#delta(topic, () => ({ candle: candleView(candle, topic.market) }));
    }
    for (const fixing of fixings) this.#snapshot({ channel: 'index' }, () => ({ fixing: fixingSummary(fixing) }));
  }

  #sendVenue(): void {
    const venue = venueView(this.#venue, this.#health.isHalted);
    this.#phase = venue.phase;
    this.#snapshot({ channel: 'venue' }, () => ({ venue }));
  }

  #sendAccount(changes: RecordChanges): void {
    const listened = this.#topics.get(`account ${changes.account}`);
    if (listened?.topic.channel !== 'account') return;
    const head = this.#advance(listened, 'delta');
    this.#tellAccount(listened.topic.account, listened.listeners.keys(), head, changes);
  }

  /**
   * The summary may be ahead of the disk, so it waits for it; messages that wait keep their order (rule API-11). Who has
   * left meanwhile, or subscribed again and been told where the chain begins anew, is not sent what comes before that.
   */
  #tellAccount(account: Account, listeners: Iterable<Reader>, head: object, changes: RecordChanges): void {
    const orders = changes.orders.map((record) => this.#orders.orderView(record));
    const fills = changes.fills.map((fill) => this.#orders.fillView(fill));
    const subscriptions = this.#topics.get(nameOf({ channel: 'account', account }))?.listeners;
    const to = [...listeners].map((reader) => [reader, subscriptions?.get(reader)] as const);
    const tell = this.#health.whenDurable(() =>
      JSON.stringify({ ...head, summary: summaryView(this.#venue, account), orders, fills }),
    );
    tell.then(
      (text) => {
        for (const [reader, subscription] of to) if (subscriptions?.get(reader) === subscription) reader.send(text);
      },
      // Whoever listens learns of a halt on the venue channel.
      () => undefined,
    );
  }

  #delta(topic: Topic, read: () => object): void {
    this.#tell(topic, 'delta', read);
  }

  #snapshot(topic: Topic, read: () => object): void {
    this.#tell(topic, 'snapshot', read);
  }

  /** Where nobody listens nothing is read. */
  #tell(topic: Topic, type: 'delta' | 'snapshot', read: () => object): void {
    const listened = this.#topics.get(nameOf(topic));
    if (listened === undefined) return;
    const contract = 'market' in topic ? { contract: topic.market.code } : {};
    const text = JSON.stringify({ ...this.#advance(listened, type), ...contract, ...read() });
    for (const reader of listened.listeners.keys()) reader.send(text);
  }

  /** The head of the channel's next message. */
  #advance(listened: Listened, type: 'delta' | 'snapshot') {
    const previous = listened.sequence;
    const { sequence } = this.#venue.marketData;
    listened.sequence = sequence;
    const head = { channel: listened.topic.channel, type, sequence, time: this.#time() };
    return type === 'delta' ? { ...head, previous } : head;
  }

  #time(): string {
    return isoTime(this.#venue.marketData.time);
  }
}

function nameOf(topic: Topic): string {
  if ('market' in topic) return `${topic.channel} ${topic.market.code}`;
  return 'account' in topic ? `${topic.channel} ${topic.account.id}` : topic.channel;
}

/** Whether a channel is one of a contract. */
export function isOfContract(channel: Channel): channel is 'book' | 'trades' | 'candles' {
  return channel === 'book' || channel === 'trades' || channel === 'candles';
}
