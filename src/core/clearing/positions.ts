/**
 * What every account holds in one contract.
 *
 * A holding is a position, the lots of resting orders on either side, the value at which the position was last settled
 * or traded, in ticks times lots, and the value at which it was entered. From these follow margin, variation and gain.
 *
 * A holding is a row, and an account has one from its first order or trade here on; pages by account number say which. So
 * finding one is two visits to memory however many accounts there are, and a contract that few accounts trade stays small.
 */
import { BUY, type Side } from '../commands.ts';
import { type AccountId, divideDown, type Lots, type Money, multiply, type Ticks } from '../units.ts';

const PAGE_BITS = 12;
const PAGE_SIZE = 1 << PAGE_BITS;
const CHUNK_BITS = 11;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const ROWS_AT_FIRST = 16;
/** Words in a row, as a shift: eight are a cache line, though six are in use. */
const ROW = 3;
const POSITION = 0;
const BUYING = 1;
const SELLING = 2;
const VALUE = 3;
const ENTRY = 4;
const ENGAGED = 5;
/** The row of accounts that have none: it is never written to, so it reads as nothing. */
const NO_ROW = 0;

/** One holding, as a plain copy. */
export interface Holding {
  readonly position: Lots;
  /** Lots that rest to buy, and to sell. */
  readonly buying: Lots;
  readonly selling: Lots;
  /** Sum of price times signed lots since the last settlement, which itself counts as a price (rule SET-2). */
  readonly value: number;
  /** Sum of price times signed lots over the trades that opened what is still open, at their average. */
  readonly entryValue: number;
}

export class Positions {
  /** Rows by account number. */
  readonly #pages: (Int32Array | undefined)[] = [];
  /** The rows, in chunks that stay where they are once they are full; a small contract has a small one. */
  readonly #chunks = [new Float64Array(ROWS_AT_FIRST << ROW)];
  #rows = NO_ROW + 1;
  /** The signed sum over accounts: zero between commands. */
  sum = 0;
  /**
   * What the last `fill` has changed: lots that need margin, long lots, and before and after it the variation at the
   * day's worse limit, in ticks times lots.
   */
  readonly change = { worst: 0, long: 0, leastBefore: 0, leastAfter: 0 };

  /** The account's row, or `NO_ROW`. */
  #rowOf(account: AccountId): number {
    const page = this.#pages[account >> PAGE_BITS];
    return page === undefined ? NO_ROW : (page[account & (PAGE_SIZE - 1)] as number);
  }

  /** The account's row, which is made when there is none. */
  #row(account: AccountId): number {
    const row = this.#rowOf(account);
    return row === NO_ROW ? this.#addRow(account) : row;
  }

  #addRow(account: AccountId): number {
    const number = account >> PAGE_BITS;
    while (this.#pages.length <= number) this.#pages.push(undefined);
    const page = this.#pages[number] ?? new Int32Array(PAGE_SIZE);
    this.#pages[number] = page;
    const row = this.#rows;
    this.#rows += 1;
    page[account & (PAGE_SIZE - 1)] = row;
    const chunk = this.#chunks[row >> CHUNK_BITS];
    if (chunk === undefined) this.#chunks.push(new Float64Array(CHUNK_ROWS << ROW));
    else if (placeOf(row) >= chunk.length) this.#chunks[row >> CHUNK_BITS] = doubled(chunk);
    return row;
  }

  #chunk(row: number): Float64Array {
    return this.#chunks[row >> CHUNK_BITS] as Float64Array;
  }

  #field(account: AccountId, field: number): number {
    const row = this.#rowOf(account);
    return this.#chunk(row)[placeOf(row) + field] as number;
  }

  positionOf(account: AccountId): Lots {
    return this.#field(account, POSITION) as Lots;
  }

  buyingOf(account: AccountId): Lots {
    return this.#field(account, BUYING) as Lots;
  }

  sellingOf(account: AccountId): Lots {
    return this.#field(account, SELLING) as Lots;
  }

  /** The lots that need margin: the larger of what is long if all buys fill and short if all sells fill (MAR-3). */
  worst(account: AccountId): Lots {
    const row = this.#rowOf(account);
    const words = this.#chunk(row);
    const at = placeOf(row);
    const position = words[at + POSITION] as number;
    return Math.max(position + (words[at + BUYING] as number), (words[at + SELLING] as number) - position) as Lots;
  }

  /** Whether the account has anything here: a position, an order, or trades of today. */
  isEngaged(account: AccountId): boolean {
    const row = this.#rowOf(account);
    return isHolding(this.#chunk(row), placeOf(row));
  }

  /**
   * The account is noted as one that has something here, until `disengageAll`. Returns whether it was not yet, so that
   * whoever keeps a list need not look there with every order.
   */
  engage(account: AccountId): boolean {
    const row = this.#row(account);
    const words = this.#chunk(row);
    const at = placeOf(row) + ENGAGED;
    if (words[at] !== 0) return false;
    words[at] = 1;
    return true;
  }

  /** Nobody is noted any more; holdings stay as they are. */
  disengageAll(): void {
    for (const chunk of this.#chunks) for (let at = ENGAGED; at < chunk.length; at += 1 << ROW) chunk[at] = 0;
  }

  /** What the account would hold on a side, long or short, if all that rests there and `more` lots were filled. */
  ifFilled(account: AccountId, side: Side, more: number): number {
    const row = this.#rowOf(account);
    const words = this.#chunk(row);
    const at = placeOf(row);
    const position = words[at + POSITION] as number;
    return side === BUY
      ? position + (words[at + BUYING] as number) + more
      : (words[at + SELLING] as number) + more - position;
  }

  /** Lots of an order start to rest on a side, or (negative) cease to. Returns by how many lots `worst` changes. */
  hold(account: AccountId, side: Side, quantity: number): number {
    const row = this.#row(account);
    const words = this.#chunk(row);
    const at = placeOf(row);
    const position = words[at + POSITION] as number;
    const buying = words[at + BUYING] as number;
    const selling = words[at + SELLING] as number;
    const before = Math.max(position + buying, selling - position);
    if (side === BUY) {
      words[at + BUYING] = buying + quantity;
      return Math.max(position + buying + quantity, selling - position) - before;
    }
    words[at + SELLING] = selling + quantity;
    return Math.max(position + buying, selling + quantity - position) - before;
  }

  /**
   * Lots that rest on a side become a position at `price`. What changes by it stands in `change` until the next fill; the
   * holding is found once, because every trade comes here twice.
   */
  fill(account: AccountId, side: Side, quantity: Lots, price: Ticks, limitDown: Ticks, limitUp: Ticks): void {
    const { change } = this;
    const row = this.#row(account);
    const words = this.#chunk(row);
    const at = placeOf(row);
    const position = words[at + POSITION] as number;
    const resting = at + (side === BUY ? BUYING : SELLING);
    const worst = Math.max(position + (words[at + BUYING] as number), (words[at + SELLING] as number) - position);
    change.leastBefore = position * (position > 0 ? limitDown : limitUp) - (words[at + VALUE] as number);

    words[resting] = (words[resting] as number) - quantity;
    const now = this.#move(words, at, side === BUY ? quantity : -quantity, price);
    change.long = Math.max(0, now) - Math.max(0, position);
    change.worst = Math.max(now + (words[at + BUYING] as number), (words[at + SELLING] as number) - now) - worst;
    change.leastAfter = now * (now > 0 ? limitDown : limitUp) - (words[at + VALUE] as number);
  }

  /** A trade without an order: `signed` lots at `price`. Returns the position after it. */
  trade(account: AccountId, signed: number, price: Ticks): Lots {
    const row = this.#row(account);
    return this.#move(this.#chunk(row), placeOf(row), signed, price) as Lots;
  }

  #move(words: Float64Array, at: number, signed: number, price: Ticks): number {
    const before = words[at + POSITION] as number;
    const position = before + signed;
    words[at + POSITION] = position;
    words[at + ENTRY] = entryAfter(before, words[at + ENTRY] as number, signed, price);
    words[at + VALUE] = (words[at + VALUE] as number) + signed * price;
    this.sum += signed;
    return position;
  }

  /** Sum of price times signed lots at which what is still open was entered, at the average of its trades. */
  entryValueOf(account: AccountId): number {
    return this.#field(account, ENTRY);
  }

  /** What the holding has gained since the last settlement if its position is worth `price` (rule SET-2). */
  variation(account: AccountId, price: Ticks, tickValue: Money): Money {
    const row = this.#rowOf(account);
    const words = this.#chunk(row);
    const at = placeOf(row);
    return multiply(tickValue, (words[at + POSITION] as number) * price - (words[at + VALUE] as number));
  }

  /** The settlement at `price` has been paid: from now on the position counts from there. */
  mark(account: AccountId, price: Ticks): void {
    const row = this.#row(account);
    const words = this.#chunk(row);
    const at = placeOf(row);
    words[at + VALUE] = (words[at + POSITION] as number) * price;
  }

  /** The contract has expired: the position is gone, and its cash was paid. */
  close(account: AccountId): void {
    const row = this.#row(account);
    const words = this.#chunk(row);
    const at = placeOf(row);
    this.sum -= words[at + POSITION] as number;
    words[at + POSITION] = 0;
    words[at + VALUE] = 0;
    words[at + ENTRY] = 0;
  }

  /** Every account that is engaged, in ascending order. */
  forEach(visit: (account: AccountId, holding: Holding) => void): void {
    for (let p = 0; p < this.#pages.length; p += 1) {
      const page = this.#pages[p];
      if (page === undefined) continue;
      for (let i = 0; i < PAGE_SIZE; i += 1) {
        const row = page[i] as number;
        if (row === NO_ROW) continue;
        const words = this.#chunk(row);
        const at = placeOf(row);
        if (!isHolding(words, at)) continue;
        visit(((p << PAGE_BITS) + i) as AccountId, {
          position: words[at + POSITION] as Lots,
          buying: words[at + BUYING] as Lots,
          selling: words[at + SELLING] as Lots,
          value: words[at + VALUE] as number,
          entryValue: words[at + ENTRY] as number,
        });
      }
    }
  }

  /** Rows of account, position, buying, selling, value, entry value; `restore` takes them back. */
  snapshot(): number[][] {
    const rows: number[][] = [];
    this.forEach((account, h) => void rows.push([account, h.position, h.buying, h.selling, h.value, h.entryValue]));
    return rows;
  }

  static restore(rows: readonly (readonly number[])[]): Positions {
    const positions = new Positions();
    for (const [account = 0, position = 0, buying = 0, selling = 0, value = 0, entry = 0] of rows) {
      const row = positions.#row(account as AccountId);
      positions.#chunk(row).set([position, buying, selling, value, entry], placeOf(row));
      positions.sum += position;
    }
    return positions;
  }
}

/** Where a row begins in its chunk. */
function placeOf(row: number): number {
  return (row & (CHUNK_ROWS - 1)) << ROW;
}

/** Whether the row at `at` has a position, an order, or trades of today. */
function isHolding(words: Float64Array, at: number): boolean {
  return words[at + POSITION] !== 0 || words[at + BUYING] !== 0 || words[at + SELLING] !== 0 || words[at + VALUE] !== 0;
}

function doubled(rows: Float64Array): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(rows.length * 2);
  grown.set(rows);
  return grown;
}

/**
 * The entry value after a trade: what opens is added at its price, what closes leaves at the average, rounded down, and a
 * position that turns begins anew.
 */
function entryAfter(position: number, entry: number, signed: number, price: Ticks): number {
  const after = position + signed;
  if (position === 0 || position > 0 === signed > 0) return entry + signed * price;
  if (after === 0) return 0;
  if (after > 0 !== position > 0) return after * price;
  const [part, whole] = [Math.abs(after), Math.abs(position)];
  const product = entry * part;
  if (Number.isSafeInteger(product)) return divideDown(product, whole);
  const exact = BigInt(entry) * BigInt(part);
  const quotient = exact / BigInt(whole);
  return Number(quotient * BigInt(whole) > exact ? quotient - 1n : quotient);
}
