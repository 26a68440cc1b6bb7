/**
 * The daily sheet of an account as Chinese brokers draw it up: what was closed and what is held, each by the day on
 * which it was opened. The oldest lots are closed first.
 *
 * It keeps lots with their prices and never nets, so that it shares nothing with what it is compared with.
 */

/** Lots opened together, positive when bought. */
interface Lot {
  quantity: number;
  price: number;
  isOfToday: boolean;
}

/** Results in ticks times lots. */
export interface Sheet {
  readonly closedOfToday: number;
  readonly closedOfBefore: number;
  readonly heldOfToday: number;
  readonly heldOfBefore: number;
}

export class DailySheet {
  #lots: Lot[] = [];
  #closedOfToday = 0;
  #closedOfBefore = 0;

  /** `signed` lots at `price`: first they close what is open the other way, then they open. */
  trade(signed: number, price: number): void {
    let left = signed;
    let first = this.#lots[0];
    while (left !== 0 && first !== undefined && first.quantity > 0 !== left > 0) {
      const closed = Math.min(Math.abs(left), Math.abs(first.quantity));
      const gained = first.quantity > 0 ? closed * (price - first.price) : closed * (first.price - price);
      if (first.isOfToday) this.#closedOfToday += gained;
      else this.#closedOfBefore += gained;
      left -= left > 0 ? closed : -closed;
      first.quantity -= first.quantity > 0 ? closed : -closed;
      if (first.quantity === 0) this.#lots.shift();
      first = this.#lots[0];
    }
    if (left !== 0) this.#lots.push({ quantity: left, price, isOfToday: true });
  }

  /** The sheet of a day that settles at `settlement`, from which everything that is held counts tomorrow. */
  settle(settlement: number): Sheet {
    let [heldOfToday, heldOfBefore] = [0, 0];
    for (const lot of this.#lots) {
      const gained = lot.quantity * (settlement - lot.price);
      if (lot.isOfToday) heldOfToday += gained;
      else heldOfBefore += gained;
      lot.price = settlement;
      lot.isOfToday = false;
    }
    const sheet = {
      closedOfToday: this.#closedOfToday,
      closedOfBefore: this.#closedOfBefore,
      heldOfToday,
      heldOfBefore,
    };
    [this.#closedOfToday, this.#closedOfBefore] = [0, 0];
    return sheet;
  }
}
