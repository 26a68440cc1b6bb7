/** The step of a day's end in which statements close: it says with what, and under what margin, an account goes on. */
import type { MarginPart } from '../events.ts';
import { explainMargin, type MarginNode } from '../margin/explain-margin.ts';
import type { EndingDay } from './end-of-day.ts';

/** Says so of every account that has a position or an order, in the order of their numbers (rule MKT-10). */
export function stateMargin({ state, date, emit }: EndingDay): void {
  const { accounts, ledger } = state;
  for (const { id: account } of accounts.all) {
    if (accounts.engagedIn(account).length === 0) continue;
    const [balance, tree] = [ledger.cashOf(account), explainMargin(state, account)];
    const [initial, maintenance] = [tree.amount, state.maintenanceMargin(account)];
    emit.happened({ type: 'marginStated', account, date, balance, initial, maintenance, parts: leavesOf(tree) });
  }
}

/** The parts of an initial margin are the leaves of its tree (rule MAR-26). */
function leavesOf({ label, name, amount, children }: MarginNode): MarginPart[] {
  if (children.length > 0) return children.flatMap(leavesOf);
  return label === 'account' || label === 'product' ? [] : [{ label, name, amount }];
}
