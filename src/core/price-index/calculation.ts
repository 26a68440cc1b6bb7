/**
 * One calculation of an index, step by step: what every step was given is what the step before it gave.
 *
 * Every number is whole, and each step can be recomputed from the one before it with a pocket calculator.
 */
import type { Millionths, Millis, Money } from '../units.ts';
import type { Scores } from './terms.ts';

/** 1 collect: a listing's price of the day, from the best source that has one (micro-dollars per million tokens). */
export interface CollectedPrice {
  readonly seller: string;
  readonly listing: string;
  readonly model: string;
  readonly source: string;
  /** The other sources that have a price for it, best first. */
  readonly others: readonly string[];
  readonly input: Money;
  /** The posted one, or the price for input where none is posted. */
  readonly cached: Money;
  readonly output: Money;
  /** When its last price was seen. */
  readonly observedAt: Millis;
  /** Another source had another price. */
  readonly disputed: boolean;
}

/** A listing or price that goes no further, and why. */
export interface LeftOut {
  readonly seller: string;
  readonly listing: string;
  readonly reason: 'NOT_POSTED' | 'PRICE_ZERO' | 'NO_VOLUME' | 'NOT_QUALIFIED' | 'NOT_REGISTERED';
}

/** 2 qualify: a model against the bar. */
export interface JudgedModel {
  readonly model: string;
  readonly scores: Scores;
  readonly qualifies: boolean;
  /** Below the bar and in, because it was in before and fell by no more than the margin. */
  readonly kept: boolean;
}

/** 3 adjust: the price of the workload, brought to the quality of one SIT. */
export interface AdjustedPrice {
  readonly seller: string;
  readonly listing: string;
  readonly model: string;
  readonly blended: Money;
  /** S_i over S_SIT. */
  readonly qualityRatio: Millionths;
  readonly adjusted: Money;
  readonly volume: number;
  readonly observedAt: Millis;
}

/** 4 sellers, 5 staleness, 6 outliers, 7 weights: one row for each seller, filled from left to right. */
export interface SellerRow {
  readonly seller: string;
  readonly owner: string;
  readonly listings: number;
  /** One price for each seller, micro-dollars per million SIT. */
  readonly price: Money;
  readonly volume: number;
  /** Age of its newest price at the end of the day, and what is left of its volume for it: all, half or nothing. */
  readonly ageMs: number;
  readonly freshness: Millionths;
  /** Why the seller does not count; null when it does. */
  readonly excluded: 'STALE' | 'TOO_HIGH' | 'TOO_LOW' | null;
  /** Share of what weighs among those that count, before and after the cap. */
  readonly share: Millionths;
  readonly weight: Millionths;
}

/** 8 aggregate: the value, and what other averages would have said. */
export interface Aggregate {
  readonly weightedMedian: Money;
  readonly weightedMean: Money;
  /** Without the dearest and the cheapest fifth of the weight. */
  readonly trimmedMean: Money;
  /** 90th percentile of |price − value| over the value, by sellers. */
  readonly dispersion: Millionths;
  /** The largest share of sellers that post one and the same price. */
  readonly modalShare: Millionths;
}

export type Flag =
  | 'FEW_SELLERS'
  | 'FEW_SOURCES'
  | 'DISPERSED'
  | 'SOURCES_DISAGREE'
  | 'MATCHED_SELLERS'
  | 'CARRIED_FORWARD';

/** Why the next step of the fallback chain was taken. */
export type Shortfall = 'NO_PRICES' | 'TOO_FEW_SELLERS' | 'TOO_FEW_OWNERS' | 'TOO_DISPERSED';

/** How the value came about: in full, or by a step of the fallback chain. */
export type FixingMethod = 'full' | 'reduced' | 'matched' | 'carried';

/** 9 gates: what was decided. */
export interface Decision {
  /** Micro-dollars per million SIT; null: withheld. */
  readonly value: Money | null;
  /** Null: withheld. */
  readonly method: FixingMethod | null;
  /** Sorted; a value with flags is published as flagged. */
  readonly flags: readonly Flag[];
  /** What stood in the way of a full fixing; null when nothing did. */
  readonly shortfall: Shortfall | null;
}

export interface Calculation {
  /** The methodology's name. */
  readonly methodology: string;
  readonly collected: readonly CollectedPrice[];
  readonly leftOut: readonly LeftOut[];
  readonly models: readonly JudgedModel[];
  readonly adjusted: readonly AdjustedPrice[];
  readonly sellers: readonly SellerRow[];
  /** Null when no seller counts. */
  readonly aggregate: Aggregate | null;
  readonly decision: Decision;
}
