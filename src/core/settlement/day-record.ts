/**
 * Records, for a product with settlement rules, what of a contract's day these rules will ask for.
 *
 * It is told of every trade that is a price, of the book after every command, and of the end of trading; it keeps sums
 * and sets, never trades. A product without rules has no record, and costs nothing for it. What becomes of the figures
 * is `settlement-prices.ts`.
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { OrderBook } from '../order-book/order-book.ts';
import type { AccountId, Lots, Millis, Ticks } from '../units.ts';
import type { SettlementRules } from './settlement-rules.ts';
import type { StandingQuote, TradedDay } from './traded-day.ts';

/** A best price with enough lots at it, and since when; 0 and 0 when there is none. */
interface Quote {
  price: Ticks;
  since: number;
}

interface Window {
  readonly minutes: number;
  trades: number;
  lots: number;
  value: number;
  readonly buyers: Set<AccountId>;
  readonly sellers: Set<AccountId>;
}

export interface DayRecordSnapshot {
  readonly closesAt: number;
  /** Of windows in which something traded. */
  readonly windows?: readonly {
    readonly minutes: number;
    readonly trades: number;
    readonly lots: number;
    readonly value: number;
    readonly buyers: readonly number[];
    readonly sellers: readonly number[];
  }[];
  readonly auction?: { readonly price: number; readonly lots: number };
  readonly bid?: { readonly price: number; readonly since: number };
  readonly ask?: { readonly price: number; readonly since: number };
  /** When orders ceased to trade as they come; absent while they do. */
  readonly stoppedAt?: number;
}

export class DayRecord {
  /** When trading ends by the schedule: the windows end there. */
  #closesAt = 0;
  #windows: Window[] = [];
  #auction = { price: 0 as Ticks, lots: 0 as Lots };
  #bid: Quote = NO_QUOTE();
  #ask: Quote = NO_QUOTE();
  #stoppedAt: Millis | undefined;
  readonly #rules: SettlementRules;
  /** How many lots make a quote; undefined when no tier asks for quotes. */
  readonly #quoteLots: number | undefined;

  constructor(rules: SettlementRules) {
    this.#rules = rules;
    this.#quoteLots = rules.tiers.find((tier) => tier.method === 'quotes')?.lots;
  }

  /** A day begins in which orders trade as they come until `closesAt`. */
  startDay(closesAt: Millis): void {
    this.#closesAt = closesAt;
    this.#windows = this.#rules.tiers.flatMap((tier) => (tier.method === 'window' ? [emptyWindow(tier.minutes)] : []));
    this.#auction = { price: 0 as Ticks, lots: 0 as Lots };
    [this.#bid, this.#ask] = [NO_QUOTE(), NO_QUOTE()];
    this.#stoppedAt = undefined;
  }

  /** Owners of `buyer`'s and `seller`'s groups have traded; not told of legs that are no prices (rule SPR-8). */
  traded(price: Ticks, quantity: Lots, buyer: AccountId, seller: AccountId, isClosing: boolean, time: Millis): void {
    // All trades of an auction have one price.
    if (isClosing) this.#auction = { price, lots: (this.#auction.lots + quantity) as Lots };
    const left = this.#closesAt - time;
    if (left <= 0) return;
    for (const window of this.#windows) {
      if (left > window.minutes * MINUTE_MS) continue;
      window.trades += 1;
      window.lots += quantity;
      window.value += price * quantity;
      window.buyers.add(buyer);
      window.sellers.add(seller);
    }
  }

  /** A command has left the book as it is, and orders trade as they come. */
  observe(time: Millis, book: OrderBook): void {
    if (this.#quoteLots === undefined) return;
    if (this.#stoppedAt !== undefined) {
      // What was collected for an auction was no quote.
      this.#stoppedAt = undefined;
      [this.#bid, this.#ask] = [NO_QUOTE(), NO_QUOTE()];
    }
    stand(this.#bid, quoted(book, BUY, this.#quoteLots), time);
    stand(this.#ask, quoted(book, SELL, this.#quoteLots), time);
  }

  /** From `time` on orders do not trade as they come, until something is observed again. */
  stop(time: Millis): void {
    this.#stoppedAt ??= time;
  }

  /** What was recorded of a day that is over at `time`. */
  read(time: Millis): Pick<TradedDay, 'windows' | 'auction' | 'quotes'> {
    const end = this.#stoppedAt ?? time;
    const standing = ({ price, since }: Quote): StandingQuote => ({ price, stoodMs: price === 0 ? 0 : end - since });
    const windows = this.#windows.map(({ minutes, trades, lots, value, buyers, sellers }) => {
      const sides = { buyers: buyers.size, sellers: sellers.size };
      return [minutes, { trades, lots: lots as Lots, value, ...sides }] as const;
    });
    return {
      windows: new Map(windows),
      auction: this.#auction,
      quotes: { bid: standing(this.#bid), ask: standing(this.#ask) },
    };
  }

  snapshot(): DayRecordSnapshot {
    const windows = this.#windows
      .filter(({ trades }) => trades > 0)
      .map(({ buyers, sellers, ...sums }) => ({ ...sums, buyers: ascending(buyers), sellers: ascending(sellers) }));
    return {
      closesAt: this.#closesAt,
      ...(windows.length > 0 && { windows }),
      ...(this.#auction.lots > 0 && { auction: { ...this.#auction } }),
      ...(this.#bid.price > 0 && { bid: { ...this.#bid } }),
      ...(this.#ask.price > 0 && { ask: { ...this.#ask } }),
      ...(this.#stoppedAt !== undefined && { stoppedAt: this.#stoppedAt }),
    };
  }

  static restore(rules: SettlementRules, snapshot: DayRecordSnapshot): DayRecord {
    const record = new DayRecord(rules);
    record.startDay(snapshot.closesAt as Millis);
    record.#windows = record.#windows.map((empty) => {
      const row = snapshot.windows?.find(({ minutes }) => minutes === empty.minutes);
      if (row === undefined) return empty;
      const { buyers, sellers, ...sums } = row;
      return { ...sums, buyers: new Set(buyers as AccountId[]), sellers: new Set(sellers as AccountId[]) };
    });
    const { auction, bid, ask, stoppedAt } = snapshot;
    if (auction !== undefined) record.#auction = { price: auction.price as Ticks, lots: auction.lots as Lots };
    if (bid !== undefined) record.#bid = { ...bid, price: bid.price as Ticks };
    if (ask !== undefined) record.#ask = { ...ask, price: ask.price as Ticks };
    record.#stoppedAt = stoppedAt as Millis | undefined;
    return record;
  }
}

const MINUTE_MS = 60_000;
const NO_PRICE = 0 as Ticks;
const NO_QUOTE = (): Quote => ({ price: NO_PRICE, since: 0 });

function emptyWindow(minutes: number): Window {
  return { minutes, trades: 0, lots: 0, value: 0, buyers: new Set(), sellers: new Set() };
}

/** The best price of a side, if so many lots stand at it. */
function quoted(book: OrderBook, side: Side, lots: number): Ticks {
  const best = book.bestPrice(side);
  return best > 0 && book.quantityAt(side, best) >= lots ? best : NO_PRICE;
}

/** The price of a side is `price` now; while it stays the same it has stood longer. */
function stand(quote: Quote, price: Ticks, time: Millis): void {
  if (quote.price === price) return;
  quote.price = price;
  quote.since = price === NO_PRICE ? 0 : time;
}

function ascending(accounts: ReadonlySet<AccountId>): number[] {
  return [...accounts].sort((a, b) => a - b);
}
