/**
 * The ladder: what a day that ended locked at its limit means for the days that follow.
 *
 * A state says how many days in a row ended locked on one side, and what the limit was on the first of them. From it
 * follow the limit of the next day and whether the contract trades at all. When a day counts as locked is
 * `lock-watch.ts`, what prices and margins come of it is `next-day.ts`.
 */
import type { Millionths } from '../units.ts';
import type { PriceRules } from './price-rules.ts';

/** The limit at which a day ended: only bids at the upper one, or only asks at the lower one. */
export type LockedSide = 'up' | 'down';

export interface LadderState {
  /** Days in a row that ended locked on `side`, suspended ones left out; at most one more than the ladder has rungs. */
  readonly days: number;
  readonly side: LockedSide | null;
  /** The limit on the first of these days; 0 when there is none. */
  readonly firstLimit: Millionths;
  /** The next day does not trade (rule PRC-9). */
  readonly suspended: boolean;
}

export const NO_LADDER: LadderState = { days: 0, side: null, firstLimit: 0 as Millionths, suspended: false };

/** What a day left behind. */
export interface LadderDay {
  readonly lockedSide: LockedSide | null;
  /** The limit that was in force. */
  readonly limitRate: Millionths;
  /** Trading days of the contract that remain: 0 after its last one. */
  readonly tradingDaysLeft: number;
}

/** Where the contract stands after a day (rules PRC-8 and PRC-9). */
export function ladderAfterDay(rules: PriceRules, state: LadderState, day: LadderDay): LadderState {
  const { lockedSide, limitRate, tradingDaysLeft } = day;
  if (rules.ladder.length === 0 || tradingDaysLeft === 0) return NO_LADDER;
  // A day without trading says nothing about the price: the ladder stands as it stood.
  if (state.suspended) return { ...state, suspended: false };
  if (lockedSide === null) return NO_LADDER;
  if (lockedSide !== state.side) return { days: 1, side: lockedSide, firstLimit: limitRate, suspended: false };

  const top = rules.ladder.length + 1;
  const days = Math.min(state.days + 1, top);
  return { ...state, days, suspended: days === top && tradingDaysLeft > 1 };
}

/** The limit that the ladder asks for on the next day: that of the first locked day and a rung; 0 when there is none. */
export function ladderLimit({ ladder }: PriceRules, { days, firstLimit }: LadderState): Millionths {
  const rung = ladder[Math.min(days, ladder.length) - 1];
  return (rung === undefined ? 0 : firstLimit + rung) as Millionths;
}
