/**
 * What hedging a provider's margin takes off its risk, from the sums of simulated paths.
 *
 * The margin of a million tokens is what it brings less the compute that it takes: revenue − units × cost. Whoever sells
 * the token future receives what the index falls below it, and whoever buys the compute future what that rises above it:
 *
 *     hedged = revenue − units × cost − a × tokens + units × b × compute
 *
 * Efficiency is the share of the margin's variance that is gone (Ederington 1979). All of it follows from one matrix of
 * covariances, whatever the units and the ratios.
 */
import { type Side, sides } from './two-markets.ts';

/** Shares of the million tokens, and of the units that they take, that are hedged. */
export interface Ratios {
  readonly tokens: number;
  readonly compute: number;
}

export const noHedge: Ratios = { tokens: 0, compute: 0 };
export const tokensAlone: Ratios = { tokens: 1, compute: 0 };
export const computeAlone: Ratios = { tokens: 0, compute: 1 };
export const bothLegs: Ratios = { tokens: 1, compute: 1 };

/** Between two sides of the averages of a year, from sums as `simulate` gives them. */
export function covarianceOf(sums: Float64Array, a: Side, b: Side): number {
  const [i, j] = [sides.indexOf(a), sides.indexOf(b)].sort((x, y) => x - y) as [number, number];
  const paths = sums[0] as number;
  const row = i * sides.length - (i * (i - 1)) / 2;
  const product = sums[1 + sides.length + row + (j - i)] as number;
  return product / paths - ((sums[1 + i] as number) / paths) * ((sums[1 + j] as number) / paths);
}

export function meanOf(sums: Float64Array, side: Side): number {
  return (sums[1 + sides.indexOf(side)] as number) / (sums[0] as number);
}

/** The variance of the hedged margin of a million tokens that take `units`. */
export function varianceOf(sums: Float64Array, units: number, ratios: Ratios): number {
  const weights: Readonly<Record<Side, number>> = {
    revenue: 1,
    cost: -units,
    tokens: -ratios.tokens,
    compute: units * ratios.compute,
  };
  let variance = 0;
  for (const a of sides) for (const b of sides) variance += weights[a] * weights[b] * covarianceOf(sums, a, b);
  return variance;
}

/** The share of the margin's variance that the hedge takes off; negative when it adds risk. */
export function efficiencyOf(sums: Float64Array, units: number, ratios: Ratios): number {
  return 1 - varianceOf(sums, units, ratios) / varianceOf(sums, units, noHedge);
}

/** The ratios of least variance: two equations in two unknowns. */
export function bestRatios(sums: Float64Array, units: number): Ratios {
  const cov = (a: Side, b: Side) => covarianceOf(sums, a, b);
  const margin = (side: Side) => cov('revenue', side) - units * cov('cost', side);
  const [tt, cc, tc] = [cov('tokens', 'tokens'), cov('compute', 'compute'), cov('tokens', 'compute')];
  const determinant = tt * cc - tc * tc;
  const tokens = (margin('tokens') * cc - margin('compute') * tc) / determinant;
  const compute = -(margin('compute') * tt - margin('tokens') * tc) / determinant / units;
  return { tokens, compute };
}
