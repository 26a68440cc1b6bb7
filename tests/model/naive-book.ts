/**
 * The plain twin of the book, written for the reader: one array of orders in the order in which they queue, sorted by
 * price on every use.
 *
 * A slot is the order's place in the list of all orders that ever rested, so it is never reused.
 */
import { BUY, type Side } from '#core/commands.ts';
import { NONE, type OrderBook, type Slot } from '#core/order-book/order-book.ts';
import type { AccountId, Lots, OrderId, Ticks } from '#core/units.ts';

interface RestingOrder {
  readonly order: OrderId;
  readonly account: AccountId;
  readonly side: Side;
  readonly price: Ticks;
  originalQuantity: Lots;
  readonly slot: Slot;
  readonly marked: boolean;
  quantity: Lots;
}

export class NaiveBook implements OrderBook {
  #orders: RestingOrder[] = [];
  #arrivals = 0;

  get size(): number {
    return this.#orders.length;
  }

  rest(
    order: OrderId,
    account: AccountId,
    side: Side,
    price: Ticks,
    quantity: Lots,
    originalQuantity: Lots,
    marked = false,
    before: Slot = NONE,
  ): Slot {
    const slot = this.#arrivals;
    this.#arrivals += 1;
    const place = before === NONE ? this.#orders.length : this.#orders.indexOf(this.#at(before));
    this.#orders.splice(place, 0, { order, account, side, price, quantity, originalQuantity, slot, marked });
    return slot;
  }

  remove(slot: Slot): void {
    this.#orders = this.#orders.filter((order) => order.slot !== slot);
  }

  reduce(slot: Slot, quantity: Lots): void {
    const order = this.#at(slot);
    order.quantity = (order.quantity - quantity) as Lots;
  }

  shrink(slot: Slot, shown: number, asked: number): void {
    const order = this.#at(slot);
    order.quantity = (order.quantity - shown) as Lots;
    order.originalQuantity = (order.originalQuantity - asked) as Lots;
  }

  bestPrice = (side: Side): Ticks => this.#inPriority(side)[0]?.price ?? (0 as Ticks);
  first = (side: Side): Slot => this.#inPriority(side)[0]?.slot ?? NONE;

  next(slot: Slot): Slot {
    const queue = this.#inPriority(this.sideOf(slot));
    return queue[queue.indexOf(this.#at(slot)) + 1]?.slot ?? NONE;
  }

  quantityAt(side: Side, price: Ticks): Lots {
    const level = this.#orders.filter((order) => order.side === side && order.price === price);
    return level.reduce((total, order) => total + order.quantity, 0) as Lots;
  }

  orderOf = (slot: Slot): OrderId => this.#at(slot).order;
  accountOf = (slot: Slot): AccountId => this.#at(slot).account;
  sideOf = (slot: Slot): Side => this.#at(slot).side;
  priceOf = (slot: Slot): Ticks => this.#at(slot).price;
  isMarked = (slot: Slot): boolean => this.#at(slot).marked;
  quantityOf = (slot: Slot): Lots => this.#at(slot).quantity;
  originalQuantityOf = (slot: Slot): Lots => this.#at(slot).originalQuantity;

  /** The orders of a side as they would trade: best price first, at one price as they stand in the list. */
  #inPriority(side: Side): RestingOrder[] {
    const better = side === BUY ? -1 : 1;
    return this.#orders.filter((order) => order.side === side).sort((a, b) => (a.price - b.price) * better);
  }

  #at(slot: Slot): RestingOrder {
    const found = this.#orders.find((order) => order.slot === slot);
    if (found === undefined) throw new Error(`no order stands in slot ${slot}`);
    return found;
  }
}
