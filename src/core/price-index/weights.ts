/**
 * From volumes to weights.
 *
 * Weights are whole millionths that sum to exactly one million, and no provider's weight is above the cap. Both hold
 * for the published millionths themselves, not only for the fractions behind them.
 */
import { apportion } from '../apportion.ts';
import { type Millionths, ONE_MILLION } from '../units.ts';

/** No provider weighs more than 30 % (arXiv 2603.21690, Definition 5.2; rule IDX-6). */
export const PROVIDER_CAP = 300_000 as Millionths;

/** Fewer providers than this cannot share the whole under the cap: three times 30 % is 90 % (rule IDX-8). */
export const PROVIDERS_MIN = Math.ceil(ONE_MILLION / PROVIDER_CAP);

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
