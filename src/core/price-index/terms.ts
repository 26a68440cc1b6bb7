/**
 * The terms of the index: a methodology and a registry under one version, adopted with notice and never changed.
 *
 * The registry says which models exist, how they score, who owns the sellers, and how much each listing sells. Prose,
 * sources and assumptions behind its numbers stand in the registry's file, whose hash it carries.
 */
import type { Millionths } from '../units.ts';
import type { Methodology } from './methodology.ts';

/** The benchmarks of the standard (arXiv 2603.21690, Definition 5.1), in this order wherever three scores stand. */
export const benchmarks = ['mmlu', 'humanEval', 'gsm8k'] as const;

/** Three scores in hundredths of a point, in the order of `benchmarks`: 86 is 8,600. */
export type Scores = readonly [mmlu: number, humanEval: number, gsm8k: number];

export interface RegisteredSeller {
  readonly seller: string;
  /** The group that owns it; several sellers of one group count as one owner. */
  readonly owner: string;
  readonly region: 'china' | 'world';
}

export interface RegisteredModel {
  readonly model: string;
  readonly scores: Scores;
  readonly tier: 'frontier' | 'standard';
  readonly openWeights: boolean;
}

/** A model at a seller. */
export interface RegisteredListing {
  readonly seller: string;
  /** What the seller calls it. */
  readonly listing: string;
  readonly model: string;
  /** Million tokens a week; not negative. */
  readonly volume: number;
}

export interface RegisteredGpu {
  readonly gpu: string;
  /** Standard Compute Units in an hour of it: an hour of H100-80GB-SXM is 1,000,000. */
  readonly units: Millionths;
}

export interface RegisteredGpuSeller {
  readonly seller: string;
  readonly owner: string;
  /** GPU hours a week; not negative. */
  readonly volume: number;
}

export interface IndexRegistry {
  readonly version: string;
  /** SHA-256 of the registry's file, 64 hex digits. */
  readonly hash: string;
  readonly bar: Scores;
  /** The sources of prices, best first: where two have the same listing, the first one counts. */
  readonly sources: readonly string[];
  readonly sellers: readonly RegisteredSeller[];
  readonly models: readonly RegisteredModel[];
  readonly listings: readonly RegisteredListing[];
  readonly gpus: readonly RegisteredGpu[];
  readonly gpuSellers: readonly RegisteredGpuSeller[];
  /** Standard Compute Units that make a million SIT: the heat rate of the token-compute spread. */
  readonly unitsPerMillionTokens: Millionths;
}

export interface IndexTerms {
  /** `TPI-1`. */
  readonly version: string;
  readonly methodology: Methodology;
  readonly registry: IndexRegistry;
}

/** A source that contributors sign for stands in the registry's list once for all of them. */
export const CONTRIBUTORS = 'contributor';

/** The name of a source in the order of sources: that of any contributor is `contributor`. */
export function rankedSource(source: string): string {
  return source.startsWith(`${CONTRIBUTORS}:`) ? CONTRIBUTORS : source;
}
