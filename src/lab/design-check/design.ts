/**
 * A contract on paper: what its designer has written down so far, and nothing that is not said.
 *
 * It is close to the product of the venue (`#core/contract.ts`) and goes beyond it: the index it settles at, what makers
 * promise, who bears a loss. Every part may be missing, because a check that lacks its figure says so. Amounts and shares
 * are whole numbers, so that 12 % and 10 % + 2 points are equal; reading the document is the tools' business.
 */
import type { Millionths, Money } from '#core/units.ts';

export interface Design {
  readonly name: string;
  /** Where it is written, in words. */
  readonly source?: string;
  /** The price at which it is judged, per million tokens. */
  readonly price?: Money;
  /** Million tokens in one lot. */
  readonly lotSize?: number;
  /** The tick and the highest price, per million tokens. */
  readonly tickSize?: Money;
  readonly priceMax?: Money;
  /** In lots: one order, one holder in a month, in the month of delivery, over all months. */
  readonly orderQuantityMax?: number;
  readonly positionMax?: number;
  readonly spotMonthMax?: number;
  readonly allMonthsMax?: number;
  readonly limits?: Limits;
  readonly margin?: Margin;
  readonly fees?: { readonly taker: Millionths; readonly maker: Millionths };
  readonly months?: { readonly consecutive: number; readonly quarterly: number };
  readonly calendar?: Calendar;
  readonly settlement?: Settlement;
  readonly index?: Index;
  readonly makers?: Makers;
  /** Who bears what a defaulter cannot pay, first payer first; empty: the design says that nobody does. */
  readonly lossesBorneBy?: readonly string[];
}

/** How far a day's prices may go from the settlement price before. */
export interface Limits {
  /** Absent where only halts bound a day. */
  readonly day?: Millionths;
  /** The same in the month of delivery. */
  readonly spotMonth?: Millionths;
  /** Added to the limit after a locked day, after the next one, … */
  readonly ladder?: readonly Millionths[];
  /** Moves at which trading stops for so many minutes; null: until the next session. */
  readonly halts?: readonly { readonly move: Millionths; readonly minutes: number | null }[];
}

export interface Margin {
  /** The least and the most that is ever asked for, as a share of the contract's value, before `gaps` and `aboveLimit`. */
  readonly floor: Millionths;
  readonly cap?: Millionths;
  /** By how much margin is at least above the next day's limit. */
  readonly aboveLimit?: Millionths;
  /** So many deviations of the last twenty days are covered, in hundredths. */
  readonly coverageHundredths?: number;
  /** The trading days that a position takes to close. */
  readonly days?: number;
  /** The share of periods in which margin is meant to be enough. */
  readonly confidence?: Millionths;
  /** Margin by history: the least deviation of a day, the weight of stressed days, and their least deviation. */
  readonly history?: {
    readonly deviationFloor: Millionths;
    readonly stressWeight: Millionths;
    readonly stressDeviation: Millionths;
  };
  /** Moves of a list price overnight, and what part of each is asked for. */
  readonly gaps?: readonly { readonly move: Millionths; readonly weight: Millionths }[];
  /** Maintenance margin as a share of initial margin. */
  readonly maintenance?: Millionths;
}

export interface Calendar {
  /** Monday to Friday, or every day. */
  readonly tradingDays: 5 | 7;
  readonly lastTradingDay?: 'third Wednesday' | 'last day of the month';
  /** What happens on public holidays. */
  readonly holidays?: string;
}

export interface Settlement {
  /** Whether one fixing makes the final price, or the mean of several. */
  readonly final: 'single' | 'mean';
  /** The first day that counts: of the mean over the delivery month, or only the last so many days of trading. */
  readonly window?: 'from the first of the month' | { readonly lastDays: number };
  readonly fixingDays?: 'calendar' | 'trading';
  /** The share of the fixings that must exist, or another procedure sets the price. */
  readonly validShare?: Millionths;
}

export interface Index {
  readonly average: 'mean' | 'median';
  readonly weights?: 'volume' | 'root volume' | 'equal';
  /** The most that one seller may weigh. */
  readonly cap?: Millionths;
  /** With how many sellers it is published, and with how many at least under a flag. */
  readonly sellersMin?: number;
  readonly reducedSellersMin?: number;
  /** The highest ratio of score to gate that counts. */
  readonly ratioMax?: Millionths;
  /** Scores that admit a model, and those of the model that the unit is named after, in hundredths of a point. */
  readonly gate?: Readonly<Record<string, number>>;
  readonly anchor?: {
    readonly model: string;
    readonly source: string;
    readonly scores: Readonly<Record<string, number>>;
  };
  /** What is done when no full fixing can be had, in this order; empty: nothing. */
  readonly fallback?: readonly string[];
  /** Million tokens a week, by seller. */
  readonly volumes?: Readonly<Record<string, number>>;
}

export interface Makers {
  readonly front: MakerQuote;
  readonly others: MakerQuote;
  /** The share of trading hours in which they quote. */
  readonly presence?: Millionths;
  readonly netCapital?: Money;
}

/** The widest spread, as a share of its middle, and the fewest lots on each side. */
export interface MakerQuote {
  readonly spreadMax: Millionths;
  readonly lotsMin: number;
}
