/**
 * The document of a fixing, read: that it is one is settled here, whether it is true is what `verify` asks.
 *
 * The shape of the inputs is checked in full, since a fixing is made of them. That of the publication is not: it is
 * compared with the one that the inputs make.
 */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { DOCUMENT_FORMAT, type PublicationDocument } from '#session/index-document.ts';
import { IndexTerms } from '#wire/index-terms.ts';
import { Complaint } from '../complaint.ts';

const closed = { additionalProperties: false };
const Whole = Type.Integer();
const Text = Type.String();

const Memory = Type.Object(
  {
    qualified: Type.Array(Text),
    excluded: Type.Array(Text),
    last: Type.Union([
      Type.Object({ value: Whole, prices: Type.Array(Type.Tuple([Text, Whole])) }, closed),
      Type.Null(),
    ]),
    carriedDays: Whole,
  },
  closed,
);

const Evidence = Type.Object(
  {
    documents: Type.Array(Type.Object({ source: Text, fetchedAt: Whole, hash: Text }, closed)),
    prices: Type.Array(
      Type.Object(
        {
          document: Whole,
          seller: Text,
          listing: Text,
          observedAt: Whole,
          input: Whole,
          cached: Type.Union([Whole, Type.Null()]),
          output: Whole,
        },
        closed,
      ),
    ),
    gpuHours: Type.Array(
      Type.Object({ document: Whole, seller: Text, gpu: Text, observedAt: Whole, hour: Whole }, closed),
    ),
  },
  closed,
);

const Document = Type.Object(
  {
    format: Type.Literal(DOCUMENT_FORMAT),
    revision: Type.Integer({ minimum: 1 }),
    knownAt: Whole,
    reason: Type.Union([Text, Type.Null()]),
    by: Type.Union([Text, Type.Null()]),
    inputs: Type.Object(
      {
        date: Type.Integer({ minimum: 0, maximum: 100_000 }),
        terms: IndexTerms,
        evidence: Evidence,
        memory: Memory,
        announced: Type.Union([Type.Object({ terms: IndexTerms, memory: Memory }, closed), Type.Null()]),
      },
      closed,
    ),
    publication: Type.Unknown(),
  },
  closed,
);

/** The document of `date` that `text` is; `where` says where it was found. Throws a Complaint. */
export function readDocument(text: string, date: TradeDate, where: string): PublicationDocument {
  const document = parsed(text, where);
  const format =
    typeof document === 'object' && document !== null && 'format' in document ? document.format : undefined;
  if (format !== DOCUMENT_FORMAT) {
    const found = format === undefined ? 'of no format, and has to be' : `of the format ${JSON.stringify(format)}, not`;
    throw new Complaint('WRONG_FORMAT', `${where} is ${found} "${DOCUMENT_FORMAT}".`);
  }
  const [error] = Value.Errors(Document, document);
  if (error !== undefined)
    throw new Complaint(
      'WRONG_SHAPE',
      `${where} is no document of a fixing: ${error.instancePath || '/'} ${error.message}.`,
    );
  // The units are those in which it was written.
  const found = document as unknown as PublicationDocument;
  if (found.inputs.date !== date)
    throw new Complaint(
      'WRONG_DAY',
      `${where} is the document of ${formatDate(found.inputs.date)}, not of ${formatDate(date)}.`,
    );
  return found;
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Complaint('NOT_JSON', `${where} is not JSON.`);
  }
}
