/**
 * The limits of the next day, and the least margin rate that outlasts them.
 *
 * Where several rules speak, the wider limit and the higher margin hold. Always, where rules ask for it: what a position
 * loses from the settlement price to either limit is below its margin at that rate, even where one tick is more than
 * the limit. The rate is a floor; what volatility asks for is `../margin/rates.ts`, and the higher of the two holds.
 */
import { divideUp, type Millionths, ONE_MILLION, shareOf, type Ticks } from '../units.ts';
import { distanceWithin, type Limits } from './distance.ts';
import { type LadderState, ladderLimit } from './ladder.ts';
import type { PriceRules } from './price-rules.ts';

/** What is known of a contract when a day ends. */
export interface NextDay {
  /** The price at which the day settled; from 1 to `priceMax`. */
  readonly settlement: Ticks;
  readonly priceMax: Ticks;
  /** The next day lies in the delivery period (rule CON-6). */
  readonly isSpotMonth: boolean;
  /** The share of the month's own limit that averaging leaves: all of it before the delivery period (rule MAR-14). */
  readonly left: Millionths;
  /** The contract has never traded. */
  readonly isNewAndUntraded: boolean;
  readonly ladder: LadderState;
}

export interface NextDayLimits extends Limits {
  /** The limit as a share of the settlement price, before it is rounded to ticks. */
  readonly limitRate: Millionths;
  /** The margin rate is at least this; 0: the rules ask for none (rule PRC-10). */
  readonly leastMarginRate: Millionths;
}

/** Limits and least margin of the day that follows (rules PRC-6, PRC-8 and PRC-10). */
export function limitsOfNextDay(rules: PriceRules, next: NextDay): NextDayLimits {
  const { settlement, priceMax } = next;
  const limitRate = Math.max(ownLimit(rules, next), ladderLimit(rules, next.ladder)) as Millionths;
  const distance = distanceWithin(settlement, limitRate);
  const down = Math.max(1, settlement - distance) as Ticks;
  const up = Math.min(priceMax, settlement + distance) as Ticks;
  const farthest = Math.max(settlement - down, up - settlement);
  return { down, up, limitRate, leastMarginRate: leastMarginRate(rules, settlement, limitRate, farthest) };
}

/** The limit without the ladder: that of the month, taken several times while a new contract has not traded. */
function ownLimit(rules: PriceRules, { isSpotMonth, isNewAndUntraded, left }: NextDay): number {
  const limit = shareOf(isSpotMonth ? rules.spotMonthLimit : rules.dailyLimit, left);
  return isNewAndUntraded ? limit * rules.firstDayMultiple : limit;
}

/** The share of the price that the farther limit is away, rounded up, but at least the limit; and the points above. */
function leastMarginRate(rules: PriceRules, settlement: Ticks, limit: Millionths, farthest: number): Millionths {
  if (rules.marginAboveLimit === 0) return 0 as Millionths;
  const move = divideUp(farthest * ONE_MILLION, settlement);
  return (Math.max(limit, move) + rules.marginAboveLimit) as Millionths;
}
