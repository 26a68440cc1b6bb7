/**
 * Counts orders that say the same within a moment: what a program that has lost its mind sends (rule PRO-5).
 *
 * Only orders that were taken are counted. What is older than its product's window is forgotten when the account's next
 * order in that product is counted, and at the end of a day, so the memory is that of what was sent within one window.
 */
import type { OrderWish } from '../commands.ts';
import type { AccountId, Millis } from '../units.ts';
import { InProducts } from './in-products.ts';

export interface RepeatRule {
  /** So many equal orders within the window are taken; the next is refused. */
  readonly most: number;
  readonly windowMs: number;
}

/** What of an order is compared. */
type Said = Pick<OrderWish, 'contract' | 'side' | 'price' | 'quantity'>;

/** An order that was taken, and until when it counts, as it stands in a snapshot. */
type Row = readonly [until: Millis, what: string];

/** The fields of an order in the list: until when it counts, the one before it in its chain, and what it said. */
const FIELDS = 6;
const UNTIL = 0;
const BEFORE = 1;
const CONTRACT = 2;
const SIDE = 3;
const PRICE = 4;
const QUANTITY = 5;

/** Instead of the number of an order. */
const NONE = -1;
/** How many chains there are while there are no more orders: a power of two. Of more than 65,536 the rest stay empty. */
const CHAINS_AT_FIRST = 8;
/** So many orders may be forgotten before those that are not are moved down. */
const FORGOTTEN_MAX = 64;

/**
 * What one account has sent in one product, oldest first. Orders are numbered as they come and chained by a hash of what
 * they say, so that nobody who sends much is searched for long. All stand in one list of numbers: every order comes here,
 * and each list would be a visit to memory.
 */
class Sent {
  readonly #fields: number[] = [];
  /** By hash, the last order of a chain. A number of before `#first` is that of none. */
  #last: number[] = new Array(CHAINS_AT_FIRST).fill(NONE);
  /** The number of the first in the list, of the first that is not forgotten, and of the next. */
  #start = 0;
  #first = 0;
  #next = 0;

  get isEmpty(): boolean {
    return this.#first === this.#next;
  }

  /** Whether at least `most` that say the same count at `time`. */
  has(most: number, { contract, side, price, quantity }: Said, time: Millis): boolean {
    const fields = this.#fields;
    let number = this.#last[this.#chainOf(contract, side, price, quantity)] as number;
    let found = 0;
    while (number >= this.#first) {
      const at = this.#at(number);
      // What came before it counts no longer than that.
      if ((fields[at + UNTIL] as number) <= time) return false;
      const isPlace = fields[at + PRICE] === price && fields[at + CONTRACT] === contract;
      if (isPlace && fields[at + QUANTITY] === quantity && fields[at + SIDE] === side) found += 1;
      if (found >= most) return true;
      number = fields[at + BEFORE] as number;
    }
    return false;
  }

  add(until: Millis, { contract, side, price, quantity }: Said): void {
    this.#fields.push(until, NONE, contract, side, price, quantity);
    this.#next += 1;
    if (this.#next - this.#first <= this.#last.length) return this.#chain(this.#next - 1);
    this.#last = new Array(2 * this.#last.length).fill(NONE);
    for (let number = this.#first; number < this.#next; number += 1) this.#chain(number);
  }

  /** Lets go of the oldest, up to the first that counts at `time`. */
  forget(time: Millis): void {
    while (!this.isEmpty && (this.#fields[this.#at(this.#first) + UNTIL] as number) <= time) this.#first += 1;
    const forgotten = this.#first - this.#start;
    if (forgotten <= FORGOTTEN_MAX || forgotten < this.#next - this.#first) return;
    this.#fields.splice(0, forgotten * FIELDS);
    this.#start = this.#first;
  }

  #at(number: number): number {
    return (number - this.#start) * FIELDS;
  }

  #chain(number: number): void {
    const fields = this.#fields;
    const at = this.#at(number);
    const chain = this.#chainOf(
      fields[at + CONTRACT] as number,
      fields[at + SIDE] as number,
      fields[at + PRICE] as number,
      fields[at + QUANTITY] as number,
    );
    fields[at + BEFORE] = this.#last[chain] as number;
    this.#last[chain] = number;
  }

  #chainOf(contract: number, side: number, price: number, quantity: number): number {
    const place = Math.imul(Math.imul(contract, 31) + price, 0x9e37_79b1);
    const hash = place + Math.imul(2 * quantity + side, 0x85eb_ca6b);
    return (hash >>> 16) & (this.#last.length - 1);
  }

  rows(): Row[] {
    const rows: Row[] = [];
    for (let number = this.#first; number < this.#next; number += 1) {
      const at = this.#at(number);
      rows.push([this.#fields[at] as Millis, this.#fields.slice(at + CONTRACT, at + FIELDS).join(' ')]);
    }
    return rows;
  }
}

export class Repeats {
  /** By product too, because each has its own window. */
  readonly #sent = new InProducts<Sent>();

  /** Whether one more would be one too many. Asking changes nothing. */
  isTooMany({ most }: RepeatRule, account: AccountId, product: string, wish: OrderWish, time: Millis): boolean {
    return this.#sent.get(account, product)?.has(most, wish, time) === true;
  }

  count({ windowMs }: RepeatRule, account: AccountId, product: string, wish: OrderWish, time: Millis): void {
    const known = this.#sent.get(account, product);
    const sent = known ?? new Sent();
    if (known === undefined) this.#sent.set(account, product, sent);
    sent.forget(time);
    sent.add((time + windowMs) as Millis, wish);
  }

  /** Lets go of everything that no longer counts at `time`. */
  forget(time: Millis): void {
    for (const [account, product, sent] of this.#sent.all()) {
      sent.forget(time);
      if (sent.isEmpty) this.#sent.delete(account, product);
    }
  }

  /** As plain data, in the order of the keys; undefined when there is nothing. */
  snapshot() {
    return this.#sent.isEmpty ? undefined : this.#sent.rows().map(([key, sent]) => [key, sent.rows()] as const);
  }

  static restore(all: ReturnType<Repeats['snapshot']>): Repeats {
    const repeats = new Repeats();
    for (const [key, rows] of all ?? []) {
      const sent = new Sent();
      for (const [until, what] of rows) {
        const [contract, side, price, quantity] = what.split(' ').map(Number);
        sent.add(until, { contract, side, price, quantity } as Said);
      }
      repeats.#sent.restore(key, sent);
    }
    return repeats;
  }
}
