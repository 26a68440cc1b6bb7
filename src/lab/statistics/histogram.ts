/**
 * How values are spread, in equal cells: quantiles of as many values as one likes in a memory that does not grow.
 *
 * What lies outside is counted in the outermost cell, so a quantile there says only "at least so far out". Histograms of
 * the same cells add up, in any order, to the same counts.
 */

export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly counts: Float64Array;
}

export function histogramOf(low: number, high: number, width: number): Histogram {
  return { low, width, counts: new Float64Array(Math.ceil((high - low) / width)) };
}

export function count({ low, width, counts }: Histogram, value: number): void {
  const cell = Math.min(counts.length - 1, Math.max(0, Math.floor((value - low) / width)));
  counts[cell] = (counts[cell] as number) + 1;
}

/** Adds the counts of `more`, which has the same cells, to `histogram`. */
export function addCounts(histogram: Histogram, more: Histogram): void {
  for (const [cell, times] of more.counts.entries())
    histogram.counts[cell] = (histogram.counts[cell] as number) + times;
}

/** The value below which the share `share` of all values lies, from 0 to 1; within a cell they are taken as evenly spread. */
export function quantile({ low, width, counts }: Histogram, share: number): number {
  const wanted = share * counts.reduce((a, b) => a + b, 0);
  let passed = 0;
  for (const [cell, times] of counts.entries()) {
    if (passed + times >= wanted && times > 0) return low + width * (cell + (wanted - passed) / times);
    passed += times;
  }
  return low + width * counts.length;
}
