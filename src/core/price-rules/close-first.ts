/**
 * Who stands first at the limit price, where rules let closing orders out before others come in.
 *
 * Both questions are asked once, when an order comes to rest; how a queue keeps two ranks is the book's business.
 */
import { BUY, type Side } from '../commands.ts';
import type { Lots, Ticks } from '../units.ts';
import type { Limits } from './distance.ts';
import type { PriceRules } from './price-rules.ts';

/** What an account holds in the contract, lots of its resting orders on either side beside its position. */
export interface Holding {
  readonly position: Lots;
  readonly buying: Lots;
  readonly selling: Lots;
}

/** Whether an order, and with it all that rests on its side, could only bring the account's position nearer to zero. */
export function closes(side: Side, quantity: Lots, { position, buying, selling }: Holding): boolean {
  return side === BUY ? quantity + buying <= -position : quantity + selling <= position;
}

/** Whether an order at `price` stands before those that do not close (rule PRC-17). */
export function standsFirst(rules: PriceRules, side: Side, price: Ticks, closing: boolean, limits: Limits): boolean {
  return rules.closeFirst && closing && price === (side === BUY ? limits.up : limits.down);
}
