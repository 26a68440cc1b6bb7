/** The inputs of a day without a venue: the embedded price lists under the terms of a new venue. */
import { type IndexInputs, type IndexMemory, noMemory } from '#core/price-index/publication.ts';
import type { TradeDate } from '#core/units.ts';
import { embeddedReading } from '#feeds/embedded.ts';
import { evidenceOfDay } from '#feeds/evidence-of-day.ts';
import { gpuListReading } from '#feeds/gpu-list.ts';
import { indexTerms } from '#feeds/registry.ts';

/** The inputs of `date`; nothing is remembered unless it is said. */
export function embeddedInputs(date: TradeDate, memory: IndexMemory = noMemory): IndexInputs {
  const { listings, gpuSellers } = indexTerms.registry;
  const evidence = evidenceOfDay([embeddedReading(listings, date), gpuListReading(gpuSellers, date)], date);
  return { date, terms: indexTerms, evidence, memory, announced: null };
}
