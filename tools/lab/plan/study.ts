/**
 * Everything a plan is made of, from the flags to the simulated years: figures, without a word for a person.
 *
 * Whatever cannot be used is refused before anything is simulated.
 */
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dateOf, firstDayOf, isTradingDay, type Month } from '#core/calendar.ts';
import { SIT } from '#core/contract.ts';
import { DEFAULT_PROGRAMME } from '#core/market-making/programmes.ts';
import { millis, ONE_MILLION, type Ticks, type TradeDate } from '#core/units.ts';
import { tableThree } from '#lab/jump-diffusion/parameters.ts';
import { coreModels } from '#lab/models/core-models.ts';
import { type HedgedMonth, hedgeMonths, meanOver } from '#lab/planning/back-test.ts';
import { type CoMovement, changesOf, coMovement } from '#lab/planning/co-movement.ts';
import { type MonthBought, monthsOf, type Projection, project } from '#lab/planning/exposure.ts';
import { type Strategy, strategies, tradingDayBefore } from '#lab/planning/holdings.ts';
import { holdingsOf, type PlannedMonth, planMonths } from '#lab/planning/plan.ts';
import type { Holding, Outcomes, Scenario } from '#lab/planning/scenario.ts';
import { Random } from '#makers/random.ts';
import { Complaint } from '../../complaint.ts';
import type { Work } from '../experiment.ts';
import { type Basket, basketOf } from './basket.ts';
import type { PlanPart } from './draw-part.ts';
import type { Flags } from './flags.ts';
import { linksOf, type NamedLink } from './links.ts';
import { embeddedReference, type Reference, referenceOf } from './reference.ts';
import { UsageUnreadable } from './usage-columns.ts';
import { readUsageCsv, USAGE_BYTES_MAX, type UsageFile } from './usage-csv.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/bills.csv', import.meta.url));
/** So many parts whatever the threads, so that they change nothing. */
const PARTS = 16;
/** Posted prices are compared with the index for a year before the first bill, too. */
const DAYS_BEFORE = 365;
const DAYS_OF_WEEK = 7;

export interface Study {
  readonly flags: Flags;
  readonly file: UsageFile;
  readonly months: readonly MonthBought[];
  readonly reference: Reference;
  /** The mean of the index in each of `months`; undefined where it is not known. */
  readonly indexOfMonths: readonly (number | undefined)[];
  readonly projection: Projection;
  /** The first month that is hedged, and the trading day before it, on which everything is bought. */
  readonly from: Month;
  readonly start: TradeDate;
  readonly indexNow: number;
  readonly paid: CoMovement;
  readonly chained: CoMovement;
  readonly posted: CoMovement;
  readonly basket: Basket;
  /** Dollars a dollar. */
  readonly ratio: number;
  readonly planned: readonly PlannedMonth[];
  readonly holdings: Readonly<Record<Strategy, readonly Holding[]>>;
  /** Shares of value: what SIT asks for today, and what the paper's formula does. */
  readonly margins: { readonly sit: number; readonly paper: number };
  readonly scenario: Scenario;
  readonly links: readonly NamedLink[];
  readonly parts: readonly Outcomes[];
  readonly backTest: readonly HedgedMonth[];
}

/** Throws a Complaint. */
export async function studyOf(flags: Flags, work: Work): Promise<Study> {
  const today = dateOf(millis(Date.now()));
  const file = usageOf(flags.usage ?? EXAMPLE, today);
  const months = monthsOf(file.usage);
  const [firstMonth, lastMonth] = [(months[0] as MonthBought).month, (months.at(-1) as MonthBought).month];
  const from = flags.from ?? lastMonth + 1;
  if (from <= lastMonth) throw new Complaint('USAGE', '--from has to be a month after the last bill.');
  const start = tradingDayBefore(firstDayOf(from));
  const lastDay = (firstDayOf(lastMonth + 1) - 1) as TradeDate;
  const firstDay = (firstDayOf(firstMonth) - DAYS_BEFORE) as TradeDate;
  const reference = flags.index === undefined ? embeddedReference(firstDay, lastDay) : referenceOf(flags.index);
  const indexNow = reference.on(Math.min(lastDay, start) as TradeDate);
  if (indexNow === undefined)
    throw new Complaint('FILE_UNUSABLE', 'The index has no value before the first month to hedge.');

  const indexOfMonths = months.map(({ month }) => indexOfMonth(reference, month));
  const paired = (own: (month: MonthBought) => number) =>
    months.flatMap((one, at) => {
      const index = indexOfMonths[at];
      return index === undefined ? [] : [{ period: one.month, own: own(one), index }];
    });
  const basket = basketOf(file.usage, firstDay, lastDay);
  const dice = Random.of(flags.seed, 'plan bootstrap');
  const paid = coMovement(changesOf(paired((one) => one.paid)), dice);
  const chained = coMovement(changesOf(paired((one) => one.chained)), dice);
  const posted = coMovement(changesOf(weeklyPairs(basket, reference, firstDay, lastDay)), dice);
  if (flags.cover === 'mv' && paid.line === undefined)
    throw new Complaint(
      'FILE_UNUSABLE',
      `Your bills show no minimum-variance ratio: ${paid.because}. Say how much to cover (--cover), or bring an index (--index).`,
    );

  const projection = project(months, flags.months, flags.growth);
  const ratio = flags.cover === 'mv' ? (paid.line?.slope ?? 0) : (flags.cover * projection.price) / indexNow;
  const purchases = projection.tokens.map((tokens, at) => ({ month: from + at, tokens }));
  const planned = planMonths(purchases, ratio, flags.rate, start);
  const holdings = { strip: holdingsOf(planned, 'strip', start), stack: holdingsOf(planned, 'stack', start) };
  const margins = marginsOn(reference, lastDay);
  const links = linksOf(months, indexOfMonths, paid);
  const scenario: Scenario = {
    parameters: { ...tableThree, level: Math.log(indexNow) },
    indexNow,
    priceNow: projection.price,
    start,
    purchases,
    links,
    hedges: strategies.map((strategy) => holdings[strategy]),
    terms: {
      front: (SIT.takerFeeRate + DEFAULT_PROGRAMME.front.spreadMax / 2) / ONE_MILLION,
      others: (SIT.takerFeeRate + DEFAULT_PROGRAMME.others.spreadMax / 2) / ONE_MILLION,
      margin: margins.sit,
      rate: flags.rate,
    },
  };
  const paths = Math.ceil(flags.paths / PARTS);
  const parts = await work.map<PlanPart, Outcomes>(
    'drawPlanPart',
    Array.from({ length: PARTS }, (_, part) => ({ scenario, paths, seed: flags.seed, part })),
    'parts of the simulated years',
  );
  const backTest = backTestOf(months, basket, reference, firstMonth, flags.cover);
  return {
    flags,
    file,
    months,
    reference,
    indexOfMonths,
    projection,
    from,
    start,
    indexNow,
    paid,
    chained,
    posted,
    basket,
    ratio,
    planned,
    holdings,
    margins,
    scenario,
    links,
    parts,
    backTest,
  };
}

/** Throws a Complaint. */
function usageOf(path: string, today: TradeDate): UsageFile {
  try {
    // A file that is far too large is not even opened.
    if (statSync(path).size > USAGE_BYTES_MAX)
      throw new UsageUnreadable(`the file has more than ${USAGE_BYTES_MAX} bytes`);
    return readUsageCsv(readFileSync(path), today);
  } catch (cause) {
    if (!(cause instanceof UsageUnreadable) && !(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new Complaint('FILE_UNUSABLE', `${path} is not used:\n${cause.message}`);
  }
}

function indexOfMonth(reference: Reference, month: Month): number | undefined {
  const first = firstDayOf(month);
  if (reference.on(first) === undefined) return undefined;
  return meanOver(first, (firstDayOf(month + 1) - 1) as TradeDate, (date) => reference.on(date) as number);
}

function weeklyPairs(basket: Basket, reference: Reference, first: TradeDate, last: TradeDate) {
  const from = Math.max(first, reference.first);
  const weeks = Math.max(0, Math.floor((last - from) / DAYS_OF_WEEK) + 1);
  return Array.from({ length: weeks }, (_, period) => {
    const date = (from + DAYS_OF_WEEK * period) as TradeDate;
    return { period, own: basket.on(date), index: reference.on(date) as number };
  });
}

/** What margin asks for after the trading days up to `last`; the models look back as far as they remember. */
function marginsOn(reference: Reference, last: TradeDate): Study['margins'] {
  const prices: Ticks[] = [];
  const memory = Math.max(...coreModels.map((model) => model.memory));
  for (let date = last; date >= reference.first && prices.length < memory; date = (date - 1) as TradeDate) {
    const value = isTradingDay(date) ? reference.on(date) : undefined;
    if (value !== undefined) prices.unshift(Math.max(1, Math.round(value * ONE_MILLION)) as Ticks);
  }
  const rateOf = (name: string) => {
    const model = coreModels.find((one) => one.name === name) as (typeof coreModels)[number];
    return model.rateAfter(prices.slice(-model.memory)) / ONE_MILLION;
  };
  return { sit: rateOf('historical'), paper: rateOf('paper') };
}

/** The months of the bills, each at the posted price of all that was bought, hedged from the day before the first. */
function backTestOf(
  months: readonly MonthBought[],
  basket: Basket,
  reference: Reference,
  firstMonth: Month,
  cover: number | 'mv',
): HedgedMonth[] {
  const eve = tradingDayBefore(firstDayOf(firstMonth));
  const [entry, before] = [reference.on(eve), basket.on(eve)];
  if (entry === undefined || before === 0) return [];
  // A ratio that was measured in these months could not be known before them: then all of the bill is covered.
  const ratio = ((cover === 'mv' ? 1 : cover) * before) / entry;
  const costs = months.map(({ month, tokens }) => ({
    month,
    tokens,
    price: meanOver(firstDayOf(month), (firstDayOf(month + 1) - 1) as TradeDate, (date) => basket.on(date)),
  }));
  return hedgeMonths(costs, ratio, before, entry, (date) => reference.on(date) as number);
}
