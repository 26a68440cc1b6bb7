/**
 * What every order and trade asks of an account, as four numbers side by side: whoever reads one reads the others next, and
 * among a million accounts each would otherwise be a visit to memory of its own.
 *
 * What they mean and when they change is their owners' business: cash is the ledger's, the sums and the
 * group are the accounts'.
 */
import type { AccountId } from '../units.ts';

export const CASH = 0;
export const OUTRIGHT_MARGIN = 1;
export const LEAST_VARIATION = 2;
/** The account that names its group. */
export const GROUP = 3;
export type Figure = typeof CASH | typeof OUTRIGHT_MARGIN | typeof LEAST_VARIATION | typeof GROUP;

/** Words for an account, as a shift. */
const ROW = 2;

export class Figures {
  #words = new Float64Array(16 << ROW);

  /** Makes room for so many accounts, whose figures begin at zero. */
  reserve(accounts: number): void {
    let { length } = this.#words;
    while (length < accounts << ROW) length *= 2;
    if (length === this.#words.length) return;
    const grown = new Float64Array(length);
    grown.set(this.#words);
    this.#words = grown;
  }

  get(account: AccountId, figure: Figure): number {
    return this.#words[(account << ROW) + figure] as number;
  }

  set(account: AccountId, figure: Figure, value: number): void {
    this.#words[(account << ROW) + figure] = value;
  }

  add(account: AccountId, figure: Figure, amount: number): void {
    const at = (account << ROW) + figure;
    this.#words[at] = (this.#words[at] as number) + amount;
  }
}
