/**
 * How a product protects the market from single orders and single holders: plain data, judged when it is defined.
 */
import { isWholeWithin, LOTS_MAX } from '../market-making/bounds.ts';
import { divideDown, type Lots, type Millionths, MONEY_MAX, type Money, ONE_MILLION } from '../units.ts';
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
  /**
   * Largest share of a contract's open interest that an account may hold, and the lots that it may hold however small
   * that is (rule POS-6); both or neither.
   */
  readonly openInterestShare?: Millionths;
  readonly openInterestFloor?: Lots;
  /** From this share of a limit on a holder is reported (rule POS-7); 60 % where nothing is said. */
  readonly reportedShare?: Millionths;
}

/** From what share of a limit on a holder is reported. */
export function reportedShareOf(protection: ProductProtection | undefined): Millionths {
  return protection?.reportedShare ?? (600_000 as Millionths);
}

/** Most lots of a contract with this open interest that one holder may have (rule POS-6); undefined: no such limit. */
export function openInterestMax(protection: ProductProtection, openInterest: Lots): Lots | undefined {
  const { openInterestShare, openInterestFloor } = protection;
  if (openInterestShare === undefined || openInterestFloor === undefined) return undefined;
  return Math.max(openInterestFloor, divideDown(openInterest * openInterestShare, ONE_MILLION)) as Lots;
}

/** Why a product cannot have this protection, or undefined (rule PRO-1). */
export function refuseProtection(protection: ProductProtection): 'SPECIFICATION_INVALID' | undefined {
  const { orderValueMax, repeats, spotMonthMax, allMonthsMax } = protection;
  const valid =
    isWholeWithin(orderValueMax, 1, MONEY_MAX) &&
    isWholeWithin(repeats.most, 1, 1_000_000) &&
    isWholeWithin(repeats.windowMs, 1, WINDOW_MAX_MS) &&
    [spotMonthMax, allMonthsMax].every((lots) => isWholeWithin(lots, 1, LOTS_MAX)) &&
    isShare(protection.reportedShare ?? ONE_MILLION) &&
    hasOpenInterestLimit(protection);
  return valid ? undefined : 'SPECIFICATION_INVALID';
}

/** Whether there is a whole such limit, or none. */
function hasOpenInterestLimit({ openInterestShare, openInterestFloor }: ProductProtection): boolean {
  if (openInterestShare === undefined || openInterestFloor === undefined)
    return openInterestShare === openInterestFloor;
  return isShare(openInterestShare) && isWholeWithin(openInterestFloor, 1, LOTS_MAX);
}

function isShare(share: number): boolean {
  return isWholeWithin(share, 1, ONE_MILLION);
}
