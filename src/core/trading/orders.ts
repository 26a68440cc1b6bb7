/**
 * The journey of an order: refuse, or hold margin → match → clear → rest or let go. And of a cancellation.
 *
 * Matching knows nothing of money and margin knows nothing of the book: here they meet. Nothing is allocated for a
 * command that trades; the order at work stands in this object while its fills arrive.
 */
import { BUY, type CancelOrder, GOOD_TILL_CANCEL, type PlaceOrder, SELL, type Side } from '../commands.ts';
import type { CancelReason, Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { crosses, type Fills, match } from '../matching/match.ts';
import type { Slot } from '../order-book/order-book.ts';
import type { VenueState } from '../state.ts';
import {
  type AccountId,
  type Lots,
  type Millis,
  type Money,
  notional,
  type OrderId,
  shareUp,
  type Ticks,
} from '../units.ts';
import { refuseOrder } from './refuse.ts';

export class Orders implements Fills {
  readonly #state: VenueState;
  // The incoming order while it trades.
  #contract!: ListedContract;
  #side: Side = BUY;
  #order = 0 as OrderId;
  #account = 0 as AccountId;
  #emit!: Emit;

  constructor(state: VenueState) {
    this.#state = state;
  }

  place(command: PlaceOrder, time: Millis, emit: Emit): void {
    const state = this.#state;
    const reason = refuseOrder(state, command, time);
    if (reason !== undefined) return emit.rejected(command.account, reason);

    const { account, side, price, quantity, timeInForce } = command;
    const contract = state.contracts[command.contract] as ListedContract;
    const order = state.nextOrder as OrderId;
    state.nextOrder += 1;
    emit.orderAccepted(order, account, contract.id, side, price, quantity, timeInForce);

    if (!contract.positions.isEngaged(account)) state.accounts.engage(account, contract.id);
    this.#hold(contract, account, side, quantity);
    this.#contract = contract;
    this.#side = side;
    this.#order = order;
    this.#account = account;
    this.#emit = emit;
    const left = match(contract.book, side, price, quantity, account, this);
    if (left === 0) return;

    // What is left after matching and could still trade has stopped at an order of its own account (rule MAT-6).
    const stopped = crosses(contract.book, side, price);
    if (timeInForce === GOOD_TILL_CANCEL && !stopped) {
      const slot = contract.book.rest(order, account, side, price, left, quantity);
      state.orders.set(order, contract.id, slot);
      emit.orderRested(order, account, contract.id, side, price, left);
    } else {
      this.#hold(contract, account, side, -left);
      emit.orderCancelled(order, account, contract.id, side, price, left, stopped ? 'selfTrade' : 'unfilled');
    }
  }

  /** One fill of the incoming order against the resting order in `slot`; two trades with the clearing house (CLR-3). */
  fill(slot: Slot, price: Ticks, quantity: Lots): void {
    const state = this.#state;
    const contract = this.#contract;
    const { book, specification } = contract;
    const maker = book.accountOf(slot);
    const makerOrder = book.orderOf(slot);
    const makerSide: Side = this.#side === BUY ? SELL : BUY;
    if (book.quantityOf(slot) === quantity) state.orders.delete(makerOrder);

    const value = notional(price, quantity, contract.tickValue);
    const makerFee = this.#charge(maker, shareUp(value, specification.makerFeeRate));
    const takerFee = this.#charge(this.#account, shareUp(value, specification.takerFeeRate));
    this.#trade(maker, makerSide, price, quantity);
    this.#trade(this.#account, this.#side, price, quantity);

    contract.tradedValue += price * quantity;
    contract.volume = (contract.volume + quantity) as Lots;
    contract.lastPrice = price;
    const trade = state.nextTrade;
    state.nextTrade += 1;
    this.#emit.trade(
      contract.id,
      trade,
      price,
      quantity,
      this.#side,
      makerOrder,
      this.#order,
      maker,
      this.#account,
      makerFee,
      takerFee,
    );
  }

  cancel(command: CancelOrder, emit: Emit): void {
    const { account, order } = command;
    const id = this.#state.orders.contractOf(order);
    // Somebody else's order is as unknown as none, so that order numbers tell nothing about others (rule ORD-8).
    if (id === -1) return emit.rejected(account, 'ORDER_UNKNOWN');
    const contract = this.#state.contracts[id] as ListedContract;
    const slot = this.#state.orders.slotOf(order);
    if (contract.book.accountOf(slot) !== account) return emit.rejected(account, 'ORDER_UNKNOWN');
    this.take(contract, slot, 'requested', emit);
  }

  /** Takes a resting order out of the book and releases its margin. */
  take(contract: ListedContract, slot: Slot, reason: CancelReason, emit: Emit): void {
    const { book } = contract;
    const order = book.orderOf(slot);
    const account = book.accountOf(slot);
    const side = book.sideOf(slot);
    const price = book.priceOf(slot);
    const quantity = book.quantityOf(slot);
    book.remove(slot);
    this.#state.orders.delete(order);
    this.#hold(contract, account, side, -quantity);
    emit.orderCancelled(order, account, contract.id, side, price, quantity, reason);
  }

  #charge(account: AccountId, fee: Money): Money {
    this.#state.ledger.payFee(account, fee);
    return fee;
  }

  /** Resting lots become a position; the margin held for them stays or falls, never rises (rule MAR-3). */
  #trade(account: AccountId, side: Side, price: Ticks, quantity: Lots): void {
    const contract = this.#contract;
    const { positions } = contract;
    const before = positions.worst(account);
    const least = contract.leastVariation(account);
    if (side === BUY) positions.addBuying(account, -quantity);
    else positions.addSelling(account, -quantity);
    const signed = side === BUY ? quantity : -quantity;
    const position = positions.trade(account, signed, price);
    const longBefore = Math.max(0, position - signed);
    contract.openInterest = (contract.openInterest + Math.max(0, position) - longBefore) as Lots;
    this.#state.accounts.addLeastVariation(account, contract.leastVariation(account) - least);
    this.#changeMargin(contract, account, before);
  }

  /** Lots of an order start to count (or, negative, cease to). */
  #hold(contract: ListedContract, account: AccountId, side: Side, quantity: number): void {
    const before = contract.positions.worst(account);
    if (side === BUY) contract.positions.addBuying(account, quantity);
    else contract.positions.addSelling(account, quantity);
    this.#changeMargin(contract, account, before);
  }

  #changeMargin(contract: ListedContract, account: AccountId, before: Lots): void {
    const change = contract.positions.worst(account) - before;
    if (change !== 0) this.#state.accounts.addInitialMargin(account, change * contract.marginPerLot);
  }
}
