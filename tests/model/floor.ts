/**
 * A trading floor around one book, for tests: it takes orders, matches them, rests what is left, cancels by number,
 * and remembers trades. It does with a book what the exchange does, and nothing else.
 *
 * `drawing` reads the whole book through its public face, a line a price, best bid last and best ask before it:
 *
 *     ask 101: 5 #2
 *     ask 100: 3 #1
 *     bid 98: 2 #3, 4 #5
 */
import assert from 'node:assert/strict';
import { BUY, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, SELL, type Side, type TimeInForce } from '#core/commands.ts';
import { crosses, type Fills, match } from '#core/matching/match.ts';
import { NONE, type OrderBook, type Slot } from '#core/order-book/order-book.ts';
import { OrderIndex } from '#core/order-book/order-index.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';

/** What became of an incoming order. */
export type Outcome = 'filled' | 'rests' | 'unfilled' | 'selfTrade';

export class Floor implements Fills {
  readonly book: OrderBook;
  /** Trades so far, as `5 @ 100 of #1 to #3`: the resting order, then the incoming one. */
  readonly trades: string[] = [];
  readonly #index = new OrderIndex();
  #orders = 0;

  constructor(book: OrderBook) {
    this.book = book;
  }

  buy = (account: number, quantity: number, price: number, timeInForce: TimeInForce = GOOD_TILL_CANCEL): Outcome =>
    this.place(account, BUY, quantity, price, timeInForce);

  sell = (account: number, quantity: number, price: number, timeInForce: TimeInForce = GOOD_TILL_CANCEL): Outcome =>
    this.place(account, SELL, quantity, price, timeInForce);

  /** Brings an order to the floor. Orders are numbered from 1. */
  place(account: number, side: Side, quantity: number, price: number, timeInForce: TimeInForce): Outcome {
    this.#orders += 1;
    const order = this.#orders as OrderId;
    const left = match(this.book, side, price as Ticks, quantity as Lots, account as AccountId, this);
    if (left === 0) return 'filled';
    if (crosses(this.book, side, price as Ticks)) return 'selfTrade';
    if (timeInForce === IMMEDIATE_OR_CANCEL) return 'unfilled';
    const slot = this.book.rest(order, account as AccountId, side, price as Ticks, left, quantity as Lots);
    this.#index.set(order, 0 as ContractId, slot);
    return 'rests';
  }

  /** Cancels an order, or says false when no such order rests. */
  cancel(order: number): boolean {
    const slot = this.slotOf(order);
    if (slot === NONE) return false;
    this.#index.delete(order as OrderId);
    this.book.remove(slot);
    return true;
  }

  /** Takes up to `quantity` off a resting order, leaving at least one lot, or says false when no such order rests. */
  reduce(order: number, quantity: number): boolean {
    const slot = this.slotOf(order);
    if (slot === NONE) return false;
    const less = Math.min(quantity, this.book.quantityOf(slot) - 1);
    if (less > 0) this.book.reduce(slot, less as Lots);
    return true;
  }

  slotOf(order: number): Slot {
    return this.#index.slotOf(order as OrderId);
  }

  /** The numbers of the orders that rest: bids, then asks, each in priority. */
  get resting(): OrderId[] {
    const orders: OrderId[] = [];
    for (const side of [BUY, SELL] as const) {
      for (let slot = this.book.first(side); slot !== NONE; slot = this.book.next(slot)) {
        orders.push(this.book.orderOf(slot));
      }
    }
    return orders;
  }

  fill(slot: Slot, price: Ticks, quantity: Lots): void {
    const order = this.book.orderOf(slot);
    if (this.book.quantityOf(slot) === quantity) this.#index.delete(order);
    this.trades.push(`${quantity} @ ${price} of #${order} to #${this.#orders}`);
  }

  get drawing(): string {
    const asks = this.#levels(SELL);
    const bids = this.#levels(BUY);
    return [...asks.reverse().map((line) => `ask ${line}`), ...bids.map((line) => `bid ${line}`)].join('\n');
  }

  /** The levels of a side, best first. What the book says twice, in two ways, must agree. */
  #levels(side: Side): string[] {
    const levels = new Map<Ticks, { total: number; orders: string[] }>();
    let slot = this.book.first(side);
    assert.equal(
      this.book.bestPrice(side),
      slot === NONE ? 0 : this.book.priceOf(slot),
      'best price is the first price',
    );
    for (; slot !== NONE; slot = this.book.next(slot)) {
      assert.equal(this.book.sideOf(slot), side, 'an order stands on its own side');
      assert.equal(this.slotOf(this.book.orderOf(slot)), slot, 'an order that rests can be found by its number');
      const price = this.book.priceOf(slot);
      const level = levels.get(price) ?? { total: 0, orders: [] };
      level.total += this.book.quantityOf(slot);
      level.orders.push(`${this.book.quantityOf(slot)} #${this.book.orderOf(slot)}`);
      levels.set(price, level);
    }
    return [...levels].map(([price, { total, orders }]) => {
      assert.equal(this.book.quantityAt(side, price), total, `the total at ${price} is the sum of its orders`);
      return `${price}: ${orders.join(', ')}`;
    });
  }
}
