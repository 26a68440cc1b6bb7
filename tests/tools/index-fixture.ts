/** The index tool as a person runs it, and a document that no venue has to be started for. */
import { execFile } from 'node:child_process';
import { readDate } from '#core/calendar.ts';
import { publish } from '#core/price-index/publish.ts';
import type { TradeDate } from '#core/units.ts';
import { canonicalJson } from '#session/canonical-json.ts';
import { DOCUMENT_FORMAT, type PublicationDocument } from '#session/index-document.ts';
import { embeddedInputs } from '../../tools/index/inputs.ts';

export interface Said {
  readonly code: number | string | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run index -- …` to its end. */
export function index(...parameters: readonly string[]): Promise<Said> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, ['tools/index.ts', ...parameters], { env, maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : (error.code ?? null), out, err }),
    );
  });
}

export const DAY = '2026-11-20';

/** The document of `DAY` that a venue with the embedded price list would publish on its first day. */
export function documentOfDay(): PublicationDocument {
  const inputs = embeddedInputs(readDate(DAY) as TradeDate);
  const publication = publish(inputs);
  const knownAt = Date.parse('2026-11-21T00:00:00Z');
  return { format: DOCUMENT_FORMAT, revision: 1, knownAt, reason: null, by: null, inputs, publication };
}

export const textOfDay = (): string => canonicalJson(documentOfDay());
