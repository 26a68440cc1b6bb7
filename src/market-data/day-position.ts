/**
 * One account's trading day in one contract: what it began with, what it traded, and what of the day's variation was
 * realised by closing.
 *
 * Lots are closed in the order in which they were opened, and those carried over were opened first, at the settlement
 * price of the day before (rule MKT-12). Realised and unrealised variation are whole ticks times lots, and together what
 * the exchange pays.
 */
import { type Lots, NO_LOTS, type Ticks } from '#core/units.ts';

/** Lots of one side that were opened at one price; the lots are signed. */
type Opened = [lots: number, price: number];

export class DayPosition {
  /** Open lots, oldest first, all of one sign. */
  readonly #open: Opened[] = [];
  /** The position that the day began with. */
  carried: Lots = NO_LOTS;
  bought: Lots = NO_LOTS;
  sold: Lots = NO_LOTS;
  /** Lots that were closed outside the book, signed: below zero they were long. */
  reduced: Lots = NO_LOTS;
  /** What closing has gained, in ticks times lots. */
  realised = 0;

  get position(): Lots {
    return this.#open.reduce((sum, [lots]) => sum + lots, 0) as Lots;
  }

  /** Whether nothing is held and nothing was traded. */
  get isEmpty(): boolean {
    return this.#open.length === 0 && this.bought === 0 && this.sold === 0 && this.reduced === 0;
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
    let left = signed;
    while (left !== 0) {
      const oldest = this.#open[0];
      if (oldest === undefined || Math.sign(oldest[0]) === Math.sign(left)) break;
      const closed = Math.sign(oldest[0]) * Math.min(Math.abs(oldest[0]), Math.abs(left));
      this.realised += closed * (price - oldest[1]);
      oldest[0] -= closed;
      left += closed;
      if (oldest[0] === 0) this.#open.shift();
    }
    if (left === 0) return;
    const newest = this.#open.at(-1);
    if (newest?.[1] === price) newest[0] += left;
    else this.#open.push([left, price]);
  }

  /** What the open lots have gained at `price`, in ticks times lots. */
  unrealised(price: Ticks): number {
    return this.#open.reduce((sum, [lots, opened]) => sum + lots * (price - opened), 0);
  }

  /** The day has been paid at `price`: `position` lots, which the exchange says, are carried into the next. */
  carry(position: Lots, price: Ticks): void {
    this.#open.length = 0;
    if (position !== 0) this.#open.push([position, price]);
    this.carried = position;
    this.bought = NO_LOTS;
    this.sold = NO_LOTS;
    this.reduced = NO_LOTS;
    this.realised = 0;
  }

  snapshot(): DayPositionState {
    const { carried, bought, sold, reduced, realised } = this;
    return { open: this.#open.map(([lots, price]) => [lots, price]), carried, bought, sold, reduced, realised };
  }

  static restore({ open, carried, bought, sold, reduced, realised }: DayPositionState): DayPosition {
    const day = new DayPosition();
    for (const [lots, price] of open) day.#open.push([lots, price]);
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
