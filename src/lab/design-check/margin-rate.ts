/** The margin rates of a design: the least and the most it asks for, and what it asks for in the model's weather. */
import { type Millionths, ONE_MILLION } from '#core/units.ts';
import type { Margin } from './design.ts';
import { asNumber, TOTAL_VOLATILITY, TRADING_DAYS } from './yardsticks.ts';

/** The mean of the worst 2.5 % of a normal number: its density at 1.95996 over 0.025. */
const NORMAL_SHORTFALL = 2.3378;
const USUAL_DAYS = 1;

/** What the gaps add: the largest of move times weight. */
export function gapAddOn({ gaps = [] }: Margin): Millionths {
  return Math.round(
    Math.max(0, ...gaps.map(({ move, weight }) => (Math.abs(move) * weight) / ONE_MILLION)),
  ) as Millionths;
}

/** The least rate before a day on which prices may go as far as `limit`. */
export function leastRate(margin: Margin, limit: Millionths): Millionths {
  return Math.max(margin.floor + gapAddOn(margin), overLimit(margin, limit)) as Millionths;
}

/** The most that is ever asked for before such a day; undefined where nothing caps it. */
export function mostRate(margin: Margin, limit: Millionths): Millionths | undefined {
  if (margin.cap === undefined) return undefined;
  return Math.max(margin.cap + gapAddOn(margin), overLimit(margin, limit)) as Millionths;
}

function overLimit({ aboveLimit }: Margin, limit: Millionths): number {
  return aboveLimit === undefined ? 0 : limit + aboveLimit;
}

/** The trading days that margin is meant for; one where the design does not say (arXiv 2603.21690, 5.3, fits one). */
export function daysOf({ days }: Margin): number {
  return days ?? USUAL_DAYS;
}

/**
 * The rate at the volatility of the model, as a plain number: by the coverage of deviations between floor and cap, or by
 * the shortfall of normal days with their stressed part, or the floor alone.
 */
export function rateInModel(margin: Margin): number {
  const { coverageHundredths, history, floor, cap } = margin;
  const day = TOTAL_VOLATILITY / Math.sqrt(TRADING_DAYS);
  const root = Math.sqrt(daysOf(margin));
  const wanted = () => {
    if (history !== undefined) {
      const calm = Math.max(day, asNumber(history.deviationFloor));
      const stressed = Math.max(day, asNumber(history.stressDeviation));
      const weight = asNumber(history.stressWeight);
      return NORMAL_SHORTFALL * root * ((1 - weight) * calm + weight * stressed);
    }
    return coverageHundredths === undefined ? 0 : (coverageHundredths / 100) * day * root;
  };
  const bounded = Math.min(Math.max(wanted(), asNumber(floor)), cap === undefined ? 1 : asNumber(cap));
  return bounded + asNumber(gapAddOn(margin));
}
