/**
 * A straight line through pairs of changes, and how sure of it one can be.
 *
 * Changes of prices come in clusters, so the errors of neighbouring periods are not taken for independent: the standard
 * error is that of Newey and West (1987), with ⌊4 (n/100)^(2/9)⌋ lags, and the interval that of a circular block
 * bootstrap (Politis and Romano 1992), which keeps stretches of time together. Where nothing moved there is no line, and
 * none is made up.
 */
import type { Dice } from '../chance/dice.ts';

export interface Regression {
  readonly observations: number;
  readonly slope: number;
  readonly intercept: number;
  /** The share of the variance of y that the line explains; 0 where y never moves. */
  readonly rSquared: number;
  /** Of the slope, by Newey and West; 0 when the line is exact. */
  readonly standardError: number;
  readonly lags: number;
  /** Deviation of what the line leaves, with n − 2 in the denominator. */
  readonly residualDeviation: number;
}

/** Two periods always lie on a line, so three are the fewest that say anything. */
const OBSERVATIONS_LEAST = 3;

/** The line of least squares of `y` on `x`, equally many of each; undefined below three pairs or where `x` stands still. */
export function regress(x: readonly number[], y: readonly number[]): Regression | undefined {
  const n = x.length;
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const dx = x.map((value) => value - meanX);
  const dy = y.map((value) => value - meanY);
  const sxx = productSum(dx, dx);
  const syy = productSum(dy, dy);
  if (n < OBSERVATIONS_LEAST || isStill(x)) return undefined;
  const slope = productSum(dx, dy) / sxx;
  const residuals = dy.map((value, i) => value - slope * (dx[i] as number));
  const lags = Math.min(n - 1, Math.floor(4 * (n / 100) ** (2 / 9)));
  return {
    observations: n,
    slope,
    intercept: meanY - slope * meanX,
    rSquared: isStill(y) ? 0 : (slope * slope * sxx) / syy,
    standardError: Math.sqrt(longRunVariance(dx, residuals, lags)) / sxx,
    lags,
    residualDeviation: Math.sqrt(productSum(residuals, residuals) / (n - 2)),
  };
}

/** Σ over lags of the products of the scores x·e, the further apart the lighter (Bartlett weights), times n / (n − 2). */
function longRunVariance(dx: readonly number[], residuals: readonly number[], lags: number): number {
  const scores = dx.map((value, i) => value * (residuals[i] as number));
  const n = scores.length;
  let sum = productSum(scores, scores);
  for (let lag = 1; lag <= lags; lag += 1) {
    const weight = 1 - lag / (lags + 1);
    sum += 2 * weight * productSum(scores.slice(lag), scores.slice(0, n - lag));
  }
  return Math.max(0, (sum * n) / (n - 2));
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOfLine {
  readonly slope: Interval;
  readonly rSquared: Interval;
  readonly blockLength: number;
}

/** So many stretches of every length have to be drawn before the 2.5 % points stand. */
const RESAMPLES = 2_000;

/**
 * Where slope and R² lie in 95 of a hundred resamples of the same pairs, in blocks of ⌈n^(1/3)⌉ periods that may run over
 * the end to the beginning. Undefined where there is no line. A resample in which `x` stands still is drawn again.
 */
export function bootstrapLine(x: readonly number[], y: readonly number[], dice: Dice): BootstrapOfLine | undefined {
  if (regress(x, y) === undefined) return undefined;
  const n = x.length;
  const blockLength = Math.ceil(n ** (1 / 3));
  const slopes: number[] = [];
  const shares: number[] = [];
  while (slopes.length < RESAMPLES) {
    const places = drawPlaces(n, blockLength, dice);
    const line = regress(
      places.map((i) => x[i] as number),
      places.map((i) => y[i] as number),
    );
    if (line === undefined) continue;
    slopes.push(line.slope);
    shares.push(line.rSquared);
  }
  return { slope: middle95(slopes), rSquared: middle95(shares), blockLength };
}

function drawPlaces(n: number, blockLength: number, dice: Dice): number[] {
  const places: number[] = [];
  while (places.length < n) {
    const start = Math.floor(dice.next() * n);
    for (let i = 0; i < blockLength && places.length < n; i += 1) places.push((start + i) % n);
  }
  return places;
}

function middle95(values: number[]): Interval {
  values.sort((a, b) => a - b);
  return { low: quantileOfSorted(values, 0.025), high: quantileOfSorted(values, 0.975) };
}

/** The `share` quantile of values in rising order, at least one, straight between the two nearest. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] as number;
  const above = sorted[Math.ceil(at)] as number;
  return below + (above - below) * (at - Math.floor(at));
}

const isStill = (values: readonly number[]): boolean => values.every((value) => value === values[0]);
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function productSum(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
