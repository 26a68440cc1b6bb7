/**
 * The price model on the study's calendar.
 *
 * The model's own clock starts one season before the hedge begins, at a level from which its trend arrives, on that day,
 * where the model says that it is: so days before the hedge have a place too, and every formula stays as it is.
 */
import type { TradeDate } from '#core/units.ts';
import { futuresTerm } from '../jump-diffusion/futures-price.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { leftAfter } from '../jump-diffusion/transition.ts';
import { hedgeFrom, indexFrom, lastDay, yearsAt } from './hedged-year.ts';

/** The same model, whose time 0 is one period of its season earlier. */
export function startedEarlier(parameters: Parameters): Parameters {
  const { level, trend, season } = parameters;
  const slope = trend[0]?.perYear ?? 0;
  return {
    ...parameters,
    level: level - slope * season.period,
    trend: trend.map(({ from, perYear }, i) => ({ from: i === 0 ? 0 : from + season.period, perYear })),
  };
}

/** Every day that has a fixing, oldest first. */
export const fixingDays: readonly TradeDate[] = Array.from(
  { length: lastDay - indexFrom + 1 },
  (_, i) => (indexFrom + i) as TradeDate,
);

/** The day whose fixing is known when the hedge begins. */
export const eve = (hedgeFrom - 1) as TradeDate;

/** What the model expects of fixings, from the logarithm of the latest one. It remembers what it has worked out. */
export class Expectations {
  readonly #parameters: Parameters;
  readonly #terms = new Map<number, Float64Array>();

  constructor(parameters: Parameters) {
    this.#parameters = startedEarlier(parameters);
  }

  /** The expected fixing of `date`, in USD, when that of `latest` was e^`logPrice`; `date` is not before `latest`. */
  fixing(logPrice: number, latest: TradeDate, date: TradeDate): number {
    return Math.exp(leftAfter(this.#parameters, (date - latest) / 365) * logPrice + this.#term(latest, date));
  }

  /** The mean of the expected fixings from `first` to `last`, both included and both after `latest`. */
  meanFixing(logPrice: number, latest: TradeDate, first: TradeDate, last: TradeDate): number {
    let sum = 0;
    for (let date = first; date <= last; date = (date + 1) as TradeDate) sum += this.fixing(logPrice, latest, date);
    return sum / (last - first + 1);
  }

  #term(latest: TradeDate, date: TradeDate): number {
    let row = this.#terms.get(latest);
    if (row === undefined) {
      row = new Float64Array(lastDay - latest + 1).fill(Number.NaN);
      this.#terms.set(latest, row);
    }
    const known = row[date - latest];
    if (known !== undefined && !Number.isNaN(known)) return known;
    const { season } = this.#parameters;
    const term = futuresTerm(this.#parameters, yearsAt(latest) + season.period, yearsAt(date) + season.period);
    row[date - latest] = term;
    return term;
  }
}
