/**
 * From volumes to weights.
 *
 * Weights are whole millionths that sum to exactly one million, and no provider's weight is above the cap. Both hold
 * for the published millionths themselves, not only for the fractions behind them.
 */
import { type Millionths, ONE_MILLION } from '../units.ts';

/** No provider weighs more than 30 % (arXiv 2603.21690, Definition 5.2; rule IDX-6). */
export const PROVIDER_CAP = 300_000 as Millionths;

/** Fewer providers than this cannot share the whole under the cap: three times 30 % is 90 % (rule IDX-8). */
export const PROVIDERS_MIN = Math.ceil(ONE_MILLION / PROVIDER_CAP);

/**
 * Shares `total` units out in proportion to `claims`, in whole units that sum to `total`: every claim gets its share
 * rounded down, and the units left over go to the largest remainders, the earlier claim first where two are equal.
 * No claim is negative, and their sum is positive.
 */
export function apportion(total: Millionths, claims: readonly bigint[]): Millionths[] {
  const sum = claims.reduce((a, b) => a + b, 0n);
  const exact = claims.map((claim) => claim * BigInt(total));
  const shares = exact.map((share) => share / sum);
  const left = Number(BigInt(total) - shares.reduce((a, b) => a + b, 0n));

  const remainder = (i: number): bigint => (exact[i] as bigint) % sum;
  const byRemainder = claims.map((_, i) => i).sort((a, b) => Number(remainder(b) - remainder(a)) || a - b);
  const lucky = new Set(byRemainder.slice(0, left));
  return shares.map((share, i) => (Number(share) + (lucky.has(i) ? 1 : 0)) as Millionths);
}

/**
 * The weights of providers with these volumes (rule IDX-6). A provider above the cap is set to the cap and what it
 * loses is shared among the others by volume, again and again until none is above it. At least PROVIDERS_MIN volumes,
 * each positive.
 */
export function cappedWeights(volumes: readonly bigint[]): Millionths[] {
  const atCap = new Set<number>();
  for (;;) {
    const room = (ONE_MILLION - atCap.size * PROVIDER_CAP) as Millionths;
    const claims = volumes.map((volume, i) => (atCap.has(i) ? 0n : volume));
    const sum = claims.reduce((a, b) => a + b, 0n);
    const over = claims.findIndex((claim) => claim * BigInt(room) > BigInt(PROVIDER_CAP) * sum);
    if (over === -1) return apportion(room, claims).map((weight, i) => (atCap.has(i) ? PROVIDER_CAP : weight));
    atCap.add(over);
  }
}
