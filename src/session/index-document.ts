/**
 * A publication as a document: what was published for a day and everything it was made of, in one form only.
 *
 * Whoever has the document can make the publication again from its inputs and compare the two texts byte for byte
 * (rule IDX-36). Numbers are those of the calculation: prices in micro-dollars, shares in millionths, times in
 * milliseconds, dates in days since 1970-01-01.
 */
import type { IndexInputs, Publication } from '#core/price-index/publication.ts';
import type { FixingRevision, IndexHistory } from '#market-data/index-history.ts';
import { canonicalJson } from './canonical-json.ts';

export const DOCUMENT_FORMAT = 'tokenpit-index-1';

export interface PublicationDocument {
  readonly format: typeof DOCUMENT_FORMAT;
  readonly revision: number;
  readonly knownAt: number;
  readonly reason: string | null;
  readonly by: string | null;
  readonly inputs: IndexInputs;
  readonly publication: Publication;
}

/** The text of the document of a revision. */
export function publicationDocument(history: IndexHistory, revision: FixingRevision): string {
  const { revision: number, knownAt, reason, by } = revision;
  const document: PublicationDocument = {
    format: DOCUMENT_FORMAT,
    revision: number,
    knownAt,
    reason,
    by,
    inputs: history.inputsOf(revision),
    publication: history.publicationOf(revision),
  };
  return canonicalJson(document);
}
