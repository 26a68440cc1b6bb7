/**
 * Cancelling many orders at once, and the group of an account: what touches every order that an account has.
 */
import type { CancelOrders, JoinGroup } from '../commands.ts';
import { BUY, SELL } from '../commands.ts';
import type { CancelReason, Emit } from '../events.ts';
import { NONE } from '../order-book/order-book.ts';
import type { CancelRejection, GroupRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import type { AccountId, OrderId } from '../units.ts';
import { type Found, refuseCancel, refuseRemoval, sideOf } from './found.ts';
import type { RestingOrders } from './resting-orders.ts';

/** Cancels an account's orders, oldest first, but those of contracts that let none go now (rules ORD-11 and AUC-9). */
export function cancelOrders(
  state: VenueState,
  orders: RestingOrders,
  command: CancelOrders,
  emit: Emit,
): CancelRejection | undefined {
  const { account, contract: id, side } = command;
  if (!state.accounts.has(account)) return 'ACCOUNT_UNKNOWN';
  if (id !== undefined) {
    const contract = state.contracts[id];
    if (contract === undefined && state.spreadOf(id) === undefined) return 'CONTRACT_UNKNOWN';
    const reason = contract && refuseCancel(contract);
    if (reason !== undefined) return reason;
  }
  cancelAll(state, orders, new Set([account]), 'requested', emit, (found) => {
    const isThere = id === undefined || (found.contract ?? found.spread).id === id;
    return isThere && refuseRemoval(found) === undefined && (side === undefined || sideOf(found) === side);
  });
  return undefined;
}

/** Takes out every order of the accounts that is `meant`, oldest first; the books are walked once. */
export function cancelAll(
  state: VenueState,
  orders: RestingOrders,
  accounts: ReadonlySet<AccountId>,
  reason: CancelReason,
  emit: Emit,
  meant: (found: Found) => boolean = () => true,
): void {
  for (const order of ordersOf(state, accounts)) {
    // One that went with its partner is gone by now.
    const found = orders.find(order);
    if (found !== undefined && meant(found)) orders.remove(found, reason, emit);
  }
}

/** The numbers of all orders of the accounts that rest or wait, ascending. */
function ordersOf(state: VenueState, accounts: ReadonlySet<AccountId>): OrderId[] {
  const found: OrderId[] = [];
  for (const contract of state.contracts) {
    if (contract.expired) continue;
    for (const stop of contract.stops.all) if (accounts.has(stop.details.account)) found.push(stop.order);
    const { book, positions } = contract;
    if (![...accounts].some((one) => positions.buyingOf(one) + positions.sellingOf(one) > 0)) continue;
    for (const side of [BUY, SELL] as const)
      for (let slot = book.first(side); slot !== NONE; slot = book.next(slot))
        if (accounts.has(book.accountOf(slot))) found.push(book.orderOf(slot));
  }
  for (const spread of state.spreads)
    for (const slot of spread.slots())
      if (accounts.has(spread.book.accountOf(slot))) found.push(spread.book.orderOf(slot));
  return found.sort((a, b) => a - b);
}

/** The account joins the group of another; both must have no orders, because orders of groups are marked (rule MAT-7). */
export function joinGroup(state: VenueState, { account, owner }: JoinGroup, emit: Emit): GroupRejection | undefined {
  const { accounts } = state;
  if (!accounts.has(account) || !accounts.has(owner)) return 'ACCOUNT_UNKNOWN';
  if (account === owner || accounts.isGrouped(account)) return 'GROUP_INVALID';
  for (const one of [account, owner])
    if (!accounts.isGrouped(one) && ordersOf(state, new Set([one])).length > 0) return 'ACCOUNT_HAS_ORDERS';
  // It would leave the group at which the switch stands (rule PRO-8).
  if (state.switches.find({ level: 'group', account }) !== undefined) return 'SWITCHED_OFF';
  const group = accounts.groupOf(owner);
  accounts.joinGroup(account, group);
  emit.happened({ type: 'groupJoined', account, group });
  return undefined;
}
