/**
 * How much to hedge, in contracts: from an exposure and a ratio to whole lots.
 *
 * A ratio here is in USD per USD: the change of what a company pays for a million tokens for each dollar by which a
 * million index tokens change. Lots are whole; what does not fill a lot of SIT is rounded to lots of SITP.
 */

/** One lot of each product, in million tokens. */
export const SIT_LOT = 1_000;
export const SITP_LOT = 1;

/** What a minimum-variance hedge does, from three figures (Johnson 1960, Ederington 1979). */
export interface MinimumVariance {
  readonly ratio: number;
  /** R²: the share of the variance that the hedge takes away. */
  readonly efficiency: number;
  /** The share of the standard deviation that it takes away: 1 − √(1 − R²). */
  readonly reduction: number;
}

/** From the correlation of the changes and the volatilities of spot and future, the latter above zero. */
export function minimumVariance(
  correlation: number,
  spotVolatility: number,
  futureVolatility: number,
): MinimumVariance {
  const efficiency = correlation * correlation;
  return {
    ratio: (correlation * spotVolatility) / futureVolatility,
    efficiency,
    reduction: 1 - Math.sqrt(1 - efficiency),
  };
}

/**
 * What a hedge is reduced by because its gains are paid daily and earn interest until the purchase: 1 + r τ, at the yearly
 * rate `rate` over `years`.
 */
export function tailing(rate: number, years: number): number {
  return 1 + rate * years;
}

/** Lots of SIT before rounding, for an exposure in million tokens. */
export function lotsFor(exposure: number, ratio: number, tail: number): number {
  return (exposure * ratio) / (SIT_LOT * tail);
}

export interface WholeLots {
  readonly sit: number;
  readonly sitp: number;
}

/** Whole lots of SIT towards zero, and the remainder in lots of SITP, to the nearest one; a short hedge has minus signs. */
export function wholeLots(exact: number): WholeLots {
  const sitp = Math.round((exact * SIT_LOT) / SITP_LOT);
  const sit = Math.trunc((sitp * SITP_LOT) / SIT_LOT);
  return { sit: sit || 0, sitp: (sitp * SITP_LOT - sit * SIT_LOT) / SITP_LOT || 0 };
}
