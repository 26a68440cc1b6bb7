/**
 * How far a share of a price is, in ticks: the one rounding of this room.
 *
 * Limits, tiers, windows, band and collar are all shares of a price, and all are rounded down to whole ticks, towards
 * the price they are measured from, but never below one tick: a price that cannot move could never recover (rule PRC-5).
 */
import { divideDown, type Millionths, ONE_MILLION, type Ticks } from '../units.ts';

/** The lowest and the highest price of a day, both allowed. */
export interface Limits {
  readonly down: Ticks;
  readonly up: Ticks;
}

/** `share` of `price`, rounded down to ticks; at least one. */
export function distanceWithin(price: Ticks, share: Millionths): Ticks {
  return Math.max(1, divideDown(price * share, ONE_MILLION)) as Ticks;
}

/** `price`, or the limit that it lies beyond. */
export function broughtWithin(price: number, { down, up }: Limits): Ticks {
  return Math.min(Math.max(price, down), up) as Ticks;
}
