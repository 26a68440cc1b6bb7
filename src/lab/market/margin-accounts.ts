/**
 * The margin accounts of the companies: what they pay in and take out, when, and what that costs them.
 *
 * An account is brought to where it should be before each day, and at once when a call or a loss asks for it. A company
 * pays in no more than its credit; what it cannot pay is for the exchange to deal with.
 */
import type { Exchange } from '#core/exchange.ts';
import type { AccountId, Millis, Money } from '#core/units.ts';
import type { Company } from './company.ts';
import type { Submit } from './opening.ts';

export class MarginAccounts {
  /** Micro-dollars of interest so far, by company. */
  readonly funding: number[];
  readonly #exchange: Exchange;
  readonly #submit: Submit;
  readonly #companies: readonly Company[];
  readonly #accounts: readonly AccountId[];
  readonly #dailyRate: number;

  /** `rate` is per cent a year. */
  constructor(
    exchange: Exchange,
    submit: Submit,
    companies: readonly Company[],
    accounts: readonly AccountId[],
    rate: number,
  ) {
    this.#exchange = exchange;
    this.#submit = submit;
    this.#companies = companies;
    this.#accounts = accounts;
    this.#dailyRate = rate / 100 / 365;
    this.funding = companies.map(() => 0);
  }

  /** Brings the account of a company to where it should be, with the margin that it is about to need. */
  settle(number: number, ahead: number, time: Millis): void {
    const [company, account] = this.#of(number);
    const { equity, initialMargin, isInDefault, call } = this.#exchange.summary(account);
    if (isInDefault) return;
    const amount = company.transfer(equity, initialMargin + ahead);
    if (amount >= 0) return this.#payIn(number, amount, time);
    if (call !== undefined) return;
    // The exchange may refuse it, while a default is open for instance; then the money stays where it is.
    const before = this.#exchange.ledger.cashOf(account);
    this.#submit({ type: 'withdraw', account, amount: -amount as Money }, time);
    company.paidIn += this.#exchange.ledger.cashOf(account) - before;
  }

  /** Who is called pays in at once, if it can. */
  answerCalls(time: Millis): void {
    const { calls } = this.#exchange.risk;
    if (calls.size === 0) return;
    for (const [number, account] of this.#accounts.entries()) if (calls.has(account)) this.settle(number, 0, time);
  }

  /** Whom the day has cost more than it had pays in what it owes, if it can, before its broker must. */
  payDebts(time: Millis): void {
    for (const [number, account] of this.#accounts.entries()) {
      const owed = -this.#exchange.ledger.cashOf(account);
      if (owed > 0) this.#payIn(number, (this.#companies[number] as Company).affordable(owed), time);
    }
  }

  /** A night has passed: interest on what is paid in, or from what was taken out. */
  addInterest(): void {
    for (const [number, { paidIn }] of this.#companies.entries())
      this.funding[number] = (this.funding[number] as number) + paidIn * this.#dailyRate;
  }

  #payIn(number: number, amount: Money, time: Millis): void {
    if (amount <= 0) return;
    const [company, account] = this.#of(number);
    this.#submit({ type: 'deposit', account, amount }, time);
    company.paidIn += amount;
  }

  #of(number: number): readonly [Company, AccountId] {
    return [this.#companies[number] as Company, this.#accounts[number] as AccountId];
  }
}
