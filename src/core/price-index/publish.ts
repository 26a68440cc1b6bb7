/**
 * Makes the publication of a day from its inputs, and what the index remembers afterwards.
 *
 * Everything in it comes of the inputs alone. The order of evidence does not matter, and evidence that makes no sense is
 * left out: with terms that `termsFault` has nothing against, nothing here throws.
 */
import type { Money } from '../units.ts';
import { calculate, counts } from './calculate.ts';
import type { Calculation } from './calculation.ts';
import { collect } from './collect.ts';
import { computeIndex, spreadOver } from './compute-index.ts';
import { endOf } from './day-price.ts';
import { differences } from './differences.ts';
import { type Methodology, paper } from './methodology.ts';
import { type FixingSummary, type IndexInputs, type IndexMemory, noMemory, type Publication } from './publication.ts';
import { rememberDay } from './remember.ts';
import { subIndices } from './sub-indices.ts';
import type { IndexTerms } from './terms.ts';

/** The publication of a day (rules IDX-1 to IDX-29). */
export function publish({ date, terms, evidence, memory, announced }: IndexInputs): Publication {
  const { registry, methodology } = terms;
  const end = endOf(date);
  const collections = {
    mean: collect(registry, evidence, date, 'mean'),
    noon: collect(registry, evidence, date, 'noon'),
  };
  const under = (chosen: Methodology, remembered: IndexMemory): Calculation =>
    calculate(registry, chosen, collections[chosen.priceOfDay], end, remembered);
  const valueUnder = (chosen: Methodology): Money | null => under(chosen, noMemory).decision.value;

  const index = under(methodology, memory);
  const compute = computeIndex(registry, methodology, evidence, date, end);
  return {
    date,
    terms: terms.version,
    index,
    paper: under(paper, noMemory),
    differences: differences(methodology, valueUnder),
    subIndices: subIndices(registry, methodology, collections[methodology.priceOfDay], end),
    compute,
    spread: spreadOver(index.decision.value, compute.decision.value, registry),
    parallel: announced && {
      terms: announced.terms.version,
      decision: indexOf(announced.terms, { date, evidence }, announced.memory).decision,
    },
  };
}

/** What the index remembers after `publication`, which came of `inputs`: under the terms in force, and the announced. */
export function remember(
  inputs: IndexInputs,
  publication: Publication,
): { readonly memory: IndexMemory; readonly announced: IndexMemory | null } {
  const { terms, memory, announced } = inputs;
  return {
    memory: rememberDay(terms.registry, publication.index, memory),
    announced:
      announced &&
      rememberDay(announced.terms.registry, indexOf(announced.terms, inputs, announced.memory), announced.memory),
  };
}

/** The values of a publication without how they came about. */
export function summaryOf(publication: Publication): FixingSummary {
  const { date, terms, index, paper: byPaper, compute, spread, parallel } = publication;
  return {
    date,
    terms,
    decision: index.decision,
    sellers: index.sellers.filter(counts).length,
    dispersion: index.aggregate?.dispersion ?? null,
    paper: byPaper.decision.value,
    subIndices: publication.subIndices.map(({ name, decision }) => [name, decision.value] as const),
    compute: compute.decision.value,
    spread,
    parallel: parallel && { terms: parallel.terms, value: parallel.decision.value },
  };
}

/** The index alone. */
function indexOf(
  { registry, methodology }: IndexTerms,
  { date, evidence }: Pick<IndexInputs, 'date' | 'evidence'>,
  memory: IndexMemory,
): Calculation {
  const collection = collect(registry, evidence, date, methodology.priceOfDay);
  return calculate(registry, methodology, collection, endOf(date), memory);
}
