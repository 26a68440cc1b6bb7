/**
 * Who stands first at the limit price, where rules let closing orders out before others come in.
 *
 * A closing order is one that its member calls reduce-only. The question is asked once, when an order comes to rest; how
 * a queue keeps two ranks is the book's business.
 */
import { BUY, type Side } from '../commands.ts';
import type { Ticks } from '../units.ts';
import type { Limits } from './distance.ts';
import type { PriceRules } from './price-rules.ts';

/** Whether an order at `price` stands before those that do not close (rule PRC-17). */
export function standsFirst(rules: PriceRules, side: Side, price: Ticks, closing: boolean, limits: Limits): boolean {
  return rules.closeFirst && closing && price === (side === BUY ? limits.up : limits.down);
}
