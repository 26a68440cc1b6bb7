/**
 * Margin by filtered historical simulation: what the last days would do to a position if they happened again now, at
 * today's volatility and within the days that closing out takes.
 *
 * A month has the returns of its rank among the product's months, so that a new month has a past. The rate is the worse of
 * long and short. It asks for the larger of 99 % value at risk and 97.5 % expected shortfall, mixes in what the same days
 * would do at the largest volatility of the look-back, has a floor, and adds what a list price may do overnight. What
 * months take off each other is measured on whole days, so that it is their true common movement and no correlation has
 * to be assumed: every month's losses are stretched until its own expected shortfall is its margin, and then added up day
 * by day.
 */
import { divideDown, divideUp, type Millionths, type Money, ONE_MILLION } from '../units.ts';
import { type FilteredReturns, filterReturns, scenarioReturns } from './filtered-returns.ts';
import type { HistoricalRules } from './margin-rules.ts';
import { atMostWhole, type Candidate, type MonthRate } from './month.ts';
import type { Leg, Risk } from './risk.ts';
import { kthWorst, largerOf, sumOfWorst, tailOf, worstOf } from './worst.ts';

/** The share of scenarios that lie beyond 99 % and beyond 97.5 %, in thousandths. */
const VALUE_AT_RISK_TAIL = 10;
const SHORTFALL_TAIL = 25;

/** What the days of one rank come to, at today's volatility. */
export interface RankHistory {
  readonly filtered: FilteredReturns;
  /** Returns over the horizon, oldest day first. */
  readonly scenarios: readonly number[];
}

/** Lives through the returns of a rank, oldest first, at today's volatility (rules MAR-21 and MAR-22). */
export function liveThrough(rules: HistoricalRules, returns: readonly Millionths[]): RankHistory {
  const filtered = filterReturns(returns, rules.decayHundredths, rules.deviationFloor);
  const today = Math.max(filtered.deviation, rules.deviationFloor) as Millionths;
  return { filtered, scenarios: scenarioReturns(filtered.scores, today, rules.horizonDays) };
}

/** The rate of a month, the worse of long and short (rules MAR-22 to MAR-24). */
export function rateByHistory(rules: HistoricalRules, { filtered, scenarios }: RankHistory): MonthRate {
  const stressed = Math.max(filtered.largest, rules.stressDeviation) as Millionths;
  const { valueAtRisk, shortfall } = tails(scenarios);
  const stress = tails(scenarioReturns(filtered.scores, stressed, rules.horizonDays));
  const core = Math.max(valueAtRisk, shortfall);
  const stressCore = Math.max(stress.valueAtRisk, stress.shortfall);
  const weighted = divideUp(core * (ONE_MILLION - rules.stressWeight) + stressCore * rules.stressWeight, ONE_MILLION);
  const gap = gapAddOn(rules);
  const found: Candidate = weighted > rules.floor ? rate('weighted', weighted) : rate('floor', rules.floor);
  const candidates = [
    rate('valueAtRisk', valueAtRisk),
    rate('expectedShortfall', shortfall),
    rate('stress', stressCore),
    rate('weighted', weighted),
    rate('floor', rules.floor),
    rate('gap', gap),
  ];
  return { rule: found.rule, rate: atMostWhole(found.rate + gap), candidates };
}

const rate = (rule: Candidate['rule'], value: number): Candidate => ({ rule, rate: value as Millionths });

/** So many days must stand behind an offset before all of it is given. */
const OFFSET_DAYS = 60;

/** The part of `share` that so many days of common movement are good for, rounded down (rule MAR-25). */
export function shareAfter(days: number, share: Millionths): Millionths {
  return divideDown(share * Math.min(days, OFFSET_DAYS), OFFSET_DAYS) as Millionths;
}

/** What is asked for a list price that jumps: the largest of the weighted moves, rounded up (rule MAR-24). */
export function gapAddOn({ gaps }: Pick<HistoricalRules, 'gaps'>): Millionths {
  return Math.max(0, ...gaps.map(({ move, weight }) => divideUp(Math.abs(move) * weight, ONE_MILLION))) as Millionths;
}

/** Value at risk and expected shortfall of one unit, each the worse of long and short; the mean is rounded up. */
function tails(scenarios: readonly number[]): { valueAtRisk: number; shortfall: number } {
  const n = scenarios.length;
  if (n === 0) return { valueAtRisk: 0, shortfall: 0 };
  const k = tailOf(n, SHORTFALL_TAIL);
  const sides = [scenarios, scenarios.map((r) => -r)];
  return {
    valueAtRisk: Math.max(...sides.map((losses) => kthWorst(losses, tailOf(n, VALUE_AT_RISK_TAIL)))),
    shortfall: Math.max(...sides.map((losses) => divideUp(Number(sumOfWorst(losses, k)), k))),
  };
}

/** The losses of one long lot on each day, stretched so that its margin is its expected shortfall. */
export interface LotLosses {
  readonly losses: readonly number[];
  /** The sum of the k worst days of a long and of a short lot. */
  readonly long: bigint;
  readonly short: bigint;
}

/**
 * Stretches the scenarios of a rank (rule MAR-25). The target is one micro-dollar short of the margin, and every loss is
 * rounded towards zero, so that the k worst days of one lot never sum to more than k times its margin.
 */
export function lossesOfLot(scenarios: readonly number[], marginPerLot: Money): LotLosses {
  const k = tailOf(scenarios.length, SHORTFALL_TAIL);
  const worse = [scenarios.map((r) => -r), scenarios].map((losses) => sumOfWorst(losses, k));
  const [long = 0n, short = 0n] = worse;
  const divisor = largerOf(long, short);
  if (divisor === 0n) return { losses: scenarios.map(() => 0), long: 0n, short: 0n };
  const target = BigInt(k) * BigInt(marginPerLot - 1);
  const losses = scenarios.map((r) => Number((BigInt(-r) * target) / divisor));
  return { losses, long: sumOfWorst(losses, k), short: sumOfWorst(negative(losses), k) };
}

/** What legs could lose on the worst of the same days (rule MAR-25); `losses` gives the days of one lot of a leg. */
export function riskByHistory(legs: readonly Leg[], losses: (leg: Leg) => LotLosses): Risk {
  const perLot = legs.map(losses);
  const days = perLot[0]?.losses.length ?? 0;
  const k = tailOf(days, SHORTFALL_TAIL);
  const sums = new Array<number>(days).fill(0);
  let alone = 0n;
  for (const [i, { lots }] of legs.entries()) {
    const { losses: own, long, short } = perLot[i] as LotLosses;
    for (let day = 0; day < days; day += 1) sums[day] = (sums[day] as number) + lots * (own[day] as number);
    alone += BigInt(lots) * (lots > 0 ? long : -short);
  }
  const together = sumOfWorst(sums, k);
  const worst = worstOf(sums, k).map(({ loss, at }) => ({ ago: days - at, loss: BigInt(loss) }));
  return { alone, together, parts: BigInt(Math.max(1, k)), reason: { basis: 'worstDays', days: worst } };
}

const negative = (losses: readonly number[]) => losses.map((loss) => -loss || 0);
