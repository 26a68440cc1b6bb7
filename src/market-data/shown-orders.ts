/**
 * What the book shows of every resting order, by its number.
 *
 * Always: an order that is known shows at least one lot. Whoever wants to know is told of every change as lots that come
 * or go. Orders stand in rows of four words, found by an index, because a venue has very many and each is met again soon.
 */
import type { Side } from '#core/commands.ts';
import { NONE, type Slot } from '#core/order-book/order-book.ts';
import { OrderIndex } from '#core/order-book/order-index.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';

export interface ShownOrder {
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly side: Side;
  readonly price: Ticks;
  /** The lots that are shown. */
  readonly quantity: Lots;
}

/** An order as it stands in a snapshot of formats 2 and 3; of format 4 on it is these numbers in one list of all. */
type ShownRow = readonly [
  order: OrderId,
  account: AccountId,
  contract: ContractId,
  side: Side,
  price: Ticks,
  quantity: Lots,
];
const SHOWN = 6;

/** The same in snapshots of format 1. */
type EarliestRow = readonly [order: OrderId, shown: ShownOrder];

export type ShownOrdersState = readonly number[] | readonly ShownRow[] | readonly EarliestRow[];

/** So many lots of an order came; below zero they went. */
export type Changed = (account: AccountId, contract: ContractId, side: Side, price: Ticks, lots: number) => void;

/** Words of a row, as a shift; a row that is free holds the next free one in its first. */
const ROW = 2;
const ACCOUNT = 0;
const SIDE = 1;
const PRICE = 2;
const QUANTITY = 3;
const ROWS_AT_FIRST = 64;

export class ShownOrders {
  /** The contract and the row of every order that is known. */
  readonly #index = new OrderIndex();
  readonly #changed: Changed;
  #words = new Int32Array(ROWS_AT_FIRST << ROW);
  #rows = 0;
  #free: Slot = NONE;

  /** Of what a snapshot holds nobody is told. */
  constructor(changed: Changed, state: ShownOrdersState = []) {
    this.#changed = changed;
    const numbers = numbersIn(state);
    for (let at = 0; at < numbers.length; at += SHOWN) {
      const [order, account, contract, side, price, quantity] = numbers.slice(at, at + SHOWN) as unknown as ShownRow;
      this.#add(order, { account, contract, side, price, quantity });
    }
  }

  /** From now on the order shows this, whatever it showed before; without lots it shows nothing. */
  set(order: OrderId, shown: ShownOrder): void {
    this.remove(order);
    if (shown.quantity === 0) return;
    this.#add(order, shown);
    this.#changed(shown.account, shown.contract, shown.side, shown.price, shown.quantity);
  }

  /** `quantity` of its lots are gone. An order that shows nothing loses nothing: it came to trade. */
  take(order: OrderId, quantity: Lots): void {
    const row = this.#index.slotOf(order);
    if (row === NONE) return;
    const at = (row << ROW) + QUANTITY;
    const left = (this.#words[at] as number) - quantity;
    if (left === 0) return this.remove(order);
    this.#words[at] = left;
    this.#tell(order, row, -quantity);
  }

  remove(order: OrderId): void {
    const row = this.#index.slotOf(order);
    if (row === NONE) return;
    this.#tell(order, row, -(this.#words[(row << ROW) + QUANTITY] as number));
    this.#index.delete(order);
    this.#words[row << ROW] = this.#free;
    this.#free = row;
  }

  /** What an account shows in a contract, by order number. */
  of(account: AccountId, contract: ContractId): ShownOrder[] {
    const shown: ShownOrder[] = [];
    this.#index.forEach((_, of, row) => {
      if (of === contract && this.#words[(row << ROW) + ACCOUNT] === account) shown.push(this.#read(of, row));
    });
    return shown;
  }

  /** One after the other, by order number. */
  snapshot(): number[] {
    const numbers: number[] = [];
    this.#index.forEach((order, of, row) => {
      const { account, contract, side, price, quantity } = this.#read(of, row);
      numbers.push(order, account, contract, side, price, quantity);
    });
    return numbers;
  }

  #add(order: OrderId, { account, contract, side, price, quantity }: ShownOrder): void {
    const row = this.#takeRow();
    this.#index.set(order, contract, row);
    const at = row << ROW;
    this.#words[at + ACCOUNT] = account;
    this.#words[at + SIDE] = side;
    this.#words[at + PRICE] = price;
    this.#words[at + QUANTITY] = quantity;
  }

  #takeRow(): Slot {
    const row = this.#free;
    if (row !== NONE) {
      this.#free = this.#words[row << ROW] as Slot;
      return row;
    }
    if (this.#rows << ROW === this.#words.length) {
      const grown = new Int32Array(this.#words.length * 2);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#rows += 1;
    return this.#rows - 1;
  }

  #tell(order: OrderId, row: Slot, lots: number): void {
    const { account, contract, side, price } = this.#read(this.#index.contractOf(order) as ContractId, row);
    this.#changed(account, contract, side, price, lots);
  }

  #read(contract: ContractId, row: Slot): ShownOrder {
    const at = row << ROW;
    const words = this.#words;
    return {
      account: words[at + ACCOUNT] as AccountId,
      contract,
      side: words[at + SIDE] as Side,
      price: words[at + PRICE] as Ticks,
      quantity: words[at + QUANTITY] as Lots,
    };
  }
}

function numbersIn(state: ShownOrdersState): readonly number[] {
  if (typeof state[0] === 'number') return state as readonly number[];
  return (state as readonly (ShownRow | EarliestRow)[]).flatMap((row) => {
    if (row.length === SHOWN) return row;
    const [order, { account, contract, side, price, quantity }] = row;
    return [order, account, contract, side, price, quantity];
  });
}
