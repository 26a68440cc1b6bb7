/**
 * Who has an account, what margin each one holds, and in which contracts it is engaged.
 *
 * An account is a dense number; its name and its credential are for the doors. What every order needs is kept as running
 * sums over the account's contracts; `invariants.ts` proves them equal to what they sum.
 */
import type { AccountKind } from '../commands.ts';
import type { AccountId, ContractId, Money } from '../units.ts';
import { Figures, GROUP, LEAST_VARIATION, OUTRIGHT_MARGIN } from './figures.ts';

export interface Account {
  readonly id: AccountId;
  readonly name: string;
  readonly kind: AccountKind;
  readonly credential: string;
  /** Who stands in for the account: the member whose client it is, or itself, a member's own account (rule MEM-5). */
  readonly member: AccountId;
}

/** In no contract, as most accounts are. */
const NOWHERE: readonly ContractId[] = [];

export class Accounts {
  readonly #accounts: Account[] = [];
  readonly #byName = new Map<string, AccountId>();
  /** Contracts in which the account has a position, an order or today's trades, ascending; a change makes another list. */
  readonly #engaged: (readonly ContractId[])[] = [];
  readonly #grouped = new Set<AccountId>();
  /** Who hedges what it buys or sells (rule MEM-7). */
  readonly hedgers = new Set<AccountId>();
  readonly #figures: Figures;

  /** With its sums among the other `figures` of each account. */
  constructor(figures = new Figures()) {
    this.#figures = figures;
  }

  get size(): number {
    return this.#accounts.length;
  }

  get all(): readonly Account[] {
    return this.#accounts;
  }

  has(account: AccountId): boolean {
    return account >= 0 && account < this.#accounts.length;
  }

  isNameTaken(name: string): boolean {
    return this.#byName.has(name);
  }

  /** `member` is the member whose client account this is; without it the account is a member's own. */
  open(name: string, kind: AccountKind, credential: string, member?: AccountId): AccountId {
    const id = this.#accounts.length as AccountId;
    this.#accounts.push({ id, name, kind, credential, member: member ?? id });
    this.#byName.set(name, id);
    this.#engaged.push(NOWHERE);
    this.#figures.reserve(id + 1);
    this.#figures.set(id, GROUP, id);
    return id;
  }

  /** The member that stands in for the account. */
  memberOf(account: AccountId): AccountId {
    return (this.#accounts[account] as Account).member;
  }

  isMember(account: AccountId): boolean {
    return this.memberOf(account) === account;
  }

  /** The client accounts of a member, in the order of their numbers. */
  clientsOf(member: AccountId): AccountId[] {
    return this.#accounts.flatMap(({ id, member: of }) => (of === member && id !== member ? [id] : []));
  }

  /** The client account has another member from now on (rule DEF-28). */
  moveTo(client: AccountId, member: AccountId): void {
    this.#accounts[client] = { ...(this.#accounts[client] as Account), member };
  }

  /**
   * Accounts with one beneficial owner have one group (rule MAT-7); it is named by one of them. Most accounts stand alone,
   * in a group of their own.
   */
  groupOf(account: AccountId): AccountId {
    return this.#figures.get(account, GROUP) as AccountId;
  }

  /** Whether the account has a group with others. */
  isGrouped(account: AccountId): boolean {
    return this.#grouped.size > 0 && this.#grouped.has(account);
  }

  /** The accounts of one beneficial owner: the account alone, or those of its group, in order. */
  sameOwner(account: AccountId): readonly AccountId[] {
    if (!this.isGrouped(account)) return [account];
    const group = this.groupOf(account);
    return [...this.#grouped].filter((one) => this.groupOf(one) === group).sort((a, b) => a - b);
  }

  joinGroup(account: AccountId, group: AccountId): void {
    this.#figures.set(account, GROUP, group);
    this.#grouped.add(account).add(group);
  }

  /** Accounts whose group is another account's, as pairs. */
  get joined(): [account: AccountId, group: AccountId][] {
    return this.#accounts.flatMap(({ id }) => (this.groupOf(id) === id ? [] : [[id, this.groupOf(id)]]));
  }

  /** Outright margin over all contracts: of positions and of resting orders, the worse of two outcomes (rule MAR-3). */
  outrightMargin(account: AccountId): Money {
    return this.#figures.get(account, OUTRIGHT_MARGIN) as Money;
  }

  addOutrightMargin(account: AccountId, amount: number): void {
    this.#figures.add(account, OUTRIGHT_MARGIN, amount);
  }

  /** What the account's positions have gained since the last settlement if each stands at the day's worse limit. */
  leastVariation(account: AccountId): Money {
    return this.#figures.get(account, LEAST_VARIATION) as Money;
  }

  addLeastVariation(account: AccountId, amount: number): void {
    this.#figures.add(account, LEAST_VARIATION, amount);
  }

  /** Every running sum begins anew. */
  clearSums(): void {
    for (const { id } of this.#accounts) {
      this.#figures.set(id, OUTRIGHT_MARGIN, 0);
      this.#figures.set(id, LEAST_VARIATION, 0);
    }
  }

  engagedIn(account: AccountId): readonly ContractId[] {
    return this.#engaged[account] as readonly ContractId[];
  }

  engage(account: AccountId, contract: ContractId): void {
    const engaged = this.engagedIn(account);
    let at = engaged.length;
    while (at > 0 && (engaged[at - 1] as ContractId) > contract) at -= 1;
    if (engaged[at - 1] === contract) return;
    // A list that grows reserves room for seventeen, and of a million accounts most are in one or two contracts.
    this.#engaged[account] = engaged.length === 0 ? [contract] : engaged.toSpliced(at, 0, contract);
  }

  /** Forgets all engagements; the end of a day engages anew whoever still holds something. */
  disengageAll(): void {
    this.#engaged.fill(NOWHERE);
  }
}
