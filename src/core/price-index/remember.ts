/**
 * What the index remembers from one day to the next: which models are in, which sellers were out, and the last value.
 *
 * All of it follows from the calculation of the day and what was remembered before it.
 */

import { counts } from './calculate.ts';
import type { Calculation } from './calculation.ts';
import type { IndexMemory } from './publication.ts';
import type { IndexRegistry } from './terms.ts';

/** What is remembered after a day that came to `calculation` (rule IDX-25). */
export function rememberDay(registry: IndexRegistry, calculation: Calculation, before: IndexMemory): IndexMemory {
  const { models, sellers } = calculation;
  return {
    qualified: models.filter(({ qualifies }) => qualifies).map(({ model }) => model),
    excluded: outliersAfter(registry, sellers, before.excluded),
    ...valueAfter(calculation, before),
  };
}

/** Who was out and could not be judged today is still out, or a day's silence would be a way back in. */
function outliersAfter(
  registry: IndexRegistry,
  sellers: Calculation['sellers'],
  before: readonly string[],
): readonly string[] {
  const today = new Map(sellers.map(({ seller, excluded }) => [seller, excluded]));
  return registry.sellers
    .map(({ seller }) => seller)
    .filter((seller) => {
      const excluded = today.get(seller);
      const judged = excluded !== undefined && excluded !== 'STALE';
      return judged ? excluded !== null : before.includes(seller);
    })
    .sort();
}

/** A value that was carried or withheld leaves the last one in place, and only a new value ends the count of days. */
function valueAfter(
  { decision: { value, method }, sellers }: Calculation,
  { last, carriedDays }: IndexMemory,
): Pick<IndexMemory, 'last' | 'carriedDays'> {
  if (value === null || method === null) return { last, carriedDays };
  if (method === 'carried') return { last, carriedDays: carriedDays + 1 };
  const prices = sellers.filter(counts).map(({ seller, price }) => [seller, price] as const);
  return { last: { value, prices }, carriedDays: 0 };
}
