/**
 * A listed month while it lives: its terms of today, its book, its positions, its day.
 *
 * The terms (settlement price, limits, margin) change once a day, at settlement; everything else changes by orders.
 */
import type { Month } from './calendar.ts';
import { firstDayOf } from './calendar.ts';
import { Positions } from './clearing/positions.ts';
import { BUY, SELL, type Side } from './commands.ts';
import { contractCode, lastTradingDay, type ProductSpecification, tickValue } from './contract.ts';
import type { MonthFacts, MonthRate } from './margin/month.ts';
import type { ProductMargin } from './margin/product-margin.ts';
import { dailyReturn, maintenanceRate, paperRate, RETURNS_IN_SIGMA } from './margin/rates.ts';
import { shareLeft, termsRate } from './margin/terms-rate.ts';
import type { OrderBook } from './order-book/order-book.ts';
import type { Phase } from './phase.ts';
import { ContractPrices, type ContractPricesSnapshot } from './price-rules/contract-prices.ts';
import type { Limits } from './price-rules/distance.ts';
import { bandLimits, collarPrice } from './price-rules/order-bounds.ts';
import { DayRecord, type DayRecordSnapshot } from './settlement/day-record.ts';
import { priceLimits } from './settlement/settlement-price.ts';
import type { ListedSpread } from './spreads/listed-spread.ts';
import { type References, Stops } from './trading/stops.ts';
import {
  type AccountId,
  type ContractId,
  type Lots,
  type Millionths,
  type Millis,
  type Money,
  NO_LOTS,
  notional,
  shareOf,
  shareUp,
  type Ticks,
  type TradeDate,
} from './units.ts';

export class ListedContract {
  readonly id: ContractId;
  readonly specification: ProductSpecification;
  readonly month: Month;
  readonly code: string;
  readonly lastTradingDay: TradeDate;
  /** The delivery period runs from this day to the last trading day, both included (rule CON-6). */
  readonly deliveryFrom: TradeDate;
  readonly tickValue: Money;
  /** Empty, and of the smallest size, once the contract has expired. */
  book: OrderBook;
  positions = new Positions();

  settlementPrice: Ticks;
  /** The settlement price of the day that ends, until its daily cash has been paid. */
  fixedPrice: Ticks | undefined;
  /** The settlement price from which limits and margin follow: the one before while the end of a day has paid only. */
  termsPrice: Ticks;
  limitDown!: Ticks;
  limitUp!: Ticks;
  /** The initial margin rate, which rule gave it, and what else was looked at. */
  rate!: MonthRate;
  maintenanceRate!: Millionths;
  /** Initial margin of one lot, at the settlement price. */
  marginPerLot!: Money;
  /** The last daily returns of the settlement price, oldest first. */
  returns: Millionths[] = [];

  /** Sum of price times quantity, and of quantity, over the trades of the current day. */
  tradedValue = 0;
  volume: Lots = NO_LOTS;
  /** Price of the day's last trade, 0 before the first. */
  lastPrice: Ticks = 0 as Ticks;
  openInterest: Lots = NO_LOTS;
  expired = false;

  phase: Phase = 'continuous';
  /** When an interruption ends; null when nobody has said. */
  phaseUntil: Millis | null = null;
  /** What the product's price rules remember of the contract; undefined when it has none. */
  readonly prices: ContractPrices | undefined;
  /** The margin model of its product, and what it was told of this month for the day; undefined without margin rules. */
  readonly margin: ProductMargin | undefined;
  facts: MonthFacts | undefined;
  /** Whether the day lies in the delivery period. */
  inDelivery = false;
  /** The lots that can be closed out within the days that margin is meant for (rule MAR-15). */
  lotsInTime = Number.MAX_SAFE_INTEGER as Lots;
  /** What its settlement rules will ask of the day; undefined when it has none. */
  readonly day: DayRecord | undefined;
  /** Orders that wait for their price. */
  readonly stops = new Stops();
  /** The spreads of which it is a leg. */
  spreads: readonly ListedSpread[] = [];

  constructor(
    id: ContractId,
    specification: ProductSpecification,
    month: Month,
    book: OrderBook,
    settlementPrice: Ticks,
    date: TradeDate,
    prices?: ContractPricesSnapshot,
    margin?: ProductMargin,
    facts?: MonthFacts,
    day?: DayRecordSnapshot,
  ) {
    this.id = id;
    this.specification = specification;
    this.month = month;
    this.book = book;
    this.code = contractCode(specification, month);
    this.lastTradingDay = lastTradingDay(month);
    this.deliveryFrom = firstDayOf(month);
    this.tickValue = tickValue(specification);
    this.settlementPrice = settlementPrice;
    this.termsPrice = settlementPrice;
    const { prices: rules, settlement } = specification;
    if (settlement !== undefined)
      this.day = day === undefined ? new DayRecord(settlement) : DayRecord.restore(settlement, day);
    if (rules !== undefined)
      this.prices =
        prices === undefined
          ? new ContractPrices(rules, settlementPrice)
          : ContractPrices.restore(rules, settlementPrice, prices);
    this.margin = margin;
    this.deriveTerms(date, facts);
  }

  /**
   * Limits and margin of the day `date` follow from the settlement price before it and its history (rules PRC-1, PRC-6,
   * MAR-1, MAR-2, MAR-14 and PRC-10). `facts` are those of the day, where the product has margin rules.
   */
  deriveTerms(date: TradeDate, facts?: MonthFacts): void {
    const { specification, termsPrice, prices, margin, returns } = this;
    const { priceMax, priceLimitRate } = specification;
    this.facts = facts;
    this.inDelivery = date >= this.deliveryFrom;
    const left = shareLeft(margin?.rules, facts);
    const ruled = prices?.limits(termsPrice, priceMax, this.inDelivery, left);
    const limits = ruled ?? priceLimits(termsPrice, shareOf(priceLimitRate, left), priceMax);
    this.limitDown = limits.down;
    this.limitUp = limits.up;
    const asked =
      margin === undefined || facts === undefined
        ? paperRate(specification, returns)
        : margin.rateOf({ ...facts, date, inDelivery: this.inDelivery, returns });
    this.rate = termsRate(asked, left, ruled?.leastMarginRate ?? (0 as Millionths));
    if (margin !== undefined && facts !== undefined) this.lotsInTime = margin.lotsInTime(facts.rank);
    this.maintenanceRate = maintenanceRate(specification, this.initialRate);
    this.marginPerLot = shareUp(notional(termsPrice, 1 as Lots, this.tickValue), this.initialRate);
  }

  /** Initial margin as a share of the contract's value at settlement. */
  get initialRate(): Millionths {
    return this.rate.rate;
  }

  /** Maintenance margin of `quantity` lots at the settlement price. */
  maintenanceOf(quantity: Lots): Money {
    return shareUp(notional(this.termsPrice, quantity, this.tickValue), this.maintenanceRate);
  }

  /** What the account's position has gained since the last settlement, at whichever of the day's limits is worse. */
  leastVariation(account: AccountId): Money {
    const worse = this.positions.positionOf(account) > 0 ? this.limitDown : this.limitUp;
    return this.positions.variation(account, worse, this.tickValue);
  }

  /** Whether orders trade as they come. */
  get trades(): boolean {
    return this.phase === 'continuous';
  }

  /** The day's last price, or the settlement price before the first trade. */
  get referencePrice(): Ticks {
    return this.lastPrice > 0 ? this.lastPrice : this.settlementPrice;
  }

  /** What stop orders look at. */
  references(): References {
    return { last: this.referencePrice, mark: this.markPrice() };
  }

  /** The worst price at which a market order may trade now (rule ORD-18). */
  marketLimit(side: Side): Ticks {
    if (this.prices === undefined || !this.trades) return side === BUY ? this.limitUp : this.limitDown;
    return collarPrice(this.prices.rules, side, this.markPrice(), this.limits);
  }

  /** The highest price of a bid and the lowest of an ask that are taken now (rule PRC-15). */
  get band(): Limits {
    if (this.prices === undefined || !this.trades) return this.limits;
    return bandLimits(this.prices.rules, this.markPrice(), this.limits);
  }

  get limits(): Limits {
    return { down: this.limitDown, up: this.limitUp };
  }

  /**
   * What a position is worth now: the day's last price, or the settlement price before the first trade, brought
   * between the best bid and the best ask where those stand (rule MAR-6).
   */
  markPrice(): Ticks {
    const reference = this.referencePrice;
    // Orders that are collected for an auction may cross, and say nothing yet.
    if (!this.trades) return reference;
    const bid = this.book.bestPrice(BUY);
    if (bid > reference) return bid;
    const ask = this.book.bestPrice(SELL);
    return ask > 0 && ask < reference ? ask : reference;
  }

  /** Whether somebody looks at the book after every command: stop orders, price rules, or settlement rules. */
  get isWatched(): boolean {
    return this.prices !== undefined || this.stops.size > 0 || this.day !== undefined;
  }

  /** A command that ended at `time` has left the book as it is. */
  observe(time: Millis): void {
    const { prices, day, book } = this;
    if (!this.trades) return;
    prices?.observe(time, book.bestPrice(BUY), book.bestPrice(SELL), this.limits);
    day?.observe(time, book);
  }

  /** The terms of the day `date`, from the settlement price that was paid last and what is known of the month. */
  renewTerms(date: TradeDate, facts: MonthFacts | undefined): void {
    const { termsPrice, settlementPrice } = this;
    this.returns = [...this.returns, dailyReturn(termsPrice, settlementPrice)].slice(-RETURNS_IN_SIGMA);
    this.termsPrice = settlementPrice;
    this.deriveTerms(date, facts);
  }

  /** Starts the next day with empty statistics. */
  startDay(): void {
    this.tradedValue = 0;
    this.volume = NO_LOTS;
    this.lastPrice = 0 as Ticks;
  }
}
