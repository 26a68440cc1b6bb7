/**
 * The double-entry ledger: where money is.
 *
 * Every movement takes from one place what it gives to another, so the sum over all places is always zero (rule CLR-1).
 * Cash of accounts may be negative only after a loss that the account could not cover. The places that mirror many
 * accounts are bigints; an account's own cash is a safe integer.
 */
import { type AccountId, add, MONEY_MAX, type Money, NO_MONEY, subtract } from '../units.ts';
import { CASH, Figures } from './figures.ts';

/**
 * A place where money is: the cash of an account, its contribution to the default fund, what its default still lacks,
 * or one of the venue's own.
 */
export type Place =
  | { readonly cash: AccountId }
  | { readonly fund: AccountId }
  | { readonly default: AccountId }
  /** The world outside: minus everything that came in plus everything that went out. */
  | 'bank'
  /** What trading has earned. */
  | 'fees'
  /** What was given back of it; not above zero. */
  | 'rebates'
  /** What the venue has put up for defaults out of its own (rule DEF-20). */
  | 'capital';

/** The ledger as it is read: what is in each place, and their sum, which is zero. */
export type LedgerView = Readonly<
  Pick<
    Ledger,
    'bank' | 'settlement' | 'fees' | 'rebates' | 'capital' | 'cashOf' | 'contributionOf' | 'defaultOf' | 'total'
  >
>;

export class Ledger {
  readonly #figures: Figures;
  #size = 0;
  bank = 0n;
  /** Passes variation from losers to winners; zero outside a settlement (rule CLR-4). */
  settlement = 0n;
  fees: Money = NO_MONEY;
  rebates: Money = NO_MONEY;
  capital: Money = NO_MONEY;
  readonly #fund = new Map<AccountId, Money>();
  readonly #defaults = new Map<AccountId, Money>();

  /** With cash among the other `figures` of each account. */
  constructor(figures = new Figures()) {
    this.#figures = figures;
  }

  /** Opens the next member account with no cash. */
  open(): void {
    this.#size += 1;
    this.#figures.reserve(this.#size);
  }

  cashOf(account: AccountId): Money {
    return this.#figures.get(account, CASH) as Money;
  }

  #setCash(account: AccountId, cash: Money): void {
    this.#figures.set(account, CASH, cash);
  }

  /** What the account has in the default fund. */
  contributionOf(account: AccountId): Money {
    return this.#fund.get(account) ?? NO_MONEY;
  }

  /** What the default of the account still lacks: zero or less. */
  defaultOf(account: AccountId): Money {
    return this.#defaults.get(account) ?? NO_MONEY;
  }

  /** Who has something in the default fund, in the order of their numbers. */
  get contributors(): AccountId[] {
    return [...this.#fund.keys()].sort((a, b) => a - b);
  }

  /** Takes `amount`, which is not negative, from one place and gives it to another. */
  transfer(from: Place, to: Place, amount: Money): void {
    this.#change(from, -amount);
    this.#change(to, amount);
  }

  #change(place: Place, amount: number): void {
    if (place === 'bank') this.bank += BigInt(amount);
    else if (typeof place === 'string') this[place] = add(this[place], amount as Money);
    else if ('cash' in place) this.#setCash(place.cash, add(this.cashOf(place.cash), amount as Money));
    else if ('fund' in place) changeIn(this.#fund, place.fund, amount);
    else changeIn(this.#defaults, place.default, amount);
  }

  payFee(account: AccountId, amount: Money): void {
    this.#setCash(account, subtract(this.cashOf(account), amount));
    this.fees = add(this.fees, amount);
  }

  /** Pays `amount` from the settlement account to `account`; a negative amount is collected. */
  settle(account: AccountId, amount: Money): void {
    this.#setCash(account, add(this.cashOf(account), amount));
    this.settlement -= BigInt(amount);
  }

  /** Whether a deposit keeps the account within what it may hold. */
  hasRoomFor(account: AccountId, amount: Money): boolean {
    return this.cashOf(account) + amount <= MONEY_MAX;
  }

  /** The sum over all places: zero, or the books are broken. */
  total(): bigint {
    let sum = this.bank + this.settlement + BigInt(this.fees) + BigInt(this.rebates) + BigInt(this.capital);
    for (let account = 0; account < this.#size; account += 1) sum += BigInt(this.cashOf(account as AccountId));
    for (const places of [this.#fund, this.#defaults]) for (const amount of places.values()) sum += BigInt(amount);
    return sum;
  }

  /** As plain data; `restore` takes it back. Places that nobody has used are absent. */
  snapshot(): LedgerSnapshot {
    return {
      cash: Array.from({ length: this.#size }, (_, account) => this.cashOf(account as AccountId)),
      bank: String(this.bank),
      fees: this.fees,
      ...(this.rebates !== 0 && { rebates: this.rebates }),
      ...(this.capital !== 0 && { capital: this.capital }),
      ...(this.#fund.size > 0 && { fund: rowsOf(this.#fund) }),
      ...(this.#defaults.size > 0 && { defaults: rowsOf(this.#defaults) }),
    };
  }

  static restore(snapshot: LedgerSnapshot, figures = new Figures()): Ledger {
    const ledger = new Ledger(figures);
    for (const cash of snapshot.cash) {
      ledger.open();
      ledger.#setCash((ledger.#size - 1) as AccountId, cash as Money);
    }
    ledger.bank = BigInt(snapshot.bank);
    ledger.fees = snapshot.fees as Money;
    ledger.rebates = (snapshot.rebates ?? 0) as Money;
    ledger.capital = (snapshot.capital ?? 0) as Money;
    for (const [account, amount] of snapshot.fund ?? []) ledger.#fund.set(account as AccountId, amount as Money);
    for (const [account, amount] of snapshot.defaults ?? [])
      ledger.#defaults.set(account as AccountId, amount as Money);
    return ledger;
  }
}

type Row = readonly [account: number, amount: number];

export interface LedgerSnapshot {
  readonly cash: readonly number[];
  readonly bank: string;
  readonly fees: number;
  readonly rebates?: number;
  readonly capital?: number;
  readonly fund?: readonly Row[];
  readonly defaults?: readonly Row[];
}

/** A place that is empty again is forgotten, so that two ledgers with the same money are the same. */
function changeIn(places: Map<AccountId, Money>, account: AccountId, amount: number): void {
  const after = add(places.get(account) ?? NO_MONEY, amount as Money);
  if (after === 0) places.delete(account);
  else places.set(account, after);
}

function rowsOf(places: ReadonlyMap<AccountId, Money>): Row[] {
  return [...places].sort(([a], [b]) => a - b);
}
