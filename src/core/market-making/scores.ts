/**
 * How good a maker's quotes are, and how far a month fell short, as figures that anybody can recompute.
 *
 * A score is quadratic in the distance from the middle, so that lots near it are worth most. A penalty grows with what is
 * missing and remembers earlier months, so that one good month does not make up for a habit. Neither is money; rebates
 * are in `report.ts`.
 */
import { divideDown, divideUp, type Lots, type Millionths, millionths, ONE_MILLION } from '../units.ts';

/** A score, in thousandths of a lot: 27,000 is worth 27 lots in the very middle. */
export type Score = number;

/** How far lots rest from the middle, and how many: not negative, in the unit of the reach. */
export type DistantLots = readonly [distance: number, quantity: Lots];

const SCORE_PER_LOT = 1_000n;
/** What a side without an equal on the other is worth, as a divisor: a third. */
const LONE_SIDE_DIVISOR = 3;

/** The penalty of a month that has just the least share, and how many months are remembered, the month itself included. */
export const PENALTY_AT_LEAST_SHARE = millionths(500_000);
export const PENALTY_MONTHS = 4;

/**
 * ((v − s) / v)² lots for every s below the reach v, added up and rounded down (rule MMK-9). The reach is positive.
 * The formula is the one that Polymarket and dYdX publish for their liquidity rewards.
 */
export function sideScore(reach: number, levels: readonly DistantLots[]): Score {
  let sum = 0n;
  for (const [distance, quantity] of levels) {
    if (distance >= reach) continue;
    const nearness = BigInt(reach - distance);
    sum += nearness * nearness * BigInt(quantity);
  }
  return Number((SCORE_PER_LOT * sum) / BigInt(reach * reach));
}

/** The smaller of both sides, or a third of the larger one where that is more, rounded down (rule MMK-9). */
export function twoSidedScore(bids: Score, asks: Score): Score {
  return Math.max(Math.min(bids, asks), divideDown(Math.max(bids, asks), LONE_SIDE_DIVISOR));
}

/** `part` of `whole` in millionths, rounded down; both are not negative, `whole` is positive, and neither is a unit's. */
export function shareOf(part: number, whole: number): Millionths {
  return Number((BigInt(part) * BigInt(ONE_MILLION)) / BigInt(whole)) as Millionths;
}

/**
 * 1 below the least share; from there it falls in a straight line from `PENALTY_AT_LEAST_SHARE` to 0 at the whole time,
 * rounded up (rule MMK-10). The line is that of Vega's market-maker agreements.
 */
export function penaltyOf(share: Millionths, shareMin: Millionths): Millionths {
  if (share < shareMin) return millionths(ONE_MILLION);
  if (share === ONE_MILLION) return millionths(0);
  return millionths(divideUp((ONE_MILLION - share) * PENALTY_AT_LEAST_SHARE, ONE_MILLION - shareMin));
}

/**
 * The month's own penalty, or the mean of the months' own before it where that is more, rounded up (rule MMK-10).
 * `earlier` are own penalties, oldest first; of a longer history the last ones count.
 */
export function rememberedPenalty(own: Millionths, earlier: readonly Millionths[]): Millionths {
  const before = earlier.slice(-(PENALTY_MONTHS - 1));
  if (before.length === 0) return own;
  const sum = before.reduce((total, penalty) => total + penalty, 0);
  return millionths(Math.max(own, divideUp(sum, before.length)));
}
