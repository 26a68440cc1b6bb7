/**
 * What months could lose together, and what each could lose alone: the question every model answers, and the offset.
 *
 * A model's risk is a measure with two properties, and everything that margin promises rests on them. It doubles when the
 * lots double, and two portfolios together never have more of it than the two apart. So an offset is never negative, a
 * single month has none, and no fill of an order raises what an account must have (rule MAR-8). Sums are kept whole, as
 * big integers in fractions of a micro-dollar, because a rounding in between would break the second property.
 */
import { type Lots, type Millionths, type Money, ONE_MILLION } from '../units.ts';
import type { ScenarioNumber } from './risk-array.ts';

/** What an account has in one month. */
export interface Leg {
  readonly rank: number;
  /** Signed; twice the lots in the middle of what the account may come to hold (rule MAR-12). */
  readonly lots: Lots;
  /** The outright margin of one lot. */
  readonly marginPerLot: Money;
}

export interface Risk {
  /** The sum of what each month could lose alone, in `parts` of a micro-dollar. */
  readonly alone: bigint;
  readonly together: bigint;
  readonly parts: bigint;
  readonly reason: RiskReason;
}

/** What the joint risk consists of: amounts in the same parts, of doubled lots. */
export type RiskReason =
  | { readonly basis: 'largerSide'; readonly long: bigint; readonly short: bigint }
  | {
      readonly basis: 'scenarios';
      readonly scan: bigint;
      /** The scenario with the largest loss, 1 to 16. */
      readonly scenario: ScenarioNumber;
      readonly interMonth: bigint;
    }
  | {
      readonly basis: 'worstDays';
      /** The loss of each of the worst days, largest first, and how many days ago it was; 1 is the last day. */
      readonly days: readonly { readonly ago: number; readonly loss: bigint }[];
    };

/** What is taken off the margin of the legs, whose lots are doubled; rounded down (rule MAR-11). */
export function offsetOf({ alone, together, parts }: Risk, share: Millionths): Money {
  return Number(((alone - together) * BigInt(share)) / (2n * parts * BigInt(ONE_MILLION))) as Money;
}

/** An amount of a risk in micro-dollars of lots as they are, rounded up: for people to read. */
export function inMoney(amount: bigint, { parts }: Risk): Money {
  const divisor = 2n * parts;
  return Number((amount + divisor - 1n) / divisor) as Money;
}
