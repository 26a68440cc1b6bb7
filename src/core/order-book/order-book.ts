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
  /**
   * Puts an order into the queue at its price and returns its slot: at the end, or right before the order in `before`,
   * which stands in the same queue. Does not match. A `marked` order is one that matching must not simply fill.
   */
  rest(
    order: OrderId,
    account: AccountId,
    side: Side,
    price: Ticks,
    quantity: Lots,
    originalQuantity: Lots,
    marked?: boolean,
    before?: Slot,
  ): Slot;
  /** Takes the order out of the book; the slot is free afterwards. */
  remove(slot: Slot): void;
  /** Takes `quantity` (less than what is left) off the order, which keeps its place in the queue. */
  reduce(slot: Slot, quantity: Lots): void;
  /**
   * The order asks for `asked` lots less than it first did, and shows `shown` less (less than what is shown; below zero
   * it shows more). It keeps its place.
   */
  shrink(slot: Slot, shown: number, asked: number): void;

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
  /** Whether there is more to the order than the book knows: who meets it asks the exchange first. */
  isMarked(slot: Slot): boolean;
  /** What stands in the book of the order; an iceberg has more behind it. */
  quantityOf(slot: Slot): Lots;
  /** What the order first asked for. */
  originalQuantityOf(slot: Slot): Lots;

  /** How many orders rest. */
  readonly size: number;
}
