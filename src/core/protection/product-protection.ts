/**
 * How a product protects the market from single orders and single holders: plain data, judged when it is defined.
 */
import { type Lots, MONEY_MAX, type Money } from '../units.ts';
import type { RepeatRule } from './repeats.ts';

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
  const counts = [orderValueMax, repeats.most, repeats.windowMs, spotMonthMax, allMonthsMax];
  const valid = counts.every((n) => Number.isSafeInteger(n) && n > 0) && orderValueMax <= MONEY_MAX;
  return valid ? undefined : 'SPECIFICATION_INVALID';
}
