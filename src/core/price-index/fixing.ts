/**
 * A fixing: the published index value of one day, with everything it was built from.
 *
 * Every number in it is whole, and the value follows from the rows alone, so a reader can recompute it. How it comes
 * about is `fix-index.ts`.
 */
import type { Millionths, Money, TradeDate } from '../units.ts';
import type { Contribution } from './contribution.ts';

/** How one contribution entered the fixing. */
export interface FixingRow {
  readonly contribution: Contribution;
  /** Input and output blended by the reference workload, micro-dollars per million tokens. */
  readonly blendedPrice: Money;
  /** The blended price brought to the quality of one SIT, micro-dollars per million SIT: P_raw × S_SIT / S_i. */
  readonly adjustedPrice: Money;
  /** Share of all volume, and the share after the cap per provider was applied, in millionths. */
  readonly weightBeforeCap: Millionths;
  readonly weight: Millionths;
}

/** An index that cannot be built is withheld, with the reason, rather than guessed (rule IDX-8). */
export type WithheldReason = 'TOO_FEW_PROVIDERS' | 'NO_VOLUME';

export interface Fixing {
  readonly date: TradeDate;
  /** Micro-dollars per million SIT; undefined when withheld. */
  readonly value: Money | undefined;
  readonly withheld: WithheldReason | undefined;
  /** What counted, by provider and model. When the fixing is withheld every weight after the cap is zero. */
  readonly rows: readonly FixingRow[];
}
