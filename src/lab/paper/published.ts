/**
 * What the paper says (arXiv 2603.21690, sections 6 and 8): figures from its text, and points read off its figure 6, all of
 * which lie on round numbers.
 */

/** USD per million tokens now. */
export const PRICE_NOW = 2;
/** The share of every purchase that is hedged in its study. */
export const RATIO = 0.85;
/** Of all paths: more than twice the price at some time in 36 months; a swing of more than five times. */
export const DOUBLED = 0.15;
export const SWUNG = 0.03;
export const HALF_LIFE_MONTHS = 2.8;
/** Deviation of a year's average cost, unhedged and hedged. */
export const UNHEDGED = 1.8;
export const HEDGED = 0.65;
/** The reduction of cost volatility of the headline. */
export const HEADLINE = { low: 0.62, high: 0.78 } as const;
export const EFFICIENCIES = { pessimistic: 0.78, baseline: 0.87, optimistic: 0.91 } as const;
/** Efficiency when algorithms get better by 1.5 or 3 times a year. */
export const SENSITIVITY = { low: 0.8, high: 0.89, gains: [1.5, 3] } as const;
/** The upper 90 % bound after 36 months when demand grows by 150 % a year. */
export const DEMAND_BOUND = 15;

/** Figure 6: the mean price and its 90 % band, by month. */
export const figureSix: readonly (readonly [month: number, mean: number, low: number, high: number | undefined])[] = [
  [0, 2, 2, 2],
  [3, 1.8, 1.5, 2.3],
  [6, 1.55, 1.1, 2.8],
  [9, 1.35, 0.8, 3.2],
  [12, 1.2, 0.6, 3.8],
  [15, 1.15, 0.5, 4.2],
  [18, 1.2, 0.45, undefined],
  [21, 1.3, 0.4, 4.8],
  [24, 1.45, 0.38, 5],
  [27, 1.6, 0.35, undefined],
  [30, 1.75, 0.33, 5.4],
  [33, 1.85, 0.32, 5.5],
  [36, 1.95, 0.3, 5.6],
];

/** Annualised volatility by time to maturity, in months. */
export const volatilityTerms: readonly {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}[] = [
  { from: 1, to: 3, low: 0.35, high: 0.35 },
  { from: 6, to: 12, low: 0.5, high: 0.6 },
  { from: 24, to: 36, low: 0.4, high: 0.4 },
];
