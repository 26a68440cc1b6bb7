/** The step of a day's end in which statements close: it says with what, and under what margin, an account goes on. */
import type { MarginPart } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { AccountId, Money } from '../units.ts';
import type { EndingDay } from './end-of-day.ts';

/** Says so of every account that has a position or an order, in the order of their numbers (rule MKT-10). */
export function stateMargin({ state, date, emit }: EndingDay): void {
  const { accounts, contracts, ledger } = state;
  for (const { id } of accounts.all) {
    const account = id as AccountId;
    const parts = accounts.engagedIn(account).map((contract) => partOf(contracts[contract] as ListedContract, account));
    if (parts.length === 0) continue;
    const [initial, maintenance] = [state.initialMargin(account), state.maintenanceMargin(account)];
    const balance = ledger.cashOf(account);
    emit.happened({ type: 'marginStated', account, date, balance, initial, maintenance, parts });
  }
}

function partOf({ code, positions, marginPerLot }: ListedContract, account: AccountId): MarginPart {
  return { label: 'contract', name: code, amount: (positions.worst(account) * marginPerLot) as Money };
}
