/**
 * The double-entry ledger: where money is.
 *
 * Every movement debits one account and credits another by the same amount, so the sum over all accounts is always
 * zero (rule CLR-1). Cash of accounts may be negative only after a loss that the account could not cover. The house
 * accounts that mirror many members are bigints; an account's own cash is a safe integer.
 */
import { type AccountId, add, MONEY_MAX, type Money, NO_MONEY, subtract } from '../units.ts';

export class Ledger {
  #cash = new Float64Array(16);
  #size = 0;
  /** The world outside: minus everything deposited plus everything withdrawn. */
  bank = 0n;
  /** Passes variation from losers to winners; zero outside a settlement (rule CLR-4). */
  settlement = 0n;
  /** What the venue has earned. */
  fees: Money = NO_MONEY;

  /** Opens the next member account with no cash. */
  open(): void {
    if (this.#size === this.#cash.length) {
      const grown = new Float64Array(this.#cash.length * 2);
      grown.set(this.#cash);
      this.#cash = grown;
    }
    this.#size += 1;
  }

  cashOf(account: AccountId): Money {
    return this.#cash[account] as Money;
  }

  deposit(account: AccountId, amount: Money): void {
    this.#cash[account] = add(this.cashOf(account), amount);
    this.bank -= BigInt(amount);
  }

  withdraw(account: AccountId, amount: Money): void {
    this.#cash[account] = subtract(this.cashOf(account), amount);
    this.bank += BigInt(amount);
  }

  payFee(account: AccountId, amount: Money): void {
    this.#cash[account] = subtract(this.cashOf(account), amount);
    this.fees = add(this.fees, amount);
  }

  /** Gives fees back. */
  payBack(account: AccountId, amount: Money): void {
    this.#cash[account] = add(this.cashOf(account), amount);
    this.fees = subtract(this.fees, amount);
  }

  /** Pays `amount` from the settlement account to `account`; a negative amount is collected. */
  settle(account: AccountId, amount: Money): void {
    this.#cash[account] = add(this.cashOf(account), amount);
    this.settlement -= BigInt(amount);
  }

  /** Whether a deposit keeps the account within what it may hold. */
  hasRoomFor(account: AccountId, amount: Money): boolean {
    return this.cashOf(account) + amount <= MONEY_MAX;
  }

  /** The sum over all accounts: zero, or the books are broken. */
  total(): bigint {
    let sum = this.bank + this.settlement + BigInt(this.fees);
    for (let account = 0; account < this.#size; account += 1) sum += BigInt(this.#cash[account] as number);
    return sum;
  }

  /** As plain data; `restore` takes it back. */
  snapshot() {
    return {
      cash: Array.from(this.#cash.subarray(0, this.#size)),
      bank: String(this.bank),
      fees: this.fees as number,
    };
  }

  static restore(snapshot: ReturnType<Ledger['snapshot']>): Ledger {
    const ledger = new Ledger();
    ledger.#cash = Float64Array.from(snapshot.cash.length > 0 ? snapshot.cash : [0]);
    ledger.#size = snapshot.cash.length;
    ledger.bank = BigInt(snapshot.bank);
    ledger.fees = snapshot.fees as Money;
    return ledger;
  }
}
