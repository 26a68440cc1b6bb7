/**
 * Step 2, qualify: which models are one SIT or better.
 *
 * A model that qualified on the last day stays as long as no score falls further than a margin below the bar, so that a
 * score that is corrected by a tenth of a point does not move the index.
 */
import { byName } from './by-name.ts';
import type { JudgedModel } from './calculation.ts';
import { passes } from './quality.ts';
import type { IndexRegistry } from './terms.ts';

/** Every registered model against the bar, by name (rule IDX-2); `qualified` are those that qualified before. */
export function qualify(registry: IndexRegistry, leaveMargin: number, qualified: readonly string[]): JudgedModel[] {
  const before = new Set(qualified);
  return registry.models
    .map(({ model, scores }) => {
      const reaches = passes(scores, registry.bar);
      const kept = !reaches && before.has(model) && passes(scores, registry.bar, leaveMargin);
      return { model, scores, qualifies: reaches || kept, kept };
    })
    .sort((a, b) => byName(a.model, b.model));
}
