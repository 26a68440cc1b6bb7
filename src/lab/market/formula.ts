/**
 * What the same hedge comes to without a market: every leg trades at once, at the price of the model, in any fraction of
 * a lot, and costs nothing.
 */
import type { TradeDate } from '#core/units.ts';
import { type Leg, planOf, signOf } from './hedge-plan.ts';
import { deliveryOf, hedgedMonths } from './hedged-year.ts';
import type { Expectations } from './model-clock.ts';
import { meanOver, type Prices, placeOf } from './prices.ts';
import type { MarketSettings } from './settings.ts';

/** A leg at the prices of a year, in USD per million tokens. */
export interface PricedLeg extends Leg {
  /** The model's price when the leg may first trade. */
  readonly price: number;
  /** The mean of the fixings that its month settles at. */
  readonly mean: number;
}

/** Costs of one company in one year, in USD per million tokens of its usage. */
export interface FormulaCosts {
  readonly unhedged: number;
  /** With the hedge of the settings, and with a strip where that is a stack. */
  readonly hedged: number;
  readonly strip: number;
  /** With a strip, if the company paid the index price. */
  readonly withoutBasis: number;
  readonly unhedgedWithoutBasis: number;
}

/** The legs of `plan` with their prices. */
export function priced(plan: readonly Leg[], prices: Prices, expectations: Expectations): PricedLeg[] {
  return plan.map((leg) => {
    const { first, last } = deliveryOf(leg.month);
    const latest = (leg.from - 1) as TradeDate;
    const logPrice = Math.log((prices.index[placeOf(latest)] as number) / 1e6);
    return {
      ...leg,
      price: expectations.meanFixing(logPrice, latest, first, last),
      mean: meanOver(prices.index, first, last) / 1e6,
    };
  });
}

/** What the company pays for a million tokens on average over the twelve months, without a hedge. */
export function spotCost(values: Float64Array): number {
  const costs = hedgedMonths.map((month) => meanOver(values, deliveryOf(month).first, deliveryOf(month).last));
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

/** What the legs gain, in USD. */
export function gainOf(legs: readonly PricedLeg[]): number {
  return legs.reduce((sum, leg) => sum + signOf(leg) * leg.tokens * (leg.mean - leg.price), 0);
}

/** The costs of `company` by the formula; `legs` are those of its plan. */
export function formulaCosts(
  settings: MarketSettings,
  legs: readonly PricedLeg[],
  prices: Prices,
  company: number,
  expectations: Expectations,
): FormulaCosts {
  const all = settings.usage * hedgedMonths.length;
  const strip = gainOf(stripOf(settings, legs, prices, expectations)) / all;
  const unhedged = spotCost(prices.own[company] as Float64Array);
  const unhedgedWithoutBasis = spotCost(prices.index) / 1e6;
  return {
    unhedged,
    hedged: unhedged - gainOf(legs) / all,
    strip: unhedged - strip,
    withoutBasis: unhedgedWithoutBasis - strip,
    unhedgedWithoutBasis,
  };
}

function stripOf(
  settings: MarketSettings,
  legs: readonly PricedLeg[],
  prices: Prices,
  expectations: Expectations,
): readonly PricedLeg[] {
  if (settings.hedge === 'strip') return legs;
  return priced(planOf({ ...settings, hedge: 'strip' }), prices, expectations);
}
