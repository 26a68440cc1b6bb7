/** The index as tables: a row a fixing, a row a contribution, a row a revision, a row for each version of the terms. */
import type * as Wire from '#wire/price-index.ts';
import { type CsvField, csvOf } from './csv.ts';

const fixingColumns = [
  'date',
  'value',
  'status',
  'flags',
  'shortfall',
  'terms',
  'revision',
  'knownAt',
  'sellers',
  'dispersion',
  'paper',
] as const;

export function fixingsCsv(fixings: readonly Wire.FixingSummary[]): string {
  const parts = fixings[0]?.subIndices.map(({ name }) => name) ?? [];
  const rows = fixings.map((one) => [...fixingCells(one), ...one.subIndices.map(({ value }) => value), ...rest(one)]);
  return csvOf([...fixingColumns, ...parts, 'compute', 'spread'], rows);
}

export function revisionsCsv(revisions: readonly Wire.FixingRevision[]): string {
  const rows = revisions.map((one) => [...fixingCells(one), ...rest(one), one.reason, one.by]);
  return csvOf([...fixingColumns, 'compute', 'spread', 'reason', 'by'], rows);
}

function fixingCells(fixing: Wire.FixingSummary): CsvField[] {
  return fixingColumns.map((column) => (column === 'flags' ? fixing.flags.join(' ') : fixing[column]));
}

const rest = ({ compute, spread }: Wire.FixingSummary): CsvField[] => [compute, spread];

/** One row for each listing that was seen or left out, with how its seller entered the fixing. */
export function contributionsCsv({ fixing, index }: Wire.FixingDetail): string {
  const head = [
    'date',
    'revision',
    'seller',
    'listing',
    'model',
    'source',
    'observedAt',
    'input',
    'cached',
    'output',
    'blended',
    'qualityRatio',
    'adjusted',
    'volume',
    'leftOut',
    'owner',
    'sellerPrice',
    'excluded',
    'share',
    'weight',
  ];
  const key = ({ seller, listing }: { seller: string; listing: string }) => JSON.stringify([seller, listing]);
  const sellers = new Map(index.sellers.map((row) => [row.seller, row]));
  const adjusted = new Map(index.adjusted.map((row) => [key(row), row]));
  const leftOut = new Map(index.leftOut.map((row) => [key(row), row.reason]));
  const collected = new Map(index.collected.map((row) => [key(row), row]));
  const rows = [...new Set([...collected.keys(), ...leftOut.keys()])].map((place): CsvField[] => {
    const [seller, listing] = JSON.parse(place) as [string, string];
    const [seen, price] = [collected.get(place), adjusted.get(place)];
    const whole = price === undefined ? undefined : sellers.get(seller);
    return [
      fixing.date,
      fixing.revision,
      seller,
      listing,
      seen?.model ?? null,
      seen?.source ?? null,
      seen?.observedAt ?? null,
      seen?.input ?? null,
      seen?.cached ?? null,
      seen?.output ?? null,
      price?.blended ?? null,
      price?.qualityRatio ?? null,
      price?.adjusted ?? null,
      price?.volume ?? null,
      leftOut.get(place) ?? null,
      whole?.owner ?? null,
      whole?.price ?? null,
      whole?.excluded ?? null,
      whole?.share ?? null,
      whole?.weight ?? null,
    ];
  });
  return csvOf(head, rows);
}

export function termsCsv(terms: readonly Wire.AdoptedTerms[]): string {
  const columns = [
    'version',
    'effective',
    'announcedAt',
    'methodology',
    'registry',
    'registryHash',
    'reason',
    'by',
  ] as const;
  return csvOf(
    columns,
    terms.map((one) => columns.map((column) => one[column])),
  );
}
