/**
 * The orders of all accounts as they stand: those that rest or wait, and of each account the last that are done.
 *
 * They are kept as rows of numbers and read as records. What only few orders have stands beside the rows.
 */
import type { Side, TimeInForce } from '#core/commands.ts';
import type { CancelReason, Events } from '#core/events.ts';
import { NONE } from '#core/order-book/order-book.ts';
import { OrderIndex } from '#core/order-book/order-index.ts';
import type { OrderTerms } from '#core/trading/terms.ts';
import {
  type AccountId,
  type ContractId,
  type Lots,
  type Millis,
  NO_LOTS,
  type OrderId,
  type Sequence,
  type Ticks,
} from '#core/units.ts';
import type { Published } from './fold.ts';
import { type Row, RowLists } from './row-lists.ts';

/** How many done orders of an account are kept. */
export const DONE_ORDERS_KEPT = 1_000;

export interface OrderRecord {
  readonly order: OrderId;
  /** The member's own id for it; null when it gave none. */
  readonly clientOrderId: string | null;
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly side: Side;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly timeInForce: TimeInForce;
  readonly placedAt: Millis;
  /** The command after which it stands as it is told here. */
  readonly sequence: Sequence;
  readonly filled: Lots;
  /** What still rests in the book. */
  readonly remaining: Lots;
  /** Sum of price times quantity over its fills; divided by `filled` it is the average price. */
  readonly filledValue: number;
  /** A stop order waits until its price comes. */
  readonly status: 'waiting' | 'resting' | 'filled' | 'cancelled';
  readonly cancelReason: CancelReason | null;
  /** What it asked for beyond a plain limit order; absent where it is one. */
  readonly terms?: OrderTerms;
  /** The price at which a stop order wakes or woke. */
  readonly triggerPrice?: Ticks;
  /** Whether it came as one side of a quote; absent where it did not. */
  readonly isQuote?: true;
}

/** What is said of an order that was accepted. */
type Accepted = Events['orderAccepted'];

/** An order as it stands when it has been accepted and nothing else has become of it. */
export function recordOf(
  event: Accepted,
  { sequence, time }: Pick<Published, 'sequence' | 'time'>,
  clientOrderId: string | null,
): OrderRecord {
  const { order, account, contract, side, price, quantity, timeInForce } = event;
  return {
    order,
    clientOrderId,
    account,
    contract,
    side,
    price,
    quantity,
    timeInForce,
    placedAt: time,
    sequence,
    filled: NO_LOTS,
    remaining: quantity,
    filledValue: 0,
    status: 'resting',
    cancelReason: null,
  };
}

const ORDER = 0;
const ACCOUNT = 1;
const CONTRACT = 2;
const SIDE = 3;
const PRICE = 4;
const QUANTITY = 5;
const TIME_IN_FORCE = 6;
const PLACED_AT = 7;
const SEQUENCE = 8;
const FILLED = 9;
const REMAINING = 10;
const FILLED_VALUE = 11;
const STATUS = 12;
const CANCEL_REASON = 13;
const IS_QUOTE = 14;
const FIELDS = 15;

/** By their numbers, which snapshots hold; so no entry of these two lists changes its place. */
const statuses = ['resting', 'waiting', 'filled', 'cancelled'] as const satisfies readonly OrderRecord['status'][];
const RESTING = 0;
const WAITING = 1;
const FILLED_WHOLLY = 2;
const CANCELLED = 3;

const cancelReasons = [
  null,
  'requested',
  'unfilled',
  'selfTrade',
  'outsideLimit',
  'expired',
  'lapsed',
  'otherOfPair',
  'reduceOnly',
  'replaced',
  'refusedWhenTriggered',
  'protection',
  'switchedOff',
  'closeOut',
] as const satisfies readonly (CancelReason | null)[];

/** What few orders have. */
type More = Pick<OrderRecord, 'terms' | 'triggerPrice'>;

/** Orders as they stand in a snapshot: the fields of one after the other, and by place what only some have. */
export interface OrderTable {
  readonly fields: readonly number[];
  readonly clientOrderIds?: readonly (readonly [place: number, clientOrderId: string])[];
  readonly more?: readonly (readonly [place: number, more: More])[];
}

/** An order in a snapshot of format 2: its fields, and what is no number. */
export type EarlierOrderRow = readonly [fields: readonly number[], clientOrderId: string | null, more?: More];

export class OrderRecords {
  /** Of each account two lists: what rests or waits, and what is done. */
  readonly #rows = new RowLists(FIELDS);
  /** The contract and the row of what rests or waits. */
  readonly #index = new OrderIndex();
  /** By row. */
  readonly #clientOrderIds: (string | null)[] = [];
  readonly #more = new Map<OrderId, More>();

  /** The account's orders that rest or wait, oldest first. */
  resting(account: AccountId): OrderRecord[] {
    return this.#rows.rowsOf(restingOf(account)).map((row) => this.#record(row));
  }

  /** The account's orders that are done and not forgotten, the one that was done first first. */
  done(account: AccountId): OrderRecord[] {
    return this.#rows.rowsOf(doneOf(account)).map((row) => this.#record(row));
  }

  /** The account's order of that number; undefined when it is not its own, or was forgotten. */
  find(account: AccountId, order: OrderId): OrderRecord | undefined {
    const row = this.#index.slotOf(order);
    if (row !== NONE) return this.#rows.get(row, ACCOUNT) === account ? this.#record(row) : undefined;
    // Who asks for an order that is done asks for one that was done just now, nearly always.
    for (const done of this.#rows.rowsBackOf(doneOf(account)))
      if (this.#rows.get(done, ORDER) === order) return this.#record(done);
    return undefined;
  }

  /** The contract of an order that rests or waits; −1 of any other. */
  contractOf(order: OrderId): ContractId | -1 {
    return this.#index.contractOf(order);
  }

  /** A new order; of nearly all there is no record but this row. */
  accept(
    { order, account, contract, side, price, quantity, timeInForce }: Accepted,
    time: Millis,
    sequence: Sequence,
    clientOrderId: string | null,
    isQuote: boolean,
  ): void {
    const row = this.#rows.add(restingOf(account));
    this.#index.set(order, contract, row);
    this.#clientOrderIds[row] = clientOrderId;
    const words = this.#rows.wordsOf(row);
    const at = this.#rows.placeOf(row);
    words[at + ORDER] = order;
    words[at + ACCOUNT] = account;
    words[at + CONTRACT] = contract;
    words[at + SIDE] = side;
    words[at + PRICE] = price;
    words[at + QUANTITY] = quantity;
    words[at + TIME_IN_FORCE] = timeInForce;
    words[at + PLACED_AT] = time;
    words[at + SEQUENCE] = sequence;
    words[at + FILLED] = NO_LOTS;
    words[at + REMAINING] = quantity;
    words[at + FILLED_VALUE] = 0;
    words[at + STATUS] = RESTING;
    words[at + CANCEL_REASON] = 0;
    words[at + IS_QUOTE] = isQuote ? 1 : 0;
  }

  /** An order with what has become of it so far. */
  add(record: OrderRecord): void {
    const { order, account, sequence, terms, triggerPrice } = record;
    this.accept(record, record.placedAt, sequence, record.clientOrderId, record.isQuote === true);
    const row = this.#index.slotOf(order);
    this.#change(row, sequence, {
      [FILLED]: record.filled,
      [REMAINING]: record.remaining,
      [FILLED_VALUE]: record.filledValue,
      [STATUS]: statuses.indexOf(record.status),
      [CANCEL_REASON]: cancelReasons.indexOf(record.cancelReason),
    });
    if (terms !== undefined || triggerPrice !== undefined) this.#addMore(order, record);
    if (record.status === 'filled' || record.status === 'cancelled') this.#finish(row, order, account);
  }

  /** So many lots of an order have traded. */
  trade(order: OrderId, account: AccountId, price: Ticks, quantity: Lots, sequence: Sequence): void {
    const row = this.#index.slotOf(order);
    const words = this.#rows.wordsOf(row);
    const at = this.#rows.placeOf(row);
    const remaining = (words[at + REMAINING] as number) - quantity;
    words[at + SEQUENCE] = sequence;
    words[at + REMAINING] = remaining;
    words[at + FILLED] = (words[at + FILLED] as number) + quantity;
    words[at + FILLED_VALUE] = (words[at + FILLED_VALUE] as number) + price * quantity;
    if (remaining > 0) return;
    words[at + STATUS] = FILLED_WHOLLY;
    this.#finish(row, order, account);
  }

  cancel(order: OrderId, account: AccountId, reason: CancelReason, sequence: Sequence): void {
    const row = this.#index.slotOf(order);
    const words = this.#rows.wordsOf(row);
    const at = this.#rows.placeOf(row);
    words[at + SEQUENCE] = sequence;
    words[at + REMAINING] = NO_LOTS;
    words[at + STATUS] = CANCELLED;
    words[at + CANCEL_REASON] = cancelReasons.indexOf(reason);
    this.#finish(row, order, account);
  }

  /** The order wants fewer lots, and asked for so many fewer. */
  reduce(order: OrderId, less: Lots, sequence: Sequence): void {
    const row = this.#index.slotOf(order);
    this.#change(row, sequence, {
      [QUANTITY]: this.#rows.get(row, QUANTITY) - less,
      [REMAINING]: this.#rows.get(row, REMAINING) - less,
    });
  }

  amend(order: OrderId, price: Ticks, quantity: Lots, remaining: Lots, sequence: Sequence): void {
    this.#change(this.#index.slotOf(order), sequence, {
      [PRICE]: price,
      [QUANTITY]: quantity,
      [REMAINING]: remaining,
    });
  }

  /** The order waits for a price. */
  wait(order: OrderId, triggerPrice: Ticks, sequence: Sequence): void {
    this.#change(this.#index.slotOf(order), sequence, { [STATUS]: WAITING });
    this.#addMore(order, { triggerPrice });
  }

  /** The price has come, and the order rests or trades at `price`. */
  wake(order: OrderId, price: Ticks, sequence: Sequence): void {
    this.#change(this.#index.slotOf(order), sequence, { [STATUS]: RESTING, [PRICE]: price });
  }

  setTerms(order: OrderId, terms: OrderTerms, sequence: Sequence): void {
    this.#change(this.#index.slotOf(order), sequence, {});
    this.#addMore(order, { terms });
  }

  /** What comes seldom: the row stands otherwise since this command, in these fields. */
  #change(row: Row, sequence: Sequence, fields: Readonly<Record<number, number>>): void {
    const words = this.#rows.wordsOf(row);
    const at = this.#rows.placeOf(row);
    words[at + SEQUENCE] = sequence;
    for (const [field, value] of Object.entries(fields)) words[at + Number(field)] = value;
  }

  /** The order rests and waits no more; the oldest of too many that are done is forgotten. */
  #finish(row: Row, order: OrderId, account: AccountId): void {
    this.#index.delete(order);
    this.#rows.move(row, restingOf(account), doneOf(account));
    if (this.#rows.sizeOf(doneOf(account)) <= DONE_ORDERS_KEPT) return;
    const forgotten = this.#rows.dropFirst(doneOf(account));
    if (this.#more.size > 0) this.#more.delete(this.#rows.get(forgotten, ORDER) as OrderId);
  }

  #addMore(order: OrderId, { terms, triggerPrice }: More): void {
    this.#more.set(order, {
      ...this.#more.get(order),
      ...(terms !== undefined && { terms }),
      ...(triggerPrice !== undefined && { triggerPrice }),
    });
  }

  /** What rests or waits of these accounts, account after account. */
  snapshotResting(accounts: readonly AccountId[]): OrderTable {
    return this.#tableOf(accounts.map(restingOf));
  }

  snapshotDone(account: AccountId): OrderTable {
    return this.#tableOf([doneOf(account)]);
  }

  restoreResting({ fields, ...table }: OrderTable): void {
    const rows = this.#rows.addAll(fields, (start) => restingOf(fields[start + ACCOUNT] as AccountId));
    for (const row of rows) this.#index.set(this.#orderOf(row), this.#rows.get(row, CONTRACT) as ContractId, row);
    this.#restoreRest(rows, table);
  }

  restoreDone(account: AccountId, { fields, ...table }: OrderTable): void {
    const list = doneOf(account);
    const rows = this.#rows.addAll(fields, () => list);
    this.#restoreRest(rows, table);
  }

  #tableOf(lists: readonly number[]): OrderTable {
    const fields: number[] = [];
    const clientOrderIds: (readonly [place: number, clientOrderId: string])[] = [];
    const more: (readonly [place: number, more: More])[] = [];
    let place = 0;
    for (const list of lists) {
      this.#rows.fieldsOf(list, fields);
      for (const row of this.#rows.rowsOf(list)) {
        const named = this.#clientOrderIds[row] ?? null;
        if (named !== null) clientOrderIds.push([place, named]);
        const own = this.#more.size === 0 ? undefined : this.#more.get(this.#orderOf(row));
        if (own !== undefined) more.push([place, own]);
        place += 1;
      }
    }
    return { fields, ...(clientOrderIds.length > 0 && { clientOrderIds }), ...(more.length > 0 && { more }) };
  }

  /** What is no field of the rows. */
  #restoreRest(rows: readonly Row[], { clientOrderIds = [], more = [] }: Omit<OrderTable, 'fields'>): void {
    for (const row of rows) this.#clientOrderIds[row] = null;
    for (const [place, clientOrderId] of clientOrderIds) this.#clientOrderIds[rows[place] as Row] = clientOrderId;
    for (const [place, own] of more) this.#more.set(this.#orderOf(rows[place] as Row), own);
  }

  #orderOf(row: Row): OrderId {
    return this.#rows.get(row, ORDER) as OrderId;
  }

  #record(row: Row): OrderRecord {
    const of = (field: number) => this.#rows.get(row, field);
    const order = of(ORDER) as OrderId;
    return {
      order,
      clientOrderId: this.#clientOrderIds[row] ?? null,
      account: of(ACCOUNT) as AccountId,
      contract: of(CONTRACT) as ContractId,
      side: of(SIDE) as Side,
      price: of(PRICE) as Ticks,
      quantity: of(QUANTITY) as Lots,
      timeInForce: of(TIME_IN_FORCE) as TimeInForce,
      placedAt: of(PLACED_AT) as Millis,
      sequence: of(SEQUENCE) as Sequence,
      filled: of(FILLED) as Lots,
      remaining: of(REMAINING) as Lots,
      filledValue: of(FILLED_VALUE),
      status: statuses[of(STATUS)] as OrderRecord['status'],
      cancelReason: cancelReasons[of(CANCEL_REASON)] as CancelReason | null,
      ...this.#more.get(order),
      ...(of(IS_QUOTE) === 1 && { isQuote: true as const }),
    };
  }
}

function restingOf(account: AccountId): number {
  return account << 1;
}

function doneOf(account: AccountId): number {
  return (account << 1) | 1;
}

/** What a snapshot of format 2 holds, as it is held now. */
export function tableOf(rows: readonly EarlierOrderRow[]): OrderTable {
  return {
    fields: rows.flatMap(([fields]) => fields),
    clientOrderIds: rows.flatMap(([, named], place) => (named === null ? [] : [[place, named] as const])),
    more: rows.flatMap(([, , own], place) => (own === undefined ? [] : [[place, own] as const])),
  };
}
