/**
 * How margin itself moves: margin that falls in quiet times and leaps in bad ones asks for money when there is least.
 */

/** The highest over the lowest; all values are positive. */
export function peakToTrough(values: readonly number[]): number {
  return highest(values) / values.reduce((a, b) => Math.min(a, b));
}

/** The largest rise within `days` days as a share: 0.6 is 60 %; 0 when nothing ever rises. */
export function largestRise(values: readonly number[], days: number): number {
  return values.reduce((most, value, at) => {
    const before = values.slice(Math.max(0, at - days), at + 1).reduce((a, b) => Math.min(a, b));
    return Math.max(most, value / before - 1);
  }, 0);
}

/** The arithmetic mean of at least one value. */
export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

export function highest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
