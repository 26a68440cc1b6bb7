/**
 * A whole exchange in memory, on a clock that a drill moves: SIT as it is listed, real commands, nothing mocked.
 *
 * What is due by the clock is carried out as a running venue does: fixings, phases, looks at margin, slices of close-outs,
 * the steps of a day's end. Whoever is called pays in what it has in reserve. Every event is told to those who listen.
 */
import { dateOf, dateOfCivil, firstDayOf, monthOf, startOf } from '#core/calendar.ts';
import { BUY, type Command, DAY, SELL, type Side } from '#core/commands.ts';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import { listedProducts } from '#core/products.ts';
import type { Rejection } from '#core/rejections.ts';
import {
  type AccountId,
  type Lots,
  MICRO_DOLLARS_PER_DOLLAR,
  type Millis,
  type Money,
  type Ticks,
  type TradeDate,
} from '#core/units.ts';
import { plainEvidence, plainTerms } from '#makers/plain-index.ts';
import { firstTerms } from '#simulation/history.ts';
import { dueCommand } from '../../src/venue/day-keeper.ts';

const MINUTE_MS = 60_000;
const EXEMPT_LOTS = 100_000 as Lots;
/** Within the opening auction, and when trading has begun. */
const BEFORE_OPENING_MS = 60_000;
const AFTER_OPENING_MS = 6 * MINUTE_MS;

export type Listener = (event: Event, time: Millis) => void;

/** What an account brings, in dollars: `cash` at once, `reserve` when it is called. */
export interface Participant {
  readonly name: string;
  readonly cash: number;
  readonly reserve?: number;
  /** The member whose client it is. */
  readonly member?: string;
  readonly hedges?: boolean;
}

export class DrillVenue {
  readonly exchange = new Exchange();
  /** The value of the index on a day that is over; undefined withholds it. */
  indexOn: (date: TradeDate) => Money | undefined;
  time: Millis;
  readonly listeners: Listener[] = [];
  readonly #firstFixing: TradeDate;
  readonly #reserves = new Map<AccountId, number>();
  /** Whether the last command of a close-out sold or bought something. */
  #isClosingOut = false;

  /** A venue whose first day is `date`, `2026-11-23`; its index begins with the month before. */
  constructor(date: string, indexOn: (date: TradeDate) => Money | undefined) {
    this.indexOn = indexOn;
    this.time = startOf(dayOf(date));
    this.#firstFixing = firstDayOf(monthOf(dayOf(date)) - 1) as TradeDate;
    this.do(firstTerms(plainTerms(), this.#firstFixing));
    this.waitUntil(this.time);
    const [sit] = listedProducts;
    if (sit !== undefined) this.do({ type: 'defineProduct', specification: sit });
  }

  /** Carries out a command that is not refused, and tells what happened. */
  do(command: Command): void {
    const reason = this.tries(command);
    if (reason !== undefined) throw new Error(`${command.type} was refused: ${reason}`);
  }

  /** The same, and returns why it was refused. */
  tries(command: Command): Rejection | undefined {
    const events: Event[] = [];
    this.exchange.execute(command, this.time, recorder(events));
    for (const event of events) for (const listen of this.listeners) listen(event, this.time);
    if (command.type === 'closeOut') this.#isClosingOut = events.some(({ type }) => type === 'trade');
    for (const event of events) if (event.type === 'marginCalled') this.#answer(event);
    return events.find((event) => event.type === 'rejected')?.reason;
  }

  /** Goes on to `time`, and carries out what is due until then. */
  waitUntil(time: Millis): void {
    for (;;) {
      const command = dueCommand(this.exchange, this.time, this.#firstFixing, (date) =>
        plainEvidence(date, this.indexOn(date)),
      );
      if (command !== undefined) this.do(command);
      else if (this.time >= time) return;
      else this.time = Math.min(time, this.#next()) as Millis;
    }
  }

  /** To the first moment of the next trading day, when the day before it has ended. */
  waitForNextDay(): void {
    const { tradeDate } = this.exchange;
    this.waitUntil(startOf(((tradeDate as TradeDate) + 1) as TradeDate));
    this.waitUntil(Math.max(this.time, startOf(this.exchange.tradeDate as TradeDate)) as Millis);
  }

  /** Orders of the opening auction come now; `trading` when trading has begun. */
  waitForAuction(): void {
    this.waitUntil((startOf(dateOf(this.time)) + BEFORE_OPENING_MS) as Millis);
  }

  waitForTrading(): void {
    this.waitUntil((startOf(dateOf(this.time)) + AFTER_OPENING_MS) as Millis);
  }

  open({ name, cash, reserve = 0, member, hedges = false }: Participant): AccountId {
    const of = member === undefined ? {} : { member: this.id(member) };
    this.do({ type: 'openAccount', name, kind: 'member', credential: '', ...of });
    const account = this.id(name);
    this.do({ type: 'deposit', account, amount: micro(cash) });
    if (hedges) this.do({ type: 'declareHedger', account, hedges });
    // A drill is about losses, so nobody in it is kept small by the limit of the delivery period (rule POS-5).
    const until = (dateOf(this.time) + 366) as TradeDate;
    this.do({ type: 'grantExemption', account, product: 'SIT', lots: EXEMPT_LOTS, until });
    this.#reserves.set(account, micro(reserve));
    return account;
  }

  /** An order for the day. */
  order(name: string, side: 'buys' | 'sells', quantity: number, code: string, price: number): void {
    const contract = this.contract(code).id;
    const side_: Side = side === 'buys' ? BUY : SELL;
    const wish = {
      contract,
      side: side_,
      price: price as Ticks,
      quantity: quantity as Lots,
      timeInForce: DAY,
    } as const;
    this.do({ type: 'placeOrder', account: this.id(name), ...wish });
  }

  id(name: string): AccountId {
    const account = this.exchange.accounts.find((one) => one.name === name);
    if (account === undefined) throw new Error(`nobody is called ${name}`);
    return account.id;
  }

  nameOf(account: AccountId): string {
    return this.exchange.accounts[account]?.name ?? 'the venue';
  }

  contract(code: string): ListedContract {
    const contract = this.exchange.findContract(code);
    if (contract === undefined) throw new Error(`${code} is not listed`);
    return contract;
  }

  /** Close-outs that find somebody go on every ten seconds; else it is enough to look every minute. */
  #next(): Millis {
    if (!this.#isClosingOut) return ((Math.floor(this.time / MINUTE_MS) + 1) * MINUTE_MS) as Millis;
    const next = [...this.exchange.risk.closeOuts.values()].map(({ nextAt }) => nextAt).filter((at) => at > this.time);
    return Math.min(...next, this.time + MINUTE_MS) as Millis;
  }

  /** A called account pays in what it lacks, as far as its reserve goes. */
  #answer({ account, initial, equity }: Extract<Event, { type: 'marginCalled' }>): void {
    const reserve = this.#reserves.get(account) ?? 0;
    const amount = Math.min(reserve, initial - equity) as Money;
    if (amount <= 0) return;
    this.#reserves.set(account, reserve - amount);
    this.do({ type: 'deposit', account, amount });
  }
}

/** Dollars as micro-dollars; at most six decimals. */
export function micro(dollars: number): Money {
  return Math.round(dollars * MICRO_DOLLARS_PER_DOLLAR) as Money;
}

/** `2026-11-23`. */
export function dayOf(text: string): TradeDate {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return dateOfCivil(year, month - 1, day);
}
