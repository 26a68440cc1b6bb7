/**
 * How an index is made, as data: one figure or choice for each step of the calculation.
 *
 * There is one calculation and as many methodologies as there are records of this shape. `paper` follows arXiv
 * 2603.21690, Definitions 5.1 and 5.2, to the letter and has nothing where the paper is silent; `robust` is ours.
 */
import type { Millionths } from '../units.ts';

/** Of a million tokens, how many are read, read from the seller's cache, and written. They sum to one million. */
export interface Workload {
  readonly input: Millionths;
  readonly cached: Millionths;
  readonly output: Millionths;
}

export interface Methodology {
  readonly name: string;
  readonly workload: Workload;
  /** How far below the bar a score may fall before a model that qualified leaves, in hundredths of a point. */
  readonly leaveMargin: number;
  /** The highest ratio of score to bar that counts; null counts every ratio as it is. */
  readonly ratioMax: Millionths | null;
  /** Whether a listing's price is the mean over the day, or the one posted at 12:00 UTC. */
  readonly priceOfDay: 'mean' | 'noon';
  /** One price for each seller: the median of its listings, or their mean by volume. */
  readonly sellerPrice: 'median' | 'volumeMean';
  /** Prices older than the first age count half, older than the second not at all, in milliseconds; null: all count. */
  readonly staleness: { readonly halfAfterMs: number; readonly outAfterMs: number } | null;
  /**
   * A seller further from the weighted median than `band` (a ratio, both ways) is out; one that was out returns within
   * `returnBand`. Null: nobody is out.
   */
  readonly outliers: { readonly band: Millionths; readonly returnBand: Millionths } | null;
  /** What weighs: the volume, or its square root, which is for volumes that nobody audits. */
  readonly weighting: 'volume' | 'rootVolume';
  /** The most that one seller may weigh. */
  readonly cap: Millionths;
  readonly average: 'weightedMedian' | 'weightedMean';
  readonly gates: Gates;
  readonly fallback: Fallback;
}

/** What must hold for a value to be published as it is, and what for it to be published at all. */
export interface Gates {
  /** So many sellers and ownership groups, or the next step of the fallback chain is taken. */
  readonly sellersMin: number;
  readonly ownersMin: number;
  /** Fewer sources than this: flagged. */
  readonly sourcesMin: number;
  /** The 90th percentile of |price − value| over the value: flagged above the first, not published above the second. */
  readonly dispersionFlag: Millionths | null;
  readonly dispersionMax: Millionths | null;
}

/** What is tried when a full fixing cannot be had, in this order. A step that is null or zero is left out. */
export interface Fallback {
  /** A fixing of so many sellers, flagged. Below the number that can share the whole under the cap, they weigh the same. */
  readonly reducedSellersMin: number | null;
  /** The last value moved by the median change of so many sellers that were in it too, flagged. */
  readonly matchedSellersMin: number | null;
  /** The last value as it was, for so many days at most, flagged. */
  readonly carryDaysMax: number;
}

const HOUR_MS = 3_600_000;
const parts = (millionths: number) => millionths as Millionths;

/** Definitions 5.1 and 5.2 to the letter; the workload and the noon price are ours, since the paper has neither. */
export const paper: Methodology = {
  name: 'paper-1',
  workload: { input: parts(800_000), cached: parts(0), output: parts(200_000) },
  leaveMargin: 0,
  ratioMax: null,
  priceOfDay: 'noon',
  sellerPrice: 'volumeMean',
  staleness: null,
  outliers: null,
  weighting: 'volume',
  cap: parts(300_000),
  average: 'weightedMean',
  gates: { sellersMin: 4, ownersMin: 1, sourcesMin: 1, dispersionFlag: null, dispersionMax: null },
  fallback: { reducedSellersMin: null, matchedSellersMin: null, carryDaysMax: 0 },
};

/** The default: every figure is argued in the rulebook (IDX). */
export const robust: Methodology = {
  name: 'robust-1',
  workload: { input: parts(400_000), cached: parts(400_000), output: parts(200_000) },
  leaveMargin: 100,
  ratioMax: parts(1_100_000),
  priceOfDay: 'mean',
  sellerPrice: 'median',
  staleness: { halfAfterMs: 24 * HOUR_MS, outAfterMs: 72 * HOUR_MS },
  outliers: { band: parts(5_000_000), returnBand: parts(2_236_068) },
  weighting: 'rootVolume',
  cap: parts(300_000),
  average: 'weightedMedian',
  gates: {
    sellersMin: 5,
    ownersMin: 3,
    sourcesMin: 2,
    dispersionFlag: parts(600_000),
    dispersionMax: parts(3_000_000),
  },
  fallback: { reducedSellersMin: 3, matchedSellersMin: 2, carryDaysMax: 3 },
};
