/**
 * The futures price of the model in closed form: what the spot price will be on average when the future settles.
 *
 *     ln F(t, T) = e^(−κτ) X(t) + pull(t, T) + ½ · variance of the diffusion + λ ∫₀^τ (E e^(J e^(−κu)) − 1) du
 *
 * The last term is the only integral without a primitive; its integrand is smooth, and Gauss and Legendre's rule of
 * sixteen points on each half year gives it to more digits than any use of it needs. No premium for risk is in it: the
 * paper names none (arXiv 2603.21690, equation 13, whose A(t, T) is left open there).
 */
import type { Parameters } from './parameters.ts';
import { diffusionVariance, leftAfter, pull } from './transition.ts';

/** The longest piece, in years, on which the rule is applied at once. */
const PIECE = 0.5;

/** F(from, to) in USD per million tokens, given the logarithm of the spot price at `from`; `to` is not before `from`. */
export function futuresPrice(parameters: Parameters, logPrice: number, from: number, to: number): number {
  return Math.exp(leftAfter(parameters, to - from) * logPrice + futuresTerm(parameters, from, to));
}

/** ln F without the part that depends on the spot price: the same for every path, so worth keeping. */
export function futuresTerm(parameters: Parameters, from: number, to: number): number {
  const span = to - from;
  return pull(parameters, from, to) + diffusionVariance(parameters, span) / 2 + jumpTerm(parameters, span);
}

/**
 * λ ∫₀^span (exp(mean c + ½ deviation² c²) − 1) du with c = weight · e^(−κu): the logarithm of what the jumps of `span`
 * years do, on average, to a price that feels each of them `weight` times.
 */
export function jumpTerm({ reversion, jumps }: Parameters, span: number, weight = 1): number {
  if (jumps.perYear === 0 || span === 0) return 0;
  const integrand = (u: number) => {
    const c = weight * Math.exp(-reversion * u);
    return Math.expm1(jumps.mean * c + (jumps.deviation * jumps.deviation * c * c) / 2);
  };
  const pieces = Math.ceil(span / PIECE);
  const half = span / pieces / 2;
  let sum = 0;
  for (let piece = 0; piece < pieces; piece += 1) {
    const middle = (2 * piece + 1) * half;
    for (const [node, weight] of GAUSS_LEGENDRE)
      sum += weight * (integrand(middle - half * node) + integrand(middle + half * node));
  }
  return jumps.perYear * half * sum;
}

/** Nodes and weights of the sixteen points, by pairs around the middle (Abramowitz and Stegun, table 25.4). */
const GAUSS_LEGENDRE: readonly (readonly [node: number, weight: number])[] = [
  [0.09501250983763744, 0.1894506104550685],
  [0.2816035507792589, 0.18260341504492358],
  [0.45801677765722737, 0.16915651939500254],
  [0.6178762444026438, 0.14959598881657674],
  [0.755404408355003, 0.12462897125553388],
  [0.8656312023878318, 0.09515851168249279],
  [0.9445750230732326, 0.062253523938647894],
  [0.9894009349916499, 0.027152459411754096],
];
