/**
 * From readings to the evidence of one day: what of all that was read bears on it, in one order.
 *
 * The result owes nothing to the order of the readings. Of two readings of one source that show a price for the same
 * moment, the one that was fetched later counts: that is how a source corrects itself.
 */
import { MILLIS_PER_DAY, startOf } from '#core/calendar.ts';
import type { Evidence, SourceDocument } from '#core/price-index/evidence.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import type { Reading } from './source.ts';

/** A price that was last seen so long before a day says nothing about it. */
export const LOOK_BACK_MS = 7 * MILLIS_PER_DAY;

/** Twice an hour for a day. Nobody needs more, and nobody can make evidence larger than the index takes. */
export const SIGHTINGS_MAX = 48;

interface Seen {
  readonly seller: string;
  readonly observedAt: Millis;
}

/** One price and where it was read. */
interface Found<T extends Seen> {
  readonly document: SourceDocument;
  readonly price: T;
}

/**
 * The evidence of `date`: of each source and listing the prices seen within the day, and the last one of the seven days
 * before, which is in force when the day begins. Of several sightings of one unchanged price the first and the last are
 * kept: the ones between would change neither a mean nor an age. Of what is left the last 48 count (rule IDX-47).
 */
export function evidenceOfDay(readings: readonly Reading[], date: TradeDate): Evidence {
  const start = startOf(date);
  const bearing = (found: Found<Seen>): boolean =>
    found.price.observedAt >= start - LOOK_BACK_MS && found.price.observedAt < start + MILLIS_PER_DAY;
  const inOrder = readings.toSorted((a, b) => byDocument(a.document, b.document));

  const prices = inOrder.flatMap(({ document, prices }) => prices.map((price) => ({ document, price })));
  const gpuHours = inOrder.flatMap(({ document, gpuHours }) => gpuHours.map((price) => ({ document, price })));
  const keptPrices = keep(prices.filter(bearing), ({ listing }) => listing, start, samePrice);
  const keptHours = keep(
    gpuHours.filter(bearing),
    ({ gpu }) => gpu,
    start,
    (a, b) => a.hour === b.hour,
  );

  const documents = numbered([...keptPrices, ...keptHours]);
  const place = ({ document }: Found<Seen>): number => documents.places.get(keyOf(document)) ?? 0;
  return {
    documents: documents.all,
    prices: keptPrices.map((found) => ({ document: place(found), ...found.price })),
    gpuHours: keptHours.map((found) => ({ document: place(found), ...found.price })),
  };
}

/** By seller, name and moment, and where these are one, by document. */
function keep<T extends Seen>(
  found: readonly Found<T>[],
  nameOf: (price: T) => string,
  start: Millis,
  same: (a: T, b: T) => boolean,
): readonly Found<T>[] {
  const rows = new Map<string, Map<Millis, Found<T>>>();
  for (const one of found) {
    const key = JSON.stringify([one.price.seller, nameOf(one.price), one.document.source]);
    const row = rows.get(key) ?? new Map<Millis, Found<T>>();
    rows.set(key, row.set(one.price.observedAt, one));
  }
  const kept = [...rows.values()].flatMap((row) => {
    const inTime = [...row.values()].sort((a, b) => a.price.observedAt - b.price.observedAt);
    const before = inTime.findLastIndex(({ price }) => price.observedAt <= start);
    return withoutRepeats(inTime.slice(Math.max(before, 0)), same).slice(-SIGHTINGS_MAX);
  });
  return kept.sort(
    (a, b) =>
      compare(a.price.seller, b.price.seller) ||
      compare(nameOf(a.price), nameOf(b.price)) ||
      a.price.observedAt - b.price.observedAt ||
      byDocument(a.document, b.document),
  );
}

/** Without the ones that stand between two sightings of the same price. */
function withoutRepeats<T extends Seen>(row: readonly Found<T>[], same: (a: T, b: T) => boolean): readonly Found<T>[] {
  return row.filter(({ price }, i) => {
    const [before, after] = [row[i - 1]?.price, row[i + 1]?.price];
    return before === undefined || after === undefined || !same(before, price) || !same(price, after);
  });
}

interface Priced {
  readonly input: number;
  readonly cached: number | null;
  readonly output: number;
}

function samePrice(a: Priced, b: Priced): boolean {
  return a.input === b.input && a.cached === b.cached && a.output === b.output;
}

/** Every document once, in order, and the place of each. */
function numbered(found: readonly Found<Seen>[]): {
  readonly all: readonly SourceDocument[];
  readonly places: ReadonlyMap<string, number>;
} {
  const unique = new Map(found.map(({ document }) => [keyOf(document), document]));
  const all = [...unique.values()].sort(byDocument);
  return { all, places: new Map(all.map((document, place) => [keyOf(document), place])) };
}

function keyOf({ source, fetchedAt, hash }: SourceDocument): string {
  return `${fetchedAt} ${hash} ${source}`;
}

function byDocument(a: SourceDocument, b: SourceDocument): number {
  return compare(a.source, b.source) || a.fetchedAt - b.fetchedAt || compare(a.hash, b.hash);
}

/** By code unit, because the order of a locale is not the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
