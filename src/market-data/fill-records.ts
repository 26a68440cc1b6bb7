/**
 * The last fills of every account, kept as rows of numbers and read as records.
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { Trade } from '#core/events.ts';
import type { AccountId, ContractId, Lots, Millis, Money, OrderId, Sequence, Ticks } from '#core/units.ts';
import { type Row, RowLists } from './row-lists.ts';

/** How many fills of an account are kept. */
export const FILLS_KEPT = 1_000;

export type Liquidity = 'maker' | 'taker';

/** One side's share of a trade. */
export interface FillRecord {
  readonly trade: number;
  readonly order: OrderId;
  readonly contract: ContractId;
  readonly side: Side;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly fee: Money;
  readonly liquidity: Liquidity;
  readonly time: Millis;
  readonly sequence: Sequence;
}

/** The share of one side of a trade, by the command `sequence` at `time`. */
export function fillOf(event: Trade, liquidity: Liquidity, time: Millis, sequence: Sequence): FillRecord {
  const { trade, contract, price, quantity, takerSide } = event;
  const isTaker = liquidity === 'taker';
  const order = isTaker ? event.takerOrder : event.makerOrder;
  const side: Side = isTaker === (takerSide === BUY) ? BUY : SELL;
  const fee = isTaker ? event.takerFee : event.makerFee;
  return { trade, order, contract, side, price, quantity, fee, liquidity, time, sequence };
}

const TRADE = 0;
const ORDER = 1;
const CONTRACT = 2;
const SIDE = 3;
const PRICE = 4;
const QUANTITY = 5;
const FEE = 6;
const IS_TAKER = 7;
const TIME = 8;
const SEQUENCE = 9;
const FIELDS = 10;

export class FillRecords {
  /** A list for each account. */
  readonly #rows = new RowLists(FIELDS);

  /** The account's fills that are not forgotten, oldest first. */
  of(account: AccountId): FillRecord[] {
    return this.#rows.rowsOf(account).map((row) => this.#record(row));
  }

  /** Remembers a fill, and forgets the oldest of too many. */
  add(account: AccountId, fill: FillRecord): void {
    const { trade, order, contract, side, price, quantity, fee, liquidity, time, sequence } = fill;
    this.#add(account, trade, order, contract, side, price, quantity, fee, liquidity === 'taker', time, sequence);
  }

  /** Remembers both fills of a trade, as `fillOf` gives them; nearly all come this way, and no record is made of them. */
  addBoth(event: Trade, time: Millis, sequence: Sequence): void {
    const { trade, contract, price, quantity, takerSide, makerAccount, makerOrder, makerFee } = event;
    const { takerAccount, takerOrder, takerFee } = event;
    const makerSide = takerSide === BUY ? SELL : BUY;
    this.#add(makerAccount, trade, makerOrder, contract, makerSide, price, quantity, makerFee, false, time, sequence);
    this.#add(takerAccount, trade, takerOrder, contract, takerSide, price, quantity, takerFee, true, time, sequence);
  }

  #add(
    account: AccountId,
    trade: number,
    order: OrderId,
    contract: ContractId,
    side: Side,
    price: Ticks,
    quantity: Lots,
    fee: Money,
    isTaker: boolean,
    time: Millis,
    sequence: Sequence,
  ): void {
    const row = this.#rows.add(account);
    const words = this.#rows.wordsOf(row);
    const at = this.#rows.placeOf(row);
    words[at + TRADE] = trade;
    words[at + ORDER] = order;
    words[at + CONTRACT] = contract;
    words[at + SIDE] = side;
    words[at + PRICE] = price;
    words[at + QUANTITY] = quantity;
    words[at + FEE] = fee;
    words[at + IS_TAKER] = isTaker ? 1 : 0;
    words[at + TIME] = time;
    words[at + SEQUENCE] = sequence;
    if (this.#rows.sizeOf(account) > FILLS_KEPT) this.#rows.dropFirst(account);
  }

  /** As they stand in a snapshot: the fields of one fill after the other. */
  snapshotOf(account: AccountId): number[] {
    return this.#rows.fieldsOf(account);
  }

  restoreOf(account: AccountId, fields: readonly number[]): void {
    this.#rows.addAll(fields, () => account);
  }

  #record(row: Row): FillRecord {
    const of = (field: number) => this.#rows.get(row, field);
    return {
      trade: of(TRADE),
      order: of(ORDER) as OrderId,
      contract: of(CONTRACT) as ContractId,
      side: of(SIDE) as Side,
      price: of(PRICE) as Ticks,
      quantity: of(QUANTITY) as Lots,
      fee: of(FEE) as Money,
      liquidity: of(IS_TAKER) === 1 ? 'taker' : 'maker',
      time: of(TIME) as Millis,
      sequence: of(SEQUENCE) as Sequence,
    };
  }
}
