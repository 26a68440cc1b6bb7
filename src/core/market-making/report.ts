/**
 * A maker's days and months in one contract: what was asked, what was kept, and what is given back.
 *
 * A month is made of its days and the terms alone, so whoever has the days can check it. All roundings are in the
 * house's favour. Nothing here moves money.
 */
import {
  add,
  type Millionths,
  type Money,
  millionths,
  NO_MONEY,
  ONE_MILLION,
  shareUp,
  subtract,
  type TradeDate,
} from '../units.ts';
import type { AgreementTerms, RebateTier } from './agreement.ts';
import type { Presence } from './presence-meter.ts';
import { penaltyOf, rememberedPenalty, type Score, shareOf } from './scores.ts';

/** One trading day. Times are in milliseconds, those under stress weighted (rules MMK-5 to MMK-7). */
export interface MakerDay {
  readonly date: TradeDate;
  readonly obligated: number;
  readonly present: number;
  readonly excused: number;
  /** The mean over the obligated time, rounded down (rule MMK-9). */
  readonly score: Score;
  /** What the maker paid for fills of its resting orders. */
  readonly fees: Money;
}

export interface MakerMonth {
  readonly obligated: number;
  readonly present: number;
  readonly excused: number;
  /** Present time in obligated time, rounded down; null when no time was obligated. */
  readonly share: Millionths | null;
  /** Days with obligated time, and those of them on which the share was reached. */
  readonly days: number;
  readonly daysKept: number;
  /** Whether the share of the month was reached; null when no time was obligated (rule MMK-8). */
  readonly met: boolean | null;
  readonly score: Score;
  /** The penalty for this month alone, and the one that remembers the months before (rule MMK-10). */
  readonly ownPenalty: Millionths;
  readonly penalty: Millionths;
  readonly fees: Money;
  readonly rebate: Money;
}

/** The day `date` as it was measured. */
export function makerDay(date: TradeDate, { obligated, present, excused, scoreTime }: Presence, fees: Money): MakerDay {
  const score = obligated === 0 ? 0 : Number(scoreTime / BigInt(obligated));
  return { date, obligated, present, excused, score, fees };
}

/** The month that `days` are, under one agreement (rule MMK-12); `earlier` are own penalties of the months before, oldest first. */
export function monthlyReport(
  days: readonly MakerDay[],
  { shareMin, rebates }: AgreementTerms,
  earlier: readonly Millionths[],
): MakerMonth {
  const obligated = sum(days.map((day) => day.obligated));
  const present = sum(days.map((day) => day.present));
  const asked = days.filter((day) => day.obligated > 0);
  const share = obligated === 0 ? null : shareOf(present, obligated);
  const scoreTime = days.reduce((total, day) => total + BigInt(day.score) * BigInt(day.obligated), 0n);
  const ownPenalty = share === null ? millionths(0) : penaltyOf(share, shareMin);
  const fees = days.reduce((total, day) => add(total, day.fees), NO_MONEY);
  return {
    obligated,
    present,
    excused: sum(days.map((day) => day.excused)),
    share,
    days: asked.length,
    daysKept: asked.filter((day) => shareOf(day.present, day.obligated) >= shareMin).length,
    met: share === null ? null : share >= shareMin,
    score: obligated === 0 ? 0 : Number(scoreTime / BigInt(obligated)),
    ownPenalty,
    penalty: rememberedPenalty(ownPenalty, earlier),
    fees,
    rebate: share === null ? NO_MONEY : rebateOf(fees, share, rebates),
  };
}

/**
 * What a maker with this share of presence gets back of its fees: the highest tier that it reaches, rounded down to the
 * micro-dollar (rule MMK-11).
 */
export function rebateOf(fees: Money, share: Millionths, tiers: readonly RebateTier[]): Money {
  const reached = tiers.findLast(({ shareMin }) => share >= shareMin);
  // What the house keeps rounds up, so what it gives rounds down.
  return subtract(fees, shareUp(fees, millionths(ONE_MILLION - (reached?.rebate ?? 0))));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
