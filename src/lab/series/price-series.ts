/**
 * Settlement prices of one series, day after day: what a back-test walks along.
 *
 * A price is whole micro-dollars per million tokens, held as `Ticks` of a contract whose tick is one micro-dollar, so
 * that the exchange's own margin models read it as it is and no rounding to a coarser tick comes between.
 */
import type { Ticks, TradeDate } from '#core/units.ts';

/** USD 1,000 per million tokens. A millionfold of it still counts exactly. */
export const SERIES_PRICE_MAX = 1_000_000_000 as Ticks;

export interface PriceSeries {
  /** One word that a command line can hold: `jumps`. */
  readonly name: string;
  /** One sentence on what it shows. */
  readonly about: string;
  /** Each from 1 to SERIES_PRICE_MAX, oldest first. */
  readonly prices: readonly Ticks[];
  /** The day of each price; absent where the days are made up. */
  readonly dates?: readonly TradeDate[];
}
