/**
 * Margin from volatility alone: what the venue does not use, built to show why (the list-price trap).
 *
 * A list price stands still for months and then gaps. Every still day takes the weight λ off what is remembered of
 * movement, so the margin melts away before the one day it is for. A floor under the volatility or under the margin
 * stops the melting; no floor foresees the gap.
 */
import { millionths, ONE_MILLION, type Ticks } from '#core/units.ts';
import type { MarginModel } from './margin-model.ts';

/** The weight of yesterday's variance in today's, as RiskMetrics has it for longer horizons. */
export const LAMBDA = 0.97;
/** The 99 % point of the standard normal distribution. */
const NORMAL_99 = 2.3263478740408408;
const HORIZON = 2;

export interface Floors {
  /** Least daily volatility: 0.025 is 2.5 %. */
  readonly volatility: number;
  /** Least margin rate: 0.12 is 12 %. */
  readonly margin: number;
}

export const noFloors: Floors = { volatility: 0, margin: 0 };
export const volatilityFloor: Floors = { volatility: 0.025, margin: 0 };
export const bothFloors: Floors = { volatility: 0.025, margin: 0.12 };

/** The 99 % quantile of a normal move over two days by exponentially weighted volatility, at least a millionth. */
export function volatilityOnly(name: string, about: string, floors: Floors): MarginModel {
  return {
    name,
    about,
    horizon: HORIZON,
    memory: 250,
    rateAfter: (prices) => {
      const volatility = Math.max(weightedVolatility(prices), floors.volatility);
      const rate = Math.max(NORMAL_99 * volatility * Math.sqrt(HORIZON), floors.margin);
      return millionths(Math.max(1, Math.ceil(rate * ONE_MILLION)));
    },
  };
}

/** σ² after each return r is λσ² + (1 − λ)r², from the mean square of the first twenty on. At least 21 prices. */
export function weightedVolatility(prices: readonly Ticks[]): number {
  const squares = prices.slice(1).map((price, before) => (price / (prices[before] as Ticks) - 1) ** 2);
  const start = squares.slice(0, 20).reduce((a, b) => a + b, 0) / 20;
  return Math.sqrt(squares.slice(20).reduce((variance, square) => LAMBDA * variance + (1 - LAMBDA) * square, start));
}
