/** How measurements are summed up. */

/** Every figure is the median of so many rounds. */
export const ROUNDS = 5;

/** The value below which `part` of the values lie. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}
