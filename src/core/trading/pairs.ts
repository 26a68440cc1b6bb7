/**
 * Two orders of which one at most takes effect (rule ORD-24).
 *
 * The first of them comes to the market first. When either trades, wakes or goes, the other goes.
 */
import type { OrderWish, PlacePair } from '../commands.ts';
import type { Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { countRepeat } from '../protection/refuse-protected.ts';
import type { OrderRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { type Millis, NO_LOTS, type OrderId } from '../units.ts';
import { NO_ORDER, newDetails, type OrderDetails } from './order-details.ts';
import type { Orders } from './orders.ts';
import { limitOf, refuseOrder, refuseRisk } from './refuse.ts';
import { isImmediate, lotsOf } from './refuse-terms.ts';

/** Carries the pair out; a refusal is of both orders, and nothing has changed. */
export function placePair(
  state: VenueState,
  orders: Orders,
  command: PlacePair,
  time: Millis,
  emit: Emit,
): OrderRejection | undefined {
  const { account, orders: wishes } = command;
  const reason = refusePair(state, orders, command, time);
  if (reason !== undefined) return reason;
  const contract = state.contracts[wishes[0].contract] as ListedContract;
  for (const wish of wishes) countRepeat(state, contract, account, wish, time);
  const [first, second] = wishes.map((wish) => newDetails(account, wish, false)) as [OrderDetails, OrderDetails];
  // The numbers are known before the orders come, because each has to name the other.
  const number = state.nextOrder;
  first.partner = (number + 1) as OrderId;
  second.partner = number as OrderId;
  orders.accept(contract, account, wishes[0], first, time, emit);
  // Whatever happens to an order parts it from its partner.
  const isUntouched = first.partner !== NO_ORDER && state.details.has(number as OrderId);
  if (isUntouched) orders.accept(contract, account, wishes[1], second, time, emit);
  else refuseEffect(state, contract, command, wishes[1], emit);
  return undefined;
}

/** The pair's second order comes too late: it gets its number and goes at once. */
function refuseEffect(
  state: VenueState,
  contract: ListedContract,
  { account }: PlacePair,
  wish: OrderWish,
  emit: Emit,
): void {
  const order = state.nextOrder as OrderId;
  state.nextOrder += 1;
  const { side, price, quantity, timeInForce } = wish;
  emit.orderAccepted(order, account, contract.id, side, price, quantity, timeInForce);
  emit.orderCancelled(order, account, contract.id, side, price, quantity, NO_LOTS, 'otherOfPair');
}

function refusePair(
  state: VenueState,
  orders: Orders,
  { account, orders: wishes }: PlacePair,
  time: Millis,
): OrderRejection | undefined {
  for (const wish of wishes) {
    const reason = refuseOrder(state, { type: 'placeOrder', account, ...wish }, time);
    if (reason !== undefined) return reason;
  }
  const [first, second] = wishes;
  const lasting = wishes.every((wish) => !isImmediate(wish) || wish.terms?.trigger !== undefined);
  if (!lasting || first.contract !== second.contract) return 'PAIR_INVALID';
  if (wishes.some(({ terms }) => terms?.trigger !== undefined)) return undefined;
  // Both may rest, so the account has to bear both.
  const contract = state.contracts[first.contract] as ListedContract;
  orders.hold(contract, account, first.side, first.quantity);
  const [price, quantity] = [limitOf(contract, second), lotsOf(contract, account, second)];
  const reason = refuseRisk(state, contract, { ...second, account, price, quantity });
  orders.hold(contract, account, first.side, -first.quantity);
  return reason;
}
