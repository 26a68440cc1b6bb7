/**
 * Changing an order that rests or waits (rule ORD-12).
 *
 * An order that only wants fewer lots at the same price keeps its place. Any other change is judged and brought to the
 * market like a new order, under the old number.
 */
import type { AmendOrder, OrderWish } from '../commands.ts';
import type { Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { Slot } from '../order-book/order-book.ts';
import type { CancelRejection, OrderRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { type Lots, type Millis, NO_LOTS, type OrderId, type Ticks } from '../units.ts';
import { ownerOf, refuseCancel } from './found.ts';
import { newDetails, type OrderDetails } from './order-details.ts';
import type { Orders } from './orders.ts';
import { limitOf, refuseEntry, refuseRisk, refuseSize, refuseWaiting } from './refuse.ts';
import { lotsOf, refuseQuantities, refuseTerms } from './refuse-terms.ts';
import type { StopOrder } from './stops.ts';

type Refusal = CancelRejection | OrderRejection | undefined;

/** Carries the change out; a refusal is returned, and nothing has changed. */
export function amendOrder(state: VenueState, orders: Orders, command: AmendOrder, time: Millis, emit: Emit): Refusal {
  const { account, order } = command;
  const found = orders.find(order);
  if (found === undefined || ownerOf(found) !== account) return 'ORDER_UNKNOWN';
  const { contract } = found;
  if (contract === undefined) return 'SPREAD_TERMS_UNKNOWN';
  const closed = refuseEntry(state, contract, account, time) ?? refuseCancel(contract);
  if (closed !== undefined) return closed;
  return found.slot === undefined
    ? amendWaiting(contract, found.stop, command, emit)
    : amendResting(state, orders, contract, found.slot, command, time, emit);
}

/** A stop order waits on, with another limit or quantity. */
function amendWaiting(contract: ListedContract, stop: StopOrder, command: AmendOrder, emit: Emit): Refusal {
  const { wish, order, details } = stop;
  const [price, quantity] = [command.price ?? wish.price, command.quantity ?? wish.quantity];
  if (price === wish.price && quantity === wish.quantity) return 'NOTHING_TO_AMEND';
  const amended = { ...wish, price, quantity };
  const reason = refuseSize(contract, quantity) ?? refuseQuantities(amended) ?? refuseWaiting(contract, amended);
  if (reason !== undefined) return reason;
  stop.wish = amended;
  emit.happened({
    type: 'orderAmended',
    ...{ order, account: details.account, contract: contract.id, side: wish.side },
    ...{ fromPrice: wish.price, fromShown: NO_LOTS, price, quantity, remaining: quantity, shown: NO_LOTS },
  });
  return undefined;
}

function amendResting(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  slot: Slot,
  command: AmendOrder,
  time: Millis,
  emit: Emit,
): Refusal {
  const { book } = contract;
  const { account, order } = command;
  const [side, from, asked] = [book.sideOf(slot), book.priceOf(slot), book.originalQuantityOf(slot)];
  const remaining = orders.restingOf(contract, slot);
  const filled = asked - remaining;
  const [price, quantity] = [command.price ?? from, command.quantity ?? asked];
  if (price === from && quantity === asked) return 'NOTHING_TO_AMEND';
  const size = refuseSize(contract, quantity);
  if (size !== undefined) return size;
  if (quantity <= filled) return 'AMENDED_BELOW_FILLED';
  const left = (quantity - filled) as Lots;
  const amended = { order, account, contract: contract.id, side, fromPrice: from, quantity, remaining: left } as const;

  if (price === from && quantity < asked) {
    const fromShown = book.quantityOf(slot);
    shorten(state, orders, contract, slot, (asked - quantity) as Lots);
    const shown = book.quantityOf(slot);
    emit.happened({ type: 'orderAmended', ...amended, fromShown: (fromShown - shown) as Lots, price, shown });
    return undefined;
  }

  const details = state.details.get(order);
  const wish = wishOf(contract, side, price, left, details);
  const words = refuseTerms(contract, account, wish, state.tradeDate as NonNullable<typeof state.tradeDate>);
  if (words !== undefined) return words;
  // The account is judged as if the order were gone, and stands as it stood if the answer is no.
  orders.hold(contract, account, side, -remaining);
  const limit = limitOf(contract, wish);
  const lots = lotsOf(contract, account, wish);
  const risk = refuseRisk(state, contract, { ...wish, account, price: limit, quantity: lots });
  orders.hold(contract, account, side, remaining);
  if (risk !== undefined) return risk;

  const fromShown = book.quantityOf(slot);
  orders.lift(contract, slot);
  emit.happened({ type: 'orderAmended', ...amended, fromShown, price: limit, shown: NO_LOTS });
  // Its number no longer tells when it came to its queue, which is remembered by keeping details of it.
  const kept = details ?? newDetails(account, wish, false);
  orders.enter(contract, order, account, side, limit, left, wish.timeInForce, kept, time, emit, filled as Lots);
  return undefined;
}

/** Takes lots off the order in `slot`: hidden ones first. */
function shorten(state: VenueState, orders: Orders, contract: ListedContract, slot: Slot, quantity: Lots): void {
  const { book } = contract;
  const details = state.details.get(book.orderOf(slot) as OrderId);
  const hidden = Math.min(details?.hidden ?? 0, quantity);
  if (details !== undefined) details.hidden = (details.hidden - hidden) as Lots;
  orders.hold(contract, book.accountOf(slot), book.sideOf(slot), -quantity);
  book.shrink(slot, quantity - hidden, quantity);
}

/** What the order in the book wishes for from now on. */
function wishOf(
  { id }: ListedContract,
  side: OrderWish['side'],
  price: Ticks,
  quantity: Lots,
  details: OrderDetails | undefined,
): OrderWish {
  const { timeInForce = 0, terms = {} } = details ?? {};
  // What a market-to-limit order was priced by is past: it is a limit order now. So is a stop order that has woken.
  const { pricing: _, trigger: __, ...lasting } = terms;
  return { contract: id, side, price, quantity, timeInForce, terms: lasting };
}
