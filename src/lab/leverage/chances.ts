/**
 * How likely a position ends in liquidation, and what it comes to on average, when the price is a geometric Brownian
 * motion that is watched without a gap.
 *
 * Funding is a drift against the holder: each night brings the liquidation price nearer by a night's funding, so the
 * price less the funding paid is what runs between the barriers, and a target recedes as liquidation approaches. To
 * first order in what funding comes to; `gap-paths.ts` charges it night by night.
 */
import { type Channel, firstPassage, type Passage } from './first-passage.ts';
import { costOf, costToOpen, liquidationPrice, returnAtLiquidation, signOf } from './position.ts';
import type { Terms } from './terms.ts';

/** Whether the gain is taken at the target, or the position only ends by force or with the time. */
export type Aim = 'target' | 'none';

/** Liquidation is the adverse end, the target the favourable one. `days` may be a fraction, or Infinity. */
export function outcome(terms: Terms, days: number, aim: Aim): Passage {
  return firstPassage(channelOf(terms, days, aim));
}

/** The probability of liquidation within `days`, if nobody closes the position before. */
export function liquidationChance(terms: Terms, days: number): number {
  return outcome(terms, days, 'none').adverse;
}

/** The days within which half of all such positions are liquidated; undefined where it takes more than a century. */
export function medianDays(terms: Terms): number | undefined {
  let [low, high] = [1e-9, 100 * terms.daysPerYear];
  if (liquidationChance(terms, high) < 0.5) return undefined;
  while (high / low > 1 + 1e-9) {
    const middle = Math.sqrt(low * high);
    if (liquidationChance(terms, middle) < 0.5) low = middle;
    else high = middle;
  }
  return high;
}

export interface Expectation {
  /** The mean return on margin if a forced close hands back what it leaves. */
  readonly restReturned: number;
  /** The same if the venue keeps it, as those with an insurance fund do. */
  readonly restKept: number;
}

/**
 * The mean return on margin of a position that is held for `days` unless it is liquidated, or its target reached,
 * before. By the change of measure that takes the price as numeraire: E[price; neither] = e^(growth) × P'(neither).
 */
export function expectedReturn(terms: Terms, days: number, aim: Aim): Expectation {
  const channel = channelOf(terms, days, aim);
  const { adverse, favourable, neither } = firstPassage(channel);
  const sign = signOf(terms.side);
  const survivors = firstPassage({ ...channel, drift: channel.drift + sign * terms.volatility ** 2 }).neither;
  const growth = Math.exp(((terms.drift - sign * terms.funding * terms.daysPerYear) * days) / terms.daysPerYear);
  const atTarget = favourable === 0 ? 0 : favourable * terms.target;
  const others = atTarget + sign * (growth * survivors - neither) - costOf(terms, 0) * (favourable + neither);
  return {
    restReturned: terms.leverage * others + adverse * returnAtLiquidation(terms),
    restKept: terms.leverage * others - adverse,
  };
}

function channelOf(terms: Terms, days: number, aim: Aim): Channel {
  const { daysPerYear, volatility, drift, funding } = terms;
  return {
    drift: signOf(terms.side) * (drift - volatility ** 2 / 2) - funding * daysPerYear,
    volatility,
    adverse: distanceTo(terms, liquidationPrice(terms, costToOpen(terms))),
    favourable: aim === 'none' ? Infinity : distanceToTarget(terms),
    years: days / daysPerYear,
  };
}

/** How far the logarithm of the price is from that of the target. */
export function distanceToTarget({ side, target }: Pick<Terms, 'side' | 'target'>): number {
  return side === 'long' ? Math.log1p(target) : -Math.log1p(-target);
}

/** How far the logarithm of the price falls, or for a short rises, to `price`. */
export function distanceTo({ side }: Pick<Terms, 'side'>, price: number): number {
  return price <= 0 ? Infinity : -signOf(side) * Math.log(price);
}
