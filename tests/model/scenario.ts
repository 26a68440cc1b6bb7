/**
 * The language of scenarios: sentences, on the real exchange. What an order can ask for stands in `sentences.ts`.
 *
 *     anna buys 5 @ 100 ioc        anna sells 5 @ 110 or sells 5 @ 95 when last is 96
 *     anna amends #3 to 2 @ 101    anna amends #3 to 2             anna amends #3 to @ 101
 *     anna cancels #3              anna cancels all                anna cancels all asks in SIT2701
 *     anna quotes 5 @ 99 / 5 @ 101, 5 @ 99 / none in SIT2701       anna joins bao
 *     SIT goes into the opening auction      SIT2612 is halted [until 10:30]      SIT2612 resumes
 *     anna opens with 500 [at bao] anna deposits 0.50              anna withdraws 100        anna hedges
 *     the venue puts up 250        margin is checked               anna is closed out
 *     SIT2612 is reduced           the clients of anna go to bao   the day ends [before its variation]
 *     the index is fixed at 1.523  the index is withheld           the day ends
 *     (the index is the one that the product settles to; the tokens of a compute product stand at 1.00)
 *     it is 2026-12-05 09:30       it is 09:30:00.500 (of the same day)
 *
 * Prices are in ticks, amounts in dollars. Whoever is named has an account, with USD 1,000,000 unless it was opened with
 * less. `the day ends` fixes the index of every day that is over, at its last value, and ends every trading day that is.
 *
 * After every command all invariants are proved, and a refusal must have left the hash as it was. After every batch the
 * exchange is written to JSON and read back, and the scenario goes on with the one that was read.
 */
import assert from 'node:assert/strict';
import { dateOf, formatDate, startOf } from '#core/calendar.ts';
import { BUY, type Command, type OrderWish, type PlaceOrder, SELL } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { type Event, type EventType, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import type { Phase } from '#core/phase.ts';
import type { Rejection } from '#core/rejections.ts';
import type { DayStep } from '#core/settlement/day-steps.ts';
import type { AccountId, Lots, Millis, Money, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { computeFixing, computeTerms, dollars, fixing, inDollars, indexTerms, product, timeOf } from './commands.ts';
import { assertDrawn, drawBook } from './drawing.ts';
import { quotesOf, wishOf } from './sentences.ts';

type EventOf<T extends EventType> = Extract<Event, { type: T }>;
type Fields = { readonly [field: string]: unknown };
type Hearing = readonly [sentence: RegExp, act: (...words: string[]) => void];

export class Scenario {
  exchange = new Exchange();
  time: Millis;
  readonly #product: string;
  #indexPrice: Money;
  readonly #fixing: typeof fixing;
  /** What happened since the last `when`. */
  events: Event[] = [];

  /** A venue that lists `specification` on `date` at a price in ticks. */
  constructor({ specification = SIT, price = 100, date = '2026-11-23' } = {}) {
    this.time = timeOf(date);
    this.#product = specification.code;
    this.#indexPrice = (price * specification.tickSize) as Money;
    const isCompute = specification.index === 'compute';
    this.#fixing = isCompute ? computeFixing : fixing;
    const before = (dateOf(this.time) - 1) as TradeDate;
    this.when(isCompute ? computeTerms() : indexTerms, this.#fixing(before, this.#indexPrice), product(specification));
  }

  given = (...steps: readonly (string | Command)[]): this => this.when(...steps);

  /** Says sentences or sends commands. */
  when(...steps: readonly (string | Command)[]): this {
    this.events = [];
    for (const step of steps) typeof step === 'string' ? this.#hear(step) : this.#send(step);
    const hash = this.exchange.hash();
    this.exchange = Exchange.restore(JSON.parse(JSON.stringify(this.exchange.snapshot())));
    this.exchange.audit();
    assert.equal(this.exchange.hash(), hash, 'the exchange that was read is the one that was written');
    return this;
  }

  /** The trades since `when`, all of them: `dana buys 5 @ 100 from anna`. */
  trades(...expected: readonly string[]): this {
    const trades = this.#of('trade').map(({ takerAccount, takerSide, quantity, price, makerAccount }) => {
      const [verb, preposition] = takerSide === BUY ? ['buys', 'from'] : ['sells', 'to'];
      return `${this.name(takerAccount)} ${verb} ${quantity} @ ${price} ${preposition} ${this.name(makerAccount)}`;
    });
    assert.deepEqual(trades, expected);
    return this;
  }

  /** The refusals since `when`, all of them. */
  refused(...expected: readonly Rejection[]): this {
    const reasons = this.#of('rejected').map(({ reason }) => reason);
    assert.deepEqual(reasons, expected);
    return this;
  }

  /** The daily cash since `when`, all of it: `anna +130.00`. */
  paid(...expected: readonly string[]): this {
    const payments = this.#of('variationPaid').map(
      ({ account, amount }) =>
        `${this.name(account)} ${amount < 0 ? '-' : '+'}${inDollars(Math.abs(amount)).toFixed(2)}`,
    );
    assert.deepEqual(payments, expected);
    return this;
  }

  /** The events of a type since `when`, all of them, each compared in the fields that are named. */
  happened(type: EventType, ...expected: readonly Fields[]): this {
    const events = this.#of(type).map((event, i) => only(Object.keys(expected[i] ?? event), event));
    assert.deepEqual(events, expected);
    return this;
  }

  /** The whole book of a contract. */
  book(drawing: string, contract = this.contract()): this {
    assertDrawn(
      drawBook(contract.book, (account) => this.name(account)),
      drawing,
    );
    return this;
  }

  /** Where an account stands, in dollars, and its position in the default contract in lots; what is named is compared. */
  account(name: string, expected: Fields): this {
    const { positions: _, call: __, isClosedOut, isInDefault, ...amounts } = this.exchange.summary(this.id(name));
    const figures = Object.entries(amounts).map(([figure, amount]) => [figure, inDollars(amount)]);
    const position = this.contract().positions.positionOf(this.id(name));
    const actual = { ...Object.fromEntries(figures), position, isClosedOut, isInDefault };
    assert.deepEqual({ name, ...only(Object.keys(expected), actual) }, { name, ...expected });
    return this;
  }

  /** The listed contract of that code, or the first month of the scenario's product. */
  contract(code?: string): ListedContract {
    const first = ({ specification, expired }: ListedContract) => !expired && specification.code === this.#product;
    const found = code === undefined ? this.exchange.contracts.find(first) : this.exchange.findContract(code);
    assert.ok(found, `no contract ${code} is listed`);
    return found;
  }

  /** Checks in which phase a contract is. */
  inPhase(phase: Phase, code?: string): this {
    assert.equal(this.contract(code).phase, phase);
    return this;
  }

  /** The command that `anna buys 5 @ 100 ioc in SIT2701` says. */
  order(sentence = ''): PlaceOrder {
    const [, name = '', wish = ''] = /^(\w+) (.+)$/.exec(sentence) ?? [];
    return { type: 'placeOrder', account: this.id(name), ...this.#wish(wish) };
  }

  /** The account of that name, opened when it is not there. */
  id(name: string, cash = 1_000_000, member?: string): AccountId {
    const known = this.exchange.accounts.find((account) => account.name === name);
    if (known !== undefined) return known.id;
    const of = member === undefined ? {} : { member: this.id(member) };
    this.#send({ type: 'openAccount', name, kind: 'member', credential: '', ...of });
    const account = (this.exchange.accounts.length - 1) as AccountId;
    if (cash > 0) this.#send({ type: 'deposit', account, amount: dollars(cash) });
    return account;
  }

  name(account: AccountId): string {
    return this.exchange.accounts[account]?.name ?? `account ${account}`;
  }

  readonly #hearings: readonly Hearing[] = [
    [/^(\w+) ((?:buys|sells) .+) or ((?:buys|sells) .+)$/, (name, one, other) => this.#pair(name, one, other)],
    [/^(\w+ (?:buys|sells) .+)$/, (sentence) => this.#send(this.order(sentence))],
    [/^(\w+) cancels #(\d+)$/, (name, order) => this.#cancel(name, order)],
    [/^(\w+) cancels all(?: (bid|ask)s)?(?: in (\w+))?$/, (name, side, code) => this.#cancelAll(name, side, code)],
    [/^(\w+) amends #(\d+) to (\d+)?(?: ?@ (\d+))?$/, (...words) => this.#amend(...words)],
    [/^(\w+) quotes (.+)$/, (name, quotes) => this.#quote(name, quotes)],
    [/^(\w+) joins (\w+)$/, (name, owner) => this.#join(name, owner)],
    [/^(\w+) goes into (?:the )?(.+)$/, (product, phase) => this.#changePhase(product, phase)],
    [/^(\w+) is halted(?: until (.+))?$/, (code, until) => this.#halt(code, until)],
    [/^(\w+) resumes$/, (code) => this.#send({ type: 'resumeContract', contract: this.contract(code).id })],
    [/^(\w+) opens with ([\d.]+)(?: at (\w+))?$/, (name, cash, member) => void this.id(name, Number(cash), member)],
    [/^(\w+) hedges$/, (name) => this.#send({ type: 'declareHedger', account: this.id(name), hedges: true })],
    [/^the venue puts up ([\d.]+)$/, (amount) => this.#send({ type: 'addCapital', amount: dollars(Number(amount)) })],
    [/^margin is checked$/, () => this.#send({ type: 'checkMargin' })],
    [/^(\w+) is closed out$/, (name) => this.#send({ type: 'closeOut', account: this.id(name) })],
    [/^(\w+) is reduced$/, (code) => this.#send({ type: 'reducePositions', contract: this.contract(code).id })],
    [/^the clients of (\w+) go to (\w+)$/, (member, to) => this.#port(member, to)],
    [/^(\w+) deposits ([\d.]+)$/, (name, amount) => this.#move('deposit', name, amount)],
    [/^(\w+) withdraws ([\d.]+)$/, (name, amount) => this.#move('withdraw', name, amount)],
    [/^the index is withheld$/, () => this.#fix(undefined)],
    [/^the index is fixed at ([\d.]+)$/, (value) => this.#fix(dollars(Number(value)))],
    [/^it is (.+)$/, (time) => this.#wait(time)],
    [/^the day ends(?: before its (\w+))?$/, (step) => this.#endDay(step as DayStep | undefined)],
  ];

  #hear(sentence: string): void {
    for (const [pattern, act] of this.#hearings) {
      const words = pattern.exec(sentence);
      if (words !== null) return act(...words.slice(1));
    }
    throw new Error(`nobody understands: ${sentence}`);
  }

  #cancel(name = '', order = ''): void {
    this.#send({ type: 'cancelOrder', account: this.id(name), order: Number(order) as OrderId });
  }

  #wish = (words = ''): OrderWish => wishOf(words, (code) => this.contract(code).id);

  #pair(name = '', one = '', other = ''): void {
    this.#send({ type: 'placePair', account: this.id(name), orders: [this.#wish(one), this.#wish(other)] });
  }

  #cancelAll(name = '', side?: string, code?: string): void {
    const contract = code === undefined ? {} : { contract: this.contract(code).id };
    const only = side === undefined ? {} : ({ side: side === 'bid' ? BUY : SELL } as const);
    this.#send({ type: 'cancelOrders', account: this.id(name), ...contract, ...only });
  }

  #amend(name = '', order = '', quantity?: string, price?: string): void {
    this.#send({
      type: 'amendOrder',
      account: this.id(name),
      order: Number(order) as OrderId,
      ...(quantity !== undefined && { quantity: Number(quantity) as Lots }),
      ...(price !== undefined && { price: Number(price) as Ticks }),
    });
  }

  #quote(name = '', words = ''): void {
    const quotes = quotesOf(words, (code) => this.contract(code).id);
    this.#send({ type: 'placeQuotes', account: this.id(name), quotes });
  }

  #join(name = '', owner = ''): void {
    this.#send({ type: 'joinGroup', account: this.id(name), owner: this.id(owner) });
  }

  /** `opening auction` is `openingAuction`, `pre-open` is `preOpen`, `continuous trading` is `continuous`. */
  #changePhase(product = '', words = ''): void {
    const phase = words.replace(' trading', '').replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase());
    this.#send({ type: 'changePhase', product, phase: phase as Phase });
  }

  #halt(code = '', until?: string): void {
    const end = until === undefined ? null : this.#timeOf(until);
    this.#send({ type: 'haltContract', contract: this.contract(code).id, until: end });
  }

  #timeOf(words: string): Millis {
    return timeOf(words.includes('-') ? words : `${formatDate(dateOf(this.time))} ${words}`);
  }

  #move(type: 'deposit' | 'withdraw', name = '', amount = ''): void {
    this.#send({ type, account: this.id(name), amount: dollars(Number(amount)) });
  }

  #wait(time = ''): void {
    this.time = this.#timeOf(time);
  }

  #fix(value: Money | undefined): void {
    this.#indexPrice = value ?? this.#indexPrice;
    this.#send(this.#fixing((this.#lastFixed() + 1) as TradeDate, value));
  }

  #port(member = '', to = ''): void {
    this.#send({ type: 'portClients', member: this.id(member), to: this.id(to) });
  }

  /** Up to before `until`, when it is named; saying it again goes on from there. */
  #endDay(until?: DayStep): void {
    this.time = Math.max(this.time, startOf((this.#tradeDate() + 1) as TradeDate)) as Millis;
    while (this.#lastFixed() < dateOf(this.time) - 1) this.#fix(this.#indexPrice);
    while (this.#tradeDate() < dateOf(this.time)) {
      if (this.exchange.nextStep === until) return;
      this.#send({ type: 'endDay', date: this.#tradeDate(), step: this.exchange.nextStep });
    }
    this.time = Math.max(this.time, startOf(this.#tradeDate())) as Millis;
  }

  #tradeDate(): TradeDate {
    return this.exchange.tradeDate as TradeDate;
  }

  #lastFixed(): TradeDate {
    return this.exchange.fixings.at(-1)?.date as TradeDate;
  }

  #send(command: Command): void {
    const before = this.exchange.hash();
    const happened: Event[] = [];
    this.exchange.execute(command, this.time, recorder(happened));
    this.exchange.audit();
    this.events.push(...happened);
    if (!happened.some(({ type }) => type === 'rejected')) return;
    assert.equal(happened.length, 1, 'a refusal is all that happens');
    assert.equal(this.exchange.hash(), before, 'a refused command changes nothing');
  }

  #of<T extends EventType>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }
}

function only(names: readonly string[], from: object): Fields {
  return Object.fromEntries(names.map((name) => [name, (from as Fields)[name]]));
}
