/**
 * One maker in one contract under one agreement: its own levels, its presence, its fees, day by day.
 *
 * Always: the presence is that of the levels it was told, under the obligation it was told. When time counts, and which
 * obligation holds, is not decided here.
 */
import { type Month, monthOf } from '#core/calendar.ts';
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { Agreement, Obligation } from '#core/market-making/agreement.ts';
import { PresenceMeter } from '#core/market-making/presence-meter.ts';
import { type MakerDay, type MakerMonth, makerDay, monthlyReport } from '#core/market-making/report.ts';
import { standingOf } from '#core/market-making/standing.ts';
import {
  type AccountId,
  add,
  type ContractId,
  type Millionths,
  type Millis,
  type Money,
  NO_MONEY,
  type Ticks,
  type TradeDate,
} from '#core/units.ts';
import { Depth } from './depth.ts';
import type { Duty } from './maker-duties.ts';

/** For how many calendar days a day is kept: more than a year. */
export const MAKER_DAYS_KEPT = 400;

/** A month of one maker in one contract (rule MMK-12). */
export interface MakerReport extends MakerMonth {
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly month: Month;
}

export class MakerLine {
  readonly agreement: Agreement;
  readonly contract: ContractId;
  #hasEnded = false;
  readonly #depth = new Depth();
  #obligation: Obligation;
  #meter: PresenceMeter;
  #fees: Money = NO_MONEY;
  #days: MakerDay[] = [];

  /** Begins at `time`, with nothing asked yet. */
  constructor(agreement: Agreement, contract: ContractId, time: Millis) {
    this.agreement = agreement;
    this.contract = contract;
    this.#obligation = agreement.terms.others;
    this.#meter = new PresenceMeter(time);
  }

  get account(): AccountId {
    return this.agreement.account;
  }

  get product(): string {
    return this.agreement.product;
  }

  /** Whether the agreement or the contract has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether nothing of it is left that anybody could ask for. */
  get isForgotten(): boolean {
    return this.#hasEnded && this.#days.length === 0;
  }

  /** `quantity` more of the maker's lots rest at `price`; a negative quantity takes lots away. */
  add(time: Millis, side: Side, price: Ticks, quantity: number): void {
    this.#depth.add(side, price, quantity);
    this.#judge(time);
  }

  /** From `time` on this is what is asked. */
  oblige(time: Millis, { obligation, clock, times }: Duty): void {
    this.#obligation = obligation;
    this.#meter.setClock(time, clock, times);
    this.#judge(time);
  }

  /** The agreement or the contract ends: no time counts from `time` on. */
  stop(time: Millis): void {
    this.#hasEnded = true;
    this.#meter.setClock(time, 'stopped', 1);
  }

  addFee(fee: Money): void {
    this.#fees = add(this.#fees, fee);
  }

  endDay(date: TradeDate, time: Millis): void {
    const day = makerDay(date, this.#meter.take(time), this.#fees);
    this.#fees = NO_MONEY;
    if (!isEmpty(day)) this.#days.push(day);
    this.#days = this.#days.filter((kept) => kept.date > date - MAKER_DAYS_KEPT);
  }

  /** Closed days, oldest first, and the one that is running as it stands at `time`, which is the day `date`. */
  days(date: TradeDate, time: Millis): MakerDay[] {
    const running = makerDay(date, this.#meter.read(time), this.#fees);
    return isEmpty(running) ? [...this.#days] : [...this.#days, running];
  }

  /** A report for every month that has a day, oldest first. */
  reports(date: TradeDate, time: Millis): MakerReport[] {
    const { account, contract } = this;
    const months = Map.groupBy(this.days(date, time), (day) => monthOf(day.date));
    const penalties: Millionths[] = [];
    return [...months].map(([month, days]) => {
      const report = monthlyReport(days, this.agreement.terms, penalties);
      penalties.push(report.ownPenalty);
      return { account, contract, month, ...report };
    });
  }

  #judge(time: Millis): void {
    const { bids, asks } = this.#depth.levels();
    this.#meter.setStanding(time, standingOf(bids, asks, this.#obligation));
  }

  snapshot() {
    return {
      agreement: this.agreement,
      contract: this.contract,
      hasEnded: this.#hasEnded,
      levels: this.#depth.levels(),
      obligation: this.#obligation,
      meter: this.#meter.snapshot(),
      fees: this.#fees,
      days: [...this.#days],
    };
  }

  static restore(state: ReturnType<MakerLine['snapshot']>): MakerLine {
    const line = new MakerLine(state.agreement, state.contract, state.meter.time);
    line.#hasEnded = state.hasEnded;
    for (const [price, quantity] of state.levels.bids) line.#depth.add(BUY, price, quantity);
    for (const [price, quantity] of state.levels.asks) line.#depth.add(SELL, price, quantity);
    line.#obligation = state.obligation;
    line.#meter = PresenceMeter.restore(state.meter);
    line.#fees = state.fees;
    line.#days = [...state.days];
    return line;
  }
}

const isEmpty = (day: MakerDay): boolean => day.obligated === 0 && day.excused === 0 && day.fees === 0;
