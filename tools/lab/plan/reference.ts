/**
 * The index by date that a plan is held against: what the venue's own index comes to from dated posted prices, or a series
 * of one's own. Between two dates the last value holds.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { formatDate } from '#core/calendar.ts';
import { IndexState } from '#core/price-index/index-state.ts';
import type { TradeDate } from '#core/units.ts';
import { embeddedEvidence, embeddedPackage, priceHistory } from '#feeds/embedded.ts';
import { indexTerms, registry } from '#feeds/registry.ts';
import { CsvUnreadable, readDatedCsv } from '#lab/series/dated-csv.ts';
import { Complaint } from '../../complaint.ts';

export interface Reference {
  /** Where it comes from, in a sentence. */
  readonly about: string;
  readonly first: TradeDate;
  /** USD per million tokens on a day, or on the last one before it that has a value; undefined before the first. */
  on(date: TradeDate): number | undefined;
}

const MICRO = 1_000_000;

/** The index of `file`; throws a Complaint. */
export function referenceOf(file: string): Reference {
  try {
    const { dates, prices } = readDatedCsv(readFileSync(file, 'utf8'));
    const [first] = dates;
    if (first === undefined) throw new CsvUnreadable('there is no price in it');
    const values = new Map(dates.map((date, i) => [date, (prices[i] as number) / MICRO]));
    const last = dates.at(-1) as TradeDate;
    return {
      about: `The index is ${basename(file)}: ${dates.length} values from ${formatDate(first)} to ${formatDate(last)}.`,
      first,
      on: lastKnown(values, first, last),
    };
  } catch (cause) {
    if (!(cause instanceof CsvUnreadable) && !(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new Complaint('FILE_UNUSABLE', `${file} is not used:\n${cause.message}`);
  }
}

/**
 * The index from dated posted prices, from `first` to `last`. Between two days on which a price changes the evidence is the
 * same, and so is the index; it is made on these days, on the one after, when it may still remember, and on the first.
 */
export function embeddedReference(first: TradeDate, last: TradeDate): Reference {
  const state = new IndexState();
  state.adopt({ terms: indexTerms, effective: first });
  const changed = priceHistory(registry.listings, first, last).flatMap(({ date }) => [date, (date + 1) as TradeDate]);
  const values = new Map<TradeDate, number>();
  for (const date of [...new Set([first, ...changed])].sort((a, b) => a - b)) {
    const { value } = state.fix(date, embeddedEvidence(registry.listings, date)).publication.index.decision;
    if (value !== null) values.set(date, value / MICRO);
  }
  return {
    about: `The index is the Token Price Index from dated posted prices (${indexTerms.version}, ${registry.version}, ${embeddedPackage.name} ${embeddedPackage.version}); a price without a date is taken to have always held, so it moves less than the market did.`,
    first,
    on: lastKnown(values, first, last),
  };
}

function lastKnown(values: ReadonlyMap<TradeDate, number>, first: TradeDate, last: TradeDate) {
  return (date: TradeDate): number | undefined => {
    for (let day = Math.min(date, last) as TradeDate; day >= first; day = (day - 1) as TradeDate) {
      const value = values.get(day);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}
