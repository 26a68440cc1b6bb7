/**
 * The price of a day at one source.
 *
 * A source shows prices at moments; each holds until the next, so they form a step function over time. What was seen at
 * or after the end of the day (24:00 UTC) belongs to a later day, and the last one before the day holds from 00:00.
 * A price is a row of legs, and all of its legs change together: three for a listing, one for an hour of a GPU.
 */
import { MILLIS_PER_DAY, startOf } from '../calendar.ts';
import type { Millis, Money, TradeDate } from '../units.ts';
import { byName } from './by-name.ts';
import { roundedAmount } from './half-even.ts';

/** A price as a source showed it. */
export interface Reading {
  readonly observedAt: Millis;
  readonly fetchedAt: Millis;
  /** Of the document it was read in. */
  readonly hash: string;
  readonly legs: readonly Money[];
}

export interface DayPrice {
  readonly legs: readonly Money[];
  /** When the last price before the end of the day was seen. */
  readonly observedAt: Millis;
  /** A leg was zero in a price that counts: an invitation, not a price (rule IDX-2). */
  readonly free: boolean;
}

/** The first millisecond that no longer belongs to `date`: its 24:00 UTC. */
export function endOf(date: TradeDate): Millis {
  return (startOf(date) + MILLIS_PER_DAY) as Millis;
}

/** The price of `date` (rule IDX-1); null when nothing was seen before the day ended. */
export function dayPrice(readings: readonly Reading[], date: TradeDate, priceOfDay: 'mean' | 'noon'): DayPrice | null {
  const end = endOf(date);
  const steps = readings.filter(({ observedAt }) => observedAt < end).sort(byMoment);
  const last = steps.at(-1);
  if (last === undefined) return null;

  const counting = priceOfDay === 'mean' ? inForce(steps, date) : [{ reading: atNoon(steps, date), ms: 1 }];
  const covered = counting.reduce((sum, { ms }) => sum + ms, 0);
  const legs = last.legs.map((_, leg) => {
    const weighted = counting.reduce(
      (sum, { reading, ms }) => sum + BigInt(reading.legs[leg] as Money) * BigInt(ms),
      0n,
    );
    return roundedAmount(weighted, BigInt(covered));
  });
  const free = counting.some(({ reading }) => reading.legs.some((leg) => leg === 0));
  return { legs, observedAt: last.observedAt, free };
}

/** The readings that hold for a part of the day, each with how long. The first starts the day or comes within it. */
function inForce(steps: readonly Reading[], date: TradeDate): { readonly reading: Reading; readonly ms: number }[] {
  return steps
    .map((reading, i) => {
      const from = Math.max(reading.observedAt, startOf(date));
      return { reading, ms: (steps[i + 1]?.observedAt ?? endOf(date)) - from };
    })
    .filter(({ ms }) => ms > 0);
}

/** The reading in force at 12:00 UTC, else the first one after it. */
function atNoon(steps: readonly Reading[], date: TradeDate): Reading {
  const noon = startOf(date) + MILLIS_PER_DAY / 2;
  return steps.findLast(({ observedAt }) => observedAt <= noon) ?? (steps[0] as Reading);
}

/**
 * By moment. Of two prices seen at one moment the one fetched later holds; what comes after that only makes sure that
 * the order of evidence decides nothing.
 */
function byMoment(a: Reading, b: Reading): number {
  return (
    a.observedAt - b.observedAt ||
    a.fetchedAt - b.fetchedAt ||
    byName(a.hash, b.hash) ||
    a.legs.reduce((order, leg, i) => order || leg - (b.legs[i] as Money), 0)
  );
}
