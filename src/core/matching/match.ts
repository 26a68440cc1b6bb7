/**
 * Continuous trading: an incoming order meets the resting orders of the other side.
 *
 * The best price trades first (rule MAT-1), at the resting order's price (MAT-2), at one price the older order first
 * (MAT-3); what is left of a resting order keeps its place (MAT-4). Before an order of its own account (MAT-6), and
 * before one that is marked, the incoming order stops: what happens there is more than matching.
 *
 * What happens to the rest of the incoming order is the caller's decision, and so is everything that a fill means.
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { OrderBook, Slot } from '../order-book/order-book.ts';
import type { AccountId, Lots, Ticks } from '../units.ts';

/** Who wants to know about fills. One object for many commands: nothing is allocated for a command that trades. */
export interface Fills {
  /**
   * The resting order in `slot` trades `quantity` at its own `price`. Told before the book changes: the slot still
   * reads as it was, and the order is filled when `quantity` is all that it wanted. Must not change the book.
   */
  fill(slot: Slot, price: Ticks, quantity: Lots): void;
}

/**
 * Trades an incoming order of `account` as far as the book allows and returns what is left of it, 0 when it is filled.
 * What is left is not put into the book. When something is left and the order still `crosses` the book, the first
 * order of the other side is its own account's, or marked.
 */
export function match(
  book: OrderBook,
  side: Side,
  limitPrice: Ticks,
  quantity: Lots,
  account: AccountId,
  fills: Fills,
): Lots {
  const opposite = side === BUY ? SELL : BUY;
  let left: number = quantity;
  while (left > 0 && crosses(book, side, limitPrice)) {
    const slot = book.first(opposite);
    if (book.isMarked(slot) || book.accountOf(slot) === account) break;
    const resting = book.quantityOf(slot);
    const traded = Math.min(resting, left) as Lots;
    fills.fill(slot, book.priceOf(slot), traded);
    if (traded === resting) book.remove(slot);
    else book.reduce(slot, traded);
    left -= traded;
  }
  return left as Lots;
}

/** Whether the other side's best price is at or better than `limitPrice`, so that an order at that limit could trade. */
export function crosses(book: OrderBook, side: Side, limitPrice: Ticks): boolean {
  const best = book.bestPrice(side === BUY ? SELL : BUY);
  return best !== 0 && (side === BUY ? best <= limitPrice : best >= limitPrice);
}
