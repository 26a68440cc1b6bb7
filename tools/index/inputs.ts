/** The inputs of a day without a venue: the embedded price list under the terms of a new venue. */
import { type IndexInputs, type IndexMemory, noMemory } from '#core/price-index/publication.ts';
import type { TradeDate } from '#core/units.ts';
import { embeddedEvidence } from '#feeds/embedded.ts';
import { indexTerms } from '#feeds/registry.ts';

/** The inputs of `date`; nothing is remembered unless it is said. */
export function embeddedInputs(date: TradeDate, memory: IndexMemory = noMemory): IndexInputs {
  const evidence = embeddedEvidence(indexTerms.registry.listings, date);
  return { date, terms: indexTerms, evidence, memory, announced: null };
}
