/**
 * The tail of a list of losses: its k-th worst, and the sum of its k worst.
 *
 * The k worst of a sum of two lists never sum to more than the k worst of each: that is why offsets are measured by
 * their mean (expected shortfall) and not by the k-th alone (value at risk), of which the same cannot be said.
 */
import { divideUp } from '../units.ts';

/** How many of `count` scenarios lie in a tail of so many thousandths: rounded up, so that a tail is never empty. */
export function tailOf(count: number, thousandths: number): number {
  return divideUp(count * thousandths, 1_000);
}

/** The k largest losses, largest first, with their places. */
export function worstOf(losses: readonly number[], k: number): { loss: number; at: number }[] {
  const order = losses.map((loss, at) => ({ loss, at }));
  return order.sort((a, b) => b.loss - a.loss || a.at - b.at).slice(0, k);
}

/** The sum of the k largest losses, exactly; nothing when it is a gain. */
export function sumOfWorst(losses: readonly number[], k: number): bigint {
  const sorted = Float64Array.from(losses).sort();
  let sum = 0n;
  for (let i = 1; i <= k; i += 1) sum += BigInt(sorted[sorted.length - i] as number);
  return sum > 0n ? sum : 0n;
}

/** The k-th largest loss, k from 1; nothing when it is a gain. */
export function kthWorst(losses: readonly number[], k: number): number {
  const sorted = Float64Array.from(losses).sort();
  return Math.max(0, sorted[sorted.length - k] ?? 0);
}

/** The larger of two sums. */
export function largerOf(a: bigint, b: bigint): bigint {
  if (a < b) return b;
  return a;
}
