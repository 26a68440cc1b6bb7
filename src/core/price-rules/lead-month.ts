/**
 * The lead month of a product, whose breaker stops the other months too.
 */
import type { Breach } from './price-guard.ts';
import type { PriceRules } from './price-rules.ts';

/**
 * The place of the lead month among a product's months, given their open interest, nearest month first: the month with
 * the most, of equals the nearest (rule PRC-14). −1 when there are no months.
 */
export function leadMonth(openInterest: readonly number[]): number {
  return openInterest.indexOf(Math.max(...openInterest));
}

/** Whether a breach stops all months of the product rather than its own (rule PRC-14). */
export function stopsAllMonths({ breaker }: PriceRules, { cause }: Breach, inLeadMonth: boolean): boolean {
  return cause === 'breaker' && inLeadMonth && breaker?.leadHaltsAll === true;
}
