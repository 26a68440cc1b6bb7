/**
 * How fast somebody may ask: a bucket of tokens each, which fills at a steady rate up to its brim (rule API-8).
 *
 * Time is handed in as milliseconds that never go back.
 */
export interface Rate {
  readonly perSecond: number;
  /** How many may come at once. */
  readonly burst: number;
}

/** A bucket that is full again tells nothing, so when there are this many such ones are forgotten. */
const REMEMBERED_MAX = 10_000;

export class TokenBuckets<Key> {
  readonly #rate: Rate;
  readonly #buckets = new Map<Key, { tokens: number; at: number }>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes a token of `key`: 0, or after how many seconds there will be one, at least 1. */
  take(key: Key, now: number): number {
    const { perSecond, burst } = this.#rate;
    const bucket = this.#buckets.get(key) ?? this.#add(key, now);
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return 0;
  }

  #add(key: Key, now: number): { tokens: number; at: number } {
    const fullAfterMs = (this.#rate.burst / this.#rate.perSecond) * 1_000;
    if (this.#buckets.size >= REMEMBERED_MAX)
      for (const [other, { at }] of this.#buckets) if (now - at >= fullAfterMs) this.#buckets.delete(other);
    const bucket = { tokens: this.#rate.burst, at: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
