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
  NUMBER,
  ORIGINAL,
  OrderPool,
  PREVIOUS,
  QUANTITY,
  RECORD,
  SIDE,
} from './order-pool.ts';

/** A rung is four words of the ladder. */
const RUNG = 2;
const HEAD = 0;
const TAIL = 1;
// Words 2 and 3 together are the total, which may outgrow 32 bits.

/**
 * Rungs are numbered in the order in which their side trades, so that the best price of a side is its least occupied
 * rung: an ask stands on the rung of its price, a bid on that of `#bidRung − price`, beyond all asks. One rung behind
 * each side holds no order and ends it.
 */
export class LadderBook implements OrderBook {
  readonly #priceMax: Ticks;
  readonly #bidRung: number;
  readonly #pool = new OrderPool();
  readonly #rungs: Int32Array;
  readonly #totals: Float64Array;
  readonly #bids: Occupancy;
  readonly #asks: Occupancy;
  #size = 0;

  /** An empty book for prices from 1 to `priceMax` (at most 262,143, see `contract.ts`). */
  constructor(priceMax: Ticks) {
    this.#priceMax = priceMax;
    this.#bidRung = 2 * (priceMax + 1);
    this.#rungs = new Int32Array((this.#bidRung + 1) << RUNG);
    this.#totals = new Float64Array(this.#rungs.buffer);
    this.#asks = new Occupancy(priceMax + 1);
    this.#bids = new Occupancy(this.#bidRung);
    for (const { end } of [this.#asks, this.#bids]) this.#rungs[(end << RUNG) + HEAD] = NONE;
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
    const number = side === BUY ? this.#bidRung - price : price;
    const rung = number << RUNG;
    const rungs = this.#rungs;
    const total = this.#total(rung);
    const slot = this.#pool.take(order);
    const words = this.#pool.words;
    const record = slot << RECORD;
    if (total === 0) {
      this.#occupied(side).add(number);
      rungs[rung + HEAD] = slot;
      rungs[rung + TAIL] = slot;
      words[record + PREVIOUS] = NONE;
      words[record + NEXT] = NONE;
    } else if (before === NONE) {
      const tail = rungs[rung + TAIL] as number;
      words[(tail << RECORD) + NEXT] = slot;
      rungs[rung + TAIL] = slot;
      words[record + PREVIOUS] = tail;
      words[record + NEXT] = NONE;
    } else this.#insert(rung, slot, before);
    words[record + LEVEL] = (number << NUMBER) | (marked ? MARK : 0) | side;
    words[record + QUANTITY] = quantity;
    words[record + ORIGINAL] = originalQuantity;
    words[record + ACCOUNT] = account;
    this.#setTotal(rung, total + quantity);
    this.#size += 1;
    return slot;
  }

  /** Chains an order into its queue right before another one. */
  #insert(rung: number, slot: Slot, before: Slot): void {
    const words = this.#pool.words;
    const previous = words[(before << RECORD) + PREVIOUS] as number;
    if (previous === NONE) this.#rungs[rung + HEAD] = slot;
    else words[(previous << RECORD) + NEXT] = slot;
    words[(before << RECORD) + PREVIOUS] = slot;
    words[(slot << RECORD) + PREVIOUS] = previous;
    words[(slot << RECORD) + NEXT] = before;
  }

  remove(slot: Slot): void {
    const words = this.#pool.words;
    const record = slot << RECORD;
    const level = words[record + LEVEL] as number;
    const number = level >> NUMBER;
    const rung = number << RUNG;
    const previous = words[record + PREVIOUS] as number;
    const next = words[record + NEXT] as number;
    if (previous === NONE) this.#rungs[rung + HEAD] = next;
    else words[(previous << RECORD) + NEXT] = next;
    if (next === NONE) this.#rungs[rung + TAIL] = previous;
    else words[(next << RECORD) + PREVIOUS] = previous;

    const total = this.#total(rung) - (words[record + QUANTITY] as number);
    this.#setTotal(rung, total);
    if (total === 0) this.#occupied((level & SIDE) as Side).delete(number);
    this.#pool.release(slot);
    this.#size -= 1;
  }

  reduce(slot: Slot, quantity: Lots): void {
    const words = this.#pool.words;
    const record = slot << RECORD;
    const rung = ((words[record + LEVEL] as number) >> NUMBER) << RUNG;
    words[record + QUANTITY] = (words[record + QUANTITY] as number) - quantity;
    this.#setTotal(rung, this.#total(rung) - quantity);
  }

  shrink(slot: Slot, shown: number, asked: number): void {
    this.reduce(slot, shown as Lots);
    const record = slot << RECORD;
    this.#pool.words[record + ORIGINAL] = (this.#pool.words[record + ORIGINAL] as number) - asked;
  }

  bestPrice(side: Side): Ticks {
    // The rung behind the bids is that of price 0.
    if (side === BUY) return (this.#bidRung - this.#bids.first) as Ticks;
    const { first, end } = this.#asks;
    return (first === end ? 0 : first) as Ticks;
  }

  first(side: Side): Slot {
    return this.#rungs[(this.#occupied(side).first << RUNG) + HEAD] as number;
  }

  next(slot: Slot): Slot {
    const words = this.#pool.words;
    const behind = words[(slot << RECORD) + NEXT] as number;
    if (behind !== NONE) return behind;
    const level = words[(slot << RECORD) + LEVEL] as number;
    const number = this.#occupied((level & SIDE) as Side).after(level >> NUMBER);
    return this.#rungs[(number << RUNG) + HEAD] as number;
  }

  quantityAt(side: Side, price: Ticks): Lots {
    return this.#total((side === BUY ? this.#bidRung - price : price) << RUNG) as Lots;
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
    const level = this.#pool.words[(slot << RECORD) + LEVEL] as number;
    const number = level >> NUMBER;
    return ((level & SIDE) === BUY ? this.#bidRung - number : number) as Ticks;
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

  #occupied(side: Side): Occupancy {
    return side === BUY ? this.#bids : this.#asks;
  }

  #total(rung: number): number {
    return this.#totals[(rung >> 1) + 1] as number;
  }

  #setTotal(rung: number, total: number): void {
    this.#totals[(rung >> 1) + 1] = total;
  }
}
