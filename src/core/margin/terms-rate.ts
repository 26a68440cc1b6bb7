/**
 * The margin rate of a contract for a day: what its model asks for, what averaging leaves of it, and what price rules
 * ask for at least.
 */
import { type Millionths, ONE_MILLION, shareOf } from '../units.ts';
import type { MarginRules } from './margin-rules.ts';
import type { MonthFacts, MonthRate } from './month.ts';

/** The share of margin and price limit that averaging leaves: all of it without rules that say so (rule MAR-14). */
export function shareLeft(rules: MarginRules | undefined, facts: MonthFacts | undefined): Millionths {
  if (facts === undefined || !rules?.averaging) return ONE_MILLION as Millionths;
  return Math.max(rules.averaging, facts.unfixed) as Millionths;
}

/** The rate that holds: that of the model, shrunk and rounded up, or the least one of price rules if it is higher. */
export function termsRate(asked: MonthRate, left: Millionths, least: Millionths): MonthRate {
  const rate = shareOf(asked.rate, left);
  const candidates =
    least === 0 ? asked.candidates : [...asked.candidates, { rule: 'priceRules', rate: least } as const];
  return least > rate ? { rule: 'priceRules', rate: least, candidates } : { rule: asked.rule, rate, candidates };
}
