/**
 * What a market maker promises for a product, and what it gets for it: an agreement, as plain data.
 *
 * Terms differ by the place of the month: the front month, which is the nearest one listed, and the others. Under
 * declared stress they are relaxed. Answers to requests for quotes are not part of an agreement, because this venue has
 * no such requests. Which terms are valid is decided in `refuse-agreement.ts`, which ones the venue offers in `programmes.ts`.
 */
import {
  type AccountId,
  divideUp,
  type Lots,
  lots,
  type Millionths,
  type Money,
  millionths,
  ONE_MILLION,
} from '../units.ts';

/** What a maker's quotes must be at a moment to count (rule MMK-3). */
export interface Obligation {
  /** Most that the ask may lie above the bid, as a share of the middle between them. */
  readonly spreadMax: Millionths;
  /** Least lots on each side. */
  readonly lotsMin: Lots;
  /** Least that the smaller side may be, as a share of the larger one; 0 asks nothing. */
  readonly comparableMin: Millionths;
}

/** How terms change while stress is declared (rule MMK-6). */
export interface StressRelief {
  /** The widest spread is so many times as wide. */
  readonly spreadTimes: number;
  /** This share of the least lots is enough, rounded up to a lot. */
  readonly lotsShare: Millionths;
  /** Every millisecond, kept or missed, counts so many times. */
  readonly timeTimes: number;
}

/** From this share of the obligated time on, this share of the maker's fees is given back (rule MMK-11). */
export interface RebateTier {
  readonly shareMin: Millionths;
  readonly rebate: Millionths;
}

export interface AgreementTerms {
  readonly front: Obligation;
  readonly others: Obligation;
  /** Least share of the obligated time with quotes that count (rule MMK-8). */
  readonly shareMin: Millionths;
  /** Least net capital of whoever signs (rule MMK-2). */
  readonly netCapitalMin: Money;
  readonly stress: StressRelief;
  /** Lowest share first; empty gives nothing back. */
  readonly rebates: readonly RebateTier[];
}

/** A maker's promise for all months of one product. */
export interface Agreement {
  readonly account: AccountId;
  /** The code of the product. */
  readonly product: string;
  /** What the maker has shown to own beyond what it owes, wherever it is kept. */
  readonly netCapital: Money;
  readonly terms: AgreementTerms;
}

/** What is asked of a maker in a contract: in the front month or another, and relaxed under stress (rule MMK-6). */
export function obligationOf(terms: AgreementTerms, isFront: boolean, isStressed: boolean): Obligation {
  const plain = isFront ? terms.front : terms.others;
  if (!isStressed) return plain;
  const { spreadTimes, lotsShare } = terms.stress;
  return {
    ...plain,
    spreadMax: millionths(plain.spreadMax * spreadTimes),
    lotsMin: lots(divideUp(plain.lotsMin * lotsShare, ONE_MILLION)),
  };
}
