/**
 * Posted prices, as the package `@pydantic/genai-prices` has them.
 *
 * The package lists providers and models under exact names, with dated prices and tariffs by time of day. A name is
 * taken as it is written: a model that is not listed has no price here, however similar another one's name may be.
 * Nothing is fetched; what an installed version does not know, the index does not know either.
 */
import { readFileSync } from 'node:fs';
import {
  type ConditionalPrice,
  findProvider,
  type ModelPrice,
  type StartDateConstraint,
  type TimeOfDateConstraint,
} from '@pydantic/genai-prices';
import { MILLIS_PER_DAY } from '#core/calendar.ts';
import { MICRO_DOLLARS_PER_DOLLAR, type Millis, type Money, money } from '#core/units.ts';

/** Package and version that the posted prices come from, for display. */
export const priceSource = `@pydantic/genai-prices ${installedVersion()}`;

/** Micro-dollars per million tokens. */
export interface PostedPrice {
  readonly input: Money;
  readonly output: Money;
}

/** What `provider` asks for `model` at `time`; undefined when the package has no price for input and output. */
export function postedPrice(provider: string, model: string, time: Millis): PostedPrice | undefined {
  const found = findProvider({ providerId: provider });
  const listed = found?.id === provider ? found.models.find(({ id }) => id === model) : undefined;
  const prices = Array.isArray(listed?.prices) ? inForce(listed.prices, time) : listed?.prices;
  const input = perMillionTokens(prices?.input_mtok);
  const output = perMillionTokens(prices?.output_mtok);
  return input === undefined || output === undefined ? undefined : { input, output };
}

/** Of the entries that hold at `time` the last one listed is in force; that is how the package means its lists. */
function inForce(entries: readonly ConditionalPrice[], time: Millis): ModelPrice | undefined {
  return entries.findLast(({ constraint }) => constraint === undefined || holds(constraint, time))?.prices;
}

function holds(constraint: StartDateConstraint | TimeOfDateConstraint, time: Millis): boolean {
  if (constraint.type === 'start_date') return time >= Date.parse(constraint.start_date);
  const now = time % MILLIS_PER_DAY;
  const from = timeOfDay(constraint.start_time);
  const to = timeOfDay(constraint.end_time);
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

/** `06:00:00Z` as milliseconds since midnight UTC. */
function timeOfDay(text: string): number {
  return (Date.parse(`1970-01-02T${text}`) + MILLIS_PER_DAY) % MILLIS_PER_DAY;
}

/** Where a price rises with the length of the request, the reference workload pays the first step. */
function perMillionTokens(price: ModelPrice[string]): Money | undefined {
  const dollars = typeof price === 'object' ? price.base : price;
  return dollars === undefined ? undefined : money(Math.round(dollars * MICRO_DOLLARS_PER_DOLLAR));
}

function installedVersion(): string {
  const packageFile = new URL('../package.json', import.meta.resolve('@pydantic/genai-prices'));
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  return version;
}
