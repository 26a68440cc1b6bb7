/**
 * What was fixed for each day: the two values that contracts settle to, and how they stand in a snapshot.
 *
 * A day has one row, whatever of it was withheld, and rows stand in the order of their days. How a value comes about is
 * the price index's business.
 */
import { indexOf, type ProductSpecification } from './contract.ts';
import type { Money, TradeDate } from './units.ts';

/** One index on one day, in micro-dollars per unit of it; undefined when it was withheld. */
export interface FixedValue {
  readonly date: TradeDate;
  readonly value: Money | undefined;
}

/** What was fixed for a day: the Token Price Index as `value`, and the compute index beside it. */
export interface FixedDay extends FixedValue {
  readonly compute: Money | undefined;
}

/** The days as the index of a product fixed them (rule CON-15). */
export function fixingsFor(
  days: readonly FixedDay[],
  product: Pick<ProductSpecification, 'index'>,
): readonly FixedValue[] {
  return indexOf(product) === 'tokens' ? days : days.map(({ date, compute }) => ({ date, value: compute }));
}

/** The third is absent where the compute index was withheld, which leaves the hash of such a day as it always was. */
export type FixingRow = readonly [date: number, value: number | null, compute?: number];

/** A day as it stands in a snapshot. */
export function fixingRow({ date, value, compute }: FixedDay): FixingRow {
  return compute === undefined ? [date, value ?? null] : [date, value ?? null, compute];
}

/** A day as it was written by `fixingRow`. */
export function restoreFixing([date, value, compute]: FixingRow): FixedDay {
  return {
    date: date as TradeDate,
    value: value === null ? undefined : (value as Money),
    compute: compute as Money | undefined,
  };
}
