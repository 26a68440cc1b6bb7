/**
 * A product's margin model at work: the one place that knows which model it is.
 *
 * It is asked for the rate of a month once a day, and for the risk of legs and the lots that can be closed in time
 * whenever an account's margin is wanted. It remembers the product's days by rank, nearest month first, because what a
 * price did at one maturity says more about the month that comes to it than that month's own past.
 */
import type { Lots, Millionths } from '../units.ts';
import { lotsInTime, VOLUME_DAYS } from './concentration.ts';
import {
  type LotLosses,
  liveThrough,
  lossesOfLot,
  type RankHistory,
  rateByHistory,
  riskByHistory,
  shareAfter,
} from './historical-model.ts';
import type { MarginRules } from './margin-rules.ts';
import type { Month, MonthRate } from './month.ts';
import { rateByLadder, riskOfLargerSide } from './rate-model.ts';
import type { Leg, Risk } from './risk.ts';
import { rateByScan, riskByScenarios } from './scenario-model.ts';

/** One day of a product: its months' returns and volumes by rank. */
export interface ProductDay {
  readonly returns: readonly Millionths[];
  readonly volumes: readonly Lots[];
}

/** The days that are remembered, oldest first; of either figure as many as the rules ask for. */
export interface ProductDaysSnapshot {
  readonly returns: readonly (readonly number[])[];
  readonly volumes: readonly (readonly number[])[];
  /** The day that has been closed and does not count yet; absent while there is none. */
  readonly closed?: { readonly returns: readonly number[]; readonly volumes: readonly number[] };
}

export class ProductMargin {
  readonly rules: MarginRules;
  #returns: readonly (readonly number[])[];
  #volumes: readonly (readonly number[])[];
  #closed: ProductDaysSnapshot['closed'];
  /** By rank; what has been worked out since the last day. */
  readonly #histories = new Map<number, RankHistory>();
  readonly #losses = new Map<number, LotLosses & { readonly marginPerLot: number }>();
  readonly #inTime = new Map<number, Lots>();

  constructor(rules: MarginRules, days: ProductDaysSnapshot = { returns: [], volumes: [] }) {
    this.rules = rules;
    this.#returns = days.returns;
    this.#volumes = days.volumes;
    this.#closed = days.closed;
  }

  /** A day's prices are paid. It counts from the terms of the next day on, which come a step later. */
  closeDay(day: ProductDay): void {
    const { model, concentration } = this.rules;
    if (model === 'historical' || concentration !== null) this.#closed = day;
  }

  /** The day that was closed counts from now on. */
  startDay(): void {
    if (this.#closed === undefined) return;
    const { rules } = this;
    const { returns, volumes } = this.#closed;
    this.#closed = undefined;
    if (rules.model === 'historical') this.#returns = [...this.#returns, returns].slice(-rules.lookBack);
    if (rules.concentration !== null) this.#volumes = [...this.#volumes, volumes].slice(-VOLUME_DAYS);
    this.#histories.clear();
    this.#losses.clear();
    this.#inTime.clear();
  }

  /** The outright rate of a month, before price rules and averaging have been looked at. */
  rateOf(month: Month): MonthRate {
    const { rules } = this;
    if (rules.model === 'rate') return rateByLadder(rules, month);
    if (rules.model === 'scenario') return rateByScan(rules, month);
    return rateByHistory(rules, this.#historyOf(month.rank));
  }

  /** What legs could lose together, nearest month first. */
  riskOf(legs: readonly Leg[]): Risk {
    const { rules } = this;
    if (rules.model === 'rate') return riskOfLargerSide(legs);
    if (rules.model === 'scenario') return riskByScenarios(rules, legs);
    return riskByHistory(legs, (leg) => this.#lossesOf(leg));
  }

  /** The share of what months take off each other that is given (rules MAR-11 and MAR-25). */
  get offsetShare(): Millionths {
    const { offsetShare, model } = this.rules;
    return model === 'historical' ? shareAfter(this.#returns.length, offsetShare) : offsetShare;
  }

  /** The lots of the month of that rank that can be closed out in time; all there are when nobody asks. */
  lotsInTime(rank: number): Lots {
    const { concentration } = this.rules;
    if (concentration === null) return Number.MAX_SAFE_INTEGER as Lots;
    let lots = this.#inTime.get(rank);
    if (lots === undefined) {
      lots = lotsInTime(concentration, byRank(this.#volumes, rank));
      this.#inTime.set(rank, lots);
    }
    return lots;
  }

  #historyOf(rank: number): RankHistory {
    const { rules } = this;
    let history = this.#histories.get(rank);
    if (history === undefined && rules.model === 'historical') {
      history = liveThrough(rules, byRank(this.#returns, rank) as Millionths[]);
      this.#histories.set(rank, history);
    }
    return history as RankHistory;
  }

  #lossesOf({ rank, marginPerLot }: Leg): LotLosses {
    const known = this.#losses.get(rank);
    if (known?.marginPerLot === marginPerLot) return known;
    const losses = { ...lossesOfLot(this.#historyOf(rank).scenarios, marginPerLot), marginPerLot };
    this.#losses.set(rank, losses);
    return losses;
  }

  /** Undefined while there is nothing to remember. */
  snapshot(): ProductDaysSnapshot | undefined {
    const closed = this.#closed;
    if (closed === undefined && this.#returns.length === 0 && this.#volumes.length === 0) return undefined;
    return { returns: this.#returns, volumes: this.#volumes, ...(closed && { closed }) };
  }
}

/** The figures of one rank, oldest first; a day on which no month had that rank counts as nothing. */
function byRank(days: readonly (readonly number[])[], rank: number): number[] {
  return days.map((day) => day[rank] ?? 0);
}
