/**
 * The fast book: a ladder with a rung for every price, and a queue of orders on every rung.
 *
 * Daily price limits bound the prices of a contract, so a price can be an address. Orders stand in a pool and are
 * chained into the queue of their price; the set of prices that hold orders is kept per side. Resting, cancelling and
 * filling take the same few steps however deep the book is, and allocate nothing while the pool has room.
 *
 * Always: a level's total is the sum of what its orders still want, it is zero exactly when the queue is empty, and a
 * price is in one side's set exactly when the total is not zero, and never in both: matching leaves no two sides at one
 * price, so they share the ladder. The head and tail of an empty queue mean nothing.
 */
import { BUY, type Side } from '../commands.ts';
import type { AccountId, Lots, OrderId, Ticks } from '../units.ts';
import { Occupancy } from './occupancy.ts';
import { NONE, type OrderBook, type Slot } from './order-book.ts';
import { ACCOUNT, LEVEL, NEXT, ORIGINAL, OrderPool, PREVIOUS, QUANTITY, RECORD } from './order-pool.ts';

/** A rung is four words of the ladder, addressed by price. */
const RUNG = 2;
const HEAD = 0;
const TAIL = 1;
// Words 2 and 3 together are the total, which may outgrow 32 bits.

export class LadderBook implements OrderBook {
  readonly #priceMax: Ticks;
  readonly #pool = new OrderPool();
  readonly #rungs: Int32Array;
  readonly #totals: Float64Array;
  readonly #bids: Occupancy;
  readonly #asks: Occupancy;
  #size = 0;

  /** An empty book for prices from 1 to `priceMax` (at most 262,143, see `contract.ts`). */
  constructor(priceMax: Ticks) {
    this.#priceMax = priceMax;
    this.#rungs = new Int32Array((priceMax + 1) << RUNG);
    this.#totals = new Float64Array(this.#rungs.buffer);
    this.#bids = new Occupancy(priceMax + 1);
    this.#asks = new Occupancy(priceMax + 1);
  }

  get size(): number {
    return this.#size;
  }

  rest(order: OrderId, account: AccountId, side: Side, price: Ticks, quantity: Lots, originalQuantity: Lots): Slot {
    if (!(price >= 1 && price <= this.#priceMax)) throw new RangeError(`the ladder has no price ${price}`);
    const total = this.#total(price);
    const occupied = this.#occupied(side);
    const rank = this.#rank(side, price);
    if (total !== 0 && !occupied.has(rank)) throw new RangeError(`the price ${price} holds the other side`);
    const slot = this.#pool.take(order);
    const words = this.#pool.words;
    const record = slot << RECORD;
    const rung = price << RUNG;
    if (total === 0) {
      this.#rungs[rung + HEAD] = slot;
      words[record + PREVIOUS] = NONE;
      occupied.add(rank);
    } else {
      const tail = this.#rungs[rung + TAIL] as number;
      words[(tail << RECORD) + NEXT] = slot;
      words[record + PREVIOUS] = tail;
    }
    this.#rungs[rung + TAIL] = slot;
    words[record + NEXT] = NONE;
    words[record + LEVEL] = (price << 1) | side;
    words[record + QUANTITY] = quantity;
    words[record + ORIGINAL] = originalQuantity;
    words[record + ACCOUNT] = account;
    this.#setTotal(price, total + quantity);
    this.#size += 1;
    return slot;
  }

  remove(slot: Slot): void {
    const words = this.#pool.words;
    const record = slot << RECORD;
    const level = words[record + LEVEL] as number;
    const price = level >> 1;
    const previous = words[record + PREVIOUS] as number;
    const next = words[record + NEXT] as number;
    if (previous === NONE) this.#rungs[(price << RUNG) + HEAD] = next;
    else words[(previous << RECORD) + NEXT] = next;
    if (next === NONE) this.#rungs[(price << RUNG) + TAIL] = previous;
    else words[(next << RECORD) + PREVIOUS] = previous;

    const total = this.#total(price) - (words[record + QUANTITY] as number);
    this.#setTotal(price, total);
    if (total === 0) {
      const side = (level & 1) as Side;
      this.#occupied(side).delete(this.#rank(side, price));
    }
    this.#pool.release(slot);
    this.#size -= 1;
  }

  reduce(slot: Slot, quantity: Lots): void {
    const words = this.#pool.words;
    const record = slot << RECORD;
    const price = (words[record + LEVEL] as number) >> 1;
    words[record + QUANTITY] = (words[record + QUANTITY] as number) - quantity;
    this.#setTotal(price, this.#total(price) - quantity);
  }

  bestPrice(side: Side): Ticks {
    const occupied = this.#occupied(side);
    return (occupied.first === occupied.end ? 0 : this.#rank(side, occupied.first)) as Ticks;
  }

  first(side: Side): Slot {
    return this.#headOf(side, this.#occupied(side).first);
  }

  next(slot: Slot): Slot {
    const behind = this.#pool.words[(slot << RECORD) + NEXT] as number;
    if (behind !== NONE) return behind;
    const side = this.sideOf(slot);
    return this.#headOf(side, this.#occupied(side).after(this.#rank(side, this.priceOf(slot))));
  }

  quantityAt(side: Side, price: Ticks): Lots {
    return (this.#occupied(side).has(this.#rank(side, price)) ? this.#total(price) : 0) as Lots;
  }

  orderOf(slot: Slot): OrderId {
    return this.#pool.orderOf(slot);
  }

  accountOf(slot: Slot): AccountId {
    return this.#pool.words[(slot << RECORD) + ACCOUNT] as AccountId;
  }

  sideOf(slot: Slot): Side {
    return ((this.#pool.words[(slot << RECORD) + LEVEL] as number) & 1) as Side;
  }

  priceOf(slot: Slot): Ticks {
    return ((this.#pool.words[(slot << RECORD) + LEVEL] as number) >> 1) as Ticks;
  }

  quantityOf(slot: Slot): Lots {
    return this.#pool.words[(slot << RECORD) + QUANTITY] as Lots;
  }

  originalQuantityOf(slot: Slot): Lots {
    return this.#pool.words[(slot << RECORD) + ORIGINAL] as Lots;
  }

  /**
   * The place of a price in the order in which its side trades: the lowest ask and the highest bid come first, so one
   * search serves both sides. It is its own inverse: the rank of a rank is the price.
   */
  #rank(side: Side, price: number): number {
    return side === BUY ? this.#priceMax + 1 - price : price;
  }

  #occupied(side: Side): Occupancy {
    return side === BUY ? this.#bids : this.#asks;
  }

  #headOf(side: Side, rank: number): Slot {
    if (rank > this.#priceMax) return NONE;
    return this.#rungs[(this.#rank(side, rank) << RUNG) + HEAD] as number;
  }

  #total(price: number): number {
    return this.#totals[(price << 1) + 1] as number;
  }

  #setTotal(price: number, total: number): void {
    this.#totals[(price << 1) + 1] = total;
  }
}
