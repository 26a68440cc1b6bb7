/**
 * The embedded list of GPU hours: what sellers posted for an hour of H100-80GB-SXM on demand, and when it was seen.
 *
 * Like the embedded token prices it is the same for everybody and needs no network. It was put together from what others
 * had read of the sellers' pages, it says so of every price, and nobody refreshes it: the last price of a seller holds
 * until a newer list is shipped.
 */
import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { dateOf, startOf } from '#core/calendar.ts';
import type { RegisteredGpuSeller } from '#core/price-index/terms.ts';
import { type Millis, type Money, millis, type TradeDate } from '#core/units.ts';
import { MICRO_PLACES, scaledDecimal } from './decimals.ts';
import { hashOf, type Reading } from './source.ts';

export const GPU_LIST = 'gpu-list';

const closed = { additionalProperties: false };
const PostedHour = Type.Object(
  {
    seller: Type.String({ minLength: 1 }),
    gpu: Type.String({ minLength: 1 }),
    /** The first day on which it is known to have been posted. */
    seen: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
    /** US dollars. */
    hour: Type.String({ pattern: '^[0-9]+\\.[0-9]{1,6}$' }),
    /** Where the seller posts it. */
    page: Type.String({ pattern: '^https://' }),
    /** What it is the price of, and who read it there. */
    source: Type.String({ minLength: 12 }),
  },
  closed,
);
const GpuList = Type.Object({ about: Type.String(), prices: Type.Array(PostedHour, { minItems: 1 }) }, closed);
export type PostedHour = Static<typeof PostedHour>;

const bytes = readFileSync(new URL('./gpu-list.json', import.meta.url));
/** The list as it is written, by the day on which a price was seen. */
export const postedHours: readonly PostedHour[] = Value.Parse(GpuList, JSON.parse(bytes.toString('utf8'))).prices;

/** The day of its newest price: the list is as old as that. */
export const gpuListDate: TradeDate = Math.max(...postedHours.map(({ seen }) => dateSeen(seen))) as TradeDate;

const document = { source: GPU_LIST, fetchedAt: startOf(gpuListDate), hash: hashOf(bytes) };

/** What the list shows on `date` of these sellers: of each of their GPUs the price seen last, at 00:00 UTC (rule IDX-50). */
export function gpuListReading(sellers: readonly Pick<RegisteredGpuSeller, 'seller'>[], date: TradeDate): Reading {
  const wanted = new Set(sellers.map(({ seller }) => seller));
  const shown = new Map<string, PostedHour>();
  for (const posted of postedHours)
    if (wanted.has(posted.seller) && dateSeen(posted.seen) <= date) shown.set(`${posted.seller} ${posted.gpu}`, posted);
  const gpuHours = [...shown.values()].map(({ seller, gpu, hour }) => ({
    seller,
    gpu,
    observedAt: startOf(date),
    hour: scaledDecimal(hour, MICRO_PLACES) as Money,
  }));
  return { document, prices: [], gpuHours, problems: [] };
}

function dateSeen(text: string): TradeDate {
  return dateOf(millis(Date.parse(`${text}T00:00:00Z`)) as Millis);
}
