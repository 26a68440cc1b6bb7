/**
 * The journey of a spread order: refuse, or hold margin in both legs → match → clear → rest or let go. And of a
 * cancellation, and of what rests when a month trades again.
 *
 * Here it is decided which price comes next, that of the spread's book or the implied one; what a trade is stands in
 * `spread-trades.ts`.
 */
import { BUY, IMMEDIATE_OR_CANCEL, type PlaceOrder, SELL, type Side } from '../commands.ts';
import type { CancelReason, Emit, SpreadSide } from '../events.ts';
import { invariant } from '../invariants.ts';
import type { ListedContract } from '../listed-contract.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import { countRepeat } from '../protection/refuse-protected.ts';
import type { OrderRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import type { RestingOrders } from '../trading/resting-orders.ts';
import { type AccountId, type Lots, type Millis, NO_LOTS, type OrderId, type Ticks } from '../units.ts';
import { type ImpliedIn, impliedIn, isBetter, opposite } from './implied.ts';
import type { ListedSpread } from './listed-spread.ts';
import { refuseSpreadOrder } from './refuse-spread.ts';
import { type Incoming, SpreadTrades } from './spread-trades.ts';

/** Whether an order at this limit may trade at `price`. */
const reaches = ({ side, price: limit }: SpreadSide, price: Ticks) => !isBetter(side, limit, price);

export class SpreadOrders {
  readonly #state: VenueState;
  readonly #orders: RestingOrders;
  readonly trades: SpreadTrades;

  constructor(state: VenueState, orders: RestingOrders) {
    this.#state = state;
    this.#orders = orders;
    this.trades = new SpreadTrades(state, orders);
  }

  /** Carries an order in a spread out; a refusal is returned, and nothing has changed. */
  place(spread: ListedSpread, command: PlaceOrder, time: Millis, emit: Emit): OrderRejection | undefined {
    const state = this.#state;
    const reason = refuseSpreadOrder(state, spread, command, time);
    if (reason !== undefined) return reason;
    const { account, side, price, quantity, timeInForce } = command;
    countRepeat(state, spread.near, account, command, time);
    const order = state.nextOrder as OrderId;
    state.nextOrder += 1;
    emit.orderAccepted(order, account, spread.id, side, price, quantity, timeInForce);
    for (const { id } of [spread.near, spread.far]) state.accounts.engage(account, id);
    this.#hold(spread, account, side, quantity);
    this.trades.begin(time, emit);
    const { left, stopped } = this.#sweep({ spread, order, account, side, price, slot: NONE }, quantity, time);
    if (left > 0 && stopped === undefined && timeInForce !== IMMEDIATE_OR_CANCEL) {
      state.orders.set(order, spread.id, spread.rest(order, account, side, price, left, quantity));
      emit.orderRested(order, account, spread.id, side, price, left);
    } else if (left > 0) {
      this.#hold(spread, account, side, -left);
      emit.orderCancelled(order, account, spread.id, side, price, left, NO_LOTS, stopped ?? 'unfilled');
    }
    const [bid, ask] = [spread.bestPrice(BUY), spread.bestPrice(SELL)];
    invariant(bid === undefined || ask === undefined || bid < ask, 'the best bid of a spread is below its best ask');
    return undefined;
  }

  /** Trades as far as the spread's book and its legs allow: better prices first, at one price the book's (SPR-7). */
  #sweep(
    incoming: Incoming,
    quantity: Lots,
    time: Millis,
  ): { readonly left: Lots; readonly stopped: CancelReason | undefined } {
    const { spread, side, account } = incoming;
    const groupOf = (one: AccountId) => this.#state.accounts.groupOf(one);
    let left: Lots = quantity;
    while (left > 0) {
      const implied = impliedIn(this.#state, spread, side, account, time);
      const direct = spread.bestPrice(opposite(side));
      const price =
        direct === undefined || (implied && isBetter(side, implied.price, direct)) ? implied?.price : direct;
      if (price === undefined || !reaches(incoming, price)) break;
      if (price !== direct) {
        left = (left - this.trades.into(incoming, implied as ImpliedIn, left)) as Lots;
        continue;
      }
      const slot = spread.book.first(opposite(side));
      if (groupOf(spread.book.accountOf(slot)) === groupOf(account)) return { left, stopped: 'selfTrade' };
      const traded = this.trades.direct(incoming, slot, left);
      // What cannot trade here may not rest beyond it either (rule SPR-12).
      if (traded === 0) return { left, stopped: 'unfilled' };
      left = (left - traded) as Lots;
    }
    return { left, stopped: undefined };
  }

  /** The contract trades again: what has come to cross its spreads meanwhile trades now (rule SPR-10). */
  resume(contract: ListedContract, time: Millis, emit: Emit): void {
    this.trades.begin(time, emit);
    for (const spread of contract.spreads)
      for (const side of [BUY, SELL] as const) {
        let slot = spread.book.first(side);
        while (slot !== NONE) {
          const behind = spread.book.next(slot);
          const incoming = { spread, slot, ...spread.sideOf(slot) };
          const implied = impliedIn(this.#state, spread, side, incoming.account, time);
          const left = spread.book.quantityOf(slot);
          if (implied === undefined || !reaches(incoming, implied.price)) slot = behind;
          else if (this.trades.into(incoming, implied, left) === left) slot = behind;
        }
      }
  }

  /** Takes a resting order out of the spread's book and releases its margin. */
  take(spread: ListedSpread, slot: Slot, reason: CancelReason, emit: Emit): void {
    const { order, account, side, price } = spread.sideOf(slot);
    const quantity = spread.book.quantityOf(slot);
    spread.book.remove(slot);
    this.#state.orders.delete(order);
    this.#hold(spread, account, side, -quantity);
    emit.orderCancelled(order, account, spread.id, side, price, quantity, quantity, reason);
  }

  /** Lots of a spread order start to count in both legs (or, negative, cease to). */
  #hold({ near, far }: ListedSpread, account: AccountId, side: Side, quantity: number): void {
    this.#orders.hold(near, account, side, quantity);
    this.#orders.hold(far, account, opposite(side), quantity);
  }
}
