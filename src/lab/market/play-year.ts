/**
 * One played year from settings to figures: what each company paid, beside the formula on the same prices, and how the
 * market was.
 */
import type { Month } from '#core/calendar.ts';
import { tableThree } from '../jump-diffusion/parameters.ts';
import { actorsOf } from './actors.ts';
import { Company } from './company.ts';
import { type FormulaCosts, formulaCosts, priced } from './formula.ts';
import { planOf } from './hedge-plan.ts';
import { tradingDays } from './hedged-year.ts';
import type { Liquidity } from './liquidity.ts';
import { Expectations } from './model-clock.ts';
import { byModel } from './month-value.ts';
import { LOOKS, PlayedMarket } from './played-market.ts';
import { drawPrices } from './prices.ts';
import { type CompanyYear, reckon } from './reckoning.ts';
import type { MarketSettings } from './settings.ts';

/** What a year is played from. */
export interface YearTask {
  readonly settings: MarketSettings;
  readonly seed: number;
  readonly year: number;
}

/** What a year came to. */
export interface PlayedYear {
  readonly year: number;
  readonly companies: readonly CompanyYear[];
  readonly liquidity: Liquidity;
  /** Of the whole market, makers and all. */
  readonly tradingDays: number;
  readonly trades: number;
  /** Million tokens. */
  readonly volume: number;
  readonly halts: number;
  readonly calls: number;
  readonly closeOuts: number;
  readonly defaults: number;
  /** USD that defaulters could not pay. */
  readonly defaultLoss: number;
}

/** Plays the year of the task. */
export function playYear(task: YearTask): PlayedYear {
  return reckonYear(task, playMarket(task));
}

/** What a year that was played came to. */
export function reckonYear({ settings, year }: YearTask, market: ReturnType<typeof playMarket>): PlayedYear {
  const { played, companies, expectations, prices } = market;
  const { records, liquidity, exchange, margins } = played;
  const finalPriceOf = (month: Month) =>
    (exchange.contracts.find((contract) => contract.month === month)?.settlementPrice ?? 0) * settings.tick;
  return {
    year,
    companies: companies.map((company, number) => {
      const record = records.companies[number] as (typeof records.companies)[number];
      const costs = formulaCosts(settings, company.legs, prices, number, expectations);
      const outcome = reckon(settings, costs, {
        ...{ legs: company.legs, record, funding: margins.funding[number] as number, finalPriceOf },
      });
      const { calls, closeOuts, refused } = record;
      const hindered = { ...Object.fromEntries(company.hindered), ...Object.fromEntries(refused) };
      return { year, company: number, ...costs, ...outcome, calls, closeOuts, hindered };
    }),
    liquidity,
    tradingDays: tradingDays.length,
    trades: records.trades,
    volume: records.lots * settings.lot,
    halts: records.halts,
    calls: records.calls,
    closeOuts: records.closeOuts,
    defaults: records.defaults,
    defaultLoss: records.defaultLoss / 1e6,
  };
}

/** The market of a year after its last day, for whoever wants to look into it. */
export function playMarket({ settings, seed, year }: YearTask) {
  const expectations = new Expectations(tableThree);
  const prices = drawPrices(tableThree, settings.basis, settings.hedgers, seed, year);
  const legs = priced(planOf(settings), prices, expectations);
  const expected = Math.exp(tableThree.level);
  const companies = Array.from({ length: settings.hedgers }, () => new Company(settings, legs, expected, LOOKS.length));
  const yearSeed = (Math.imul(seed, 1_000_003) + year) | 0;
  const actors = actorsOf(settings, yearSeed, expectations);
  const played = new PlayedMarket(settings, prices, actors, companies, byModel(expectations));
  played.play();
  return { played, companies, expectations, prices };
}

/** Years without a market: what the formula says of them. */
export interface FormulaTask {
  readonly settings: MarketSettings;
  readonly seed: number;
  /** From year `from` up to, but not including, `to`. */
  readonly from: number;
  readonly to: number;
}

/** The costs of every company in each of the years by the formula alone, which takes no time beside a played year. */
export function formulaYears({ settings, seed, from, to }: FormulaTask): (readonly FormulaCosts[])[] {
  const expectations = new Expectations(tableThree);
  const plan = planOf(settings);
  return Array.from({ length: to - from }, (_, i) => {
    const prices = drawPrices(tableThree, settings.basis, settings.hedgers, seed, from + i);
    const legs = priced(plan, prices, expectations);
    return prices.own.map((_own, number) => formulaCosts(settings, legs, prices, number, expectations));
  });
}
