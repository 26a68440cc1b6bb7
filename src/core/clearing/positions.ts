/**
 * What every account holds in one contract.
 *
 * A holding is a position, the lots of resting orders on either side, the value at which the position was last settled
 * or traded, in ticks times lots, and the value at which it was entered. From these follow margin, variation and gain.
 * Holdings live in pages of typed arrays by account number, so that finding one is an index, and a contract that few
 * accounts trade stays small.
 */
import { BUY, type Side } from '../commands.ts';
import { type AccountId, divideDown, type Lots, type Money, multiply, NO_MONEY, type Ticks } from '../units.ts';

const PAGE_BITS = 12;
const PAGE_SIZE = 1 << PAGE_BITS;
const FIELDS = 5;
const POSITION = 0;
const BUYING = 1;
const SELLING = 2;
const VALUE = 3;
const ENTRY = 4;

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
  readonly #pages: (Float64Array | undefined)[] = [];
  /** The signed sum over accounts: zero between commands. */
  sum = 0;
  /**
   * What the last `fill` has changed: lots that need margin, long lots, and before and after it the variation at the
   * day's worse limit, in ticks times lots.
   */
  readonly change = { worst: 0, long: 0, leastBefore: 0, leastAfter: 0 };

  #page(account: AccountId): Float64Array {
    const at = account >> PAGE_BITS;
    let page = this.#pages[at];
    if (page === undefined) {
      while (this.#pages.length < at) this.#pages.push(undefined);
      page = new Float64Array(PAGE_SIZE * FIELDS);
      this.#pages[at] = page;
    }
    return page;
  }

  #field(account: AccountId, field: number): number {
    const page = this.#pages[account >> PAGE_BITS];
    return page === undefined ? 0 : (page[(account & (PAGE_SIZE - 1)) * FIELDS + field] as number);
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

  /**
   * The lots that need margin: the larger of what is long if all buys fill and short if all sells fill (MAR-3), with so
   * many lots more resting on either side.
   */
  worst(account: AccountId, buying = 0, selling = 0): Lots {
    const page = this.#pages[account >> PAGE_BITS];
    if (page === undefined) return Math.max(buying, selling) as Lots;
    const at = (account & (PAGE_SIZE - 1)) * FIELDS;
    const position = page[at + POSITION] as number;
    const long = position + (page[at + BUYING] as number) + buying;
    return Math.max(long, (page[at + SELLING] as number) + selling - position) as Lots;
  }

  /** Whether the account has anything here: a position, an order, or trades of today. */
  isEngaged(account: AccountId): boolean {
    const page = this.#pages[account >> PAGE_BITS];
    if (page === undefined) return false;
    const at = (account & (PAGE_SIZE - 1)) * FIELDS;
    return page[at] !== 0 || page[at + BUYING] !== 0 || page[at + SELLING] !== 0 || page[at + VALUE] !== 0;
  }

  /** What the account would hold on a side, long or short, if all that rests there and `more` lots were filled. */
  ifFilled(account: AccountId, side: Side, more: number): number {
    const page = this.#pages[account >> PAGE_BITS];
    if (page === undefined) return more;
    const at = (account & (PAGE_SIZE - 1)) * FIELDS;
    const position = page[at + POSITION] as number;
    return side === BUY
      ? position + (page[at + BUYING] as number) + more
      : (page[at + SELLING] as number) + more - position;
  }

  /** Lots of an order start to rest on a side, or (negative) cease to. Returns by how many lots `worst` changes. */
  hold(account: AccountId, side: Side, quantity: number): number {
    const page = this.#page(account);
    const at = (account & (PAGE_SIZE - 1)) * FIELDS;
    const position = page[at + POSITION] as number;
    const buying = page[at + BUYING] as number;
    const selling = page[at + SELLING] as number;
    const before = Math.max(position + buying, selling - position);
    if (side === BUY) {
      page[at + BUYING] = buying + quantity;
      return Math.max(position + buying + quantity, selling - position) - before;
    }
    page[at + SELLING] = selling + quantity;
    return Math.max(position + buying, selling + quantity - position) - before;
  }

  /**
   * Lots that rest on a side become a position at `price`. What changes by it stands in `change` until the next fill; the
   * holding is found once, because every trade comes here twice.
   */
  fill(account: AccountId, side: Side, quantity: Lots, price: Ticks, limitDown: Ticks, limitUp: Ticks): void {
    const { change } = this;
    const page = this.#page(account);
    const at = (account & (PAGE_SIZE - 1)) * FIELDS;
    const position = page[at + POSITION] as number;
    const resting = at + (side === BUY ? BUYING : SELLING);
    const worst = Math.max(position + (page[at + BUYING] as number), (page[at + SELLING] as number) - position);
    change.leastBefore = position * (position > 0 ? limitDown : limitUp) - (page[at + VALUE] as number);

    page[resting] = (page[resting] as number) - quantity;
    const now = this.#move(page, at, side === BUY ? quantity : -quantity, price);
    change.long = Math.max(0, now) - Math.max(0, position);
    change.worst = Math.max(now + (page[at + BUYING] as number), (page[at + SELLING] as number) - now) - worst;
    change.leastAfter = now * (now > 0 ? limitDown : limitUp) - (page[at + VALUE] as number);
  }

  /** A trade without an order: `signed` lots at `price`. Returns the position after it. */
  trade(account: AccountId, signed: number, price: Ticks): Lots {
    return this.#move(this.#page(account), (account & (PAGE_SIZE - 1)) * FIELDS, signed, price) as Lots;
  }

  #move(page: Float64Array, at: number, signed: number, price: Ticks): number {
    const before = page[at + POSITION] as number;
    const position = before + signed;
    page[at + POSITION] = position;
    page[at + ENTRY] = entryAfter(before, page[at + ENTRY] as number, signed, price);
    page[at + VALUE] = (page[at + VALUE] as number) + signed * price;
    this.sum += signed;
    return position;
  }

  /** Sum of price times signed lots at which what is still open was entered, at the average of its trades. */
  entryValueOf(account: AccountId): number {
    return this.#field(account, ENTRY);
  }

  /** What the holding has gained since the last settlement if its position is worth `price` (rule SET-2). */
  variation(account: AccountId, price: Ticks, tickValue: Money): Money {
    const page = this.#pages[account >> PAGE_BITS];
    if (page === undefined) return NO_MONEY;
    const at = (account & (PAGE_SIZE - 1)) * FIELDS;
    return multiply(tickValue, (page[at + POSITION] as number) * price - (page[at + VALUE] as number));
  }

  /** The settlement at `price` has been paid: from now on the position counts from there. */
  mark(account: AccountId, price: Ticks): void {
    const page = this.#page(account);
    const at = (account & (PAGE_SIZE - 1)) * FIELDS;
    page[at + VALUE] = (page[at + POSITION] as number) * price;
  }

  /** The contract has expired: the position is gone, and its cash was paid. */
  close(account: AccountId): void {
    const page = this.#page(account);
    const at = (account & (PAGE_SIZE - 1)) * FIELDS;
    this.sum -= page[at + POSITION] as number;
    page[at + POSITION] = 0;
    page[at + VALUE] = 0;
    page[at + ENTRY] = 0;
  }

  /** Every account that is engaged, in ascending order. */
  forEach(visit: (account: AccountId, holding: Holding) => void): void {
    for (let p = 0; p < this.#pages.length; p += 1) {
      const page = this.#pages[p];
      if (page === undefined) continue;
      for (let i = 0; i < PAGE_SIZE; i += 1) {
        const account = ((p << PAGE_BITS) + i) as AccountId;
        if (!this.isEngaged(account)) continue;
        const at = i * FIELDS;
        visit(account, {
          position: page[at + POSITION] as Lots,
          buying: page[at + BUYING] as Lots,
          selling: page[at + SELLING] as Lots,
          value: page[at + VALUE] as number,
          entryValue: page[at + ENTRY] as number,
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
      positions
        .#page(account as AccountId)
        .set([position, buying, selling, value, entry], (account & (PAGE_SIZE - 1)) * FIELDS);
      positions.sum += position;
    }
    return positions;
  }
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
