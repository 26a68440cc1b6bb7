/**
 * How a product protects the market from single orders and single holders: plain data, judged when it is defined.
 */
import { isWholeWithin, LOTS_MAX } from '../market-making/bounds.ts';
import { type Lots, MONEY_MAX, type Money } from '../units.ts';
import type { RepeatRule } from './repeats.ts';

/** Every order of a window is remembered, so none is long. */
const WINDOW_MAX_MS = 60_000;

export interface ProductProtection {
  /** Most that one order may be worth, in micro-dollars (rule PRO-4). */
  readonly orderValueMax: Money;
  readonly repeats: RepeatRule;
  /** Largest position in the spot month, and over all months of the product (rules POS-3 and POS-4). */
  readonly spotMonthMax: Lots;
  readonly allMonthsMax: Lots;
}

/** Why a product cannot have this protection, or undefined (rule PRO-1). */
export function refuseProtection(protection: ProductProtection): 'SPECIFICATION_INVALID' | undefined {
  const { orderValueMax, repeats, spotMonthMax, allMonthsMax } = protection;
  const valid =
    isWholeWithin(orderValueMax, 1, MONEY_MAX) &&
    isWholeWithin(repeats.most, 1, 1_000_000) &&
    isWholeWithin(repeats.windowMs, 1, WINDOW_MAX_MS) &&
    [spotMonthMax, allMonthsMax].every((lots) => isWholeWithin(lots, 1, LOTS_MAX));
  return valid ? undefined : 'SPECIFICATION_INVALID';
}
