/**
 * From benchmark scores to one number: how good a model is, measured in SIT.
 */
import { type Millionths, millionths, ONE_MILLION } from '#core/units.ts';

/** The benchmarks of the standard (arXiv 2603.21690, Definition 5.1). */
export const benchmarks = ['mmlu', 'humanEval', 'gsm8k'] as const;
export type Benchmark = (typeof benchmarks)[number];

/** Per cent, with at most two decimals. */
export type Scores = Readonly<Record<Benchmark, number>>;

/** Whether every score reaches the bar; one that falls short cannot be made up for by another (rule IDX-2). */
export function passes(scores: Scores, bar: Scores): boolean {
  return benchmarks.every((benchmark) => scores[benchmark] >= bar[benchmark]);
}

/**
 * S_i over S_SIT: the geometric mean of the ratios of score to bar, none of them counted above `ratioMax` (rule IDX-3).
 * It is rounded once, down to a millionth, so that rounding never makes a token look cheaper.
 */
export function qualityRatio(scores: Scores, bar: Scores, ratioMax: Millionths): Millionths {
  let over = 1n;
  let under = 1n;
  for (const benchmark of benchmarks) {
    const [score, threshold] = [hundredths(scores[benchmark]), hundredths(bar[benchmark])];
    const capped = score * ONE > BigInt(ratioMax) * threshold;
    over *= capped ? BigInt(ratioMax) : score;
    under *= capped ? ONE : threshold;
  }
  return millionths(Number(cubeRootDown((over * cube(ONE)) / under)));
}

const ONE = BigInt(ONE_MILLION);
const hundredths = (perCent: number): bigint => BigInt(Math.round(perCent * 100));

/** The largest whole number whose cube is not above `value`. */
function cubeRootDown(value: bigint): bigint {
  let root = BigInt(Math.round(Math.cbrt(Number(value))));
  while (cube(root) > value) root -= 1n;
  while (cube(root + 1n) <= value) root += 1n;
  return root;
}

const cube = (root: bigint): bigint => root * root * root;
