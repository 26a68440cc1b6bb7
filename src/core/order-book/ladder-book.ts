/**
 * The fast book: a ladder a side with a rung for every price, and a queue of orders on every rung.
 *
 * Daily price limits bound the prices of a contract, so a price can be an address. Orders stand in a pool and are
 * chained into the queue of their price; the set of prices that hold orders is kept per side. Resting, cancelling and
 * filling take the same few steps however deep the book is, and allocate nothing while the pool has room.
 *
 * Always: a level's total is the sum of what its orders still want, it is zero exactly when the queue is empty, and a
 * price is in its side's set exactly when the total is not zero. While orders are collected for an auction both sides may
 * stand at one price, so each side has a ladder of its own. The head and tail of an empty queue mean nothing.
 */
import { BUY, type Side } from '../commands.ts';
import type { AccountId, Lots, OrderId, Ticks } from '../units.ts';
import { Occupancy } from './occupancy.ts';
import { NONE, type OrderBook, type Slot } from './order-book.ts';
import {
  ACCOUNT,
  LEVEL,
  MARK,
  NEXT,
  ORIGINAL,
  OrderPool,
  PREVIOUS,
  PRICE,
  QUANTITY,
  RECORD,
  SIDE,
} from './order-pool.ts';

/** A rung is four words, addressed by side and price. */
const RUNG = 2;
const HEAD = 0;
const TAIL = 1;
// Words 2 and 3 together are the total, which may outgrow 32 bits.

export class LadderBook implements OrderBook {
  readonly #priceMax: Ticks;
  readonly #pool = new OrderPool();
  /** Where the rungs of the asks begin; those of the bids begin at 0. */
  readonly #sellRungs: number;
  readonly #rungs: Int32Array;
  readonly #totals: Float64Array;
  readonly #bids: Occupancy;
  readonly #asks: Occupancy;
  #size = 0;

  /** An empty book for prices from 1 to `priceMax` (at most 262,143, see `contract.ts`). */
  constructor(priceMax: Ticks) {
    this.#priceMax = priceMax;
    this.#sellRungs = priceMax + 1;
    this.#rungs = new Int32Array((2 * (priceMax + 1)) << RUNG);
    this.#totals = new Float64Array(this.#rungs.buffer);
    this.#bids = new Occupancy(priceMax + 1);
    this.#asks = new Occupancy(priceMax + 1);
  }

  get size(): number {
    return this.#size;
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
    if (!(price >= 1 && price <= this.#priceMax)) throw new RangeError(`the ladder has no price ${price}`);
    const rung = this.#rung(side, price);
    const total = this.#total(rung);
    const slot = this.#pool.take(order);
    const words = this.#pool.words;
    const record = slot << RECORD;
    let previous: Slot = NONE;
    if (total === 0) this.#occupied(side).add(this.#rank(side, price));
    else
      previous =
        before === NONE ? (this.#rungs[rung + TAIL] as number) : (words[(before << RECORD) + PREVIOUS] as number);
    words[record + PREVIOUS] = previous;
    words[record + NEXT] = before;
    if (previous === NONE) this.#rungs[rung + HEAD] = slot;
    else words[(previous << RECORD) + NEXT] = slot;
    if (before === NONE) this.#rungs[rung + TAIL] = slot;
    else words[(before << RECORD) + PREVIOUS] = slot;
    words[record + LEVEL] = (price << PRICE) | (marked ? MARK : 0) | side;
    words[record + QUANTITY] = quantity;
    words[record + ORIGINAL] = originalQuantity;
    words[record + ACCOUNT] = account;
    this.#setTotal(rung, total + quantity);
    this.#size += 1;
    return slot;
  }

  remove(slot: Slot): void {
    const words = this.#pool.words;
    const record = slot << RECORD;
    const level = words[record + LEVEL] as number;
    const side = (level & SIDE) as Side;
    const price = level >> PRICE;
    const rung = this.#rung(side, price);
    const previous = words[record + PREVIOUS] as number;
    const next = words[record + NEXT] as number;
    if (previous === NONE) this.#rungs[rung + HEAD] = next;
    else words[(previous << RECORD) + NEXT] = next;
    if (next === NONE) this.#rungs[rung + TAIL] = previous;
    else words[(next << RECORD) + PREVIOUS] = previous;

    const total = this.#total(rung) - (words[record + QUANTITY] as number);
    this.#setTotal(rung, total);
    if (total === 0) this.#occupied(side).delete(this.#rank(side, price));
    this.#pool.release(slot);
    this.#size -= 1;
  }

  reduce(slot: Slot, quantity: Lots): void {
    const words = this.#pool.words;
    const record = slot << RECORD;
    const level = words[record + LEVEL] as number;
    const rung = this.#rung((level & SIDE) as Side, level >> PRICE);
    words[record + QUANTITY] = (words[record + QUANTITY] as number) - quantity;
    this.#setTotal(rung, this.#total(rung) - quantity);
  }

  shrink(slot: Slot, shown: number, asked: number): void {
    this.reduce(slot, shown as Lots);
    const record = slot << RECORD;
    this.#pool.words[record + ORIGINAL] = (this.#pool.words[record + ORIGINAL] as number) - asked;
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
    return this.#total(this.#rung(side, price)) as Lots;
  }

  orderOf(slot: Slot): OrderId {
    return this.#pool.orderOf(slot);
  }

  accountOf(slot: Slot): AccountId {
    return this.#pool.words[(slot << RECORD) + ACCOUNT] as AccountId;
  }

  sideOf(slot: Slot): Side {
    return ((this.#pool.words[(slot << RECORD) + LEVEL] as number) & SIDE) as Side;
  }

  priceOf(slot: Slot): Ticks {
    return ((this.#pool.words[(slot << RECORD) + LEVEL] as number) >> PRICE) as Ticks;
  }

  isMarked(slot: Slot): boolean {
    return ((this.#pool.words[(slot << RECORD) + LEVEL] as number) & MARK) !== 0;
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
    return this.#rungs[this.#rung(side, this.#rank(side, rank)) + HEAD] as number;
  }

  #rung(side: Side, price: number): number {
    return (side === BUY ? price : this.#sellRungs + price) << RUNG;
  }

  #total(rung: number): number {
    return this.#totals[(rung >> 1) + 1] as number;
  }

  #setTotal(rung: number, total: number): void {
    this.#totals[(rung >> 1) + 1] = total;
  }
}
