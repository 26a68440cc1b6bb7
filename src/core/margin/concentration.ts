/**
 * What a position costs that cannot be closed out within the days its margin is meant for.
 *
 * The days it takes follow from its lots and the usual volume. Risk grows with the root of time, so the margin of each lot
 * grows with the root of days over days meant. The lots are those of all accounts of one beneficial owner, so that
 * dividing a position among accounts changes nothing.
 */
import {
  divideDown,
  divideUp,
  type Lots,
  type Money,
  multiply,
  NO_MONEY,
  ONE_MILLION,
  squareRootUp,
} from '../units.ts';
import type { ConcentrationRules } from './margin-rules.ts';

/** Days of volume that are looked back on. */
export const VOLUME_DAYS = 30;

/** The lots that can be closed out in time, given the volumes of the last days; rounded down (rule MAR-15). */
export function lotsInTime(rules: ConcentrationRules, volumes: readonly number[]): Lots {
  const { participation, horizonDays, leastLots } = rules;
  const days = Math.max(1, volumes.length);
  const volume = volumes.reduce((sum, lots) => sum + lots, 0);
  const daily = divideDown(volume, days);
  const whole = divideDown(daily, ONE_MILLION) * participation;
  const rest = divideDown((daily % ONE_MILLION) * participation, ONE_MILLION);
  return Math.max(leastLots, (whole + rest) * horizonDays) as Lots;
}

/**
 * So many thousandths of `amount`, rounded up. It may come to more than money can count, for lots that nobody may have: the
 * answer is then that they are not covered, and no overflow.
 */
function thousandthsUp(amount: Money, thousandths: number): number {
  const product = amount * thousandths;
  if (Number.isSafeInteger(product)) return divideUp(product, 1_000);
  return Number((BigInt(amount) * BigInt(thousandths) + 999n) / 1_000n);
}

/**
 * What one lot costs on top of its margin where the owner's lots are `owned`: margin × (√(owned / inTime) − 1), the root
 * in thousandths rounded up, and half the usual spread; nothing while all of them can be closed out in time.
 */
export function addOnPerLot(
  { halfSpread }: ConcentrationRules,
  owned: number,
  inTime: Lots,
  marginPerLot: Money,
  tickValue: Money,
): Money {
  if (owned <= inTime) return NO_MONEY;
  const root = squareRootUp(divideUp(owned * ONE_MILLION, inTime));
  return (thousandthsUp(marginPerLot, root - 1_000) + multiply(tickValue, halfSpread)) as Money;
}
