/** What everyone may see of the token price index. */
import { Type } from 'typebox';
import { formatDate, readDate } from '#core/calendar.ts';
import type { Millis } from '#core/units.ts';
import type { FixingRevision } from '#market-data/index-history.ts';
import { canonicalJson } from '#session/canonical-json.ts';
import { publicationDocument } from '#session/index-document.ts';
import { contributionsCsv, fixingsCsv, revisionsCsv, termsCsv } from '#session/index-tables.ts';
import { adoptedTerms, fixingDetail, fixingRevision, fixingSummary, influencePoint } from '#session/index-views.ts';
import { Refused } from '#session/refused.ts';
import type { Venue } from '#session/venue-port.ts';
import {
  AdoptedTerms,
  ContributionRequest,
  ContributionTaken,
  FixingDetail,
  FixingSummary,
  InfluencePoint,
  PriceSource,
  FixingRevision as WireRevision,
} from '#wire/price-index.ts';
import { CalendarDate } from '#wire/primitives.ts';
import { CsvFormat, Limit, publicRoute, type Route, TextAnswer, textAskedFor } from './route.ts';

const LIST_DEFAULT = 100;
/** The file has a mebibyte at most; its line ends and quotes are written as two signs in JSON. */
const CONTRIBUTION_BYTES_MAX = 2_097_152;
const closed = { additionalProperties: false };

const Day = Type.Object({ date: CalendarDate }, closed);
const KnownAt = Type.Optional(
  Type.String({
    maxLength: 30,
    description: 'ISO-8601: the day as it was known then; without it, as it is known now.',
  }),
);

export function indexRoutes({ marketData, prices }: Venue): Route[] {
  const tag = 'index';
  const texts = ['text/csv'] as const;
  const refuses = ['NOT_FOUND'] as const;
  const asksForCsv = (format: 'json' | 'csv' | undefined, accept: string | undefined) =>
    textAskedFor(format, accept) === 'text/csv';
  const detailOf = (revision: FixingRevision) =>
    fixingDetail(revision, marketData.index.publicationOf(revision), {
      tokens: marketData.standInOf(revision.fixing.date, 'tokens'),
      compute: marketData.standInOf(revision.fixing.date, 'compute'),
    });
  const found = (text: string, knownAt: string | undefined): FixingRevision => {
    const date = readDate(text);
    const revision = date === undefined ? undefined : marketData.index.asOf(date, instant(knownAt));
    if (revision === undefined)
      throw Refused.atTheDoor('NOT_FOUND', 'date', 'This day has no fixing, or had none then.');
    return revision;
  };
  return [
    publicRoute(
      {
        method: 'GET',
        path: '/index',
        tag,
        summary: 'The latest fixing and every step to it',
        answer: FixingDetail,
        refuses,
      },
      () => {
        const { latest } = marketData.index;
        if (latest === undefined) throw Refused.atTheDoor('NOT_FOUND', undefined, 'The index has not been fixed yet.');
        return detailOf(latest);
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/index/fixings',
        tag,
        summary: 'The last fixings, newest first',
        query: Type.Object({ limit: Limit, format: CsvFormat }, closed),
        answer: Type.Array(FixingSummary),
        texts,
      },
      ({ query, accept }) => {
        const fixings = marketData.index.fixings
          .slice(-(query.limit ?? LIST_DEFAULT))
          .map(fixingSummary)
          .reverse();
        return asksForCsv(query.format, accept)
          ? new TextAnswer('text/csv', fixingsCsv(fixings), 'tpi-fixings.csv')
          : fixings;
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/index/fixings/:date',
        tag,
        summary: 'The fixing of one day and every step to it; as a table, its contributions',
        params: Day,
        query: Type.Object({ knownAt: KnownAt, format: CsvFormat }, closed),
        answer: FixingDetail,
        texts,
        refuses: ['NOT_FOUND', 'FIELD_INVALID'],
      },
      ({ params, query, accept }) => {
        const detail = detailOf(found(params.date, query.knownAt));
        return asksForCsv(query.format, accept)
          ? new TextAnswer('text/csv', contributionsCsv(detail), `${nameOf(detail.fixing)}.csv`)
          : detail;
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/index/fixings/:date/revisions',
        tag,
        summary: 'Every revision of the fixing of one day, oldest first',
        params: Day,
        query: Type.Object({ format: CsvFormat }, closed),
        answer: Type.Array(WireRevision),
        texts,
        refuses,
      },
      ({ params, query, accept }) => {
        const { fixing } = found(params.date, undefined);
        const revisions = marketData.index.revisionsOf(fixing.date).map(fixingRevision);
        return asksForCsv(query.format, accept)
          ? new TextAnswer('text/csv', revisionsCsv(revisions), `tpi-${params.date}-revisions.csv`)
          : revisions;
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/index/fixings/:date/influence',
        tag,
        summary: 'How far one, two and three colluding sellers could have moved the fixing of one day',
        params: Day,
        query: Type.Object({ knownAt: KnownAt }, closed),
        answer: Type.Array(InfluencePoint),
        refuses: ['NOT_FOUND', 'FIELD_INVALID'],
      },
      ({ params, query }) => marketData.index.influenceOf(found(params.date, query.knownAt)).map(influencePoint),
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/index/fixings/:date/publication',
        tag,
        summary: 'The publication of one day with everything that it was made of, to be made again and compared',
        params: Day,
        query: Type.Object({ knownAt: KnownAt }, closed),
        answer: Type.Unknown(),
        texts: ['application/json'],
        refuses: ['NOT_FOUND', 'FIELD_INVALID'],
      },
      ({ params, query }) => {
        const revision = found(params.date, query.knownAt);
        const name = nameOf({ date: formatDate(revision.fixing.date), revision: revision.revision });
        return new TextAnswer('application/json', publicationDocument(marketData.index, revision), `${name}.json`);
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/index/terms',
        tag,
        summary: 'The terms of the index that were adopted, oldest first: the registry of changes',
        query: Type.Object({ format: CsvFormat }, closed),
        answer: Type.Array(AdoptedTerms),
        texts,
      },
      ({ query, accept }) => {
        const terms = marketData.index.terms.map(adoptedTerms);
        return asksForCsv(query.format, accept) ? new TextAnswer('text/csv', termsCsv(terms), 'tpi-terms.csv') : terms;
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/index/terms/:version',
        tag,
        summary: 'One version of the terms in full: methodology and registry',
        params: Type.Object({ version: Type.String({ minLength: 1, maxLength: 20 }) }, closed),
        answer: Type.Unknown(),
        texts: ['application/json'],
        refuses,
      },
      ({ params }) => {
        const found = marketData.index.terms.find(({ terms }) => terms.version === params.version);
        if (found === undefined) throw Refused.atTheDoor('NOT_FOUND', 'version', 'There are no terms of this version.');
        return new TextAnswer('application/json', canonicalJson(found.terms), `${params.version}.json`);
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/index/sources',
        tag,
        summary: 'Where prices come from, and how that goes',
        answer: Type.Array(PriceSource),
      },
      () => [...prices.sources],
    ),
    publicRoute(
      {
        method: 'POST',
        path: '/index/contributions',
        tag,
        summary: 'Hand in a signed file of prices; it counts as a whole or not at all',
        body: ContributionRequest,
        answer: ContributionTaken,
        bodyBytesMax: CONTRIBUTION_BYTES_MAX,
        bucket: 'contributions',
        refuses: [
          'SUBMITTER_UNKNOWN',
          'KEY_NOT_IN_FORCE',
          'SIGNATURE_WRONG',
          'CONTRIBUTION_INVALID',
          'SELLER_NOT_ALLOWED',
          'DISK_LOW',
        ],
      },
      ({ body: { submitter, csv, signature } }) =>
        prices.contribute({ name: submitter, bytes: new TextEncoder().encode(csv), signature }),
    ),
  ];
}

const nameOf = ({ date, revision }: { readonly date: string; readonly revision: number }) => `tpi-${date}-r${revision}`;

function instant(text: string | undefined): Millis | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isFinite(time)) throw Refused.atTheDoor('FIELD_INVALID', 'knownAt');
  return time as Millis;
}
