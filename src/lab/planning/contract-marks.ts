/**
 * The price of a contract on every day of a path: before its delivery a future on the mean of its fixings, in delivery the
 * mean of those that are known and those that are expected, on its last day the settlement price.
 *
 * What does not depend on the path is worked out once for each contract. Days are counted from the day a hedge is bought.
 */
import { firstDayOf, type Month, thirdWednesday } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { futuresPrice, futuresTerm } from '../jump-diffusion/futures-price.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { leftAfter, momentsAt } from '../jump-diffusion/transition.ts';

export const DAYS_OF_YEAR = 365;

/** A contract, with days counted from `start` on. */
export interface Contract {
  readonly month: Month;
  /** The first and the last day of its fixings. */
  readonly first: number;
  readonly last: number;
  /** ln F(day, what is left of delivery) = weight × ln index + term, for each day before the last. */
  readonly weights: Float64Array;
  readonly terms: Float64Array;
}

/**
 * A contract on the mean of the days left is priced as one on their middle, times what the mean is more than the middle
 * where the index is expected to be. On the day the hedge is bought this is exact, so that no hedge earns by the formula.
 */
export function contractOf(
  parameters: Parameters,
  logNow: number,
  month: Month,
  start: TradeDate,
  days: number,
): Contract {
  const [first, settles] = [firstDayOf(month) - start, thirdWednesday(month) - start];
  const last = Math.min(settles, days);
  const weights = new Float64Array(last + 1);
  const terms = new Float64Array(last + 1);
  for (let day = 0; day < Math.min(settles, last + 1); day += 1) {
    const [now, from] = [day / DAYS_OF_YEAR, Math.max(first, day + 1)];
    const middle = (from + settles) / 2 / DAYS_OF_YEAR;
    const expected = day === 0 ? logNow : momentsAt(parameters, logNow, 0, now).mean;
    let sum = 0;
    for (let fixing = from; fixing <= settles; fixing += 1)
      sum += futuresPrice(parameters, expected, now, fixing / DAYS_OF_YEAR);
    const mean = sum / (settles - from + 1);
    weights[day] = leftAfter(parameters, middle - now);
    terms[day] =
      futuresTerm(parameters, now, middle) + Math.log(mean / futuresPrice(parameters, expected, now, middle));
  }
  return { month, first, last: settles, weights, terms };
}

/**
 * Writes the price of a contract on every day into `marks`, for a `path` of logarithms of the `index`: fixings that are
 * known count as they are, the others as they are expected.
 */
export function markContract(
  { first, last, weights, terms }: Contract,
  path: Float64Array,
  index: Float64Array,
  marks: Float64Array,
): void {
  const fixings = last - first + 1;
  let known = 0;
  for (let day = 0; day < weights.length; day += 1) {
    const isFixed = day >= first;
    if (isFixed) known += index[day] as number;
    if (day === last) marks[day] = known / fixings;
    else {
      const expected = Math.exp((weights[day] as number) * (path[day] as number) + (terms[day] as number));
      marks[day] = isFixed ? (known + (last - day) * expected) / fixings : expected;
    }
  }
}
