/**
 * From the paper's value to ours: what each difference between the methodologies does to the value of a day.
 *
 * The steps are cumulative, since what a difference does depends on those before it: each is a whole calculation. None
 * has a memory, so the last value is what the index would be if today were its first day.
 */
import type { Money } from '../units.ts';
import { type Methodology, paper } from './methodology.ts';
import type { Difference } from './publication.ts';

/** What is taken over at each step, in order. The cap comes with the weighting, and the fallback with the gates. */
const steps: readonly (readonly [Difference['step'], readonly (keyof Methodology)[]])[] = [
  ['workload', ['workload']],
  ['leaveMargin', ['leaveMargin']],
  ['ratioMax', ['ratioMax']],
  ['priceOfDay', ['priceOfDay']],
  ['sellerPrice', ['sellerPrice']],
  ['staleness', ['staleness']],
  ['outliers', ['outliers']],
  ['weighting', ['weighting', 'cap']],
  ['average', ['average']],
  ['gates', ['gates', 'fallback']],
];

/** The steps from `paper` to `methodology` that change something in it; `valueUnder` calculates without a memory. */
export function differences(
  methodology: Methodology,
  valueUnder: (methodology: Methodology) => Money | null,
): Difference[] {
  let reached = paper;
  return steps.flatMap(([step, fields]) => {
    const changed = fields.filter((field) => !isSame(reached[field], methodology[field]));
    if (changed.length === 0) return [];
    reached = { ...reached, ...Object.fromEntries(changed.map((field) => [field, methodology[field]])) };
    return [{ step, value: valueUnder(reached) }];
  });
}

/** Whether two choices are one: both are plain values, or flat records of them. */
function isSame(a: Methodology[keyof Methodology], b: Methodology[keyof Methodology]): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const choices = new Map(Object.entries(b));
  return Object.entries(a).every(([name, value]) => choices.get(name) === value);
}
