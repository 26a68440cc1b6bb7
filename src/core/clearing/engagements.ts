/**
 * In which contracts each account is engaged: has a position, an order or today's trades. Always ascending.
 *
 * Most accounts trade in few contracts. Their numbers stand side by side in one buffer, because a list for each of a
 * million accounts is a million objects for the collector to look at; whoever trades in more has a list.
 */
import type { AccountId, ContractId } from '../units.ts';

/** Words for an account, as a shift: how many contracts there are, and their numbers. */
const ROW = 4;
const FEW = (1 << ROW) - 1;
const NUMBER_MAX = 0xffff;

export class Engagements {
  #words = new Uint16Array(16 << ROW);
  readonly #many = new Map<AccountId, ContractId[]>();

  /** Makes room for so many accounts, which begin with no contract. */
  reserve(accounts: number): void {
    if (accounts << ROW <= this.#words.length) return;
    const grown = new Uint16Array(this.#words.length * 2);
    grown.set(this.#words);
    this.#words = grown;
    this.reserve(accounts);
  }

  of(account: AccountId): readonly ContractId[] {
    const many = this.#manyOf(account);
    if (many !== undefined) return many;
    const row = account << ROW;
    const few: ContractId[] = [];
    for (let at = 1; at <= (this.#words[row] as number); at += 1) few.push(this.#words[row + at] as ContractId);
    return few;
  }

  /** Does nothing where the account is engaged already. */
  add(account: AccountId, contract: ContractId): void {
    const words = this.#words;
    const row = account << ROW;
    const count = words[row] as number;
    if (this.#manyOf(account) !== undefined || count === FEW || contract > NUMBER_MAX)
      return this.#addToList(account, contract);
    let place = row + count;
    while (place > row && (words[place] as number) > contract) place -= 1;
    if (place > row && words[place] === contract) return;
    words.copyWithin(place + 2, place + 1, row + count + 1);
    words[place + 1] = contract;
    words[row] = count + 1;
  }

  #manyOf(account: AccountId): ContractId[] | undefined {
    return this.#many.size > 0 ? this.#many.get(account) : undefined;
  }

  #addToList(account: AccountId, contract: ContractId): void {
    const contracts = this.#manyOf(account) ?? [...this.of(account)];
    let place = contracts.length;
    while (place > 0 && (contracts[place - 1] as ContractId) > contract) place -= 1;
    if (contracts[place - 1] !== contract) contracts.splice(place, 0, contract);
    this.#many.set(account, contracts);
  }

  /** Nobody is engaged anywhere. */
  clear(): void {
    this.#words.fill(0);
    this.#many.clear();
  }
}
