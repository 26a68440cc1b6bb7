/**
 * What a second bookkeeper of the venue writes down, and what follows from it: cash by account, contracts, fixings.
 *
 * Equity and margin are not kept. They are computed from the beginning whenever they are asked for.
 */
import type { ProductSpecification } from '#core/contract.ts';
import type { PlainContract } from './plain-contract.ts';
import { shareUp } from './plain-terms.ts';

export class PlainBooks {
  /** By account. */
  readonly cash: number[] = [];
  bank = 0;
  fees = 0;
  readonly products = new Map<string, ProductSpecification>();
  /** By contract number. */
  readonly contracts: PlainContract[] = [];
  /** The published ones, by date. */
  readonly fixings = new Map<number, number>();
  /** The day that trades now or next, and how many steps of its end are done. */
  tradeDate: number | undefined;
  stepsDone = 0;
  /** Whose margin call is not met. */
  readonly called = new Set<number>();
  /** How many orders were taken, and trades made. */
  orders = 0;
  trades = 0;

  has(account: number): boolean {
    return account >= 0 && account < this.cash.length;
  }

  pay(account: number, amount: number): void {
    this.cash[account] = this.cashOf(account) + amount;
  }

  /** Takes the fee and returns it. */
  charge(account: number, fee: number): number {
    this.pay(account, -fee);
    this.fees += fee;
    return fee;
  }

  cashOf(account: number): number {
    return this.cash[account] as number;
  }

  equityOf(account: number): number {
    return this.#living.reduce((sum, c) => sum + c.variationOf(account, c.markPrice), this.cashOf(account));
  }

  /** Rules MAR-1 and MAR-3. */
  initialMarginOf(account: number): number {
    return this.#living.reduce((sum, c) => sum + c.lotsAtRisk(account) * c.marginPerLot, 0);
  }

  /** Rule MAR-2. */
  maintenanceMarginOf(account: number): number {
    return this.#living.reduce((sum, c) => {
      const value = c.settlementPrice * Math.abs(c.positionOf(account)) * c.tickValue;
      return sum + shareUp(value, c.maintenanceRate);
    }, 0);
  }

  /** Whether the account has its initial margin at judged prices (rules DEF-4 and DEF-21). */
  hasMargin(account: number): boolean {
    const equity = this.#living.reduce((sum, c) => sum + c.variationOf(account, c.judgedPrice), this.cashOf(account));
    return equity >= Math.max(0, this.initialMarginOf(account));
  }

  /** Rule MAR-7. */
  isShort(account: number): boolean {
    return this.equityOf(account) < Math.max(0, this.maintenanceMarginOf(account));
  }

  get #living(): PlainContract[] {
    return this.contracts.filter(({ expired }) => !expired);
  }
}
