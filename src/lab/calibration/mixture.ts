/**
 * Days of a price as an autoregression that is sometimes shaken harder: Ball and Torous's (1983) model of at most one
 * jump a day, fitted by expectation and maximisation.
 *
 *     X(t+1) = c + b X(t) + e,   e ~ (1 − p) N(0, v) + p N(m, v + w)
 *
 * Each round weighs every day by how likely it had a jump, then fits slope, jump and variances to the weighted days; no
 * round lowers the likelihood. What the numbers mean for a year is the business of `fit-series.ts`.
 */

export interface Mixture {
  /** c and b. */
  readonly intercept: number;
  readonly slope: number;
  /** v: of a day without a jump. */
  readonly variance: number;
  /** p, m and w: how many days have a jump, where it goes, and the variance that it adds. */
  readonly jumpShare: number;
  readonly jumpMean: number;
  readonly jumpVariance: number;
  readonly logLikelihood: number;
  /** For each step, how likely it had a jump. */
  readonly jumpChance: Float64Array;
}

const ROUNDS_MAX = 400;
/** A round that gains less than this ends the search: far below what any figure is told to. */
const GAIN_MIN = 1e-6;
/** Smaller variances are those of a price that does not move, on which the likelihood has no maximum. */
const VARIANCE_MIN = 1e-12;
const LOG_ROOT_TWO_PI = Math.log(2 * Math.PI) / 2;

/** The mixture that fits the logarithms of prices in equal steps, at least ten of which differ from the one before. */
export function fitMixture(logs: Float64Array): Mixture {
  const steps = logs.length - 1;
  const jumpChance = new Float64Array(steps);
  let fitted = firstGuess(logs);
  let last = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const logLikelihood = expect(logs, fitted, jumpChance);
    if (logLikelihood - last < GAIN_MIN) return { ...fitted, logLikelihood, jumpChance };
    last = logLikelihood;
    fitted = maximise(logs, fitted, jumpChance);
  }
  return { ...fitted, logLikelihood: expect(logs, fitted, jumpChance), jumpChance };
}

/** The logarithm of the likelihood of the best autoregression without jumps. */
export function likelihoodWithoutJumps(logs: Float64Array): number {
  const steps = logs.length - 1;
  const ones = new Float64Array(steps).fill(1);
  const { intercept, slope } = weightedLine(logs, ones, new Float64Array(steps));
  let squares = 0;
  for (let i = 0; i < steps; i += 1) squares += residual(logs, i, intercept, slope) ** 2;
  const variance = Math.max(squares / steps, VARIANCE_MIN);
  return -steps * (LOG_ROOT_TWO_PI + Math.log(variance) / 2 + 1 / 2);
}

type Guess = Omit<Mixture, 'logLikelihood' | 'jumpChance'>;

/** Jumps are what lies beyond four robust deviations of the plain autoregression. */
function firstGuess(logs: Float64Array): Guess {
  const steps = logs.length - 1;
  const { intercept, slope } = weightedLine(logs, new Float64Array(steps).fill(1), new Float64Array(steps));
  const residuals = Float64Array.from({ length: steps }, (_, i) => residual(logs, i, intercept, slope));
  const sizes = residuals.map(Math.abs).sort();
  // The median of |e| is 0.6745 deviations of a normal number.
  const deviation = Math.max((sizes[steps >> 1] as number) / 0.6745, Math.sqrt(VARIANCE_MIN));
  const far = residuals.filter((size) => Math.abs(size) > 4 * deviation);
  const jumps = far.length > 1 ? far : residuals.filter((size) => Math.abs(size) >= (sizes[steps - 2] as number));
  const jumpMean = jumps.reduce((sum, size) => sum + size, 0) / jumps.length;
  const spread = jumps.reduce((sum, size) => sum + (size - jumpMean) ** 2, 0) / jumps.length;
  return {
    intercept,
    slope,
    variance: deviation * deviation,
    jumpShare: jumps.length / steps,
    jumpMean,
    jumpVariance: Math.max(spread, deviation * deviation),
  };
}

/** Writes how likely each step had a jump, and gives the logarithm of the likelihood. */
function expect(logs: Float64Array, guess: Guess, jumpChance: Float64Array): number {
  const { intercept, slope, variance, jumpShare, jumpMean, jumpVariance } = guess;
  const wide = variance + jumpVariance;
  const quiet = (1 - jumpShare) / Math.sqrt(variance);
  const shaken = jumpShare / Math.sqrt(wide);
  let logLikelihood = -jumpChance.length * LOG_ROOT_TWO_PI;
  for (let i = 0; i < jumpChance.length; i += 1) {
    const off = residual(logs, i, intercept, slope);
    const exponent = (-off * off) / (2 * variance);
    // Taken relative to the shaken density, which never vanishes before the quiet one.
    const wideExponent = -((off - jumpMean) ** 2) / (2 * wide);
    const top = Math.max(exponent, wideExponent);
    const without = quiet * Math.exp(exponent - top);
    const withJump = shaken * Math.exp(wideExponent - top);
    const sum = without + withJump;
    jumpChance[i] = withJump / sum;
    logLikelihood += top + Math.log(sum);
  }
  return logLikelihood;
}

function maximise(logs: Float64Array, guess: Guess, jumpChance: Float64Array): Guess {
  const steps = jumpChance.length;
  const wide = guess.variance + guess.jumpVariance;
  const weights = new Float64Array(steps);
  const shifts = new Float64Array(steps);
  for (let i = 0; i < steps; i += 1) {
    const chance = jumpChance[i] as number;
    const shaken = chance / wide;
    const weight = (1 - chance) / guess.variance + shaken;
    weights[i] = weight;
    shifts[i] = (shaken * guess.jumpMean) / weight;
  }
  const { intercept, slope } = weightedLine(logs, weights, shifts);
  let [jumps, jumpSum, quiet, quietSquares] = [0, 0, 0, 0];
  for (let i = 0; i < steps; i += 1) {
    const chance = jumpChance[i] as number;
    const off = residual(logs, i, intercept, slope);
    jumps += chance;
    jumpSum += chance * off;
    quiet += 1 - chance;
    quietSquares += (1 - chance) * off * off;
  }
  const jumpMean = jumpSum / jumps;
  let jumpSquares = 0;
  for (let i = 0; i < steps; i += 1)
    jumpSquares += (jumpChance[i] as number) * (residual(logs, i, intercept, slope) - jumpMean) ** 2;
  const variance = Math.max(quietSquares / quiet, VARIANCE_MIN);
  return {
    intercept,
    slope,
    variance,
    jumpShare: jumps / steps,
    jumpMean,
    jumpVariance: Math.max(jumpSquares / jumps - variance, VARIANCE_MIN),
  };
}

function residual(logs: Float64Array, step: number, intercept: number, slope: number): number {
  return (logs[step + 1] as number) - intercept - slope * (logs[step] as number);
}

/** The line through (X(t), X(t+1) − shift) by weighted least squares; a price that never moved has slope 1. */
function weightedLine(logs: Float64Array, weights: Float64Array, shifts: Float64Array) {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i] as number;
    sum += weight;
    sumX += weight * (logs[i] as number);
    sumY += weight * ((logs[i + 1] as number) - (shifts[i] as number));
  }
  const [meanX, meanY] = [sumX / sum, sumY / sum];
  let [squares, products] = [0, 0];
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i] as number;
    const away = (logs[i] as number) - meanX;
    squares += weight * away * away;
    products += weight * away * ((logs[i + 1] as number) - (shifts[i] as number) - meanY);
  }
  const slope = squares > 0 ? products / squares : 1;
  return { intercept: meanY - slope * meanX, slope };
}
