/**
 * One account's trading day in one contract: what it began with, what it traded, and what of the day's variation was
 * realised by closing.
 *
 * Lots are closed in the order in which they were opened, and those carried over were opened first, at the settlement
 * price of the day before (rule MKT-12). Realised and unrealised variation are whole ticks times lots, and together what
 * the exchange pays.
 */
import { type Lots, NO_LOTS, type Ticks } from '#core/units.ts';

/** So much may be closed before what is open is moved down. */
const CLOSED_MAX = 64;

export class DayPosition {
  /**
   * Lots and price of what is open, turn by turn, oldest first, from `#first` up to `#end`; the lots are signed, and all of
   * one sign. What stands before is closed and overwritten when it is much, because a list that loses its first moves the
   * others, and one that gets shorter gives its room away.
   */
  #open: number[] = [];
  #first = 0;
  #end = 0;
  /** The position that the day began with. */
  carried: Lots = NO_LOTS;
  bought: Lots = NO_LOTS;
  sold: Lots = NO_LOTS;
  /** Lots that were closed outside the book, signed: below zero they were long. */
  reduced: Lots = NO_LOTS;
  /** What closing has gained, in ticks times lots. */
  realised = 0;

  get position(): Lots {
    return this.#opened.reduce((sum, [lots]) => sum + lots, 0) as Lots;
  }

  /** Whether nothing is held and nothing was traded. */
  get isEmpty(): boolean {
    return this.#first === this.#end && this.bought === 0 && this.sold === 0 && this.reduced === 0;
  }

  /** `signed` lots are traded at `price`; below zero they are sold. */
  trade(signed: number, price: Ticks): void {
    if (signed > 0) this.bought = (this.bought + signed) as Lots;
    else this.sold = (this.sold - signed) as Lots;
    this.#change(signed, price);
  }

  /** The same, outside the book. */
  reduce(signed: number, price: Ticks): void {
    this.reduced = (this.reduced + signed) as Lots;
    this.#change(signed, price);
  }

  #change(signed: number, price: Ticks): void {
    const open = this.#open;
    let left = signed;
    while (left !== 0 && this.#first < this.#end) {
      const lots = open[this.#first] as number;
      if (lots > 0 === left > 0) break;
      const closed = Math.sign(lots) * Math.min(Math.abs(lots), Math.abs(left));
      this.realised += closed * (price - (open[this.#first + 1] as number));
      open[this.#first] = lots - closed;
      left += closed;
      if (closed === lots) this.#first += 2;
    }
    if (this.#first === this.#end || (this.#first > CLOSED_MAX && this.#first > this.#end / 2)) this.#moveDown();
    if (left === 0) return;
    const newest = this.#end - 2;
    if (newest >= this.#first && open[newest + 1] === price) open[newest] = (open[newest] as number) + left;
    else {
      open[this.#end] = left;
      open[this.#end + 1] = price;
      this.#end += 2;
    }
  }

  #moveDown(): void {
    this.#open.copyWithin(0, this.#first, this.#end);
    this.#end -= this.#first;
    this.#first = 0;
  }

  get #opened(): [lots: number, price: number][] {
    const pairs: [number, number][] = [];
    for (let at = this.#first; at < this.#end; at += 2)
      pairs.push([this.#open[at] as number, this.#open[at + 1] as number]);
    return pairs;
  }

  /** What the open lots have gained at `price`, in ticks times lots. */
  unrealised(price: Ticks): number {
    return this.#opened.reduce((sum, [lots, opened]) => sum + lots * (price - opened), 0);
  }

  /** The day has been paid at `price`: `position` lots, which the exchange says, are carried into the next. */
  carry(position: Lots, price: Ticks): void {
    this.#open = position === 0 ? [] : [position, price];
    this.#first = 0;
    this.#end = this.#open.length;
    this.carried = position;
    this.bought = NO_LOTS;
    this.sold = NO_LOTS;
    this.reduced = NO_LOTS;
    this.realised = 0;
  }

  snapshot(): DayPositionState {
    const { carried, bought, sold, reduced, realised } = this;
    return { open: this.#opened, carried, bought, sold, reduced, realised };
  }

  static restore({ open, carried, bought, sold, reduced, realised }: DayPositionState): DayPosition {
    const day = new DayPosition();
    day.#open = open.flat();
    day.#end = day.#open.length;
    return Object.assign(day, { carried, bought, sold, reduced, realised });
  }
}

export interface DayPositionState {
  readonly open: readonly (readonly [lots: number, price: number])[];
  readonly carried: Lots;
  readonly bought: Lots;
  readonly sold: Lots;
  readonly reduced: Lots;
  readonly realised: number;
}
