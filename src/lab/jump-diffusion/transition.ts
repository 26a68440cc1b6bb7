/**
 * How the logarithm of the price gets from one moment to a later one: exactly, however far apart they are.
 *
 *     X(T) = e^(−κτ) X(t) + pull(t, T) + σ √((1 − e^(−2κτ)) / 2κ) Z + Σ Jₖ e^(−κ(T − tₖ)),   τ = T − t
 *
 * The jumps between arrive as a Poisson process, each at its own moment, and fade from there. Nothing here is an
 * approximation in small steps, so a year in one step is as right as a year in a thousand (the solution of the equation in
 * `parameters.ts` by variation of constants; Clewlow and Strickland 1999, Cartea and Figueroa 2005).
 */
import type { Parameters } from './parameters.ts';

/** Mean and variance of the logarithm at a later moment. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** e^(−κτ): how much of what was is left after `span` years. */
export function leftAfter({ reversion }: Parameters, span: number): number {
  return Math.exp(-reversion * span);
}

/** What the level adds between `from` and `to`: ∫ κ e^(−κ(to − u)) θ(u) du, piece by piece of the trend. */
export function pull(parameters: Parameters, from: number, to: number): number {
  const { reversion, level, trend, season } = parameters;
  const weight = (time: number) => Math.exp(-reversion * (to - time));
  let sum = level * -Math.expm1(-reversion * (to - from));
  let height = 0;
  for (const [at, { from: start, perYear }] of trend.entries()) {
    const end = trend[at + 1]?.from ?? Number.POSITIVE_INFINITY;
    const [a, b] = [Math.max(from, start), Math.min(to, end)];
    // ∫ κ e^(−κ(T−u)) (c + βu) du = e^(−κ(T−u)) (c + βu − β/κ)
    const inner = (time: number) => weight(time) * (height + perYear * (time - start) - perYear / reversion);
    if (b > a) sum += inner(b) - inner(a);
    height += perYear * (end - start);
  }
  const w = (2 * Math.PI) / season.period;
  const wave = (time: number) => weight(time) * (reversion * Math.sin(w * time) - w * Math.cos(w * time));
  return sum + ((season.size * reversion) / (reversion * reversion + w * w)) * (wave(to) - wave(from));
}

/** The variance that the diffusion adds over `span` years. */
export function diffusionVariance({ reversion, volatility }: Parameters, span: number): number {
  return volatility * volatility * integralOfDecay(2 * reversion, span);
}

/** Mean and variance of X(to), given X(from): of the diffusion and of the jumps together. */
export function momentsAt(parameters: Parameters, logPrice: number, from: number, to: number): Moments {
  const { reversion, jumps } = parameters;
  const span = to - from;
  const jumpMean = jumps.perYear * jumps.mean * integralOfDecay(reversion, span);
  const jumpSquare = jumps.mean * jumps.mean + jumps.deviation * jumps.deviation;
  return {
    mean: leftAfter(parameters, span) * logPrice + pull(parameters, from, to) + jumpMean,
    variance: diffusionVariance(parameters, span) + jumps.perYear * jumpSquare * integralOfDecay(2 * reversion, span),
  };
}

/** ∫₀^span e^(−rate·u) du. */
function integralOfDecay(rate: number, span: number): number {
  return -Math.expm1(-rate * span) / rate;
}
