/**
 * What an exchange says of itself after a command, for those who keep books of their own.
 */
import type { Exchange } from '#core/exchange.ts';
import { hashOf } from '#core/hash.ts';
import { plainOf, type Snapshot } from '#core/state.ts';

export interface Facts {
  readonly state: Snapshot;
  readonly hash: string;
  /** By account. */
  readonly initialMargin: readonly number[];
  readonly equity: readonly number[];
}

export function factsOf(exchange: Exchange): Facts {
  const state = exchange.snapshot();
  const summaries = exchange.accounts.map(({ id }) => exchange.summary(id));
  return {
    state,
    hash: hashOf(plainOf(state)),
    initialMargin: summaries.map(({ initialMargin }) => initialMargin),
    equity: summaries.map(({ equity }) => equity),
  };
}
