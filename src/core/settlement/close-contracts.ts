/** The first step of a day's end: nothing gathers or trades any more (rule AUC-10). */
import type { ListedContract } from '../listed-contract.ts';
import { rulesOf } from '../phase.ts';
import { enterPhase } from '../trading/phases.ts';
import { endOfTradingDay } from '../trading-clock.ts';
import type { Millis } from '../units.ts';
import type { EndingDay } from './end-of-day.ts';

/** Closes every contract, as at the end of the trading day. */
export function closeContracts(day: EndingDay): void {
  const over = endOfTradingDay(day.state.calendar, day.date);
  for (const contract of day.state.contracts) if (!contract.expired) close(contract, over, day);
}

/** What has not closed by the schedule closes now; an auction that was left open ends. */
function close(contract: ListedContract, over: Millis, { state, orders, emit }: EndingDay): void {
  const { phase, phaseUntil, specification, prices } = contract;
  const isLeftOpen = rulesOf(phase).isAuction && phaseUntil === null;
  const isScheduled = specification.schedule !== undefined && phase !== 'closed' && phase !== 'settlement';
  if (isLeftOpen || isScheduled) enterPhase(state, orders, contract, 'closed', null, 'schedule', over, emit);
  prices?.close(over);
}
