/**
 * What the exchange says while a market is played, as far as a study needs it: the companies' fills and cash, what was
 * refused them, and what became of everybody.
 *
 * It hears every event and keeps sums; only the fills of companies are kept one by one. At which middle of the market an
 * order was sent the exchange does not say, so whoever sends a company's orders says it before.
 */
import type { Month } from '#core/calendar.ts';
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { Emit } from '#core/events.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import type { AccountId, ContractId, Lots, Ticks } from '#core/units.ts';

/** A fill of a company. */
export interface Fill {
  readonly month: Month;
  readonly side: Side;
  readonly lots: number;
  readonly price: Ticks;
  /** Undefined for a fill that the company did not send: its position was closed out. */
  readonly sent: Sent | undefined;
}

/** The market when a company sent an order, in ticks: its middle, and what the month is worth by the model. */
export interface Sent {
  readonly company: number;
  readonly middle: number;
  readonly value: number;
}

/** The cash of one account and what was done to it. Amounts are in micro-dollars. */
export interface CompanyRecord {
  readonly fills: Fill[];
  fees: number;
  variation: number;
  /** Everything else, signed: fees for a close-out, what others paid of its loss. */
  booked: number;
  calls: number;
  closeOuts: number;
  readonly refused: Map<string, number>;
}

export class Records implements Emit {
  /** Of the whole market. */
  trades = 0;
  lots = 0;
  halts = 0;
  calls = 0;
  closeOuts = 0;
  defaults = 0;
  /** Micro-dollars that defaulters could not pay, their brokers' part included. */
  defaultLoss = 0;
  /** The order of a company that is being carried out; undefined while none is. */
  sent: Sent | undefined;
  /** Told of every fill of a company's own order. */
  onFill: ((company: number, month: Month, side: Side, lots: number) => void) | undefined;
  readonly companies: readonly CompanyRecord[];
  readonly #companyOf = new Map<AccountId, number>();
  readonly #contracts: readonly ListedContract[];

  constructor(contracts: readonly ListedContract[], companies: number) {
    this.#contracts = contracts;
    this.companies = Array.from({ length: companies }, () => ({
      ...{ fills: [], fees: 0, variation: 0, booked: 0, calls: 0, closeOuts: 0, refused: new Map() },
    }));
  }

  /** The account is that of the company with this number. */
  watch(account: AccountId, company: number): void {
    this.#companyOf.set(account, company);
  }

  orderAccepted(): void {}
  orderRested(): void {}
  orderCancelled(): void {}

  trade(...told: Parameters<Emit['trade']>): void {
    const [contract, , price, lots, takerSide, , , makerAccount, takerAccount, makerFee, takerFee] = told;
    this.trades += 1;
    this.lots += lots;
    this.#fill(contract, takerAccount, takerSide, price, lots, takerFee);
    this.#fill(contract, makerAccount, takerSide === BUY ? SELL : BUY, price, lots, makerFee);
  }

  #fill(contract: ContractId, account: AccountId, side: Side, price: Ticks, lots: Lots, fee: number): void {
    const company = this.#companyOf.get(account);
    if (company === undefined) return;
    const record = this.companies[company] as CompanyRecord;
    const { month } = this.#contracts[contract] as ListedContract;
    const sent = this.sent?.company === company ? this.sent : undefined;
    record.fees += fee;
    record.fills.push({ month, side, lots, price, sent });
    if (sent !== undefined) this.onFill?.(company, month, side, lots);
  }

  rejected(account: AccountId, reason: string): void {
    if (account < 0) throw new Error(`the venue was refused what it must do: ${reason}`);
    const record = this.#recordOf(account);
    if (record !== undefined) record.refused.set(reason, (record.refused.get(reason) ?? 0) + 1);
  }

  happened(event: Parameters<Emit['happened']>[0]): void {
    switch (event.type) {
      case 'variationPaid': {
        const record = this.#recordOf(event.account);
        if (record !== undefined) record.variation += event.amount;
        return;
      }
      case 'booked': {
        const record = this.#recordOf(event.account);
        if (record !== undefined) record.booked += event.amount;
        // A client that its broker had to stand in for has defaulted, whatever the clearing house calls it.
        if (event.item === 'clientCovered' && event.amount > 0) {
          this.defaults += 1;
          this.defaultLoss += event.amount;
        }
        return;
      }
      case 'marginCalled': {
        this.calls += 1;
        const record = this.#recordOf(event.account);
        if (record !== undefined) record.calls += 1;
        return;
      }
      case 'closeOutStarted': {
        this.closeOuts += 1;
        const record = this.#recordOf(event.account);
        if (record !== undefined) record.closeOuts += 1;
        return;
      }
      case 'defaultDeclared':
        this.defaults += 1;
        this.defaultLoss += event.loss;
        return;
      case 'positionReduced': {
        const company = this.#companyOf.get(event.account);
        if (company === undefined) return;
        const { month } = this.#contracts[event.contract] as ListedContract;
        const side: Side = event.lots > 0 ? BUY : SELL;
        const fill = { month, side, lots: Math.abs(event.lots), price: event.price, sent: undefined };
        this.companies[company]?.fills.push(fill);
        return;
      }
      case 'phaseChanged':
        if (event.cause === 'halt' || event.cause === 'breaker' || event.cause === 'velocity') this.halts += 1;
        return;
    }
  }

  #recordOf(account: AccountId): CompanyRecord | undefined {
    const company = this.#companyOf.get(account);
    return company === undefined ? undefined : this.companies[company];
  }
}
