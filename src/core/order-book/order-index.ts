/**
 * Finds a resting order by its number: in which contract's book it stands, and in which slot.
 *
 * Order numbers are given in order of arrival, so the index is a list of pages of consecutive numbers. Orders leave
 * roughly as they came; a page is let go when its last order leaves. One empty page is kept for the next that is
 * needed, because in a quiet market the newest page empties and fills with every other command.
 *
 * Only resting orders are known here. A number that was never given and one whose order has left look the same.
 */
import type { ContractId, OrderId } from '../units.ts';
import type { Slot } from './order-book.ts';

const PAGE_BITS = 12;
const ORDERS_PER_PAGE = 1 << PAGE_BITS;
const PLACE_IN_PAGE = ORDERS_PER_PAGE - 1;

interface Page {
  /** Two words for each order, contract and slot, each plus one, so that an untouched word says "not here". */
  readonly words: Int32Array;
  count: number;
}

export class OrderIndex {
  readonly #pages: (Page | undefined)[] = [];
  #spare: Page | undefined;

  /** Records that `order`, which does not rest yet, now stands in `slot` of the contract's book. */
  set(order: OrderId, contract: ContractId, slot: Slot): void {
    const page = this.#pageOf(order) ?? this.#addPage(pageNumber(order));
    const at = (order & PLACE_IN_PAGE) << 1;
    page.words[at] = contract + 1;
    page.words[at + 1] = slot + 1;
    page.count += 1;
  }

  /** The contract in whose book the order rests, or −1 when it does not rest. Any number may be asked for. */
  contractOf(order: OrderId): ContractId | -1 {
    return (this.#read(order, 0) - 1) as ContractId | -1;
  }

  /** The slot in which the order rests, or NONE when it does not rest. */
  slotOf(order: OrderId): Slot {
    const slot: Slot = this.#read(order, 1) - 1;
    return slot;
  }

  /** Forgets an order that rests. */
  delete(order: OrderId): void {
    const page = this.#pageOf(order) as Page;
    const at = (order & PLACE_IN_PAGE) << 1;
    page.words[at] = 0;
    page.words[at + 1] = 0;
    page.count -= 1;
    if (page.count > 0) return;
    this.#pages[pageNumber(order)] = undefined;
    this.#spare = page;
  }

  /** Visits every order that rests, by its number. */
  forEach(visit: (order: OrderId, contract: ContractId, slot: Slot) => void): void {
    this.#pages.forEach((page, number) => {
      if (page === undefined) return;
      for (let place = 0; place < ORDERS_PER_PAGE; place += 1) {
        const contract = page.words[place << 1] as number;
        const order = (number * ORDERS_PER_PAGE + place) as OrderId;
        if (contract > 0) visit(order, (contract - 1) as ContractId, (page.words[(place << 1) + 1] as number) - 1);
      }
    });
  }

  #read(order: OrderId, word: 0 | 1): number {
    const page = this.#pageOf(order);
    return page === undefined ? 0 : (page.words[((order & PLACE_IN_PAGE) << 1) + word] as number);
  }

  #pageOf(order: OrderId): Page | undefined {
    const number = pageNumber(order);
    return number >= 0 && number < this.#pages.length ? this.#pages[number] : undefined;
  }

  #addPage(number: number): Page {
    const page = this.#spare ?? { words: new Int32Array(ORDERS_PER_PAGE << 1), count: 0 };
    this.#spare = undefined;
    while (this.#pages.length <= number) this.#pages.push(undefined);
    this.#pages[number] = page;
    return page;
  }
}

/** A shift is a fraction of a division, and reaches as far as 32 bits do. */
function pageNumber(order: OrderId): number {
  return order >>> 0 === order ? order >>> PAGE_BITS : Math.floor(order / ORDERS_PER_PAGE);
}
