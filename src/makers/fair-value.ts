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
import type { SettlementIndex } from '#core/contract.ts';
import type { Millis } from '#core/units.ts';
import type { ContractView, MemberView } from './member-view.ts';
import { Opinion, type OpinionTerms } from './opinion.ts';

interface MarketFigures {
  /** What prices are expected to do in a year, in logs. */
  readonly drift: number;
  readonly news: OpinionTerms;
  readonly outlook: OpinionTerms;
}

/**
 * Prices of inference fall; the paper's own drift is steeper (arXiv 2603.21690, Table 3). An hour of an ageing GPU falls,
 * too, and moves less: 1.6 % a day is a volatility of 26 % a year, which is what an index of posted H100 hours had. All
 * figures are ours.
 */
const FIGURES: Readonly<Record<SettlementIndex, MarketFigures>> = {
  tokens: {
    drift: -0.12,
    news: { dailyMove: 0.042, halfLifeDays: 7 },
    outlook: { dailyMove: 0.01, halfLifeDays: 45 },
  },
  compute: {
    drift: -0.15,
    news: { dailyMove: 0.016, halfLifeDays: 5 },
    outlook: { dailyMove: 0.003, halfLifeDays: 60 },
  },
};

/** What is thought of one market: what passes, and what stays. */
export interface Thought {
  readonly news: number;
  readonly outlook: number;
}

/**
 * A way to value contracts: what each of them should be worth to somebody with this view, in its ticks, not rounded;
 * undefined where the view gives no value.
 */
export type Valuation = (view: MemberView) => (contract: ContractView) => number | undefined;

/** What everybody has read by now: one for all participants of a venue. */
export class PublicOpinion {
  readonly #opinions: Readonly<Record<SettlementIndex, { readonly news: Opinion; readonly outlook: Opinion }>>;

  constructor(seed: number) {
    const { tokens, compute } = FIGURES;
    this.#opinions = {
      tokens: { news: new Opinion(seed, 'news', tokens.news), outlook: new Opinion(seed, 'outlook', tokens.outlook) },
      compute: {
        news: new Opinion(seed, 'compute news', compute.news),
        outlook: new Opinion(seed, 'compute outlook', compute.outlook),
      },
    };
  }

  /** What is thought of the market of an index at `time`, which is not before the time last asked for. */
  of(index: SettlementIndex, time: Millis): Thought {
    const { news, outlook } = this.#opinions[index];
    return { news: news.at(time), outlook: outlook.at(time) };
  }
}

/** Values by the latest fixings and what everybody has read. */
export function byOpinion(opinion: PublicOpinion): Valuation {
  return (view) => (contract) => fairValue(contract, view, opinion.of(contract.index, view.time));
}

/** The fair value of `contract` in its ticks, not rounded; undefined before the first fixing. */
export function fairValue(
  contract: ContractView,
  { time, fixings: seen }: MemberView,
  opinion: Thought,
): number | undefined {
  const { deliveryFrom, lastTradingDay, index } = contract;
  const fixings = seen[index];
  const latest = fixings.at(-1);
  if (latest === undefined) return undefined;
  const known = fixings.filter(({ date }) => date >= deliveryFrom && date <= lastTradingDay);
  const firstToCome = Math.max(deliveryFrom, latest.date + 1);
  const toCome = Math.max(0, lastTradingDay - firstToCome + 1);
  const sumKnown = known.reduce((sum, { value }) => sum + value, 0);

  const ahead = Math.max(0, (firstToCome + lastTradingDay) / 2 - dateOf(time));
  const news = opinion.news * (1 - Math.exp(-ahead / 3)) * Math.exp(-ahead / 200);
  const outlook = opinion.outlook * (1 - Math.exp(-ahead / 120));
  const expected = latest.value * Math.exp((FIGURES[index].drift * ahead) / 365 + news + outlook);
  return (sumKnown + toCome * expected) / (known.length + toCome) / contract.tickSize;
}
