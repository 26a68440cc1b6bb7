/**
 * What the book shows of every resting order, by its number.
 *
 * Always: an order that is known shows at least one lot. Whoever wants to know is told of every change as lots that come
 * and lots that go.
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

/** Lots that came (`sign` 1) or went (`sign` −1). */
export type Changed = (order: ShownOrder, sign: 1 | -1) => void;

export class ShownOrders {
  readonly #orders: Map<OrderId, ShownOrder>;
  readonly #changed: Changed;

  constructor(changed: Changed, rows: readonly (readonly [OrderId, ShownOrder])[] = []) {
    this.#changed = changed;
    this.#orders = new Map(rows);
  }

  /** From now on the order shows this, whatever it showed before; without lots it shows nothing. */
  set(order: OrderId, { account, contract, side, price, quantity }: ShownOrder): void {
    this.remove(order);
    if (quantity === 0) return;
    const shown = { account, contract, side, price, quantity };
    this.#orders.set(order, shown);
    this.#changed(shown, 1);
  }

  /** `quantity` of its lots are gone. An order that shows nothing loses nothing: it came to trade. */
  take(order: OrderId, quantity: Lots): void {
    const shown = this.#orders.get(order);
    if (shown !== undefined) this.set(order, { ...shown, quantity: (shown.quantity - quantity) as Lots });
  }

  remove(order: OrderId): void {
    const shown = this.#orders.get(order);
    if (shown === undefined) return;
    this.#orders.delete(order);
    this.#changed(shown, -1);
  }

  /** What an account shows in a contract, in no promised order. */
  of(account: AccountId, contract: ContractId): ShownOrder[] {
    return [...this.#orders.values()].filter((order) => order.account === account && order.contract === contract);
  }

  snapshot(): (readonly [OrderId, ShownOrder])[] {
    return [...this.#orders];
  }
}
