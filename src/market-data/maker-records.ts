/**
 * How market makers keep their agreements, as a fold over events: presence is measured from what happened in the book,
 * and from nothing else.
 *
 * Always: a maker's levels in a contract are those of its orders that rest there, and every change of them, of the
 * market's hours or of what is asked was told to its meter at its own time. Time counts when nothing happens, too. Orders
 * of everyone are known, because whoever signs may have orders that rest already.
 */

import type { Side } from '#core/commands.ts';
import type { Event, Events, Trade } from '#core/events.ts';
import type { Agreement } from '#core/market-making/agreement.ts';
import type { MakerDay } from '#core/market-making/report.ts';
import { FIRST_SPREAD } from '#core/spreads/listed-spread.ts';
import type { AccountId, ContractId, Lots, Millis, Ticks, TradeDate } from '#core/units.ts';
import type { Fold, Published } from './fold.ts';
import { MakerDuties } from './maker-duties.ts';
import { MakerLine, type MakerReport } from './maker-line.ts';
import { ShownOrders } from './shown-orders.ts';
import { TradingTime } from './trading-time.ts';

type Told = Pick<Published, 'time' | 'events'>;

export class MakerRecords implements Fold {
  /** Up to when time has passed. */
  #time = 0 as Millis;
  #tradingTime = new TradingTime();
  #duties = new MakerDuties();
  readonly #addLots = (account: AccountId, contract: ContractId, side: Side, price: Ticks, lots: number): void =>
    this.#activeLine(account, contract)?.add(this.#time, side, price, lots);
  #orders = new ShownOrders(this.#addLots);
  #agreements: Agreement[] = [];
  /** Those that have ended, too, because their days are still asked for. */
  #lines: MakerLine[] = [];
  /** The lines that have not ended, by account. */
  #active = new Map<AccountId, MakerLine[]>();

  /** The agreements in force, in the order in which they were signed. */
  get agreements(): readonly Agreement[] {
    return this.#agreements;
  }

  /** The days of a maker in a contract, oldest first; the last is the running one as it stands at `time`. */
  days(account: AccountId, contract: ContractId, time: Millis): readonly MakerDay[] {
    return this.#linesOf(account, contract).flatMap((line) => line.days(this.#date, this.#readableTime(line, time)));
  }

  /** The months of a maker in a contract, oldest first, one for each agreement; the last as it stands at `time`. */
  reports(account: AccountId, contract: ContractId, time: Millis): readonly MakerReport[] {
    return this.#linesOf(account, contract).flatMap((line) => line.reports(this.#date, this.#readableTime(line, time)));
  }

  apply({ time, events }: Told): void {
    // Many commands come in one millisecond.
    if (time !== this.#time) this.#passUntil(time);
    for (const event of events) this.#applyEvent(event);
  }

  #applyEvent(event: Event): void {
    switch (event.type) {
      case 'orderRested':
        // Spread orders are no quotes of a month.
        return event.contract < FIRST_SPREAD ? this.#orders.set(event.order, event) : undefined;
      case 'orderCancelled':
        return this.#orders.remove(event.order);
      case 'orderReduced':
        return this.#orders.take(event.order, event.shown);
      case 'shownChanged':
        return this.#orders.take(event.order, -event.change as Lots);
      case 'orderAmended':
        return this.#orders.set(event.order, { ...event, quantity: event.shown });
      case 'trade':
        return this.#trade(event);
      case 'orderAccepted':
      case 'rejected':
        return;
      default:
        this.#applyRareEvent(event);
    }
  }

  #applyRareEvent(event: Event): void {
    switch (event.type) {
      case 'productDefined':
        if (event.specification.schedule !== undefined) this.#duties.schedule(event.specification.code);
        this.#tradingTime.begin(this.#time);
        return this.#passUntil(this.#time);
      case 'calendarSet':
        this.#tradingTime.setCalendar(event.calendar, this.#time);
        this.#passUntil(this.#time);
        return this.#obligeAll(this.#time);
      case 'contractListed':
        return this.#list(event);
      case 'contractExpired':
        return this.#expire(event.contract);
      case 'dayEnded':
        return this.#endDay(event.date, event.next);
      case 'agreementSigned':
        return this.#sign(event.agreement);
      case 'agreementEnded':
        return this.#endAgreement(event);
      case 'phaseChanged':
        this.#duties.changePhase(event);
        return this.#oblige(this.#duties.productOf(event.contract));
      case 'stressDeclared':
        this.#duties.declareStress(event);
        return this.#oblige(event.product);
      case 'exceptionDeclared':
        this.#duties.declareException(event);
        return this.#oblige(event.product);
    }
  }

  /** Lots leave the order that rested, whose owner has paid for it (rule MMK-11); those of an auction have left before. */
  #trade(event: Trade): void {
    if (event.origin === 'spread' || event.origin === 'implied') return;
    this.#activeLine(event.makerAccount, event.contract)?.addFee(event.makerFee);
    if (event.origin === 'book') return this.#orders.take(event.makerOrder, event.quantity);
    this.#activeLine(event.takerAccount, event.contract)?.addFee(event.takerFee);
  }

  #list({ contract, product, month }: Extract<Event, { type: 'contractListed' }>): void {
    this.#duties.list(contract, product, month);
    for (const agreement of this.#agreements) if (agreement.product === product) this.#begin(agreement, contract);
    this.#oblige(product);
  }

  #expire(contract: ContractId): void {
    const product = this.#duties.productOf(contract);
    this.#stop((line) => line.contract === contract);
    this.#duties.expire(contract);
    this.#oblige(product);
  }

  #endDay(date: TradeDate, next: TradeDate): void {
    for (const line of this.#lines) line.endDay(date, this.#time);
    this.#lines = this.#lines.filter((line) => !line.isForgotten);
    this.#tradingTime.startDay(next, this.#time);
    this.#passUntil(this.#time);
  }

  /** A new agreement takes the place of the one that the account had for the product. */
  #sign(agreement: Agreement): void {
    this.#endAgreement(agreement);
    this.#agreements.push(agreement);
    for (const contract of this.#duties.contractsOf(agreement.product)) this.#begin(agreement, contract);
    this.#oblige(agreement.product);
  }

  #endAgreement({ account, product }: Events['agreementEnded']): void {
    this.#agreements = this.#agreements.filter((one) => one.account !== account || one.product !== product);
    this.#stop((line) => line.account === account && line.product === product);
  }

  #begin(agreement: Agreement, contract: ContractId): void {
    const line = new MakerLine(agreement, contract, this.#time);
    for (const { side, price, quantity } of this.#orders.of(agreement.account, contract))
      line.add(this.#time, side, price, quantity);
    this.#lines.push(line);
    this.#findActive();
  }

  #stop(isMeant: (line: MakerLine) => boolean): void {
    for (const line of this.#lines) if (!line.hasEnded && isMeant(line)) line.stop(this.#time);
    this.#findActive();
  }

  #findActive(): void {
    this.#active = Map.groupBy(
      this.#lines.filter((line) => !line.hasEnded),
      (line) => line.account,
    );
  }

  /** Tells every maker of a product what is asked of it from `at` on. */
  #oblige(product: string | undefined, at = this.#time): void {
    for (const line of [...this.#active.values()].flat()) if (line.product === product) this.#obligeLine(line, at);
  }

  #obligeLine(line: MakerLine, at: Millis): void {
    line.oblige(at, this.#duties.dutyOf(line.agreement, line.contract, this.#tradingTime.isOpen));
  }

  #passUntil(time: Millis): void {
    this.#tradingTime.pass(time, (at) => this.#obligeAll(at));
    this.#time = time;
  }

  #obligeAll(at: Millis): void {
    for (const line of [...this.#active.values()].flat()) this.#obligeLine(line, at);
  }

  get #date(): TradeDate {
    return this.#tradingTime.date as TradeDate;
  }

  /** What has not been folded in is not known; but a day that is over at `time` has ended by the calendar. */
  #readableTime(line: MakerLine, time: Millis): Millis {
    const until = this.#duties.isScheduled(line.product) ? time : this.#tradingTime.inDay(time);
    return Math.max(until, this.#time) as Millis;
  }

  #linesOf(account: AccountId, contract: ContractId): MakerLine[] {
    return this.#lines.filter((line) => line.account === account && line.contract === contract);
  }

  #activeLine(account: AccountId, contract: ContractId): MakerLine | undefined {
    return this.#active.size === 0 ? undefined : this.#active.get(account)?.find((line) => line.contract === contract);
  }

  snapshot() {
    return {
      time: this.#time,
      tradingTime: this.#tradingTime.snapshot(),
      duties: this.#duties.snapshot(),
      orders: this.#orders.snapshot(),
      agreements: [...this.#agreements],
      lines: this.#lines.map((line) => line.snapshot()),
    };
  }

  restore(state: unknown): void {
    const { time, tradingTime, duties, orders, agreements, lines } = state as ReturnType<MakerRecords['snapshot']>;
    this.#time = time;
    this.#tradingTime = TradingTime.restore(tradingTime);
    this.#duties = MakerDuties.restore(duties);
    this.#orders = new ShownOrders(this.#addLots, orders);
    this.#agreements = [...agreements];
    this.#lines = lines.map((line) => MakerLine.restore(line));
    this.#findActive();
  }
}
