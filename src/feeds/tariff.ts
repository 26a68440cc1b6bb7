/**
 * The tariff of a listing on a day, out of the data of the package `@pydantic/genai-prices`.
 *
 * The package lists sellers and listings under exact names, with dated prices and prices by time of day. A name is taken
 * as it is written: what is not listed has no price here, however similar another name may be.
 */
import {
  type ConditionalPrice,
  findProvider,
  type ModelPrice,
  type StartDateConstraint,
  type TimeOfDateConstraint,
} from '@pydantic/genai-prices';
import { dateOf, MILLIS_PER_DAY, startOf } from '#core/calendar.ts';
import { type Millis, type Money, millis, type TradeDate } from '#core/units.ts';
import { MICRO_PLACES, scaledNumber } from './decimals.ts';

export interface Listed {
  readonly seller: string;
  readonly listing: string;
}

/** What holds from a moment of the day on, micro-dollars per million tokens. */
export interface TariffStep {
  /** Milliseconds since 00:00 UTC. */
  readonly after: number;
  readonly input: Money;
  readonly cached: Money | null;
  readonly output: Money;
}

/** The tariff of `date`: one step, or as many as there are changes within the day; empty when nothing is posted. */
export function tariffOf(listed: Listed, date: TradeDate): readonly TariffStep[] {
  const entries = entriesOf(listed);
  const start = startOf(date);
  const steps: TariffStep[] = [];
  for (const after of momentsOf(entries, start)) {
    const price = priceAt(entries, millis(start + after));
    if (price !== undefined && !same(steps.at(-1), price)) steps.push({ after, ...price });
  }
  return steps;
}

/** The price list of one listing; a single price is a list of one that always holds. */
function entriesOf({ seller, listing }: Listed): readonly ConditionalPrice[] {
  const found = findProvider({ providerId: seller });
  const prices = found?.id === seller ? found.models.find(({ id }) => id === listing)?.prices : undefined;
  if (prices === undefined) return [];
  return Array.isArray(prices) ? prices : [{ prices }];
}

/** The days on which a dated price of the listing begins. */
export function startDatesOf(listed: Listed): readonly TradeDate[] {
  const dates = entriesOf(listed).flatMap(({ constraint }) =>
    constraint?.type === 'start_date' ? [dateOf(millis(Date.parse(constraint.start_date)))] : [],
  );
  return [...new Set(dates)];
}

/** When a price can change within the day that begins at `start`, in milliseconds since then; 0 is the first. */
function momentsOf(entries: readonly ConditionalPrice[], start: Millis): readonly number[] {
  const moments = entries.flatMap(({ constraint }) => {
    if (constraint === undefined) return [];
    if (constraint.type === 'start_date') return [Date.parse(constraint.start_date) - start];
    return [timeOfDay(constraint.start_time), timeOfDay(constraint.end_time)];
  });
  const within = moments.filter((after) => after > 0 && after < MILLIS_PER_DAY);
  return [...new Set([0, ...within])].sort((a, b) => a - b);
}

type Price = Omit<TariffStep, 'after'>;

/**
 * Of the entries that hold at `time` the last one listed is in force, as the package means its lists. A tariff by time
 * of day has no date of its own: it belongs to the dated price above it and begins with it (rule IDX-41).
 */
function priceAt(entries: readonly ConditionalPrice[], time: Millis): Price | undefined {
  const begun = (entry: ConditionalPrice): boolean => entry.constraint?.type !== 'start_date' || holds(entry, time);
  const inForce = entries.findLast((entry, i) => holds(entry, time) && entries.slice(0, i).every(begun));
  const [input, output] = [perMillion(inForce?.prices.input_mtok), perMillion(inForce?.prices.output_mtok)];
  if (input === undefined || output === undefined) return undefined;
  return { input, cached: perMillion(inForce?.prices.cache_read_mtok) ?? null, output };
}

function holds({ constraint }: ConditionalPrice, time: Millis): boolean {
  return constraint === undefined || constraintHolds(constraint, time);
}

function constraintHolds(constraint: StartDateConstraint | TimeOfDateConstraint, time: Millis): boolean {
  if (constraint.type === 'start_date') return time >= Date.parse(constraint.start_date);
  const now = time - startOf(dateOf(time));
  const from = timeOfDay(constraint.start_time);
  const to = timeOfDay(constraint.end_time);
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

/** `06:00:00Z` as milliseconds since midnight UTC. */
function timeOfDay(text: string): number {
  return (Date.parse(`1970-01-02T${text}`) + MILLIS_PER_DAY) % MILLIS_PER_DAY;
}

/** Where a price rises with the length of the request, the reference workload pays the first step. */
function perMillion(price: ModelPrice[string]): Money | undefined {
  const dollars = typeof price === 'object' ? price.base : price;
  return dollars === undefined ? undefined : scaledNumber(dollars, MICRO_PLACES);
}

function same(a: Price | undefined, b: Price): boolean {
  return a?.input === b.input && a.cached === b.cached && a.output === b.output;
}
