/**
 * Tokens and compute side by side: a year of monthly deliveries on simulated prices, as sums that add up over parts.
 *
 * Each price is its futures price times a factor whose logarithm starts at zero, is shaken and drawn back; the two are
 * shaken together by a correlation. What a provider really gets and pays has a basis of its own on each side. Steps are
 * exact, so their length biases nothing. The futures price is what the price is expected to be: no premium for risk.
 */
import type { Dice } from '../chance/dice.ts';
import { type Basis, basisCovariance } from '../procurement/basis.ts';

export interface Market {
  /** USD now, for a million SIT or for a compute unit. */
  readonly price: number;
  /** What it is expected to do in a year, in logs: −0.12 is 11 % less. */
  readonly drift: number;
  /** Deviation of the logarithm over a year, and how fast it is drawn back, a year. */
  readonly volatility: number;
  readonly reversion: number;
  /** What one company gets or pays over the index. */
  readonly basis: Basis;
}

export interface TwoMarkets {
  readonly tokens: Market;
  readonly compute: Market;
  /** Between the shocks of the two, from −1 to 1. */
  readonly correlation: number;
}

/** Deliveries at the end of each month of a year. */
export const deliveries: readonly number[] = Array.from({ length: 12 }, (_, i) => (i + 1) / 12);

/**
 * What is averaged over the deliveries of a path: what a million tokens brought, what a compute unit cost, and by how much
 * the two indices ended above their futures.
 */
export const sides = ['revenue', 'cost', 'tokens', 'compute'] as const;
export type Side = (typeof sides)[number];

/** Paths, then the sum of each side, then of each product of two sides, the first not after the second. */
export const SUMS = 1 + sides.length + (sides.length * (sides.length + 1)) / 2;

/** The sums over `paths` paths. */
export function simulate(markets: TwoMarkets, paths: number, dice: Dice): Float64Array {
  const steps = stepsOf(markets);
  const sums = new Float64Array(SUMS);
  for (let path = 0; path < paths; path += 1) {
    let [x, y, b, d] = [0, 0, 0, 0];
    let [revenue, cost, tokens, compute] = [0, 0, 0, 0];
    for (const { token, unit, ofTokens, ofCompute, together } of steps) {
      const shock = dice.normal();
      x = token.kept * x + token.deviation * shock;
      y = unit.kept * y + unit.deviation * (together * shock + Math.sqrt(1 - together * together) * dice.normal());
      b = ofTokens.kept * b + ofTokens.deviation * dice.normal();
      d = ofCompute.kept * d + ofCompute.deviation * dice.normal();
      const price = token.futures * Math.exp(x - token.half);
      const hour = unit.futures * Math.exp(y - unit.half);
      revenue += price * Math.exp(b - ofTokens.half);
      cost += hour * Math.exp(d - ofCompute.half);
      tokens += price - token.futures;
      compute += hour - unit.futures;
    }
    addPath(sums, [revenue, cost, tokens, compute]);
  }
  return sums;
}

/** What the price is expected to be at `time`, which is what its future costs now. */
export function futuresPrice({ price, drift }: Market, time: number): number {
  return price * Math.exp(drift * time);
}

/** One exact step of a logarithm that is drawn back: what is left of it, what is added, half its variance by then. */
interface Step {
  readonly kept: number;
  readonly deviation: number;
  readonly half: number;
}

function stepsOf({ tokens, compute, correlation }: TwoMarkets) {
  return deliveries.map((time, i) => {
    const length = time - (deliveries[i - 1] ?? 0);
    const [token, unit] = [stepTo(tokens, length, time), stepTo(compute, length, time)];
    const speed = tokens.reversion + compute.reversion;
    const shared = (correlation * tokens.volatility * compute.volatility * -Math.expm1(-speed * length)) / speed;
    const spread = token.deviation * unit.deviation;
    return {
      token: { ...token, futures: futuresPrice(tokens, time) },
      unit: { ...unit, futures: futuresPrice(compute, time) },
      ofTokens: stepTo(tokens.basis, length, time),
      ofCompute: stepTo(compute.basis, length, time),
      /** Shocks of a whole step go together a little less than those of a moment, where the two are drawn back unevenly. */
      together: spread === 0 ? 0 : shared / spread,
    };
  });
}

function stepTo({ volatility, reversion }: Basis, length: number, time: number): Step {
  return {
    kept: Math.exp(-reversion * length),
    deviation: Math.sqrt(basisCovariance({ volatility, reversion }, length, length)),
    half: basisCovariance({ volatility, reversion }, time, time) / 2,
  };
}

function addPath(sums: Float64Array, totals: readonly number[]): void {
  const averages = totals.map((total) => total / deliveries.length);
  let at = 0;
  const put = (value: number) => {
    sums[at] = (sums[at] as number) + value;
    at += 1;
  };
  put(1);
  for (const average of averages) put(average);
  averages.forEach((a, i) => {
    for (const b of averages.slice(i)) put(a * b);
  });
}
