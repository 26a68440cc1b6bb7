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

/** The k largest losses, largest first and of equals the earlier, with their places; found without sorting all of them. */
export function worstOf(losses: readonly number[], k: number): { loss: number; at: number }[] {
  const places: number[] = [];
  for (let at = 0; at < losses.length; at += 1) {
    const loss = losses[at] as number;
    const isFull = places.length === k;
    if (isFull && loss <= (losses[places[k - 1] as number] as number)) continue;
    let place = isFull ? k - 1 : places.length;
    for (; place > 0 && (losses[places[place - 1] as number] as number) < loss; place -= 1)
      places[place] = places[place - 1] as number;
    places[place] = at;
  }
  return places.map((at) => ({ loss: losses[at] as number, at }));
}

/** The sum of the k largest losses, exactly; nothing when it is a gain. */
export function sumOfWorst(losses: readonly number[], k: number): bigint {
  const sum = worstOf(losses, k).reduce((total, { loss }) => total + BigInt(loss), 0n);
  return sum > 0n ? sum : 0n;
}

/** The k-th largest loss, k from 1; nothing when it is a gain. */
export function kthWorst(losses: readonly number[], k: number): number {
  return Math.max(0, worstOf(losses, k)[k - 1]?.loss ?? 0);
}

/** The larger of two sums. */
export function largerOf(a: bigint, b: bigint): bigint {
  if (a < b) return b;
  return a;
}
