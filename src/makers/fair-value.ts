/**
 * What a listed month should be worth: the mean of the fixings of its delivery period, as far as they are known, and of
 * the fixings expected for the rest.
 *
 *   fair = (sum of known fixings + m × expected) / (k + m)      k days known, m days to come
 *   expected(h days ahead) = index × exp(drift × h / 365 + news × a(h) + outlook × b(h))
 *
 * News passes: a(h) rises within days and fades over months. The outlook is slow: b(h) rises over months. So the near
 * months move most, far months move less and together, and a month in delivery moves less every day until its last
 * price is the mean that it settles at.
 */
import { dateOf } from '#core/calendar.ts';
import type { Millis } from '#core/units.ts';
import type { ContractView, MemberView } from './member-view.ts';
import { Opinion } from './opinion.ts';

/** Prices of inference fall; the paper's own drift is steeper (arXiv 2603.21690, Table 3). */
const DRIFT_A_YEAR = -0.12;
const NEWS = { dailyMove: 0.042, halfLifeDays: 7 };
const OUTLOOK = { dailyMove: 0.01, halfLifeDays: 45 };

/**
 * A way to value contracts: what each of them should be worth to somebody with this view, in its ticks, not rounded;
 * undefined where the view gives no value.
 */
export type Valuation = (view: MemberView) => (contract: ContractView) => number | undefined;

/** What everybody has read by now: one for all participants of a venue. */
export class PublicOpinion {
  readonly #news: Opinion;
  readonly #outlook: Opinion;

  constructor(seed: number) {
    this.#news = new Opinion(seed, 'news', NEWS);
    this.#outlook = new Opinion(seed, 'outlook', OUTLOOK);
  }

  at(time: Millis): { readonly news: number; readonly outlook: number } {
    return { news: this.#news.at(time), outlook: this.#outlook.at(time) };
  }
}

/** Values by the latest fixings and what everybody has read. */
export function byOpinion(opinion: PublicOpinion): Valuation {
  return (view) => {
    const read = opinion.at(view.time);
    return (contract) => fairValue(contract, view, read);
  };
}

/** The fair value of `contract` in its ticks, not rounded; undefined before the first fixing. */
export function fairValue(
  contract: ContractView,
  { time, fixings }: MemberView,
  opinion: ReturnType<PublicOpinion['at']>,
): number | undefined {
  const latest = fixings.at(-1);
  if (latest === undefined) return undefined;
  const { deliveryFrom, lastTradingDay } = contract;
  const known = fixings.filter(({ date }) => date >= deliveryFrom && date <= lastTradingDay);
  const firstToCome = Math.max(deliveryFrom, latest.date + 1);
  const toCome = Math.max(0, lastTradingDay - firstToCome + 1);
  const sumKnown = known.reduce((sum, { value }) => sum + value, 0);

  const ahead = Math.max(0, (firstToCome + lastTradingDay) / 2 - dateOf(time));
  const news = opinion.news * (1 - Math.exp(-ahead / 3)) * Math.exp(-ahead / 200);
  const outlook = opinion.outlook * (1 - Math.exp(-ahead / 120));
  const expected = latest.value * Math.exp((DRIFT_A_YEAR * ahead) / 365 + news + outlook);
  return (sumKnown + toCome * expected) / (known.length + toCome) / contract.tickSize;
}
