/**
 * How far an incoming order may reach: the band for an order with a price, the collar for one without.
 *
 * Both are measured from a reference price that the caller names (the last price; before a trade the settlement price),
 * and neither reaches beyond the day's limits. A reference outside the limits counts as the limit that it lies beyond.
 */
import { BUY, type Side } from '../commands.ts';
import type { Ticks } from '../units.ts';
import { broughtWithin, distanceWithin, type Limits } from './distance.ts';
import type { PriceRules } from './price-rules.ts';

/** The highest price of an incoming bid (`up`) and the lowest of an incoming ask (`down`) (rule PRC-15). */
export function bandLimits({ band }: Pick<PriceRules, 'band'>, reference: Ticks, limits: Limits): Limits {
  if (band === null) return limits;
  const centre = broughtWithin(reference, limits);
  const distance = distanceWithin(centre, band);
  return { down: broughtWithin(centre - distance, limits), up: broughtWithin(centre + distance, limits) };
}

/** The worst price at which a market order trades, the limit that it gets in place of the one it lacks (rule PRC-16). */
export function collarPrice({ collar }: PriceRules, side: Side, reference: Ticks, limits: Limits): Ticks {
  const centre = broughtWithin(reference, limits);
  const distance = distanceWithin(centre, collar);
  return broughtWithin(side === BUY ? centre + distance : centre - distance, limits);
}
