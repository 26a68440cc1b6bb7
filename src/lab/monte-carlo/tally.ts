/**
 * Means and covariances of samples that come one after the other: nothing is kept of a sample but what it adds (Welford
 * 1962). Tallies of parts are put together by the rule of Chan, Golub and LeVeque (1979), in the order in which they are
 * given.
 *
 * A tally is plain data, so it goes from thread to thread.
 */

export interface Tally {
  readonly count: number;
  readonly means: Float64Array;
  /** Sums of products of deviations from the mean, row by row. */
  readonly products: Float64Array;
}

/** Takes samples of so many figures each. */
export class Tallying implements Tally {
  count = 0;
  readonly means: Float64Array;
  readonly products: Float64Array;
  readonly #before: Float64Array;

  constructor(figures: number) {
    this.means = new Float64Array(figures);
    this.products = new Float64Array(figures * figures);
    this.#before = new Float64Array(figures);
  }

  add(sample: Float64Array): void {
    this.count += 1;
    const { count, means, products } = this;
    const before = this.#before;
    const n = means.length;
    for (let i = 0; i < n; i += 1) {
      const deviation = (sample[i] as number) - (means[i] as number);
      before[i] = deviation;
      means[i] = (means[i] as number) + deviation / count;
    }
    const weight = (count - 1) / count;
    for (let i = 0; i < n; i += 1) {
      const weighted = weight * (before[i] as number);
      for (let j = 0; j < n; j += 1)
        products[i * n + j] = (products[i * n + j] as number) + weighted * (before[j] as number);
    }
  }
}

/** All samples of `tallies`, at least one, as if one had taken them. */
export function mergeTallies(tallies: readonly Tally[]): Tally {
  const n = (tallies[0] as Tally).means.length;
  const means = new Float64Array(n);
  const products = new Float64Array(n * n);
  let count = 0;
  for (const more of tallies) {
    const total = count + more.count;
    const apart = more.means.map((mean, i) => mean - (means[i] as number));
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) {
        const between = ((apart[i] as number) * (apart[j] as number) * count * more.count) / total;
        products[i * n + j] = (products[i * n + j] as number) + (more.products[i * n + j] as number) + between;
      }
    for (let i = 0; i < n; i += 1) means[i] = (means[i] as number) + ((apart[i] as number) * more.count) / total;
    count = total;
  }
  return { count, means, products };
}

/** The covariance of figures `i` and `j` of single samples; there are at least two. */
export function covariance({ count, means, products }: Tally, i: number, j: number): number {
  return (products[i * means.length + j] as number) / (count - 1);
}
