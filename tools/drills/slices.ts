/** The slices of close-outs in the market, told together: one line for each account. */
import { BUY } from '#core/commands.ts';
import type { Trade } from '#core/events.ts';
import type { AccountId } from '#core/units.ts';
import { count } from './paper.ts';

interface Sold {
  /** Signed: bought or sold. */
  readonly lots: number;
  readonly trades: number;
  readonly lowest: number;
  readonly highest: number;
}

export class Slices {
  readonly #sold = new Map<AccountId, Sold>();

  /** A trade of an account that is being closed out. */
  add({ takerAccount, takerSide, quantity, price }: Trade): void {
    const { lots, trades, lowest, highest } = this.#sold.get(takerAccount) ?? {
      lots: 0,
      trades: 0,
      lowest: price,
      highest: price,
    };
    this.#sold.set(takerAccount, {
      lots: lots + (takerSide === BUY ? quantity : -quantity),
      trades: trades + 1,
      lowest: Math.min(lowest, price),
      highest: Math.max(highest, price),
    });
  }

  /** The sentences for what has come since they were asked for last. */
  take(nameOf: (account: AccountId) => string): string[] {
    const sentences = [...this.#sold].map(([account, { lots, trades, lowest, highest }]) => {
      const prices = lowest === highest ? count(lowest) : `${count(lowest)} to ${count(highest)}`;
      const what = `${count(Math.abs(lots))} lots ${lots > 0 ? 'bought' : 'sold'} at ${prices} in ${count(trades)} trades`;
      return `${nameOf(account)} is closed out in the market: ${what} (DEF-3, DEF-24)`;
    });
    this.#sold.clear();
    return sentences;
  }
}
