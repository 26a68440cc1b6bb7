/**
 * The history of a new venue: trading days played through the very same exchange, faster than they would pass.
 *
 * The simulated participants open accounts and send what any member may send; the venue fixes the index and ends its
 * days as it does live. Nothing is written but commands, so the journal of a played history is a journal like any
 * other. The same options give the same commands. Strategies keep nothing that outlives them except what follows from
 * seed and time: whoever goes on after the history starts its strategies anew, from the same seed.
 */
import { dateOf, firstDayOf, isTradingDay, monthOf, startOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import { dueEndOfDay, duePhase, dueRisk, type Risks } from '#core/due.ts';
import type { Exchange } from '#core/exchange.ts';
import { DEFAULT_PROGRAMME } from '#core/market-making/programmes.ts';
import type { Evidence } from '#core/price-index/evidence.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import { dueProducts } from '#core/products.ts';
import type { AccountId, Lots, Millis, Money, TradeDate } from '#core/units.ts';
import { castOf, hedgers, makers, type Participant } from '#makers/cast.ts';
import { commandOf, type SeenExchange, viewOf } from '#makers/exchange-view.ts';
import { Random } from '#makers/random.ts';

export interface HistoryOptions {
  /** The exchange behind `submit`. It is only looked at. */
  readonly exchange: SeenExchange &
    Pick<Exchange, 'products'> &
    Risks & { readonly accounts: readonly { readonly id: AccountId; readonly name: string }[] };
  /** Carries out a command at `time`, at once. Times never go back. */
  readonly submit: (command: Command, time: Millis) => void;
  /** Waited for several times a day: until what was submitted is safe, and others have had their turn. */
  readonly pause: () => Promise<void>;
  /** The terms of the index from its first day on, and what was seen of the prices of a day. */
  readonly indexTerms: IndexTerms;
  readonly evidenceFor: (date: TradeDate) => Evidence;
  /** The SHA-256, in hex, of the key with which a participant will go on live. */
  readonly credentialOf: (name: string) => string;
  readonly seed: number;
  /** The first day that trades; must be a trading day. */
  readonly from: TradeDate;
  /** The moment at which the live venue takes over. */
  readonly until: Millis;
  /** Told after every day how many days are done, of how many. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What the venue puts up for defaults: USD 10 million. */
const OWN_CAPITAL = 10_000_000_000_000 as Money;

/** More than any hedger or maker of the cast needs; for two years. */
function exemptionOf(account: AccountId, product: string, from: TradeDate): Command {
  const lots = (product === 'SITP' ? 5_000_000 : 5_000) as Lots;
  return { type: 'grantExemption', account, product, lots, until: (from + 730) as TradeDate };
}

/** Every participant looks at the market once in each of so many equal parts of a day. */
const STEPS_A_DAY = 48;
const STEPS_BETWEEN_PAUSES = 16;

/** The trading day from which `count` trading days pass until `today`, which does not count. */
export function historyStart(today: TradeDate, count: number): TradeDate {
  let date = today;
  for (let left = count; left > 0; ) {
    date = (date - 1) as TradeDate;
    if (isTradingDay(date)) left -= 1;
  }
  return date;
}

/** The first day with an index value: that of the month before, so that every delivery period is whole. */
export function firstFixingOf(from: TradeDate): TradeDate {
  return firstDayOf(monthOf(from) - 1);
}

/** What the index of a new venue begins with. */
export function firstTerms(terms: IndexTerms, effective: TradeDate): Command {
  return { type: 'adoptIndexTerms', terms, effective, reason: 'The index begins.', by: 'first start' };
}

/** Plays every day from `from` up to `until`. The exchange must be new. */
export async function playHistory(options: HistoryOptions): Promise<void> {
  const { from, until, exchange, submit, pause, onProgress } = options;
  const stage = new Stage(options);
  stage.open();
  await pause();
  const today = dateOf(until);
  for (let date = from; date <= today; date = (date + 1) as TradeDate) {
    if (isTradingDay(date)) await stage.playDay(date);
    if (date === today) return;
    const midnight = startOf((date + 1) as TradeDate);
    submit({ type: 'fixIndex', date, evidence: options.evidenceFor(date) }, midnight);
    for (let due = dueEndOfDay(exchange, midnight); due !== undefined; due = dueEndOfDay(exchange, midnight))
      submit(due, midnight);
    stage.listProducts(midnight);
    await pause();
    onProgress?.(date - from + 1, today - from);
  }
}

class Stage {
  readonly #options: HistoryOptions;
  readonly #cast: readonly Participant[];
  /** When each of them looks; of its own, so that who else is there changes nobody's hours. */
  readonly #hours: ReadonlyMap<string, Random>;
  readonly #accounts = new Map<string, AccountId>();

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#cast = castOf(options.seed);
    this.#hours = new Map(this.#cast.map(({ name }) => [name, Random.of(options.seed, `history of ${name}`)]));
  }

  /** The index so far, everybody's account with its money, the products, and what makers promise. */
  open(): void {
    const { from, submit, indexTerms, evidenceFor, credentialOf, exchange } = this.#options;
    const time = startOf(from);
    const first = firstFixingOf(from);
    submit(firstTerms(indexTerms, first), time);
    for (let date = first; date < from; date = (date + 1) as TradeDate)
      submit({ type: 'fixIndex', date, evidence: evidenceFor(date) }, time);
    submit({ type: 'addCapital', amount: OWN_CAPITAL }, time);
    for (const { name, capital } of this.#cast) {
      submit({ type: 'openAccount', name, kind: 'simulated', credential: credentialOf(name) }, time);
      const account = exchange.accounts.find((opened) => opened.name === name)?.id;
      if (account === undefined) throw new Error(`the account ${name} was not opened`);
      this.#accounts.set(name, account);
      submit({ type: 'deposit', account, amount: capital }, time);
    }
    this.listProducts(time);
  }

  /** Lists the products whose index has been published by now, with what their makers promise. */
  listProducts(time: Millis): void {
    const { exchange, submit } = this.#options;
    for (const command of dueProducts(exchange.products, exchange.fixings)) {
      submit(command, time);
      for (const participant of this.#cast) this.#bind(participant, command.specification.code, time);
    }
  }

  /** Who quotes for everyone, or covers what it buys and sells anyway, holds more in delivery than others may. */
  #bind({ name, capital }: Participant, product: string, time: Millis): void {
    const { from, submit } = this.#options;
    const isOf = (terms: { readonly name: string; readonly product: string }) =>
      terms.name === name && terms.product === product;
    const isMaker = makers.some(isOf);
    if (!isMaker && !hedgers.some(isOf)) return;
    const account = this.#accounts.get(name) as AccountId;
    submit(exemptionOf(account, product, from), time);
    if (!isMaker) return;
    const agreement = { account, product, netCapital: capital, terms: DEFAULT_PROGRAMME };
    submit({ type: 'signAgreement', agreement }, time);
  }

  async playDay(date: TradeDate): Promise<void> {
    const { until, pause } = this.#options;
    const stepMs = (startOf((date + 1) as TradeDate) - startOf(date)) / STEPS_A_DAY;
    for (let step = 0; step < STEPS_A_DAY; step += 1) {
      const start = startOf(date) + step * stepMs;
      const looks = this.#cast.map((participant) => ({
        participant,
        time: Math.floor(start + this.#hour(participant) * stepMs) as Millis,
      }));
      for (const { participant, time } of looks.sort((a, b) => a.time - b.time))
        if (time < until) {
          this.#keepPhases(time);
          this.#act(participant, time);
        }
      if (step % STEPS_BETWEEN_PAUSES === 0) await pause();
    }
  }

  /** Where in the next part of the day a participant looks: from 0 to below 1. */
  #hour({ name }: Participant): number {
    return (this.#hours.get(name) as Random).next();
  }

  /** What the clock asks for within the day comes at its own time, or as soon as somebody looks. */
  #keepPhases(time: Millis): void {
    const { exchange, submit } = this.#options;
    const next = () => duePhase(exchange, time) ?? dueRisk(exchange, time);
    for (let due = next(); due !== undefined; due = next()) submit(due, time);
  }

  #act({ name, product, strategy }: Participant, time: Millis): void {
    const { exchange, submit } = this.#options;
    const account = this.#accounts.get(name) as AccountId;
    for (const intent of strategy.decide(viewOf(exchange, account, time, product)))
      submit(commandOf(exchange, intent, account), time);
  }
}
