/**
 * What a margin model is told of a month, and what it answers: a rate, with every rule that was looked at.
 *
 * The facts are taken when a day's terms are derived and hold for that day, whatever is traded in it.
 */
import { divideUp, type Lots, type Millionths, ONE_MILLION, type TradeDate } from '../units.ts';

/** A month on one day. */
export interface MonthFacts {
  /** Its place among the product's months, 0 for the nearest: months of one rank are of about one maturity. */
  readonly rank: number;
  /** Lots held long when the day before was settled. */
  readonly openInterest: Lots;
  /** Trading days that remain, the day itself included; 21 stands for more. */
  readonly daysLeft: number;
  /** The share of the final price that is still to be fixed: all of it before the delivery period. */
  readonly unfixed: Millionths;
}

/** A month on the day for which its rate is asked. */
export interface Month extends MonthFacts {
  readonly date: TradeDate;
  readonly inDelivery: boolean;
  /** The last daily returns of its settlement price, oldest first. */
  readonly returns: readonly Millionths[];
}

/** Which rule gave a rate. `explain-margin.ts` writes them down, the doors and the terminal show them. */
export type RateRule =
  | 'paper'
  | 'priceRules'
  | 'base'
  | 'openInterest'
  | 'deliveryPeriod'
  | 'lastDays'
  | 'move'
  | 'holiday'
  | 'scanRange'
  | 'valueAtRisk'
  | 'expectedShortfall'
  | 'stress'
  | 'weighted'
  | 'floor'
  | 'gap';

export interface Candidate {
  readonly rule: RateRule;
  readonly rate: Millionths;
}

export interface MonthRate extends Candidate {
  /** Everything that was looked at, the rule that gave the rate among it. */
  readonly candidates: readonly Candidate[];
}

/** The highest of several rates; of equals the first. There is at least one. */
export function highest(candidates: readonly Candidate[]): MonthRate {
  let best = candidates[0] as Candidate;
  for (const candidate of candidates) if (candidate.rate > best.rate) best = candidate;
  return { ...best, candidates };
}

/** A rate that no rule may exceed: the whole value. */
export function atMostWhole(rate: number): Millionths {
  return Math.min(rate, ONE_MILLION) as Millionths;
}

/**
 * The share of the final price that is still to be fixed, rounded up: with 10 of 30 fixings done, two thirds. A fixing
 * that was withheld counts for neither, as it does in the mean (rule SET-4).
 */
export function unfixedShare(done: number, toCome: number): Millionths {
  return done === 0 ? (ONE_MILLION as Millionths) : (divideUp(toCome * ONE_MILLION, done + toCome) as Millionths);
}
