/**
 * What a hedge bought before the first month would have done to purchases that were made.
 *
 * There were no futures then, so the index stands for them: a contract is bought at the index of the day before the first
 * month and settles at the mean of the index from the first of its month to its last trading day. That is a curve without
 * slope; what a real one would have known beforehand cannot be told.
 */
import { firstDayOf, type Month, thirdWednesday } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';

export interface MonthCost {
  readonly month: Month;
  /** Million tokens. */
  readonly tokens: number;
  /** USD a million on average in the month. */
  readonly price: number;
}

export interface HedgedMonth extends MonthCost {
  readonly cost: number;
  /** The index on which the contract settled. */
  readonly settled: number;
  /** What the hedge paid; below 0 what it asked for. */
  readonly gain: number;
  readonly hedgedCost: number;
  /** What the month cost more than at the price of before the first month. */
  readonly costRise: number;
}

/**
 * Month after month, hedged in `ratio` dollars a dollar at the price `before` and the index `entry`, both in USD a million
 * of the day before the first month. `indexOn` gives the index of a day.
 */
export function hedgeMonths(
  months: readonly MonthCost[],
  ratio: number,
  before: number,
  entry: number,
  indexOn: (date: TradeDate) => number,
): HedgedMonth[] {
  return months.map((one) => {
    const { month, tokens, price } = one;
    const settled = meanOver(firstDayOf(month), thirdWednesday(month), indexOn);
    const gain = ratio * tokens * (settled - entry);
    const cost = tokens * price;
    return { ...one, cost, settled, gain, hedgedCost: cost - gain, costRise: tokens * (price - before) };
  });
}

/** The mean of what `of` gives for each day from `first` to `last`; of days that are all alike exactly their value. */
export function meanOver(first: TradeDate, last: TradeDate, of: (date: TradeDate) => number): number {
  const start = of(first);
  let sum = 0;
  for (let day = first; day <= last; day = (day + 1) as TradeDate) sum += of(day) - start;
  return start + sum / (last - first + 1);
}
