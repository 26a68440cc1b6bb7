/**
 * Where to put a stop, and how large a position may be that loses a given amount there.
 *
 * A stop and a target are prices, so funding does not move them. A stop helps only while it is nearer than liquidation:
 * beyond, it is never reached. That a gap jumps across a stop is `gap-paths.ts`'s to show.
 */
import { distanceTo, distanceToTarget } from './chances.ts';
import { firstPassage } from './first-passage.ts';
import { costOf, costToOpen, leverageFor, liquidationDistance, signOf } from './position.ts';
import { LEVERAGE_MAX, type Terms } from './terms.ts';

export interface Stop {
  /** The probability that the stop is reached within the time, and before the target. */
  readonly chance: number;
  /** How far from the entry, as a share of the price. */
  readonly distance: number;
  /** The most leverage with which it comes before liquidation; below 1 where none does. */
  readonly leverageMost: number;
  /** Whether it does at the leverage of the terms. */
  readonly beforeLiquidation: boolean;
}

/** The probability that a stop `distance` away is reached within the days of the terms, and before the target. */
export function stopChance(terms: Terms, distance: number): number {
  return firstPassage({
    drift: signOf(terms.side) * (terms.drift - terms.volatility ** 2 / 2),
    volatility: terms.volatility,
    adverse: distanceTo(terms, 1 - signOf(terms.side) * distance),
    favourable: distanceToTarget(terms),
    years: terms.days / terms.daysPerYear,
  }).adverse;
}

/** The stop that is reached with probability `chance`, which is above 0 and below 1. */
export function stopFor(terms: Terms, chance: number): Stop {
  // A long cannot lose more than the price; a short can, and at a hundred times the price nothing is reached.
  let [low, high] = [0, terms.side === 'long' ? 1 : 100];
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (stopChance(terms, middle) > chance) low = middle;
    else high = middle;
  }
  const leverageMost = Math.min(LEVERAGE_MAX, leverageFor(terms, high));
  return {
    chance,
    distance: high,
    leverageMost,
    beforeLiquidation: high < liquidationDistance(terms, costToOpen(terms)),
  };
}

export interface Size {
  /** How many of what is traded, the position's value, and its margin. */
  readonly units: number;
  readonly value: number;
  readonly margin: number;
  /** The position's value over the whole account. */
  readonly accountLeverage: number;
}

/**
 * The position that loses `atRisk`, costs of the holding time included, when it is closed `distance` away, at
 * `leverage`. A gap beyond that distance loses more.
 */
export function sizeFor(terms: Terms, account: number, atRisk: number, distance: number, leverage: number): Size {
  const value = atRisk / (distance + costOf(terms, terms.days));
  return { units: value / terms.price, value, margin: value / leverage, accountLeverage: value / account };
}
