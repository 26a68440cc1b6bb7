/**
 * What was seen: prices that sellers post, each with where it was read, when it was seen and when it was fetched.
 *
 * It is the only input of a fixing beside the terms of the index. A price holds from the moment it was seen until the
 * same source shows another one for the same listing. Where evidence comes from is the feeds' business.
 */
import type { Millis, Money } from '../units.ts';

/** One reading of one source: what was fetched in one piece. */
export interface SourceDocument {
  /** The source under its short name: `genai-prices`, `openrouter`, `litellm`, `contributor:acme`. */
  readonly source: string;
  readonly fetchedAt: Millis;
  /** SHA-256 of the raw bytes, 64 hex digits. */
  readonly hash: string;
}

interface Seen {
  /** The place of its document among the documents. */
  readonly document: number;
  readonly seller: string;
  readonly observedAt: Millis;
}

/** A posted price of one listing, micro-dollars per million tokens. */
export interface PostedPrice extends Seen {
  /** What the seller calls the model, as the registry has it. */
  readonly listing: string;
  readonly input: Money;
  /** For tokens read from the seller's cache; null where the seller posts none. */
  readonly cached: Money | null;
  readonly output: Money;
}

/** What an hour of a GPU costs, micro-dollars. */
export interface GpuHourPrice extends Seen {
  /** As the registry has it: `H100-80GB-SXM`. */
  readonly gpu: string;
  readonly hour: Money;
}

export interface Evidence {
  readonly documents: readonly SourceDocument[];
  readonly prices: readonly PostedPrice[];
  readonly gpuHours: readonly GpuHourPrice[];
}

export const noEvidence: Evidence = { documents: [], prices: [], gpuHours: [] };
