/**
 * What a simulation is asked: from the prices of a path, one or more values whose means are wanted, and controls whose
 * means are known.
 */

/** Of a block of paths; everything in it belongs to one thread. */
export interface Study {
  /** Dates at which it looks at the price, in years from now, rising. */
  readonly dates: readonly number[];
  /** How many values a path has. */
  readonly values: number;
  /** Exact means of the controls. */
  readonly controlMeans: readonly number[];
  /** Called before the paths of a block are evaluated, for what is drawn beside the price. */
  begin(): void;
  /**
   * Writes into `sample` the values and then the controls of path `p` of a block of `paths`, whose logarithms are in `logs`
   * as a `Sampler` writes them.
   */
  evaluate(logs: Float64Array, paths: number, p: number, sample: Float64Array): void;
}
