/**
 * The plain twin of a book and its matching, written for the reader: one list of orders, sorted on every use.
 */
import { BUY, IMMEDIATE_OR_CANCEL, SELL, type Side, type TimeInForce } from '#core/commands.ts';

export interface PlainOrder {
  readonly order: number;
  readonly account: number;
  readonly side: Side;
  readonly price: number;
  /** What it first asked for, and what it still wants. */
  readonly quantity: number;
  left: number;
}

export interface PlainFill {
  readonly maker: PlainOrder;
  readonly price: number;
  readonly quantity: number;
}

/** What becomes of an incoming order after its fills. */
export type Ending = 'filled' | 'rested' | 'unfilled' | 'selfTrade';

export class PlainBook {
  #orders: PlainOrder[] = [];

  /** In the order of their arrival. */
  get orders(): readonly PlainOrder[] {
    return this.#orders;
  }

  /** The orders of a side: the better price first, at one price the older order (rules MAT-1 and MAT-3). */
  side(side: Side): PlainOrder[] {
    const better = side === BUY ? -1 : 1;
    return this.#orders
      .filter((order) => order.side === side)
      .sort((a, b) => better * (a.price - b.price) || a.order - b.order);
  }

  /** The best price of a side, or 0. */
  best(side: Side): number {
    return this.side(side)[0]?.price ?? 0;
  }

  find(order: number): PlainOrder | undefined {
    return this.#orders.find((resting) => resting.order === order);
  }

  remove(order: number): void {
    this.#orders = this.#orders.filter((resting) => resting.order !== order);
  }

  /** Takes an order in (rules MAT-1 to MAT-6). */
  take(incoming: PlainOrder, timeInForce: TimeInForce): { readonly fills: PlainFill[]; readonly ending: Ending } {
    const fills: PlainFill[] = [];
    for (;;) {
      if (incoming.left === 0) return { fills, ending: 'filled' };
      const [maker] = this.side(incoming.side === BUY ? SELL : BUY);
      const meets =
        maker !== undefined && (incoming.side === BUY ? maker.price <= incoming.price : maker.price >= incoming.price);
      if (!meets) break;
      if (maker.account === incoming.account) return { fills, ending: 'selfTrade' };
      const quantity = Math.min(maker.left, incoming.left);
      fills.push({ maker, price: maker.price, quantity });
      maker.left -= quantity;
      incoming.left -= quantity;
      if (maker.left === 0) this.remove(maker.order);
    }
    if (timeInForce === IMMEDIATE_OR_CANCEL) return { fills, ending: 'unfilled' };
    this.#orders.push(incoming);
    return { fills, ending: 'rested' };
  }
}
