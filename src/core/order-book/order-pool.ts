/**
 * The memory of resting orders: one record of eight words each, addressed by slot, all in one buffer.
 *
 * A record is half a cache line, so that whatever is asked of an order is one visit to memory. Slots that are not in
 * use form a chain through their `NEXT` word and are handed out again, last freed first. The buffer starts small,
 * because many contracts hold few orders, and doubles when it is full; it never shrinks.
 *
 * What the links mean is the book's business.
 */
import type { OrderId } from '../units.ts';
import { NONE, type Slot } from './order-book.ts';

/** Words in a record, as a shift: word `FIELD` of a slot is `words[(slot << RECORD) + FIELD]`. */
export const RECORD = 3;
export const NEXT = 0;
export const PREVIOUS = 1;
/** The number of the order's rung, its mark and its side in one word. */
export const LEVEL = 2;
export const SIDE = 1;
export const MARK = 2;
export const NUMBER = 2;
export const QUANTITY = 3;
export const ORIGINAL = 4;
export const ACCOUNT = 5;
// Quantities fit a word, because no product allows an order of more than 1,000,000,000 lots (see `contract.ts`).
// Words 6 and 7 together are the order's number, which may outgrow 32 bits.

const SLOTS_AT_FIRST = 64;

export class OrderPool {
  /** The records. Read it afresh after `take`, which may have moved them. */
  words = new Int32Array(0);
  #orders = new Float64Array(0);
  #free: Slot = NONE;

  constructor() {
    this.#grow(SLOTS_AT_FIRST);
  }

  /** A slot for an order; its record holds what its last owner left there. */
  take(order: OrderId): Slot {
    if (this.#free === NONE) this.#grow(this.#orders.length >>> 1);
    const slot = this.#free;
    this.#free = this.words[(slot << RECORD) + NEXT] as number;
    this.#orders[(slot << 2) + 3] = order;
    return slot;
  }

  release(slot: Slot): void {
    this.words[(slot << RECORD) + NEXT] = this.#free;
    this.#free = slot;
  }

  orderOf(slot: Slot): OrderId {
    return this.#orders[(slot << 2) + 3] as OrderId;
  }

  /** Makes room for `slots` orders in all. Only called when every slot is in use. */
  #grow(slots: number): void {
    const before = this.words;
    this.words = new Int32Array(slots << RECORD);
    this.words.set(before);
    this.#orders = new Float64Array(this.words.buffer);
    for (let slot = slots - 1; slot >= before.length >>> RECORD; slot -= 1) this.release(slot);
  }
}
