/**
 * The prices of one played year: the index, by the model, and what each company pays, which is the index with a basis of
 * its own.
 *
 * Every year has its own stream of chance for the index and one for every company, so whatever else is changed, the
 * same year has the same prices. Before the hedge begins the path is moved as a whole so that it arrives at the model's
 * starting price: every hedge begins at the same price, in a market that has seen prices move.
 */
import type { TradeDate } from '#core/units.ts';
import { Random } from '#makers/random.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { drawPath, gridOf } from '../jump-diffusion/path.ts';
import { BASIS_REVERSION } from '../procurement/basis.ts';
import { indexFrom, yearsAt } from './hedged-year.ts';
import { eve, fixingDays, startedEarlier } from './model-clock.ts';

export interface Prices {
  /** Micro-dollars per million tokens, as fixings are: one for each of `fixingDays`. */
  readonly index: Float64Array;
  /** USD per million tokens, for each company and day. */
  readonly own: readonly Float64Array[];
}

/** Where `date` stands among `fixingDays`. */
export const placeOf = (date: TradeDate): number => date - indexFrom;

/** The prices of year `year` of `seed`, for so many companies whose basis deviates by `basis` a year. */
export function drawPrices(
  parameters: Parameters,
  basis: number,
  companies: number,
  seed: number,
  year: number,
): Prices {
  const shifted = startedEarlier(parameters);
  const moments = fixingDays.map((date) => yearsAt(date) + parameters.season.period);
  const begins = placeOf(eve);
  const start = parameters.level;
  const dice = Random.of(seed, `index of year ${year}`);
  const logs = new Float64Array(moments.length);
  const before = new Float64Array(begins + 1);
  drawPath(gridOf(shifted, moments.slice(0, begins + 1)), start, dice, before);
  const moved = start - (before[begins] as number);
  before.forEach((log, i) => {
    logs[i] = log + moved;
  });
  drawPath(gridOf(shifted, moments.slice(begins)), start, dice, logs.subarray(begins));
  const index = logs.map((log) => Math.max(1, Math.round(Math.exp(log) * 1e6)));
  const own = Array.from({ length: companies }, (_, company) =>
    withBasis(index, basis, Random.of(seed, `basis of company ${company} in year ${year}`)),
  );
  return { index, own };
}

/** db = −reversion · b dt + basis · dW, exact from day to day, zero until the hedge begins. */
function withBasis(index: Float64Array, basis: number, dice: Random): Float64Array {
  const kept = Math.exp(-BASIS_REVERSION / 365);
  const shock = basis * Math.sqrt((1 - kept * kept) / (2 * BASIS_REVERSION));
  let log = 0;
  return index.map((price, i) => {
    if (i > placeOf(eve)) log = kept * log + shock * dice.normal();
    return (price / 1e6) * Math.exp(log);
  });
}

/** The mean of `values` over the days from `first` to `last`, both included. */
export function meanOver(values: Float64Array, first: TradeDate, last: TradeDate): number {
  let sum = 0;
  for (let i = placeOf(first); i <= placeOf(last); i += 1) sum += values[i] as number;
  return sum / (last - first + 1);
}
