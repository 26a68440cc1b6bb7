/**
 * `verify`: makes a fixing again from the inputs in its document and compares it with what was published.
 *
 * What can be found so is every change to the publication, and every change to the inputs that matters for it. That the
 * inputs are what was seen follows from nothing in the document: its hashes name the raw bytes they were read from.
 */
import { createHash } from 'node:crypto';
import { formatDate } from '#core/calendar.ts';
import { evidenceFault } from '#core/price-index/check-evidence.ts';
import { termsFault } from '#core/price-index/check-terms.ts';
import { publish } from '#core/price-index/publish.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import { indexTerms } from '#feeds/registry.ts';
import { canonicalJson } from '#session/canonical-json.ts';
import type { PublicationDocument } from '#session/index-document.ts';
import { dayIn, flagsOf } from '../command-line.ts';
import { tableOf } from '../table.ts';
import { readDocument } from './document-shape.ts';
import { askVenue, documentText } from './fetch-document.ts';
import { firstDifference, firstDifferentCharacter, firstUnordered } from './first-difference.ts';
import { type Place, placeOf, places } from './flags.ts';
import { statusOf } from './words.ts';

/** Prints what was compared; the exit code is 0 when the fixing is verified and 1 when it is not. */
export async function verify(argv: readonly string[]): Promise<number> {
  const flags = flagsOf(argv, { ...places, date: { type: 'string' }, 'known-at': { type: 'string' } });
  const date = dayIn('--date', flags.date);
  const place = placeOf(flags);
  const { text, where } = await documentText(place, date, flags['known-at']);
  const document = readDocument(text, date, where);
  if (place.file === undefined) await printRevisions(place, document);

  const { revision, knownAt, inputs } = document;
  const { methodology, registry, version } = inputs.terms;
  console.log(`document    ${formatDate(date)}, revision ${revision}, known since ${new Date(knownAt).toISOString()}`);
  console.log(`terms       ${version}: ${methodology.name}, registry ${registry.version} ${registry.hash}`);
  const problem = judge(text, document);
  console.log(problem === undefined ? 'verified' : `not verified: ${problem}`);
  return problem === undefined ? 0 : 1;
}

/** What is wrong, in one sentence with the first place; undefined when all is well. */
function judge(text: string, document: PublicationDocument): string | undefined {
  const { inputs } = document;
  const { terms, evidence, date, announced } = inputs;
  const fault =
    termsFault(terms) ??
    (announced === null ? undefined : termsFault(announced.terms)) ??
    evidenceFault(evidence, date);
  if (fault !== undefined) return `no fixing can be made of these inputs: ${fault}.`;

  const registry = shippedFault(terms);
  const canonical = canonicalJson(document);
  console.log(`text        ${bytesOf(text)}  sha256 ${hashOf(text)}`);
  console.log(`in one form ${bytesOf(canonical)}  sha256 ${hashOf(canonical)}`);
  const [published, again] = [document.publication, publish(inputs)];
  const [before, after] = [canonicalJson(published), canonicalJson(again)];
  console.log(`published   ${bytesOf(before)}  sha256 ${hashOf(before)}`);
  console.log(`made again  ${bytesOf(after)}  sha256 ${hashOf(after)}`);
  return publicationFault(published, again) ?? registry ?? formFault(text, canonical, document);
}

function publicationFault(published: unknown, again: unknown): string | undefined {
  const differs = firstDifference(published, again, 'publication');
  return differs && `${differs.path} is ${differs.left}, and made again it is ${differs.right}.`;
}

/** Terms that go by the name of those that come with this program are those. */
function shippedFault({ version, methodology, registry }: IndexTerms): string | undefined {
  const isShipped = registry.version === indexTerms.registry.version;
  console.log(
    isShipped
      ? `shipped     registry ${indexTerms.registry.version} ${indexTerms.registry.hash}`
      : `shipped     registry ${indexTerms.registry.version}, so ${registry.version} is taken as the document has it`,
  );
  const differs =
    (isShipped ? firstDifference(registry, indexTerms.registry, 'inputs.terms.registry') : undefined) ??
    (version === indexTerms.version
      ? firstDifference(methodology, indexTerms.methodology, 'inputs.terms.methodology')
      : undefined);
  return differs && `${differs.path} is ${differs.left}, and in what comes with this program it is ${differs.right}.`;
}

/** Whether the text is the one that everybody has who has this data. */
function formFault(text: string, canonical: string, document: PublicationDocument): string | undefined {
  if (text === canonical) return undefined;
  const unordered = firstUnordered(document, 'document');
  if (unordered !== undefined) return `the keys of ${unordered} are not in order.`;
  const at = firstDifferentCharacter(text, canonical);
  return `the text is not in the one form: from character ${at + 1} on it is ${JSON.stringify(text.slice(at, at + 40))}.`;
}

async function printRevisions({ venue }: Place, { inputs }: PublicationDocument): Promise<void> {
  const revisions = await askVenue(venue, (client) => client.fixingRevisions(formatDate(inputs.date)));
  if (revisions.length < 2) return;
  const rows = revisions.map(({ revision, knownAt, value, status, flags, reason, by }) => [
    String(revision),
    knownAt,
    statusOf(status, flags),
    by ?? '',
    reason ?? '',
    value ?? '',
  ]);
  console.log(`${tableOf([['revision', 'known since', 'status', 'by', 'reason', 'value'], ...rows], 5)}\n`);
}

function bytesOf(text: string): string {
  return `${Buffer.byteLength(text).toLocaleString('en').padStart(9)} bytes`;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
