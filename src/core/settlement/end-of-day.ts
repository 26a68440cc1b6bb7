/**
 * The end of a trading day, one step a command (rule SET-6).
 *
 * What a step needs is in the state, so a venue that stopped between two steps goes on where it was. Each step is a room
 * of its own; here is only their order.
 */
import type { EndDay } from '../commands.ts';
import { absorbLosses } from '../default/absorb-losses.ts';
import { collectFund } from '../default/collect-fund.ts';
import { callMargin } from '../default/margin-calls.ts';
import { lastFixingOf } from '../due.ts';
import type { Emit } from '../events.ts';
import { invariant } from '../invariants.ts';
import type { DayRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import type { Orders } from '../trading/orders.ts';
import { nextTradeDate } from '../trading-calendar.ts';
import { endOfTradingDay } from '../trading-clock.ts';
import type { Millis, TradeDate } from '../units.ts';
import { closeContracts } from './close-contracts.ts';
import { type DayStep, daySteps } from './day-steps.ts';
import { deriveNextTerms } from './next-terms.ts';
import { payVariation } from './pay-variation.ts';
import { fixPrices } from './settle-prices.ts';
import { stateMargin } from './state-margin.ts';

/** The day that ends, and what its steps work with. */
export interface EndingDay {
  readonly state: VenueState;
  readonly orders: Orders;
  readonly date: TradeDate;
  /** The trading day after it. */
  readonly next: TradeDate;
  readonly time: Millis;
  readonly emit: Emit;
}

const carryOut: Readonly<Record<DayStep, (day: EndingDay) => void>> = {
  close: closeContracts,
  prices: fixPrices,
  variation: payVariation,
  defaults: absorbLosses,
  terms: deriveNextTerms,
  fund: collectFund,
  calls: callMargin,
  statements: stateMargin,
  nextDay: startNextDay,
};

/** The step that the day's end waits for. */
export function nextStep({ stepsDone }: Pick<VenueState, 'stepsDone'>): DayStep {
  return daySteps[stepsDone] as DayStep;
}

/** Why a step cannot be taken: not this day, not over, its fixing is not there yet, or another step comes first. */
export function refuseEndOfDay(state: VenueState, { date, step }: EndDay, time: Millis): DayRejection | undefined {
  if (state.tradeDate !== date || time < endOfTradingDay(state.calendar, date)) return 'DATE_NOT_NEXT';
  const last = state.fixings.at(-1);
  if (last === undefined || last.date < lastFixingOf(state.calendar, date)) return 'FIXING_MISSING';
  return step === nextStep(state) ? undefined : 'STEP_NOT_NEXT';
}

/**
 * Takes one step of the end of the trading day `date`, which is the one that trades. A day that was missed is ended like
 * any other (rule SET-7), so that every contract comes to its last trading day and finds its fixings there.
 */
export function endDay(state: VenueState, orders: Orders, command: EndDay, time: Millis, emit: Emit): void {
  const { date, step } = command;
  const next = nextTradeDate(state.calendar, date);
  state.stepsDone += 1;
  carryOut[step]({ state, orders, date, next, time, emit });
  emit.happened({ type: 'dayStepDone', date, step });
}

function startNextDay({ state, date, next, time, emit }: EndingDay): void {
  const { risk, accounts, ledger } = state;
  if (risk.hasFund)
    for (const { id } of accounts.all) invariant(ledger.cashOf(id) >= 0, 'nobody owes anything when a day begins');
  state.stepsDone = 0;
  state.startTradeDate(next);
  state.repeats.forget(time);
  emit.happened({ type: 'dayEnded', date, next });
}
