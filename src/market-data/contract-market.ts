/**
 * What everyone may know about one listed month: its terms, its book in levels, its trades and what follows from them.
 *
 * Statistics of the day start anew when the day ends. Of an expired contract the settlements and the daily candles are
 * kept, for whoever wants to look back (rule MKT-6).
 */
import { firstDayOf, type Month } from '#core/calendar.ts';
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import type { Events, SettlementDetails, SettlementMethod, Trade } from '#core/events.ts';
import type { AccountId, ContractId, Lots, Millionths, Millis, Sequence, Ticks, TradeDate } from '#core/units.ts';
import { type CandleInterval, type CandleRow, CandleSeries } from './candles.ts';
import { Depth, type Levels } from './depth.ts';
import { keepLast } from './fold.ts';
import { OpenInterest } from './open-interest.ts';

/** How many of the last trades of a contract are kept. */
export const TRADES_KEPT = 500;

/** A trade as everyone may see it. */
export interface PublicTrade {
  readonly contract: ContractId;
  readonly trade: number;
  readonly sequence: Sequence;
  readonly time: Millis;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly takerSide: Side;
  /** True when both sides are simulated participants. */
  readonly simulated: boolean;
  /** Whether it came about in an auction; absent where it did not. */
  readonly auction?: true;
}

/** The daily settlement of a contract. */
export interface Settlement {
  readonly date: TradeDate;
  readonly price: Ticks;
  readonly method: SettlementMethod;
  readonly volume: Lots;
  readonly openInterest: Lots;
  /** What took its place, oldest first; absent when nothing has. */
  readonly corrections?: readonly Correction[];
  /** Absent without settlement rules. */
  readonly details?: SettlementDetails;
}

/** Another price than the one that was fixed first (rule SET-17). */
export type Correction = Pick<Events['settlementCorrected'], 'price' | 'reason' | 'by'>;

/** What the contract settled at in the end. */
export function settledAt({ price, corrections }: Settlement): Ticks {
  return corrections?.at(-1)?.price ?? price;
}

/** The mean of a delivery period so far. */
export type RunningAverage = Pick<Events['averageRunning'], 'date' | 'fixings' | 'of' | 'mean'>;

/** What holds for a contract from one settlement to the next. */
export interface Terms {
  readonly settlementPrice: Ticks;
  readonly limitDown: Ticks;
  readonly limitUp: Ticks;
  readonly initialRate: Millionths;
  readonly maintenanceRate: Millionths;
}

export class ContractMarket {
  readonly contract: ContractId;
  readonly specification: ProductSpecification;
  readonly month: Month;
  readonly code: string;
  readonly lastTradingDay: TradeDate;
  readonly deliveryFrom: TradeDate;
  readonly depth = new Depth();
  readonly candles: Readonly<Record<CandleInterval, CandleSeries>> = {
    '1m': new CandleSeries('1m'),
    '1h': new CandleSeries('1h'),
    '1d': new CandleSeries('1d'),
  };
  #terms: Terms = NO_TERMS;
  #phase: PhaseNow = CONTINUOUS;
  #trades: PublicTrade[] = [];
  #settlements: Settlement[] = [];
  #average: RunningAverage | undefined;
  #positions = new OpenInterest();
  #lastPrice: Ticks | undefined;
  #volume = 0;
  #expired = false;

  constructor(listed: Omit<Events['contractListed'], 'product'>, specification: ProductSpecification) {
    this.contract = listed.contract;
    this.specification = specification;
    this.month = listed.month;
    this.code = listed.code;
    this.lastTradingDay = listed.lastTradingDay;
    this.deliveryFrom = firstDayOf(listed.month);
  }

  get terms(): Terms {
    return this.#terms;
  }

  set terms({ settlementPrice, limitDown, limitUp, initialRate, maintenanceRate }: Terms) {
    this.#terms = { settlementPrice, limitDown, limitUp, initialRate, maintenanceRate };
  }

  /** In which phase the contract is, until when where that is known, and why. */
  get phase(): PhaseNow {
    return this.#phase;
  }

  set phase({ phase, until, cause }: PhaseNow) {
    this.#phase = { phase, until, cause };
  }

  /** Price of the day's last trade; undefined before the first. */
  get lastPrice(): Ticks | undefined {
    return this.#lastPrice;
  }

  /** Lots traded on the current trade date. */
  get volume(): Lots {
    return this.#volume as Lots;
  }

  /** Long lots open, which are as many as the short ones (rule MKT-5). */
  get openInterest(): Lots {
    return this.#positions.long;
  }

  get expired(): boolean {
    return this.#expired;
  }

  /** One a day since the contract was listed, oldest first. */
  get settlements(): readonly Settlement[] {
    return this.#settlements;
  }

  /** The last price, or the settlement price before the first trade, brought between bid and ask (rule MAR-6). */
  get markPrice(): Ticks {
    const reference = this.#lastPrice ?? this.#terms.settlementPrice;
    if (this.#phase.phase !== 'continuous') return reference;
    const bid = this.depth.best(BUY)?.[0];
    if (bid !== undefined && bid > reference) return bid;
    const ask = this.depth.best(SELL)?.[0];
    return ask !== undefined && ask < reference ? ask : reference;
  }

  /** The last price, or the mark price before the first trade, less the settlement price (rule MKT-4). */
  get change(): Ticks {
    return ((this.#lastPrice ?? this.markPrice) - this.#terms.settlementPrice) as Ticks;
  }

  /** The last `count` trades, newest first. */
  trades(count = TRADES_KEPT): readonly PublicTrade[] {
    return this.#trades.slice(Math.max(0, this.#trades.length - count)).reverse();
  }

  /** A trade: lots leave the book, and everything that follows from trades follows. */
  addTrade(trade: Trade, sequence: Sequence, time: Millis, simulated: boolean): PublicTrade {
    const { contract, price, quantity, takerSide, makerAccount, takerAccount } = trade;
    if (trade.origin === 'book') this.depth.add(takerSide === BUY ? SELL : BUY, price, -quantity);
    const plain: PublicTrade = { contract, trade: trade.trade, sequence, time, price, quantity, takerSide, simulated };
    const seen = trade.origin === 'auction' ? { ...plain, auction: true as const } : plain;
    this.#trades.push(seen);
    keepLast(this.#trades, TRADES_KEPT);
    const isBought = takerSide === BUY;
    this.#positions.trade(isBought ? takerAccount : makerAccount, isBought ? makerAccount : takerAccount, quantity);
    // Legs of a spread against a spread are positions and no prices (rule SPR-8).
    if (trade.origin === 'spread') return seen;
    this.candles['1m'].add(time, price, quantity);
    this.candles['1h'].add(time, price, quantity);
    this.candles['1d'].add(time, price, quantity);
    this.#lastPrice = price;
    this.#volume += quantity;
    return seen;
  }

  /** The mean of its fixings so far; undefined outside its delivery period, and without settlement rules. */
  get average(): RunningAverage | undefined {
    return this.#average;
  }

  set average({ date, fixings, of, mean }: RunningAverage) {
    this.#average = { date, fixings, of, mean };
  }

  addSettlement({ date, price, method, volume, openInterest, details }: Settlement): void {
    this.#settlements.push({ date, price, method, volume, openInterest, ...(details && { details }) });
  }

  /** Lots of an account were closed outside the book. */
  reduce(account: AccountId, lots: Lots): void {
    this.#positions.change(account, lots);
  }

  /** The last settlement is corrected, before anybody is paid by it. */
  correct({ price, reason, by }: Correction): void {
    const last = this.#settlements.pop();
    if (last === undefined) return;
    this.#settlements.push({ ...last, corrections: [...(last.corrections ?? []), { price, reason, by }] });
  }

  /** The day has been paid: positions count from its settlement price, and statistics begin anew. */
  startDay(): void {
    const last = this.#settlements.at(-1);
    const settlementPrice = last === undefined ? this.#terms.settlementPrice : settledAt(last);
    this.#terms = { ...this.#terms, settlementPrice };
    this.#lastPrice = undefined;
    this.#volume = 0;
  }

  expire(): void {
    this.#expired = true;
    this.depth.clear();
    this.candles['1m'].clear();
    this.candles['1h'].clear();
    this.#trades = [];
    this.#positions = new OpenInterest();
  }

  snapshot(): ContractMarketState {
    return {
      listed: {
        contract: this.contract,
        month: this.month,
        code: this.code,
        lastTradingDay: this.lastTradingDay,
      },
      product: this.specification.code,
      terms: this.#terms,
      levels: this.depth.levels(),
      candles: {
        '1m': this.candles['1m'].snapshot(),
        '1h': this.candles['1h'].snapshot(),
        '1d': this.candles['1d'].snapshot(),
      },
      trades: [...this.#trades],
      settlements: [...this.#settlements],
      ...(this.#average !== undefined && { average: this.#average }),
      positions: this.#positions.snapshot(),
      lastPrice: this.#lastPrice ?? null,
      volume: this.volume,
      expired: this.#expired,
      phase: this.#phase,
    };
  }

  static restore(state: ContractMarketState, specification: ProductSpecification): ContractMarket {
    const market = new ContractMarket(state.listed, specification);
    market.#terms = state.terms;
    // The best one last, because that is where a side grows without moving the others.
    for (const [price, quantity] of state.levels.bids.toReversed()) market.depth.add(BUY, price, quantity);
    for (const [price, quantity] of state.levels.asks.toReversed()) market.depth.add(SELL, price, quantity);
    for (const interval of ['1m', '1h', '1d'] as const) market.candles[interval].restore(state.candles[interval]);
    market.#trades = [...state.trades];
    market.#settlements = [...state.settlements];
    market.#average = state.average;
    market.#positions = OpenInterest.restore(state.positions);
    market.#lastPrice = state.lastPrice ?? undefined;
    market.#volume = state.volume;
    market.#expired = state.expired;
    market.#phase = state.phase ?? CONTINUOUS;
    return market;
  }
}

export type PhaseNow = Pick<Events['phaseChanged'], 'phase' | 'until' | 'cause'>;

const CONTINUOUS: PhaseNow = { phase: 'continuous', until: null, cause: 'schedule' };

const NO_TERMS: Terms = {
  settlementPrice: 0 as Ticks,
  limitDown: 0 as Ticks,
  limitUp: 0 as Ticks,
  initialRate: 0 as Millionths,
  maintenanceRate: 0 as Millionths,
};

/** A contract's market as plain data. */
export interface ContractMarketState {
  readonly listed: Omit<Events['contractListed'], 'product'>;
  readonly product: string;
  readonly terms: Terms;
  readonly levels: Levels;
  readonly candles: Readonly<Record<CandleInterval, readonly CandleRow[]>>;
  readonly trades: readonly PublicTrade[];
  readonly settlements: readonly Settlement[];
  /** Absent outside the delivery period. */
  readonly average?: RunningAverage | undefined;
  readonly positions: readonly (readonly [AccountId, Lots])[];
  readonly lastPrice: Ticks | null;
  readonly volume: Lots;
  readonly expired: boolean;
  /** Absent in what an older version wrote. */
  readonly phase?: PhaseNow;
}
