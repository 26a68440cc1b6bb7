/**
 * The depth of one book: how many lots rest at each price of either side.
 *
 * Always: a level holds at least one lot, and the prices of a side stand in order, the best one last, because that is
 * where books change. Who the orders belong to is not known here (rule MKT-1).
 */
import { BUY, type Side } from '#core/commands.ts';
import type { Lots, Ticks } from '#core/units.ts';

/** A price and the lots that rest at it; in a list of changes, 0 lots say that the level is gone. */
export type Level = readonly [price: Ticks, quantity: Lots];

/** Both sides of a book, best first. */
export interface Levels {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

export class Depth {
  readonly #bids = new DepthSide(1);
  readonly #asks = new DepthSide(-1);

  /** `quantity` more lots rest at `price`; a negative quantity takes lots away. */
  add(side: Side, price: Ticks, quantity: number): void {
    this.#side(side).add(price, quantity);
  }

  quantityAt(side: Side, price: Ticks): Lots {
    return this.#side(side).quantityAt(price);
  }

  /** The best level of a side, or undefined when the side is empty. */
  best(side: Side): Level | undefined {
    return this.#side(side).best(1)[0];
  }

  /** The best `count` levels of both sides; all of them by default. */
  levels(count = Number.POSITIVE_INFINITY): Levels {
    return { bids: this.#bids.best(count), asks: this.#asks.best(count) };
  }

  clear(): void {
    this.#bids.clear();
    this.#asks.clear();
  }

  #side(side: Side): DepthSide {
    return side === BUY ? this.#bids : this.#asks;
  }
}

class DepthSide {
  /** 1 when the highest price is best, −1 when the lowest is. */
  readonly #better: 1 | -1;
  readonly #prices: Ticks[] = [];
  readonly #quantities = new Map<Ticks, number>();

  constructor(better: 1 | -1) {
    this.#better = better;
  }

  add(price: Ticks, quantity: number): void {
    const before = this.#quantities.get(price) ?? 0;
    const after = before + quantity;
    if (after < 0) throw new RangeError(`fewer than no lots rest at ${price}`);
    if (before === 0 && after > 0) this.#prices.splice(this.#placeOf(price), 0, price);
    if (before > 0 && after === 0) this.#prices.splice(this.#placeOf(price), 1);
    if (after > 0) this.#quantities.set(price, after);
    else this.#quantities.delete(price);
  }

  quantityAt(price: Ticks): Lots {
    return (this.#quantities.get(price) ?? 0) as Lots;
  }

  best(count: number): Level[] {
    const first = Math.max(0, this.#prices.length - count);
    const prices = this.#prices.slice(first).reverse();
    return prices.map((price) => [price, this.quantityAt(price)]);
  }

  clear(): void {
    this.#prices.length = 0;
    this.#quantities.clear();
  }

  /** Where `price` stands, or would stand, among the prices. */
  #placeOf(price: Ticks): number {
    let low = 0;
    let high = this.#prices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (((this.#prices[middle] as Ticks) - price) * this.#better < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
