/**
 * One part of the paper's study: so many daily paths of three years, and what becomes of a year's purchases on them.
 *
 * Nothing is kept of a path once it is counted. The sums of two parts add up, so a run is a fixed number of parts,
 * whichever thread computes which.
 */
import { BlockDice } from '../chance/block-dice.ts';
import type { Dice } from '../chance/dice.ts';
import { futuresPrice } from '../jump-diffusion/futures-price.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { drawPath, evenGrid } from '../jump-diffusion/path.ts';
import { BASIS_REVERSION, basisCovariance } from '../procurement/basis.ts';
import { addCounts, count, type Histogram, histogramOf } from '../statistics/histogram.ts';
import { PRICE_NOW } from './published.ts';

export const YEARS = 3;
/** A month has 21 trading days, and a week five. */
const DAYS = 756;
const DAYS_A_MONTH = 21;
const DAYS_A_WEEK = 5;
const MONTHS_A_QUARTER = 3;
const PURCHASES = 12;

export interface PartRequest {
  readonly parameters: Parameters;
  readonly seed: number;
  readonly part: number;
  readonly paths: number;
  readonly ratio: number;
  /** Volatilities of the basis under which the purchases are looked at, on the same paths. */
  readonly bases: readonly number[];
}

/** What is counted of paths, each count a number of paths. */
export interface Counts {
  readonly paths: number;
  /** The price is above twice the first one, looked at daily, weekly and monthly. */
  readonly doubledDaily: number;
  readonly doubledWeekly: number;
  readonly doubledMonthly: number;
  /** It is above twice, above five times what it was at its lowest before; below a fifth of its highest before. */
  readonly doubledFromLow: number;
  readonly roseFivefold: number;
  readonly fellFivefold: number;
}

export interface Part {
  readonly counts: Counts;
  /** By quarter from 0: how the logarithm of the price is spread, and the sums of price, its square and its cube. */
  readonly spreads: readonly Histogram[];
  readonly powers: readonly Float64Array[];
  /** By basis: sums of 1, unhedged cost, its square, hedged cost, its square. */
  readonly costs: readonly Float64Array[];
  /** Under the last basis: how the two costs are spread. */
  readonly unhedged: Histogram;
  readonly hedged: Histogram;
}

export function runPart({ parameters, seed, part, paths, ratio, bases }: PartRequest): Part {
  const dice = BlockDice.of(seed, `paths ${part}`);
  const grid = evenGrid(parameters, YEARS, DAYS);
  const path = new Float64Array(DAYS + 1);
  const start = Math.log(PRICE_NOW);
  const months = Array.from({ length: PURCHASES }, (_, i) => (i + 1) / 12);
  const futures = months.map((time) => futuresPrice(parameters, start, 0, time));
  const wander = unitBasis(months);
  const sums = emptyPart(bases.length);
  const tally = {
    doubledDaily: 0,
    doubledWeekly: 0,
    doubledMonthly: 0,
    doubledFromLow: 0,
    roseFivefold: 0,
    fellFivefold: 0,
  };
  for (let i = 0; i < paths; i += 1) {
    drawPath(grid, start, dice, path);
    tallyPath(path, start, tally);
    for (let quarter = 0; quarter < sums.spreads.length; quarter += 1) {
      const x = path[quarter * MONTHS_A_QUARTER * DAYS_A_MONTH] as number;
      count(sums.spreads[quarter] as Histogram, x);
      addPowers(sums.powers[quarter] as Float64Array, Math.exp(x));
    }
    const basis = wander(dice);
    for (const [at, volatility] of bases.entries()) {
      const [unhedged, hedged] = costsOf(path, futures, ratio, basis, volatility);
      addCost(sums.costs[at] as Float64Array, unhedged, hedged);
      if (at < bases.length - 1) continue;
      count(sums.unhedged, unhedged);
      count(sums.hedged, hedged);
    }
  }
  return { ...sums, counts: { paths, ...tally } };
}

/** All parts as one. */
export function merge(parts: readonly Part[]): Part {
  const bases = (parts[0] as Part).costs.length;
  const all = emptyPart(bases);
  for (const part of parts) {
    for (const [at, spread] of part.spreads.entries()) addCounts(all.spreads[at] as Histogram, spread);
    for (const [at, powers] of part.powers.entries()) addTo(all.powers[at] as Float64Array, powers);
    for (const [at, costs] of part.costs.entries()) addTo(all.costs[at] as Float64Array, costs);
    addCounts(all.unhedged, part.unhedged);
    addCounts(all.hedged, part.hedged);
  }
  const totalOf = (key: keyof Counts) => parts.reduce((sum, { counts }) => sum + counts[key], 0);
  const keys = Object.keys((parts[0] as Part).counts) as (keyof Counts)[];
  return { ...all, counts: Object.fromEntries(keys.map((key) => [key, totalOf(key)])) as unknown as Counts };
}

function emptyPart(bases: number): Omit<Part, 'counts'> {
  const quarters = DAYS / DAYS_A_MONTH / MONTHS_A_QUARTER + 1;
  const list = <T>(length: number, make: () => T): T[] => Array.from({ length }, make);
  return {
    spreads: list(quarters, () => histogramOf(-6, 7, 0.001)),
    powers: list(quarters, () => new Float64Array(4)),
    costs: list(bases, () => new Float64Array(5)),
    unhedged: histogramOf(0, 20, 0.005),
    hedged: histogramOf(0, 20, 0.005),
  };
}

type Tally = { -readonly [key in Exclude<keyof Counts, 'paths'>]: number };

function tallyPath(path: Float64Array, start: number, tally: Tally): void {
  const doubled = start + Math.LN2;
  const five = Math.log(5);
  let [lowest, highest] = [start, start];
  let [daily, weekly, monthly, fromLow, rose, fell] = [false, false, false, false, false, false];
  for (let day = 1; day <= DAYS; day += 1) {
    const x = path[day] as number;
    if (x > doubled) {
      daily = true;
      if (day % DAYS_A_WEEK === 0) weekly = true;
      if (day % DAYS_A_MONTH === 0) monthly = true;
    }
    if (x < lowest) lowest = x;
    if (x > highest) highest = x;
    if (x - lowest > Math.LN2) fromLow = true;
    if (x - lowest > five) rose = true;
    if (highest - x > five) fell = true;
  }
  tally.doubledDaily += Number(daily);
  tally.doubledWeekly += Number(weekly);
  tally.doubledMonthly += Number(monthly);
  tally.doubledFromLow += Number(fromLow);
  tally.roseFivefold += Number(rose);
  tally.fellFivefold += Number(fell);
}

/** Draws the logarithm of the basis at `times` for a volatility of one; any other multiplies it. */
function unitBasis(times: readonly number[]): (dice: Dice) => Float64Array {
  const unit = { volatility: 1, reversion: BASIS_REVERSION };
  const left = times.map((time, i) => Math.exp(-BASIS_REVERSION * (time - (times[i - 1] ?? 0))));
  const deviations = times.map((time, i) => {
    const before = times[i - 1] ?? 0;
    return Math.sqrt(
      basisCovariance(unit, time, time) - (left[i] as number) ** 2 * basisCovariance(unit, before, before),
    );
  });
  const drawn = new Float64Array(times.length);
  return (dice) => {
    let b = 0;
    for (let i = 0; i < drawn.length; i += 1) {
      b = (left[i] as number) * b + (deviations[i] as number) * dice.normal();
      drawn[i] = b;
    }
    return drawn;
  };
}

function costsOf(
  path: Float64Array,
  futures: readonly number[],
  ratio: number,
  basis: Float64Array,
  volatility: number,
) {
  let [unhedged, gained] = [0, 0];
  for (let month = 1; month <= PURCHASES; month += 1) {
    const price = Math.exp(path[month * DAYS_A_MONTH] as number);
    unhedged += price * Math.exp(volatility * (basis[month - 1] as number));
    gained += price - (futures[month - 1] as number);
  }
  return [unhedged / PURCHASES, (unhedged - ratio * gained) / PURCHASES] as const;
}

function addPowers(sums: Float64Array, price: number): void {
  addTo(sums, [1, price, price * price, price * price * price]);
}

function addCost(sums: Float64Array, unhedged: number, hedged: number): void {
  addTo(sums, [1, unhedged, unhedged * unhedged, hedged, hedged * hedged]);
}

function addTo(sums: Float64Array, more: ArrayLike<number>): void {
  for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] as number) + (more[at] as number);
}
