/**
 * From benchmark scores to one number: how good a model is, measured in SIT.
 *
 * Scores and bars are hundredths of a point, three of each, in the order of `benchmarks`.
 */
import { type Millionths, millionths, ONE_MILLION } from '../units.ts';
import type { Scores } from './terms.ts';

/** Whether every score reaches the bar less `margin`; what falls short is not made up for by another (rule IDX-2). */
export function passes(scores: Scores, bar: Scores, margin = 0): boolean {
  return scores.every((score, i) => score >= (bar[i] as number) - margin);
}

/**
 * S_i over S_SIT: the geometric mean of the ratios of score to bar, none of them counted above `ratioMax`, or all as
 * they are when it is null (rule IDX-3). It is rounded once, down to a millionth, so that rounding never makes a token
 * look cheaper.
 */
export function qualityRatio(scores: Scores, bar: Scores, ratioMax: Millionths | null): Millionths {
  let over = 1n;
  let under = 1n;
  scores.forEach((whole, i) => {
    const [score, threshold] = [BigInt(whole), BigInt(bar[i] as number)];
    const capped = ratioMax !== null && score * ONE > BigInt(ratioMax) * threshold;
    over *= capped ? BigInt(ratioMax) : score;
    under *= capped ? ONE : threshold;
  });
  return millionths(Number(cubeRootDown((over * cube(ONE)) / under)));
}

const ONE = BigInt(ONE_MILLION);

/** The largest whole number whose cube is not above `value`, by halving, since floats may differ between machines. */
function cubeRootDown(value: bigint): bigint {
  let [low, high] = [0n, 1n];
  while (cube(high) <= value) high *= 2n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (cube(middle) <= value) low = middle;
    else high = middle;
  }
  return low;
}

const cube = (root: bigint): bigint => root * root * root;
