/** How much the doors let in (rule API-8). */

import type { Account } from './members.ts';
import { Refused } from './refused.ts';
import type { Timer } from './timer.ts';
import { type Rate, TokenBuckets } from './token-buckets.ts';

/** Which bucket a request takes a token from. */
export type Bucket = 'orders' | 'cancels' | 'accounts' | 'contributions';

export interface Limits {
  /** Orders and previews of one account. */
  readonly orders: Rate;
  /** Cancellations of one account: more than orders, so that whoever may place may always take back. */
  readonly cancels: Rate;
  /** Practice accounts opened from one address. */
  readonly accounts: Rate;
  /** Contributions to the index from one address. */
  readonly contributions: Rate;
  /** Messages of one stream, other than orders and cancellations. */
  readonly messages: Rate;
  readonly practiceAccountsMax: number;
  /** How much may wait for one reader of the stream. */
  readonly bufferBytesMax: number;
}

export const usualLimits: Limits = {
  orders: { perSecond: 2_000, burst: 4_000 },
  cancels: { perSecond: 4_000, burst: 8_000 },
  accounts: { perSecond: 1, burst: 20 },
  contributions: { perSecond: 0.1, burst: 20 },
  messages: { perSecond: 50, burst: 200 },
  practiceAccountsMax: 1_000,
  bufferBytesMax: 4 * 1_048_576,
};

/** The buckets of all accounts and addresses. Simulated participants belong to the house and are not limited. */
export class Turnstile {
  readonly #buckets: Readonly<Record<Bucket, TokenBuckets<string | number>>>;
  readonly #timer: Timer;

  constructor(limits: Limits, timer: Timer) {
    this.#timer = timer;
    this.#buckets = {
      orders: new TokenBuckets(limits.orders),
      cancels: new TokenBuckets(limits.cancels),
      accounts: new TokenBuckets(limits.accounts),
      contributions: new TokenBuckets(limits.contributions),
    };
  }

  /** Lets one request of this account, or else of this address, through. Throws TOO_MANY_REQUESTS. */
  pass(bucket: Bucket, account: Account | undefined, address: string): void {
    if (account?.kind === 'simulated') return;
    takeToken(this.#buckets[bucket], account?.id ?? address, this.#timer.now());
  }
}

/** Throws TOO_MANY_REQUESTS with the seconds after which to ask again. */
export function takeToken<Key>(buckets: TokenBuckets<Key>, key: Key, now: number): void {
  const wait = buckets.take(key, now);
  if (wait === 0) return;
  const refusal = Refused.atTheDoor('TOO_MANY_REQUESTS');
  refusal.retryAfter = wait;
  throw refusal;
}
