/**
 * The workload through the order book alone: matching, resting, cancelling by order number.
 *
 * Left out is all that an exchange does around it: accounts, limits, margin, clearing, events, the journal.
 */
import { BUY, type Side } from '#core/commands.ts';
import { type Fills, match } from '#core/matching/match.ts';
import type { OrderBook, Slot } from '#core/order-book/order-book.ts';
import { NONE } from '#core/order-book/order-book.ts';
import { OrderIndex } from '#core/order-book/order-index.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';
import type { Workload } from '../workloads/workload.ts';
import { type Engine, Tally } from './engine.ts';

// All buyers are one account and all sellers another, so the check for trades with oneself runs and never bites.
const BUYERS = 0 as AccountId;
const SELLERS = 1 as AccountId;
const CONTRACT = 0 as ContractId;

export class BookEngine implements Engine, Fills {
  readonly tally = new Tally();
  readonly #workload: Workload;
  readonly #book: OrderBook;
  readonly #index = new OrderIndex();
  #incoming = 0 as OrderId;

  constructor(workload: Workload, book: OrderBook) {
    this.#workload = workload;
    this.#book = book;
  }

  execute(i: number): void {
    const order = this.#workload.orders[i] as OrderId;
    if (this.#workload.cancels[i] === 1) this.#cancel(order);
    else this.#place(i, order);
  }

  fill(slot: Slot, price: Ticks, quantity: Lots): void {
    const order = this.#book.orderOf(slot);
    if (this.#book.quantityOf(slot) === quantity) this.#index.delete(order);
    this.tally.trade(order, this.#incoming, price, quantity);
  }

  #place(i: number, order: OrderId): void {
    const side = this.#workload.sides[i] as Side;
    const account = side === BUY ? BUYERS : SELLERS;
    const price = this.#workload.prices[i] as Ticks;
    const quantity = this.#workload.quantities[i] as Lots;
    this.#incoming = order;
    const left = match(this.#book, side, price, quantity, account, this);
    if (left === 0 || this.#workload.immediate[i] === 1) return;
    this.#index.set(order, CONTRACT, this.#book.rest(order, account, side, price, left, quantity));
  }

  #cancel(order: OrderId): void {
    const slot = this.#index.slotOf(order);
    if (slot === NONE) {
      this.tally.cancelsRefused += 1;
      return;
    }
    this.#index.delete(order);
    this.#book.remove(slot);
  }
}
