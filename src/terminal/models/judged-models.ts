/** The models against the bar: who reaches it, who does not and by how much. */
import type { AdoptedTerms, JudgedModel } from '#wire/price-index.ts';
import { countAmount, writeAmount } from './amounts.ts';
import { trimPlaces } from './figures.ts';

export type Bar = AdoptedTerms['bar'];

export const benchmarks = [
  { id: 'mmlu', name: 'MMLU' },
  { id: 'humanEval', name: 'HumanEval' },
  { id: 'gsm8k', name: 'GSM8K' },
] as const;

export interface JudgedScore {
  readonly benchmark: (typeof benchmarks)[number]['id'];
  readonly score: string;
  /** By how much it is below the bar, in points; null when it is not. */
  readonly below: string | null;
}

export interface JudgedRow {
  readonly model: string;
  readonly verdict: 'qualifies' | 'kept' | 'below';
  readonly scores: readonly JudgedScore[];
}

/** Models below the bar first, then those that were kept in, then the others; each by name. */
export function judgedRows(models: readonly JudgedModel[], bar: Bar | undefined): JudgedRow[] {
  const order = ['below', 'kept', 'qualifies'];
  return models
    .map((model) => ({ model: model.model, verdict: verdictOf(model), scores: scoresOf(model, bar) }))
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || (a.model < b.model ? -1 : 1));
}

/** Whether it is the model by which the paper defines one SIT: it is below the bar that the paper sets. */
export function isAnchor(model: string): boolean {
  return /^gpt-4[ -]turbo/i.test(model);
}

function verdictOf({ qualifies, kept }: JudgedModel): JudgedRow['verdict'] {
  if (kept) return 'kept';
  return qualifies ? 'qualifies' : 'below';
}

function scoresOf(model: JudgedModel, bar: Bar | undefined): JudgedScore[] {
  return benchmarks.map(({ id }) => {
    const missing = bar === undefined ? 0n : countAmount(bar[id]) - countAmount(model[id]);
    return { benchmark: id, score: model[id], below: missing > 0n ? trimPlaces(writeAmount(missing), 1) : null };
  });
}
