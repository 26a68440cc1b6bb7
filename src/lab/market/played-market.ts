/**
 * One year of the study, played through the real exchange: orders, fills, fees, margin, the end of every day, and the end
 * of every month.
 *
 * Everybody looks at the market a few times a day, makers first, and sends what any member may send. What the clock asks
 * for within a day comes as soon as somebody looks. The same settings, seed and year give the same commands.
 */
import { dateOf, isTradingDay, startOf } from '#core/calendar.ts';
import { dueEndOfDay, duePhase, dueRisk } from '#core/due.ts';
import { Exchange } from '#core/exchange.ts';
import type { AccountId, Millis, TradeDate } from '#core/units.ts';
import { commandOf, type SeenExchange, viewOf } from '#makers/exchange-view.ts';
import { type MemberView, middleOf } from '#makers/member-view.ts';
import type { Actor } from './actors.ts';
import type { Company } from './company.ts';
import { lastDay, marketFrom } from './hedged-year.ts';
import { noLiquidity, sample } from './liquidity.ts';
import { MarginAccounts } from './margin-accounts.ts';
import type { MonthValue } from './month-value.ts';
import { fixingOf, type OpenedAccounts, openMarket, type Submit } from './opening.ts';
import type { Prices } from './prices.ts';
import { Records } from './records.ts';
import type { MarketSettings } from './settings.ts';

/** The minutes of a day at which everybody looks at the market; one looks a few seconds after the other. */
export const LOOKS: readonly number[] = [30, 480, 900, 1_320];
const BETWEEN_MS = 10_000;
/** The schedule is followed once more in the last minutes, so that a day closes by it. */
const CLOSING: readonly number[] = [1_431, 1_437, 1_439];
/** How often in a row slices of a close-out are offered before the market looks again. */
const SLICES = 12;
/** Longer than any delivery period. */
const FIXINGS_SEEN = 31;

export class PlayedMarket {
  readonly exchange = new Exchange();
  readonly records: Records;
  readonly liquidity = noLiquidity();
  readonly margins: MarginAccounts;
  readonly #seen: SeenExchange;
  readonly #prices: Prices;
  readonly #actors: readonly Actor[];
  readonly #companies: readonly Company[];
  readonly #worthBy: MonthValue;
  readonly #accounts: OpenedAccounts;
  readonly #submit: Submit = (command, time) => this.exchange.execute(command, time, this.records);

  /** A market that has opened and has not traded. */
  constructor(
    settings: MarketSettings,
    prices: Prices,
    actors: readonly Actor[],
    companies: readonly Company[],
    worthBy: MonthValue,
  ) {
    this.#prices = prices;
    this.#actors = actors;
    this.#companies = companies;
    this.#worthBy = worthBy;
    this.#seen = latelyOf(this.exchange);
    this.records = new Records(this.exchange.contracts, companies.length);
    this.records.onFill = (company, month, side, lots) => companies[company]?.fill(month, side, lots);
    this.#accounts = openMarket(settings, prices, actors, companies.length, this.#submit);
    for (const [number, account] of this.#accounts.companies.entries()) this.records.watch(account, number);
    const { companies: accounts } = this.#accounts;
    this.margins = new MarginAccounts(this.exchange, this.#submit, companies, accounts, settings.funding);
  }

  /** Plays all days. */
  play(): void {
    for (let date = marketFrom; date <= lastDay; date = (date + 1) as TradeDate) {
      if (isTradingDay(date)) this.#playDay(date);
      this.#endDay(date);
    }
  }

  #playDay(date: TradeDate): void {
    const at = (minute: number) => (startOf(date) + minute * 60_000) as Millis;
    for (const [look, minute] of LOOKS.entries()) {
      let time = at(minute);
      this.#keepTime(time);
      if (look === 0) this.#prepareCompanies(date, time);
      for (const [number, { strategy }] of this.#actors.entries()) {
        this.#act(strategy, this.#accounts.actors[number] as AccountId, time);
        time = (time + BETWEEN_MS) as Millis;
        this.#keepTime(time);
      }
      sample(this.liquidity, this.exchange.contracts, this.#worthNow());
      // Nobody is always first.
      for (let i = 0; i < this.#companies.length; i += 1) {
        this.#hedge((i + look + date) % this.#companies.length, time);
        time = (time + BETWEEN_MS) as Millis;
      }
      this.#closeOut(time);
    }
    for (const minute of CLOSING) this.#keepTime(at(minute));
  }

  #act(strategy: Actor['strategy'], account: AccountId, time: Millis): void {
    for (const intent of strategy.decide(viewOf(this.#seen, account, time)))
      this.#submit(commandOf(this.exchange, intent, account), time);
  }

  /** Before the day: every company brings its account to where it should be, with what it means to buy. */
  #prepareCompanies(date: TradeDate, time: Millis): void {
    for (const [number, company] of this.#companies.entries()) {
      const account = this.#accounts.companies[number] as AccountId;
      const ahead = company.isBusy(date) ? company.marginAhead(viewOf(this.#seen, account, time), date) : 0;
      this.margins.settle(number, ahead, time);
    }
  }

  #hedge(number: number, time: Millis): void {
    const company = this.#companies[number] as Company;
    if (!company.isBusy(dateOf(time))) return;
    const account = this.#accounts.companies[number] as AccountId;
    const view = viewOf(this.#seen, account, time);
    const worth = this.#worthBy(view);
    for (const intent of company.decide(view)) {
      const contract = view.contracts.find(({ code }) => code === intent.contract) as MemberView['contracts'][number];
      const value = worth(contract) ?? middleOf(contract);
      const { bid, ask } = contract;
      const middle = bid !== undefined && ask !== undefined ? (bid.price + ask.price) / 2 : value;
      this.records.sent = { company: number, middle, value };
      this.#submit(commandOf(this.exchange, intent, account), time);
      this.records.sent = undefined;
    }
  }

  /** What months are worth by the model to whoever looks now, in ticks. */
  #worthNow(): ReturnType<MonthValue> {
    const { fixings } = this.#seen;
    const known = fixings.flatMap(({ date, value }) => (value === undefined ? [] : [{ date, value }]));
    return this.#worthBy({ fixings: { tokens: known, compute: [] } });
  }

  /** Slices of close-outs, and what makers make of them, until none is due or the market has had enough of them. */
  #closeOut(begin: Millis): void {
    let time = begin;
    for (let slice = 0; slice < SLICES && this.exchange.risk.closeOuts.size > 0; slice += 1) {
      time = (time + BETWEEN_MS) as Millis;
      this.#keepTime(time);
      for (const [number, { strategy, quotes }] of this.#actors.entries())
        if (quotes) this.#act(strategy, this.#accounts.actors[number] as AccountId, time);
    }
  }

  /** What the clock asks for by `time`; who is called within the day pays in at once if it can. */
  #keepTime(time: Millis): void {
    const next = () => duePhase(this.exchange, time) ?? dueRisk(this.exchange, time);
    for (let due = next(); due !== undefined; due = next()) {
      this.#submit(due, time);
      if (due.type === 'checkMargin') this.margins.answerCalls(time);
    }
  }

  #endDay(date: TradeDate): void {
    const midnight = startOf((date + 1) as TradeDate);
    this.#submit(fixingOf(this.#prices, date), midnight);
    const next = () => dueEndOfDay(this.exchange, midnight);
    for (let due = next(); due !== undefined; due = next()) {
      this.#submit(due, midnight);
      if (due.step === 'variation') this.margins.payDebts(midnight);
    }
    this.margins.addInterest();
  }
}

/** The exchange with its latest fixings only: nobody here looks further back, and a long list is long to look at. */
function latelyOf(exchange: Exchange): SeenExchange {
  return {
    get contracts() {
      return exchange.contracts;
    },
    get fixings() {
      return exchange.fixings.slice(-FIXINGS_SEEN);
    },
    summary: (account) => exchange.summary(account),
  };
}
