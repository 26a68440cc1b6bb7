/**
 * A contract as a second bookkeeper keeps it: its book, everybody's position of the day before, and the trades of the
 * day. Whatever else is asked is computed from these when it is asked.
 */
import { firstDayOf, type Month } from '#core/calendar.ts';
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import { PlainBook } from './plain-book.ts';
import { finalPriceOf, initialRateOf, limitsOf, settlementOf, shareUp } from './plain-terms.ts';

interface PlainTrade {
  readonly buyer: number;
  readonly seller: number;
  readonly price: number;
  readonly quantity: number;
}

export class PlainContract {
  readonly specification: ProductSpecification;
  readonly month: Month;
  readonly lastTradingDay: number;
  readonly book = new PlainBook();
  readonly trades: PlainTrade[] = [];
  /** All settlement prices, the one it was listed at first. */
  readonly settlements: number[];
  expired = false;
  /** From how many of them the terms of the day follow. */
  #termsFrom = 1;
  /** Positions after the last settlement. */
  #before = new Map<number, number>();

  constructor(specification: ProductSpecification, month: Month, lastTradingDay: number, price: number) {
    this.specification = specification;
    this.month = month;
    this.lastTradingDay = lastTradingDay;
    this.settlements = [price];
  }

  get tickValue(): number {
    return this.specification.tickSize * this.specification.lotSize;
  }

  get settlementPrice(): number {
    return this.settlements.at(-1) as number;
  }

  /** The settlement prices from which limits and margin follow, oldest first. */
  get #settlementsOfTerms(): number[] {
    return this.settlements.slice(0, this.#termsFrom);
  }

  get limits() {
    return limitsOf(this.#settlementsOfTerms.at(-1) as number, this.specification);
  }

  get initialRate(): number {
    return initialRateOf(this.#settlementsOfTerms, this.specification);
  }

  get maintenanceRate(): number {
    return shareUp(this.initialRate, this.specification.maintenanceShare);
  }

  get marginPerLot(): number {
    return shareUp((this.#settlementsOfTerms.at(-1) as number) * this.tickValue, this.initialRate);
  }

  /** Rule MAR-6. */
  get markPrice(): number {
    const reference = this.trades.at(-1)?.price ?? this.settlementPrice;
    const [bid, ask] = [this.book.best(BUY), this.book.best(SELL)];
    if (bid > reference) return bid;
    return ask > 0 && ask < reference ? ask : reference;
  }

  /** Rule DEF-4: the middle one of last price, middle of the quotes and average price. */
  get judgedPrice(): number {
    const settled = this.settlementPrice;
    const [bid, ask] = [this.book.best(BUY), this.book.best(SELL)];
    const middle = (bid + ask) / 2 < settled ? Math.ceil((bid + ask) / 2) : Math.floor((bid + ask) / 2);
    const lots = this.trades.reduce((sum, { quantity }) => sum + quantity, 0);
    const value = this.trades.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
    const three = [
      this.trades.at(-1)?.price ?? settled,
      bid > 0 && ask > 0 ? middle : settled,
      lots >= 20 ? Math.floor(value / lots) : settled,
    ];
    return three.sort((a, b) => a - b)[1] as number;
  }

  positionOf(account: number): number {
    return (this.#before.get(account) ?? 0) + this.#lotsToday(account).reduce((sum, { lots }) => sum + lots, 0);
  }

  restingOf(account: number, side: Side): number {
    const own = this.book.orders.filter((order) => order.account === account && order.side === side);
    return own.reduce((sum, { left }) => sum + left, 0);
  }

  /** Rule MAR-3, with `more` lots on a side. */
  lotsAtRisk(account: number, more: { readonly buying?: number; readonly selling?: number } = {}): number {
    const position = this.positionOf(account);
    const long = position + this.restingOf(account, BUY) + (more.buying ?? 0);
    const short = this.restingOf(account, SELL) + (more.selling ?? 0) - position;
    return Math.max(long, short);
  }

  /** Rule SET-2: the position of the day before from settlement to `price`, and each trade from its price to there. */
  variationOf(account: number, price: number): number {
    const held = (this.#before.get(account) ?? 0) * (price - this.settlementPrice);
    const traded = this.#lotsToday(account).reduce((sum, trade) => sum + trade.lots * (price - trade.price), 0);
    return (held + traded) * this.tickValue;
  }

  openInterest(accounts: number): number {
    let long = 0;
    for (let account = 0; account < accounts; account += 1) long += Math.max(0, this.positionOf(account));
    return long;
  }

  /** What `date`, which is over, settles at. */
  settlementFor(date: number, fixings: ReadonlyMap<number, number>) {
    const delivery = [...fixings].flatMap(([day, value]) =>
      day >= firstDayOf(this.month) && day <= this.lastTradingDay ? [value] : [],
    );
    const final = date === this.lastTradingDay ? finalPriceOf(delivery, this.specification) : undefined;
    if (final !== undefined) return { price: final, method: 'final' } as const;
    const [bid, ask] = [this.book.best(BUY), this.book.best(SELL)];
    return settlementOf({ trades: this.trades, bid, ask, previous: this.settlementPrice });
  }

  /** The variation up to `price` has been paid. */
  settle(price: number, accounts: number): void {
    const positions = Array.from({ length: accounts }, (_, account) => [account, this.positionOf(account)] as const);
    this.#before = new Map(positions);
    this.trades.length = 0;
    this.settlements.push(price);
  }

  /** Limits and margin follow from the last settlement from now on. */
  renewTerms(): void {
    this.#termsFrom = this.settlements.length;
  }

  expire(): void {
    this.#before.clear();
    this.expired = true;
  }

  #lotsToday(account: number): { lots: number; price: number }[] {
    return this.trades.flatMap(({ buyer, seller, price, quantity }) =>
      buyer === account ? [{ lots: quantity, price }] : seller === account ? [{ lots: -quantity, price }] : [],
    );
  }
}
