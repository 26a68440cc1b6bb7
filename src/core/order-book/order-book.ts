/**
 * The book of one contract, as matching sees it. Two implementations keep this contract and must agree after every
 * command: the fast one beside this file and the plain one in `tests/model/naive-book.ts`.
 *
 * The book knows prices, quantities and who came first. It has never heard of money, margin or days.
 */
import type { Side } from '../commands.ts';
import type { AccountId, Lots, OrderId, Ticks } from '../units.ts';

/**
 * A resting order is named by its slot, a small whole number that is valid until the order leaves the book. A slot is
 * an address, not an identity: it is reused, and two books that agree may use different slots. `NONE` is no order.
 */
export type Slot = number;
export const NONE: Slot = -1;

export interface OrderBook {
  /** Puts an order at the end of the queue at its price and returns its slot. Does not match: it must not cross. */
  rest(order: OrderId, account: AccountId, side: Side, price: Ticks, quantity: Lots, originalQuantity: Lots): Slot;
  /** Takes the order out of the book; the slot is free afterwards. */
  remove(slot: Slot): void;
  /** Takes `quantity` (less than what is left) off the order, which keeps its place in the queue. */
  reduce(slot: Slot, quantity: Lots): void;

  /** Best price of a side, or 0 when the side is empty. */
  bestPrice(side: Side): Ticks;
  /** The first order of the queue at the best price of a side, or NONE. */
  first(side: Side): Slot;
  /** The order behind `slot` in price-time priority, across prices, or NONE at the end of the side. */
  next(slot: Slot): Slot;
  /** The total quantity that rests at a price. */
  quantityAt(side: Side, price: Ticks): Lots;

  orderOf(slot: Slot): OrderId;
  accountOf(slot: Slot): AccountId;
  sideOf(slot: Slot): Side;
  priceOf(slot: Slot): Ticks;
  /** What the order still wants. */
  quantityOf(slot: Slot): Lots;
  /** What the order first asked for. */
  originalQuantityOf(slot: Slot): Lots;

  /** How many orders rest. */
  readonly size: number;
}
