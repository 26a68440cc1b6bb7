/**
 * The back-test: whether the margin of one lot, set every day, would have covered what came.
 *
 * Every day has a margin; the loss it is held against is that of the next `horizon` days. Losses are counted over periods
 * that do not overlap, every `horizon`-th day from the first, because a loss that lies in two periods would count as two
 * exceedances, one right after the other. Whether a loss exceeds is decided in whole numbers.
 */
import { type Millionths, ONE_MILLION, type Ticks } from '#core/units.ts';
import type { MarginModel } from '../models/margin-model.ts';
import type { PriceSeries } from '../series/price-series.ts';
import {
  christoffersen,
  kupiec,
  type LikelihoodRatio,
  type TrafficLight,
  trafficLight,
} from '../statistics/coverage-tests.ts';
import { highest, largestRise, mean, peakToTrough } from '../statistics/procyclicality.ts';

/** All models are held against 99 %: one period in a hundred may exceed. */
export const EXPECTED = 0.01;
/** Prices before the first tested day, and after the last: as many as any model asks for, so that all have the same days. */
export const PRICES_BEFORE = 250;
export const PRICES_AFTER = 2;
const RISE_DAYS = 5;

export const sides = ['long', 'short'] as const;
export type Side = (typeof sides)[number];

/** One day on which a margin was set. */
export interface MarginDay {
  /** Its place in the series. */
  readonly at: number;
  readonly rate: Millionths;
  /** How far the price is `horizon` days later, as a share of that day's: −0.8 is a fall by 80 %. */
  readonly move: number;
  /** Whether a period begins here, and the side to which its move cost more than the margin. */
  readonly isCounted: boolean;
  readonly exceeded: Side | undefined;
}

export interface SideResult {
  readonly side: Side;
  readonly periods: number;
  readonly exceedances: number;
  readonly coverage: LikelihoodRatio;
  readonly independence: LikelihoodRatio;
  readonly light: TrafficLight;
  /** The most by which a loss went beyond the margin, as a share of the contract's value; 0 when none did. */
  readonly worstShortfall: number;
}

/** How the margin rate itself moved over all days. */
export interface RateResult {
  readonly average: number;
  readonly peakToTrough: number;
  /** The largest rise within five days, as a share: 0.6 is 60 %. */
  readonly largestRise: number;
}

export interface BacktestResult {
  readonly series: PriceSeries;
  readonly model: MarginModel;
  readonly days: readonly MarginDay[];
  readonly sides: readonly SideResult[];
  readonly rate: RateResult;
}

/** How many days of a series can be tested: those with prices enough before and after them. */
export function testableDays({ prices }: PriceSeries): number {
  return Math.max(0, prices.length - PRICES_BEFORE - PRICES_AFTER);
}

/** Tests `model` on the last `most` testable days of `series`, of which there is at least one. */
export function backtest(series: PriceSeries, model: MarginModel, most = Number.POSITIVE_INFINITY): BacktestResult {
  const testable = testableDays(series);
  if (testable < 1) throw new RangeError(`${series.name} has ${series.prices.length} prices, which is too few to test`);
  const count = Math.min(testable, most);
  const first = PRICES_BEFORE + testable - count;
  const days = Array.from({ length: count }, (_, day) =>
    marginDay(series.prices, first + day, model, day % model.horizon === 0),
  );
  const rates = days.map(({ rate }) => rate / ONE_MILLION);
  return {
    series,
    model,
    days,
    sides: sides.map((side) => sideResult(side, days)),
    rate: { average: mean(rates), peakToTrough: peakToTrough(rates), largestRise: largestRise(rates, RISE_DAYS) },
  };
}

function marginDay(prices: readonly Ticks[], at: number, model: MarginModel, isCounted: boolean): MarginDay {
  const now = prices[at] as Ticks;
  const change = (prices[at + model.horizon] as Ticks) - now;
  const rate = model.rateAfter(prices.slice(at + 1 - model.memory, at + 1));
  // Whole numbers below 2^53: a price times a million.
  const isExceeded = isCounted && Math.abs(change) * ONE_MILLION > rate * now;
  const exceeded = isExceeded ? (change < 0 ? 'long' : 'short') : undefined;
  return { at, rate, move: change / now, isCounted, exceeded };
}

function sideResult(side: Side, days: readonly MarginDay[]): SideResult {
  const counted = days.filter(({ isCounted }) => isCounted);
  const exceeded = counted.map((day) => day.exceeded === side);
  const exceedances = exceeded.filter(Boolean).length;
  return {
    side,
    periods: counted.length,
    exceedances,
    coverage: kupiec(counted.length, exceedances, EXPECTED),
    independence: christoffersen(exceeded),
    light: trafficLight(counted.length, exceedances, EXPECTED),
    worstShortfall: highest([0, ...counted.filter((_, i) => exceeded[i]).map(shortfall)]),
  };
}

function shortfall({ move, rate }: MarginDay): number {
  return Math.abs(move) - rate / ONE_MILLION;
}
