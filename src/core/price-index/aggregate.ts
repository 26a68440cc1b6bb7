/**
 * Step 8, aggregate: many prices become one, in three ways, and how far apart they stood.
 *
 * All three averages are made of the same published weights, which sum to one million, so each can be recomputed from
 * the sellers' rows. Sums are exact and rounded once.
 */
import { divideUp, type Millionths, type Money, ONE_MILLION } from '../units.ts';
import type { Aggregate } from './calculation.ts';
import { roundedAmount, roundedRatio } from './half-even.ts';
import type { Methodology } from './methodology.ts';

export interface WeighedPrice {
  readonly price: Money;
  readonly weight: Millionths;
}

const HALF = ONE_MILLION / 2;
const FIFTH = ONE_MILLION / 5;
const DISPERSION_MAX = 1_000;

/** The averages of at least one price, and the spread around the one that is the value (rules IDX-7, IDX-17, IDX-18). */
export function aggregate(prices: readonly WeighedPrice[], average: Methodology['average']): Aggregate {
  const averages = {
    weightedMedian: weightedMedian(prices),
    weightedMean: weightedMean(prices),
    trimmedMean: trimmedMean(prices),
  };
  return {
    ...averages,
    dispersion: dispersion(prices, averages[average]),
    modalShare: modalShare(prices),
  };
}

/**
 * The lowest price at which the weights up to it reach one half. Where they come to exactly one half, it is the mean of
 * that price and the next, so that two equal sides of a market are treated alike (rule IDX-7).
 */
export function weightedMedian(prices: readonly WeighedPrice[]): Money {
  const ascending = byPrice(prices);
  let below = 0;
  const middle = ascending.findIndex(({ weight }) => {
    below += weight;
    return below >= HALF;
  });
  const lower = (ascending[middle] as WeighedPrice).price;
  const upper = below === HALF ? (ascending.slice(middle + 1).find(({ weight }) => weight > 0)?.price ?? lower) : lower;
  return roundedAmount(BigInt(lower) + BigInt(upper), 2n);
}

/** The sum of weight times price, rounded once at the end. */
export function weightedMean(prices: readonly WeighedPrice[]): Money {
  const sum = prices.reduce((total, { price, weight }) => total + BigInt(price) * BigInt(weight), 0n);
  return roundedAmount(sum, BigInt(ONE_MILLION));
}

/** The mean of what is left when a fifth of the weight is cut off at either end; a seller on the cut counts in part. */
export function trimmedMean(prices: readonly WeighedPrice[]): Money {
  let below = 0;
  let sum = 0n;
  for (const { price, weight } of byPrice(prices)) {
    const kept = Math.min(below + weight, ONE_MILLION - FIFTH) - Math.max(below, FIFTH);
    if (kept > 0) sum += BigInt(price) * BigInt(kept);
    below += weight;
  }
  return roundedAmount(sum, BigInt(ONE_MILLION - 2 * FIFTH));
}

/**
 * The 90th percentile, by nearest rank among sellers, of the distance from `value`, over the value. What is further than
 * a thousand times the value counts as that.
 */
export function dispersion(prices: readonly WeighedPrice[], value: Money): Millionths {
  const distances = prices.map(({ price }) => Math.abs(price - value)).sort((a, b) => a - b);
  const percentile = distances[divideUp(distances.length * 9, 10) - 1] as number;
  return roundedRatio(Math.min(percentile, value * DISPERSION_MAX), value);
}

/** The largest share of sellers that post one and the same price. */
export function modalShare(prices: readonly WeighedPrice[]): Millionths {
  const counts = [...Map.groupBy(prices, ({ price }) => price).values()].map(({ length }) => length);
  return roundedRatio(Math.max(...counts), prices.length);
}

const byPrice = (prices: readonly WeighedPrice[]): WeighedPrice[] => [...prices].sort((a, b) => a.price - b.price);
