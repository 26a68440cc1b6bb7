/**
 * The order book with all that an order record says, and with every event told: accounts, client ids, reports.
 *
 * A thousand accounts trade, each order has its client's own id, and whatever happens (accepted, rested, traded,
 * cancelled, refused) is written out as a report of 64 bytes, as a feed or a journal of events would send it. The
 * reports go round in a ring that a reader could follow.
 *
 * Left out: limits, margin, clearing, the journal, the network.
 */
import type { Side } from '#core/commands.ts';
import { type Fills, match } from '#core/matching/match.ts';
import { NONE, type OrderBook, type Slot } from '#core/order-book/order-book.ts';
import { OrderIndex } from '#core/order-book/order-index.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';
import type { Workload } from '../workloads/workload.ts';
import { type Engine, Tally } from './engine.ts';

const ACCOUNTS_PER_SIDE = 500;
const CONTRACT = 0 as ContractId;
/** Clients number their orders as they like; here each counts from a number that no order of the venue has. */
const CLIENT_ID_FIRST = 2 ** 40;

export const reportKinds = { accepted: 1, rested: 2, trade: 3, cancelled: 4, refused: 5 } as const;

/** Eight doubles a report, 4,096 reports; the oldest is written over. */
class Reports {
  readonly #words = new Float64Array(8 << 12);
  #written = 0;

  write(
    kind: number,
    order: number,
    account: number,
    client: number,
    side: number,
    price: number,
    quantity: number,
    other: number,
  ): void {
    const at = (this.#written & 0xfff) << 3;
    const words = this.#words;
    words[at] = kind;
    words[at + 1] = order;
    words[at + 2] = account;
    words[at + 3] = client;
    words[at + 4] = side;
    words[at + 5] = price;
    words[at + 6] = quantity;
    words[at + 7] = other;
    this.#written += 1;
  }

  get written(): number {
    return this.#written;
  }
}

export class ReportingEngine implements Engine, Fills {
  readonly tally = new Tally();
  readonly #reports = new Reports();
  readonly #workload: Workload;
  readonly #book: OrderBook;
  readonly #index = new OrderIndex();
  /** The client's own id of the order in a slot. */
  #clients = new Float64Array(1 << 14);
  #incoming = 0 as OrderId;
  #account = 0 as AccountId;
  #client = 0;
  #side: Side = 0;

  constructor(workload: Workload, book: OrderBook) {
    this.#workload = workload;
    this.#book = book;
  }

  /** How many reports were written. */
  get reports(): number {
    return this.#reports.written;
  }

  execute(i: number): void {
    const order = this.#workload.orders[i] as OrderId;
    if (this.#workload.cancels[i] === 1) this.#cancel(order);
    else this.#place(i, order);
  }

  /** Both sides of a trade are told: the resting order's report and the incoming one's name each other. */
  fill(slot: Slot, price: Ticks, quantity: Lots): void {
    const order = this.#book.orderOf(slot);
    if (this.#book.quantityOf(slot) === quantity) this.#index.delete(order);
    const maker = this.#book.accountOf(slot);
    const client = this.#clients[slot] as number;
    this.#reports.write(reportKinds.trade, order, maker, client, 1 - this.#side, price, quantity, this.#incoming);
    this.#reports.write(
      reportKinds.trade,
      this.#incoming,
      this.#account,
      this.#client,
      this.#side,
      price,
      quantity,
      order,
    );
    this.tally.trade(order, this.#incoming, price, quantity);
  }

  #place(i: number, order: OrderId): void {
    const side = this.#workload.sides[i] as Side;
    const account = (2 * (order % ACCOUNTS_PER_SIDE) + side) as AccountId;
    const price = this.#workload.prices[i] as Ticks;
    const quantity = this.#workload.quantities[i] as Lots;
    const client = CLIENT_ID_FIRST + order;
    this.#incoming = order;
    this.#account = account;
    this.#client = client;
    this.#side = side;
    this.#reports.write(reportKinds.accepted, order, account, client, side, price, quantity, 0);
    const left = match(this.#book, side, price, quantity, account, this);
    if (left === 0) return;
    if (this.#workload.immediate[i] === 1) {
      this.#reports.write(reportKinds.cancelled, order, account, client, side, price, left, 0);
      return;
    }
    const slot = this.#book.rest(order, account, side, price, left, quantity);
    this.#index.set(order, CONTRACT, slot);
    if (slot >= this.#clients.length) this.#growClients();
    this.#clients[slot] = client;
    this.#reports.write(reportKinds.rested, order, account, client, side, price, left, 0);
  }

  #cancel(order: OrderId): void {
    const book = this.#book;
    const slot = this.#index.slotOf(order);
    if (slot === NONE) {
      this.tally.cancelsRefused += 1;
      this.#reports.write(reportKinds.refused, order, 0, 0, 0, 0, 0, 0);
      return;
    }
    const client = this.#clients[slot] as number;
    this.#reports.write(
      reportKinds.cancelled,
      order,
      book.accountOf(slot),
      client,
      book.sideOf(slot),
      book.priceOf(slot),
      book.quantityOf(slot),
      0,
    );
    this.#index.delete(order);
    book.remove(slot);
  }

  #growClients(): void {
    const grown = new Float64Array(2 * this.#clients.length);
    grown.set(this.#clients);
    this.#clients = grown;
  }
}
