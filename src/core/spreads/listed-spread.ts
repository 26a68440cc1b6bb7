/**
 * A calendar spread while it lives: two months of one product, traded against each other in a book of their own.
 *
 * Whoever buys it buys the near month and sells the far one; its price is near less far, in ticks, and may be zero or
 * below (rule SPR-2). A book has no such prices, so orders stand in it `offset` ticks higher; nobody outside this file
 * sees that. A spread holds nothing itself: margin, limits and positions are those of its legs.
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { SpreadSide } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { NONE, type OrderBook, type Slot } from '../order-book/order-book.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '../units.ts';

/** Spreads are numbered from here on, so that a contract's number is never a spread's. */
export const FIRST_SPREAD = 1_000_000;

/** The prices that the near leg may have, given those of the spread. */
export interface LegRange {
  readonly low: Ticks;
  readonly high: Ticks;
}

export class ListedSpread {
  readonly id: ContractId;
  readonly near: ListedContract;
  readonly far: ListedContract;
  /** `SIT2612-SIT2701`. */
  readonly code: string;
  expired = false;
  /** Its last price of the day, which only settlement rules ask for (rule SET-13); undefined before the first. */
  lastPrice: Ticks | undefined;
  /** Prices in it are `offset` ticks above those of the spread. Empty, and of the smallest size, once it has expired. */
  book: OrderBook;
  readonly #offset: number;

  constructor(id: ContractId, near: ListedContract, far: ListedContract, book: OrderBook) {
    this.id = id;
    this.near = near;
    this.far = far;
    this.code = `${near.code}-${far.code}`;
    this.#offset = near.specification.priceMax;
    this.book = book;
  }

  /** Whether orders of both legs trade as they come (rule SPR-5). */
  get trades(): boolean {
    return this.near.trades && this.far.trades;
  }

  /** The best price of a side; undefined when it is empty, because a spread may well stand at 0. */
  bestPrice(side: Side): Ticks | undefined {
    const best = this.book.bestPrice(side);
    return best === 0 ? undefined : ((best - this.#offset) as Ticks);
  }

  priceOf(slot: Slot): Ticks {
    return (this.book.priceOf(slot) - this.#offset) as Ticks;
  }

  /** The resting order in `slot`. */
  sideOf(slot: Slot): SpreadSide {
    const { book } = this;
    return {
      order: book.orderOf(slot),
      account: book.accountOf(slot),
      side: book.sideOf(slot),
      price: this.priceOf(slot),
    };
  }

  rest(order: OrderId, account: AccountId, side: Side, price: Ticks, quantity: Lots, original: Lots): Slot {
    return this.book.rest(order, account, side, (price + this.#offset) as Ticks, quantity, original);
  }

  /** The near leg's prices with which both legs are within their limits at this spread price; none: `low > high`. */
  nearRange(price: Ticks): LegRange {
    const { near, far } = this;
    return {
      low: Math.max(near.limitDown, far.limitDown + price) as Ticks,
      high: Math.min(near.limitUp, far.limitUp + price) as Ticks,
    };
  }

  /** Whether some prices of the legs, both within their limits, have this difference (rule SPR-4). */
  isWithinLimits(price: Ticks): boolean {
    const { low, high } = this.nearRange(price);
    return low <= high;
  }

  /** Every resting order, bids first, each side in its order of priority. */
  *slots(): Generator<Slot> {
    for (const side of [BUY, SELL] as const)
      for (let slot = this.book.first(side); slot !== NONE; slot = this.book.next(slot)) yield slot;
  }
}
