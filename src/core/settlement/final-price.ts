/**
 * The price at which a contract ends: the mean of its delivery period's fixings, or what stands in for it.
 *
 * A day without a fixing is left out of every mean and never counts as zero (rule SET-24). Every mean is exact until
 * its one rounding. Which fixings there are, and who set what stands in for them, is told; nothing here is remembered.
 */

import type { FixedValue } from '../fixings.ts';
import { meanInTicks, meanOfFixings } from '../price-index/mean.ts';
import { type Money, ONE_MILLION, type Ticks, type TradeDate } from '../units.ts';
import type { FinalRules } from './settlement-rules.ts';

/** What a final settlement looks at. */
export interface Delivery {
  /** The delivery period, both days included, each of them a calendar day (rule CON-6). */
  readonly first: TradeDate;
  readonly last: TradeDate;
  /** Every day of its product's index that was fixed so far, oldest first. */
  readonly fixings: readonly FixedValue[];
  /** What the administrator has set for days that were withheld (rule SET-20). */
  readonly fallbacks: ReadonlyMap<TradeDate, Money>;
  /** What a committee has set (rule SET-22). */
  readonly committee: Ticks | undefined;
  /** The settlement price of the day before (rule SET-21). */
  readonly previous: Ticks;
  readonly tickSize: number;
  readonly priceMax: Ticks;
}

export type FinalMethod = 'final' | 'fallbackFixings' | 'lastFixings' | 'committee';

export interface FinalPrice {
  readonly price: Ticks;
  readonly method: FinalMethod;
  readonly inputs: FinalInputs;
}

/** What a final price was made of. */
export interface FinalInputs {
  /** How many days of the delivery period had a fixing, and how many days it has. */
  readonly fixings: number;
  readonly days: number;
  /** How many withheld days had a stand-in, where these counted. */
  readonly standIns?: number;
  /** The settlement price of the day before, where it counted. */
  readonly previous?: Ticks;
}

/** A way that was not open, and why. */
export interface ClosedWay {
  readonly method: FinalMethod;
  readonly reason: 'tooFewFixings' | 'tooFewStandIns' | 'noCommitteePrice';
}

/**
 * The final settlement price by the first way that is open (rules SET-19 to SET-22), and the ways that were not.
 * Without a price the contract settles as on any other day.
 */
export function finalPriceBy(
  rules: FinalRules,
  delivery: Delivery,
): { readonly final: FinalPrice | undefined; readonly passed: readonly ClosedWay[] } {
  const { tickSize, fallbacks, committee, previous, priceMax } = delivery;
  const published = publishedIn(delivery);
  const standIns = [...fallbacks].flatMap(([date, value]) =>
    isIn(delivery, date) && !isPublished(delivery, date) ? [value] : [],
  );
  const days = delivery.last - delivery.first + 1;
  const enough = (values: readonly Money[]) => values.length * ONE_MILLION >= days * rules.validShare;
  const meanOf = (values: readonly Money[]) => (enough(values) ? meanInTicks(values, tickSize) : undefined);
  const all = { fixings: published.length, days };
  const ways = [
    { method: 'final', price: meanOf(published), inputs: all, reason: 'tooFewFixings' },
    {
      method: 'fallbackFixings',
      price: meanOf([...published, ...standIns]),
      inputs: { ...all, standIns: standIns.length },
      reason: 'tooFewStandIns',
    },
    {
      method: 'lastFixings',
      price: lastFixingsPrice(rules.lastFixings, delivery),
      inputs: { ...all, previous },
      reason: 'tooFewFixings',
    },
    { method: 'committee', price: committee, inputs: all, reason: 'noCommitteePrice' },
  ] as const;
  const open = ways.findIndex(({ price }) => price !== undefined);
  const passed = ways.slice(0, open === -1 ? ways.length : open).map(({ method, reason }) => ({ method, reason }));
  const way = ways[open];
  if (way?.price === undefined) return { final: undefined, passed };
  return { final: { price: bounded(way.price, priceMax), method: way.method, inputs: way.inputs }, passed };
}

/**
 * The mean of the last so many fixings, moved by the basis: what the market stood above the last fixing when it last
 * settled. Undefined when the index has not had so many (rule SET-21).
 */
function lastFixingsPrice(count: number, delivery: Delivery): number | undefined {
  const { fixings, last: end, previous, tickSize } = delivery;
  const valid = fixings.flatMap(({ date, value }) => (date <= end && value !== undefined ? [value] : []));
  const last = valid.slice(-count);
  if (last.length < count) return undefined;
  // The basis goes into the mean as so many equal parts, so that there is one rounding.
  const basis = previous * tickSize - (last.at(-1) as number);
  const moved = last.map((value) => (value + basis) as Money);
  return moved.reduce((sum, value) => sum + value, 0) > 0 ? meanInTicks(moved, tickSize) : 0;
}

/** The mean so far of a contract in delivery, and how much of the period it covers (rule SET-23). */
export function runningAverage(delivery: Pick<Delivery, 'first' | 'last' | 'fixings'>): {
  readonly fixings: number;
  readonly of: number;
  /** Micro-dollars per unit of the index, rounded half to even; null before the first fixing. */
  readonly mean: Money | null;
} {
  const values = publishedIn(delivery);
  return { fixings: values.length, of: delivery.last - delivery.first + 1, mean: meanOfFixings(values) ?? null };
}

/** The published fixings of the delivery period. */
export function publishedIn(delivery: Pick<Delivery, 'first' | 'last' | 'fixings'>): Money[] {
  return delivery.fixings.flatMap(({ date, value }) => (isIn(delivery, date) && value !== undefined ? [value] : []));
}

function isIn({ first, last }: Pick<Delivery, 'first' | 'last'>, date: TradeDate): boolean {
  return date >= first && date <= last;
}

function isPublished({ fixings }: Delivery, date: TradeDate): boolean {
  return fixings.some((fixing) => fixing.date === date && fixing.value !== undefined);
}

/** The lowest price of any contract is one tick, the highest that of its product (rule SET-4). */
function bounded(price: number, priceMax: Ticks): Ticks {
  return Math.min(Math.max(price, 1), priceMax) as Ticks;
}
