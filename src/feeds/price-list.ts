/**
 * Reads a price list in JSON: which entries it has, which of them the registry knows, and what they cost.
 *
 * How a list is built differs from source to source and is handed in; what happens to an entry is the same for all. An
 * entry that nobody asked for is not looked at. One that was asked for and cannot be read is a problem of its own.
 * Where nothing at all can be read of what was asked for, the list is built differently from what we know (rule
 * IDX-43).
 */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Millis, Money } from '#core/units.ts';
import { PER_TOKEN_PLACES, scaledDecimal } from './decimals.ts';
import { type ListingNames, listingsByName } from './names.ts';
import { type FreshReading, firstProblems, hashOf, type Problem, type ReadPrice, SourceFailed } from './source.ts';

/** An entry, the name that it goes by if it has one, and where it stands, as a JSON pointer. */
export interface ListEntry {
  readonly name: string | undefined;
  readonly place: string;
  readonly entry: unknown;
}

/** Dollars per token as they are written, and where in the entry. No text: nothing is posted. */
export type WrittenAmount = readonly [place: string, text: string | undefined];

export interface ListShape<Entry extends TSchema> {
  readonly source: string;
  /** The entries; undefined when the document is built in another way. */
  entriesOf(document: unknown): readonly ListEntry[] | undefined;
  /** What an entry with a price must look like. */
  readonly entry: Entry;
  amountsOf(entry: Static<Entry>): Readonly<Record<'input' | 'cached' | 'output', WrittenAmount>>;
}

type Price = Pick<ReadPrice, 'input' | 'cached' | 'output'>;

/** What `bytes`, fetched at `fetchedAt`, show of `listings`. Throws `SourceFailed`: NOT_JSON or SCHEMA_CHANGED. */
export function readPriceList<Entry extends TSchema>(
  shape: ListShape<Entry>,
  bytes: Uint8Array,
  fetchedAt: Millis,
  listings: ListingNames,
): FreshReading {
  const entries = shape.entriesOf(jsonOf(bytes));
  if (entries === undefined) throw new SourceFailed('SCHEMA_CHANGED', 'the document as a whole');

  const wanted = listingsByName(listings, shape.source);
  const prices: ReadPrice[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { name, place, entry } of entries) {
    const namesakes = name === undefined ? [] : wanted.get(name);
    if (namesakes === undefined) continue;
    const price = name === undefined || seen.has(name) ? unusable(name) : priceOf(shape, entry);
    if (name !== undefined) seen.add(name);
    if ('reason' in price) problems.push({ ...price, place: place + price.place });
    else prices.push(...namesakes.map(({ seller, listing }) => ({ seller, listing, observedAt: fetchedAt, ...price })));
  }
  if (prices.length === 0 && wanted.size > 0)
    throw new SourceFailed('SCHEMA_CHANGED', `${problems[0]?.place ?? 'no listing of the registry'} cannot be read`);
  const document = { source: shape.source, fetchedAt, hash: hashOf(bytes) };
  return { document, bytes, prices, gpuHours: [], problems: firstProblems(problems) };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new SourceFailed('NOT_JSON', (error as Error).message.slice(0, 80));
  }
}

function priceOf<Entry extends TSchema>(shape: ListShape<Entry>, entry: unknown): Price | Problem {
  if (!Value.Check(shape.entry, entry)) {
    const [fault] = Value.Errors(shape.entry, entry);
    return problem(fault?.instancePath ?? '', fault?.message ?? 'is built in another way');
  }
  const { input, cached, output } = shape.amountsOf(entry);
  const read = (amount: WrittenAmount): Money | undefined => scaledDecimal(amount[1] ?? '', PER_TOKEN_PLACES);
  const bad = [input, output, ...(cached[1] === undefined ? [] : [cached])].find(
    (amount) => read(amount) === undefined,
  );
  if (bad !== undefined) return problem(bad[0], `${JSON.stringify(bad[1])} is no price`);
  return { input: read(input) as Money, cached: read(cached) ?? null, output: read(output) as Money };
}

function unusable(name: string | undefined): Problem {
  return problem('', name === undefined ? 'has no name' : `${name} stands here a second time`);
}

function problem(place: string, reason: string): Problem {
  return { place, reason };
}

/** `name` as a step of a JSON pointer (RFC 6901). */
export function pointerStep(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
