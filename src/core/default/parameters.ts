/**
 * The figures of default management that somebody has decided, in one place: the table of docs/rulebook/DEF-default.md.
 *
 * They are of one venue and of all its products. The stress set, which is longer, is in `stress.ts`.
 */
import { type Lots, MICRO_DOLLARS_PER_DOLLAR, type Millionths, type Money } from '../units.ts';
import type { Slicing } from './slice.ts';

/** What a close-out brings an account back to, as a share of its maintenance margin; more than one (rule DEF-1). */
export const TARGET_OF_MAINTENANCE = 1_250_000 as Millionths;

/** What whoever is closed out pays to the default fund, as a share of value (rule DEF-1). */
export const CLOSE_OUT_FEE_RATE = 5_000 as Millionths;

/** Within a day an account is called when it needs more than so many hundredths of its equity (rule DEF-21). */
export const CALL_AT_PERCENT = 110n;

/** How long a call may stay unmet (rule DEF-21). */
export const CALL_DUE_MS = 3_600_000;

/** Margin is looked at so often within a day, and when a price has moved by such a share of its limit (rule DEF-21). */
export const MARGIN_CHECK_MS = 3_600_000;
export const LARGE_MOVE = 500_000 as Millionths;

/** So many lots of a day make an average price by which accounts are judged (rule DEF-4). */
export const AVERAGE_LOTS_MIN = 20;

/** How long a close-out waits between two slices (rule DEF-24). */
export const CLOSE_OUT_EVERY_MS = 10_000;

/** After so many days ended with a default, what is left of its positions is closed against others (rule DEF-26). */
export const DEFAULT_DAYS_MAX = 2;

/** How a close-out is offered to the book (rule DEF-3). */
export const CLOSE_OUT_SLICING: Slicing = {
  share: 500_000 as Millionths,
  wholeUpTo: 50 as Lots,
  bookShare: 100_000 as Millionths,
};

/** How often a member can be asked for its contribution again, in one default (rule DEF-9). */
export const ASSESSMENT_TIMES = 1;

/** Whoever has lost at least so much of the price, lot for lot, may declare (rule DEF-10). */
export const DECLARED_LOSS_MIN = 100_000 as Millionths;

/** The gains that make a tier, as shares of the price: at least so much, and at last any gain at all (rule DEF-11). */
export const PROFIT_TIERS: readonly Millionths[] = [100_000, 60_000, 0].map((share) => share as Millionths);

/** What the fund keeps beyond the losses that it is made for (rule DEF-14). */
export const FUND_BUFFER = 100_000 as Millionths;

/** The least that a member gives to the fund (rule DEF-15). */
export const FUND_FLOOR = (1_000 * MICRO_DOLLARS_PER_DOLLAR) as Money;

/** What the worst two days so far are multiplied by, before they join the stress set (rule DEF-13). */
export const HISTORY_STRESSED = 1_500_000 as Millionths;
