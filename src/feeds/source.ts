/**
 * A source of prices: something that can be read, and gives one document with what stands in it, or fails by a name.
 *
 * What a source gives is what it shows and nothing more: names are the registry's, amounts are whole, and what could
 * not be understood is listed as a problem. Whether a price counts is the index's business.
 */
import { createHash } from 'node:crypto';
import type { GpuHourPrice, PostedPrice, SourceDocument } from '#core/price-index/evidence.ts';

/** A price and an hour of a GPU as one document shows them. */
export type ReadPrice = Omit<PostedPrice, 'document'>;
export type ReadGpuHour = Omit<GpuHourPrice, 'document'>;

/** Something in a document that could not be understood, and was therefore left out. */
export interface Problem {
  /** A JSON pointer, or `line 12`. */
  readonly place: string;
  readonly reason: string;
}

const PROBLEMS_MAX = 100;

/** So many as somebody will read; a document may have any number. */
export function firstProblems(problems: readonly Problem[]): readonly Problem[] {
  const more = problems.length - PROBLEMS_MAX;
  const rest: Problem = { place: 'further on', reason: `there are ${more} more` };
  return more > 0 ? [...problems.slice(0, PROBLEMS_MAX), rest] : problems;
}

/** What one document shows. */
export interface Reading {
  readonly document: SourceDocument;
  readonly prices: readonly ReadPrice[];
  readonly gpuHours: readonly ReadGpuHour[];
  readonly problems: readonly Problem[];
}

/** A reading together with the bytes that the hash of its document is of. */
export interface FreshReading extends Reading {
  readonly bytes: Uint8Array;
}

export interface Source {
  /** As the registry ranks it: `openrouter`. */
  readonly name: string;
  /** Reads the source once. Throws `SourceFailed`, and nothing else that the surroundings can cause. */
  read(signal: AbortSignal): Promise<FreshReading>;
}

/** Every way in which reading a source fails, as a sentence for a person. */
export const sourceFailures = {
  UNREACHABLE: 'No connection could be made, or it broke before an answer came.',
  NOT_HTTPS: 'The address, or one that it redirects to, is not an https address.',
  PRIVATE_ADDRESS: 'The address, or one that it redirects to, does not lie on the public internet.',
  TOO_MANY_REDIRECTS: 'The address redirects again and again.',
  BAD_STATUS: 'The server answered, but not with the document.',
  WRONG_TYPE: 'The server sent a document of another type.',
  ENCODED: 'The server sent the document compressed, although it was asked not to.',
  TOO_LARGE: 'The document is larger than this source is allowed to be.',
  TRUNCATED: 'The connection ended before the document did.',
  TIMEOUT: 'The document was not complete in the time that it has.',
  NOT_JSON: 'The document is not JSON.',
  SCHEMA_CHANGED: 'The document is built in another way than it was, so nothing was taken from it.',
  STOPPED: 'The reading was called off.',
} as const;

export type SourceFailure = keyof typeof sourceFailures;

/** A source could not be read. Nothing of its document has been taken. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
  readonly code: SourceFailure;

  /** `detail` is for the log: a status, a size, a place in the document. */
  constructor(code: SourceFailure, detail?: string) {
    super(detail === undefined ? sourceFailures[code] : `${sourceFailures[code]} (${detail})`);
    this.code = code;
  }
}

/** SHA-256 as 64 hex digits. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
