/**
 * The embedded source: the posted prices of the package `@pydantic/genai-prices`, for any date and without a network.
 *
 * What an installed version does not know, this source does not know either; its one document is as old as that version.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startOf } from '#core/calendar.ts';
import type { Evidence, SourceDocument } from '#core/price-index/evidence.ts';
import { millis, type TradeDate } from '#core/units.ts';
import { evidenceOfDay } from './evidence-of-day.ts';
import { hashOf, type Reading } from './source.ts';
import { type Listed, startDatesOf, type TariffStep, tariffOf } from './tariff.ts';

export const EMBEDDED = 'genai-prices';

/** The version that the lock file names, and when it was published. */
export const embeddedPackage = {
  name: '@pydantic/genai-prices',
  version: '0.1.8',
  publishedAt: millis(Date.parse('2026-09-23T10:11:04.622Z')),
} as const;

/** A day on which a posted price changed. */
export interface PriceChange extends Listed {
  readonly date: TradeDate;
  /** The tariff of the day before; empty where there was none. */
  readonly old: readonly TariffStep[];
  readonly new: readonly TariffStep[];
}

let known: SourceDocument | undefined;

/** The package's data as installed: one file, in which its prices are written out. */
export function embeddedDocument(): SourceDocument {
  known ??= {
    source: EMBEDDED,
    fetchedAt: embeddedPackage.publishedAt,
    hash: hashOf(readFileSync(fileURLToPath(import.meta.resolve(embeddedPackage.name)))),
  };
  return known;
}

/** What the package shows on `date`: the prices at 00:00 UTC and at every moment at which one changes (rule IDX-41). */
export function embeddedReading(listings: readonly Listed[], date: TradeDate): Reading {
  const prices = listings.flatMap((listed) =>
    tariffOf(listed, date).map(({ after, input, cached, output }) => ({
      seller: listed.seller,
      listing: listed.listing,
      observedAt: millis(startOf(date) + after),
      input,
      cached,
      output,
    })),
  );
  return { document: embeddedDocument(), prices, gpuHours: [], problems: [] };
}

/** The evidence of `date` where the package is the only source. */
export function embeddedEvidence(listings: readonly Listed[], date: TradeDate): Evidence {
  return evidenceOfDay([embeddedReading(listings, date)], date);
}

/** The changes that the package dates from `from` to `to`, both included, by date, seller and listing. */
export function priceHistory(listings: readonly Listed[], from: TradeDate, to: TradeDate): readonly PriceChange[] {
  const changes = listings.flatMap(({ seller, listing }) =>
    startDatesOf({ seller, listing })
      .filter((date) => date >= from && date <= to)
      .map((date) => ({
        date,
        seller,
        listing,
        old: tariffOf({ seller, listing }, (date - 1) as TradeDate),
        new: tariffOf({ seller, listing }, date),
      }))
      .filter((change) => JSON.stringify(change.old) !== JSON.stringify(change.new)),
  );
  const place = ({ date, seller, listing }: PriceChange): string => `${String(date).padStart(8)} ${seller} ${listing}`;
  return changes.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
