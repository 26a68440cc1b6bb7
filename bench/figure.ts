/**
 * What a part of the bench has to say: figures, and what one must know to read them.
 *
 * A figure is a median, a percentile, a worst or a ratio, never a mean alone. What it is measured against in the same
 * run is itself a figure.
 */

export interface Figure {
  /** Unique within its part, and the same from run to run. */
  readonly name: string;
  readonly value: number;
  /** `/s`, `ns`, `ms`, `×`, `bytes` … */
  readonly unit: string;
  /** What it should reach, or not exceed. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface PartResult {
  readonly part: string;
  /** One sentence each. */
  readonly workload: string;
  readonly warmUp: string;
  readonly leftOut: string;
  readonly figures: readonly Figure[];
}

/** Whether a figure is what it should be; undefined where nothing is asked of it. */
export function isMet({ value, atLeast, atMost }: Figure): boolean | undefined {
  if (atLeast === undefined && atMost === undefined) return undefined;
  return value >= (atLeast ?? value) && value <= (atMost ?? value);
}

/** A number as people read it: whole when large, three digits when small. */
export function readable(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
