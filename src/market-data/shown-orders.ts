/**
 * What the book shows of every resting order, by its number.
 *
 * Always: an order that is known shows at least one lot. Whoever wants to know is told of every change as lots that come
 * or go.
 */
import type { Side } from '#core/commands.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';

export interface ShownOrder {
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly side: Side;
  readonly price: Ticks;
  /** The lots that are shown. */
  readonly quantity: Lots;
}

/** An order as it stands in a snapshot. */
export type ShownRow = readonly [
  order: OrderId,
  account: AccountId,
  contract: ContractId,
  side: Side,
  price: Ticks,
  quantity: Lots,
];

/** The same in snapshots of format 1. */
type EarlierRow = readonly [order: OrderId, shown: ShownOrder];

/** So many lots of the order came; below zero they went. */
export type Changed = (order: ShownOrder, lots: number) => void;

/** An order that is known, as it shows itself now. */
type Known = { -readonly [Part in keyof ShownOrder]: ShownOrder[Part] };

export class ShownOrders {
  readonly #orders: Map<OrderId, Known>;
  readonly #changed: Changed;

  constructor(changed: Changed, rows: readonly (ShownRow | EarlierRow)[] = []) {
    this.#changed = changed;
    this.#orders = new Map();
    for (const row of rows) this.#orders.set(row[0], row.length === 2 ? { ...row[1] } : knownOf(row));
  }

  /** From now on the order shows this, whatever it showed before; without lots it shows nothing. */
  set(order: OrderId, { account, contract, side, price, quantity }: ShownOrder): void {
    this.remove(order);
    if (quantity === 0) return;
    const shown = { account, contract, side, price, quantity };
    this.#orders.set(order, shown);
    this.#changed(shown, quantity);
  }

  /** `quantity` of its lots are gone. An order that shows nothing loses nothing: it came to trade. */
  take(order: OrderId, quantity: Lots): void {
    const shown = this.#orders.get(order);
    if (shown === undefined) return;
    if (shown.quantity === quantity) return this.remove(order);
    shown.quantity = (shown.quantity - quantity) as Lots;
    this.#changed(shown, -quantity);
  }

  remove(order: OrderId): void {
    const shown = this.#orders.get(order);
    if (shown === undefined) return;
    this.#orders.delete(order);
    this.#changed(shown, -shown.quantity);
  }

  /** What an account shows in a contract, in no promised order. */
  of(account: AccountId, contract: ContractId): ShownOrder[] {
    return [...this.#orders.values()].filter((order) => order.account === account && order.contract === contract);
  }

  snapshot(): ShownRow[] {
    return Array.from(this.#orders, ([order, { account, contract, side, price, quantity }]) => [
      order,
      account,
      contract,
      side,
      price,
      quantity,
    ]);
  }
}

function knownOf([, account, contract, side, price, quantity]: ShownRow): Known {
  return { account, contract, side, price, quantity };
}
