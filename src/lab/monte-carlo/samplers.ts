/**
 * Ways to draw the price at given dates, a block of paths at a time. All of them draw from the same law; they differ in
 * what paths of one block have to do with each other, and so in how fast a mean over paths settles.
 */

/** Logarithms of the price at the dates, date by date: path p at date i stands at `i * paths + p`. */
export interface Sampler {
  /** Paths in a block. */
  readonly paths: number;
  fill(logs: Float64Array): void;
}

/** `daily`: independent paths in steps of a trading day. The others step from date to date. */
export const draws = ['daily', 'independent', 'antithetic', 'stratified', 'both', 'even'] as const;

/**
 * `antithetic`: every path has a twin whose normal numbers are the opposite. `stratified`: how often a path jumps is
 * spread over a block as the law has it. `both` is both. `even`: the points of a Sobol sequence by way of a bridge.
 */
export type Draw = (typeof draws)[number];

/** How many independent samples there are in so many paths: what belongs together counts as one. */
export type Unit = 'path' | 'pair' | 'block' | 'part';

export function unitOf(draw: Draw): Unit {
  if (draw === 'even') return 'part';
  if (draw === 'both' || draw === 'stratified') return 'block';
  return draw === 'antithetic' ? 'pair' : 'path';
}

/** How many times something happens that is expected `mean` times: the number below which the share `share` lies. */
export function poissonQuantile(mean: number): (share: number) => number {
  const below: number[] = [];
  let term = Math.exp(-mean);
  for (let n = 0, sum = term; n < mean || term > Number.EPSILON / 4; sum += term) {
    below.push(sum);
    n += 1;
    term *= mean / n;
  }
  return (share) => {
    let times = 0;
    while (times < below.length - 1 && share > (below[times] as number)) times += 1;
    return times;
  };
}
