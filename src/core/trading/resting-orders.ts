/**
 * Orders that stand in a book or wait for their price: how they shrink, show more of themselves, and leave.
 *
 * Always: whatever leaves releases what was held for it, is forgotten, and takes its partner with it. How orders come is
 * `orders.ts`.
 */
import type { CancelOrder } from '../commands.ts';
import type { CancelReason, Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { Slot } from '../order-book/order-book.ts';
import type { CancelRejection } from '../rejections.ts';
import { FIRST_SPREAD, type ListedSpread } from '../spreads/listed-spread.ts';
import { SpreadOrders } from '../spreads/spread-orders.ts';
import type { VenueState } from '../state.ts';
import { type AccountId, type ContractId, type Lots, type Millis, NO_LOTS, type OrderId } from '../units.ts';
import { cancelAll } from './cancel-all.ts';
import { ClearingDesk } from './clearing-desk.ts';
import { type Found, ownerOf, refuseCancel, refuseRemoval } from './found.ts';
import { NO_ORDER, type OrderDetails } from './order-details.ts';
import { reducible } from './refuse-terms.ts';

export class RestingOrders extends ClearingDesk {
  readonly spreads: SpreadOrders;

  constructor(state: VenueState) {
    super(state);
    this.spreads = new SpreadOrders(state, this);
  }

  /**
   * A marked order in the book has traded `quantity` of what it shows, and `fill` or its like has told of it: it shrinks,
   * shows its next lots, or leaves; its partner goes (rules ORD-22 and ORD-24).
   */
  settleResting(contract: ListedContract, slot: Slot, quantity: Lots, emit: Emit): void {
    const state = this.state;
    const { book } = contract;
    const order = book.orderOf(slot);
    const details = state.details.get(order);
    if (book.quantityOf(slot) > quantity) book.reduce(slot, quantity);
    else if (details !== undefined && details.hidden > 0) this.#showMore(contract, slot, details, emit);
    else {
      book.remove(slot);
      state.details.delete(order);
    }
    if (details !== undefined && details.partner !== NO_ORDER) this.cancelPartner(details, emit);
  }

  /** What an iceberg showed is gone; its next lots stand at the end of the queue (rule ORD-22). */
  #showMore(contract: ListedContract, slot: Slot, details: OrderDetails, emit: Emit): void {
    const { book } = contract;
    const [order, account, side] = [book.orderOf(slot), book.accountOf(slot), book.sideOf(slot)];
    const [price, original] = [book.priceOf(slot), book.originalQuantityOf(slot)];
    const shown = Math.min(details.hidden, details.terms.display ?? details.hidden) as Lots;
    details.hidden = (details.hidden - shown) as Lots;
    book.remove(slot);
    this.state.orders.set(order, contract.id, book.rest(order, account, side, price, shown, original, true));
    emit.orderRested(order, account, contract.id, side, price, shown);
  }

  /** All that the order in `slot` still wants, shown or not. */
  restingOf(contract: ListedContract, slot: Slot): Lots {
    const { book } = contract;
    const hidden = book.isMarked(slot) ? (this.state.details.get(book.orderOf(slot))?.hidden ?? 0) : 0;
    return (book.quantityOf(slot) + hidden) as Lots;
  }

  /** An iceberg shows all its lots for as long as an auction ends (rule AUC-8). */
  unfold(contract: ListedContract, slot: Slot, emit: Emit): void {
    const { book } = contract;
    const details = this.state.details.get(book.orderOf(slot));
    if (details === undefined || details.hidden === 0) return;
    const { hidden } = details;
    details.hidden = NO_LOTS;
    book.shrink(slot, -hidden, 0);
    this.showsMore(contract, slot, hidden, emit);
  }

  /** After the auction it hides again what is more than it shows. */
  fold(contract: ListedContract, slot: Slot, emit: Emit): void {
    const { book } = contract;
    const details = this.state.details.get(book.orderOf(slot));
    const excess = book.quantityOf(slot) - (details?.terms.display ?? book.quantityOf(slot));
    if (details === undefined || excess <= 0) return;
    details.hidden = excess as Lots;
    book.shrink(slot, excess, 0);
    this.showsMore(contract, slot, -excess, emit);
  }

  /** Says that `change` lots of the order came to the book, or left it. */
  showsMore({ book, id }: ListedContract, slot: Slot, change: number, emit: Emit): void {
    const [order, account, side] = [book.orderOf(slot), book.accountOf(slot), book.sideOf(slot)];
    const price = book.priceOf(slot);
    emit.happened({ type: 'shownChanged', order, account, contract: id, side, price, change: change as Lots });
  }

  /** Takes `quantity`, less than all it wants, off a resting order without a trade: hidden lots first. */
  reduceResting(contract: ListedContract, slot: Slot, quantity: Lots, reason: CancelReason, emit: Emit): void {
    const { book } = contract;
    const details = this.state.details.get(book.orderOf(slot));
    const hidden = Math.min(details?.hidden ?? 0, quantity);
    const shown = (quantity - hidden) as Lots;
    if (details !== undefined) details.hidden = (details.hidden - hidden) as Lots;
    book.shrink(slot, shown, quantity);
    const [order, account, side] = [book.orderOf(slot), book.accountOf(slot), book.sideOf(slot)];
    this.hold(contract, account, side, -quantity);
    emit.happened({
      type: 'orderReduced',
      ...{ order, account, contract: contract.id, side, price: book.priceOf(slot), quantity, shown, reason },
    });
  }

  /** Cuts a resting reduce-only order to its position; false when nothing was left of it and it is gone. */
  cutResting(contract: ListedContract, slot: Slot, emit: Emit): boolean {
    const { book } = contract;
    const most = reducible(contract, book.accountOf(slot), { side: book.sideOf(slot) });
    const excess = this.restingOf(contract, slot) - most;
    if (most === 0) this.take(contract, slot, 'reduceOnly', emit);
    else if (excess > 0) this.reduceResting(contract, slot, excess as Lots, 'reduceOnly', emit);
    return most > 0;
  }

  /** A maker's protected order was filled: when that is too much, all of them go before anything else trades (MMK-13). */
  protect({ specification }: ListedContract, maker: AccountId, bought: Lots, time: Millis, emit: Emit): void {
    const state = this.state;
    const product = specification.code;
    const window = state.makerProtections.get(maker, product);
    if (window?.fill(time, bought) !== true) return;
    const { frozenMs } = window.settings;
    const until = frozenMs === 0 ? null : ((time + frozenMs) as Millis);
    emit.happened({ type: 'protectionTriggered', account: maker, product, until });
    cancelAll(state, this, new Set([maker]), 'protection', emit, ({ contract, slot, stop }) => {
      if (contract === undefined) return false;
      const order = slot === undefined ? stop.order : contract.book.orderOf(slot);
      const isProtected = state.details.get(order)?.terms.protected === true;
      return isProtected && contract.specification.code === product;
    });
  }

  /** The other order of a pair goes, wherever it is (rule ORD-24). */
  cancelPartner(details: OrderDetails, emit: Emit): void {
    const { partner } = details;
    details.partner = NO_ORDER;
    const other = this.state.details.get(partner);
    if (other !== undefined) other.partner = NO_ORDER;
    const found = this.find(partner);
    if (found !== undefined) this.remove(found, 'otherOfPair', emit);
  }

  /** Cancels an order. Returns where it was, if not in a spread; or a refusal, and nothing has changed. */
  cancel({ account, order }: CancelOrder, emit: Emit): CancelRejection | ListedContract | undefined {
    const state = this.state;
    const id = state.orders.contractOf(order);
    if (id === -1 || id >= FIRST_SPREAD) return this.#cancelElsewhere(account, order, emit);
    const contract = state.contracts[id] as ListedContract;
    const slot = state.orders.slotOf(order);
    // Somebody else's order is as unknown as none, so that order numbers tell nothing about others (rule ORD-8).
    if (contract.book.accountOf(slot) !== account) return 'ORDER_UNKNOWN';
    const reason = refuseCancel(contract);
    if (reason !== undefined) return reason;
    this.take(contract, slot, 'requested', emit);
    return contract;
  }

  /** Cancels an order that waits, or one in a spread. */
  #cancelElsewhere(account: AccountId, order: OrderId, emit: Emit): CancelRejection | ListedContract | undefined {
    const found = this.find(order);
    if (found === undefined || ownerOf(found) !== account) return 'ORDER_UNKNOWN';
    const reason = refuseRemoval(found);
    if (reason !== undefined) return reason;
    this.remove(found, 'requested', emit);
    return found.contract;
  }

  /** The order with this number, if it rests or waits. */
  find(order: OrderId): Found | undefined {
    const state = this.state;
    const id = state.orders.contractOf(order);
    const slot = state.orders.slotOf(order);
    if (id >= FIRST_SPREAD) return { spread: state.spreadOf(id as ContractId) as ListedSpread, slot };
    if (id !== -1) return { contract: state.contracts[id] as ListedContract, slot };
    const details = state.details.get(order);
    if (details === undefined) return undefined;
    const contract = state.contracts[details.contract] as ListedContract;
    const stop = contract.stops.find(order);
    return stop === undefined ? undefined : { contract, stop };
  }

  /** Takes an order out of the market, wherever it stands, and its partner with it. */
  remove(found: Found, reason: CancelReason, emit: Emit): void {
    if (found.contract === undefined) return this.spreads.take(found.spread, found.slot, reason, emit);
    if (found.slot !== undefined) return this.take(found.contract, found.slot, reason, emit);
    const { contract, stop } = found;
    const { order, wish, details } = stop;
    contract.stops.remove(order);
    this.state.details.delete(order);
    const { side, price, quantity } = wish;
    emit.orderCancelled(order, details.account, contract.id, side, price, quantity, NO_LOTS, reason);
    if (details.partner !== NO_ORDER) this.cancelPartner(details, emit);
  }

  /** Takes a resting order out of its queue and releases its margin, to bring it back under the same number. */
  lift(contract: ListedContract, slot: Slot): void {
    const { book } = contract;
    const [order, account, side] = [book.orderOf(slot), book.accountOf(slot), book.sideOf(slot)];
    this.hold(contract, account, side, -this.restingOf(contract, slot));
    book.remove(slot);
    this.state.orders.delete(order);
  }

  /** Takes a resting order out of the book and releases its margin. */
  take(contract: ListedContract, slot: Slot, reason: CancelReason, emit: Emit): void {
    const { book } = contract;
    const order = book.orderOf(slot);
    const account = book.accountOf(slot);
    const side = book.sideOf(slot);
    const price = book.priceOf(slot);
    const shown = book.quantityOf(slot);
    const details = book.isMarked(slot) ? this.state.details.get(order) : undefined;
    const quantity = (shown + (details?.hidden ?? 0)) as Lots;
    book.remove(slot);
    this.state.orders.delete(order);
    this.hold(contract, account, side, -quantity);
    emit.orderCancelled(order, account, contract.id, side, price, quantity, shown, reason);
    if (details === undefined) return;
    this.state.details.delete(order);
    if (details.partner !== NO_ORDER) this.cancelPartner(details, emit);
  }
}
