/**
 * What is published for one day: the fixing, the same day by the paper's definitions, and the sub-indices.
 *
 * A publication is made of its inputs alone, so whoever has them can make it again and compare it byte for byte.
 */
import type { Millionths, Money, TradeDate } from '../units.ts';
import type { Calculation, Decision, SellerRow } from './calculation.ts';
import type { Evidence } from './evidence.ts';
import type { IndexTerms } from './terms.ts';

/** What the index remembers from one day to the next. All of it is a consequence of the days before. */
export interface IndexMemory {
  /** The models that qualified, by name. */
  readonly qualified: readonly string[];
  /** The sellers that were outliers, by name. */
  readonly excluded: readonly string[];
  /** The last value that was fixed and the sellers' prices behind it; null before the first. */
  readonly last: {
    readonly value: Money;
    readonly prices: readonly (readonly [seller: string, price: Money])[];
  } | null;
  /** For how many days the last value has been carried forward. */
  readonly carriedDays: number;
}

export const noMemory: IndexMemory = { qualified: [], excluded: [], last: null, carriedDays: 0 };

/** Everything that a publication is made of. */
export interface IndexInputs {
  readonly date: TradeDate;
  readonly terms: IndexTerms;
  readonly evidence: Evidence;
  readonly memory: IndexMemory;
  /** The terms that will take effect, while they are announced, and what the index would remember under them. */
  readonly announced: { readonly terms: IndexTerms; readonly memory: IndexMemory } | null;
}

export const subIndexNames = [
  'input',
  'cached',
  'output',
  'frontier',
  'standard',
  'openWeights',
  'china',
  'world',
] as const;
export type SubIndexName = (typeof subIndexNames)[number];

/** A sub-index: the same calculation for a part of the market or of the workload. It has no memory and no fallback. */
export interface SubIndex {
  readonly name: SubIndexName;
  readonly decision: Decision;
  readonly sellers: readonly SellerRow[];
}

/** The price of a Standard Compute Unit, one hour of H100-80GB-SXM, micro-dollars. */
export interface ComputeIndex {
  readonly decision: Decision;
  readonly sellers: readonly SellerRow[];
}

/** One difference between the methodologies, and the value once it is taken over, the ones before it included. */
export interface Difference {
  readonly step:
    | 'workload'
    | 'leaveMargin'
    | 'ratioMax'
    | 'priceOfDay'
    | 'sellerPrice'
    | 'staleness'
    | 'outliers'
    | 'weighting'
    | 'average'
    | 'gates';
  readonly value: Money | null;
}

export interface Publication {
  readonly date: TradeDate;
  /** The version of the terms in force. */
  readonly terms: string;
  readonly index: Calculation;
  readonly paper: Calculation;
  /** From the paper's value to ours, one step after the other. */
  readonly differences: readonly Difference[];
  readonly subIndices: readonly SubIndex[];
  readonly compute: ComputeIndex;
  /** Micro-dollars per million SIT: what tokens cost beyond the compute they take; null where either is withheld. */
  readonly spread: number | null;
  /** The day under announced terms. */
  readonly parallel: { readonly terms: string; readonly decision: Decision } | null;
}

/** The values of a publication without how they came about: what a chart or a table of many days needs. */
export interface FixingSummary {
  readonly date: TradeDate;
  readonly terms: string;
  readonly decision: Decision;
  readonly sellers: number;
  readonly dispersion: Millionths | null;
  readonly paper: Money | null;
  readonly subIndices: readonly (readonly [name: SubIndexName, value: Money | null])[];
  readonly compute: Money | null;
  readonly spread: number | null;
  readonly parallel: { readonly terms: string; readonly value: Money | null } | null;
}
