/**
 * Open interest from trades and reductions: the sum of the long positions of one contract (rule MKT-5).
 *
 * Always: positions sum to zero, so the long lots are as many as the short ones.
 */
import type { AccountId, Lots } from '#core/units.ts';

export class OpenInterest {
  readonly #positions = new Map<AccountId, number>();
  #long = 0;

  get long(): Lots {
    return this.#long as Lots;
  }

  trade(buyer: AccountId, seller: AccountId, quantity: Lots): void {
    this.#add(buyer, quantity);
    this.#add(seller, -quantity);
  }

  /** The account's position has changed by so many lots; what it is sold somebody else has bought before or after. */
  change(account: AccountId, signed: Lots): void {
    this.#add(account, signed);
  }

  #add(account: AccountId, signed: number): void {
    const before = this.#positions.get(account) ?? 0;
    const after = before + signed;
    this.#long += Math.max(0, after) - Math.max(0, before);
    if (after === 0) this.#positions.delete(account);
    else this.#positions.set(account, after);
  }

  snapshot(): (readonly [AccountId, Lots])[] {
    return [...this.#positions].map(([account, position]) => [account, position as Lots]);
  }

  static restore(rows: readonly (readonly [AccountId, Lots])[]): OpenInterest {
    const openInterest = new OpenInterest();
    for (const [account, position] of rows) openInterest.#add(account, position);
    return openInterest;
  }
}
