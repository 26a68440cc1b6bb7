/** The step of a day's end that says which accounts are below their maintenance margin (rule MAR-7). */
import { type AccountId, NO_MONEY } from '../units.ts';
import type { EndingDay } from './end-of-day.ts';

/** Calls every account that is short, in the order of their numbers. */
export function callMargin({ state, date, emit }: EndingDay): void {
  for (const { id: account } of state.accounts.all) {
    const maintenance = state.maintenanceMargin(account as AccountId);
    const equity = state.equity(account);
    if (equity >= maintenance && equity >= NO_MONEY) continue;
    const initial = state.accounts.initialMargin(account);
    emit.happened({ type: 'marginCalled', account, date, equity, maintenance, initial });
  }
}
