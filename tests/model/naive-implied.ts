/**
 * The plain twin of implied prices, written for the reader: every order of every book in lists, every pair tried.
 *
 * It reads the books through their public face and knows the rule (SPR-7, SPR-9 and SPR-11), not how it is carried out.
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import { NONE, type OrderBook } from '#core/order-book/order-book.ts';
import type { ListedSpread } from '#core/spreads/listed-spread.ts';
import type { AccountId } from '#core/units.ts';

export interface PlainOrder {
  readonly order: number;
  readonly group: AccountId;
  readonly price: number;
}

export class PlainBooks {
  readonly #exchange: Exchange;
  readonly #excluded: ReadonlySet<number>;
  readonly #groups: ReadonlyMap<number, number>;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    const { details = [], groups = [] } = exchange.snapshot();
    const staysOut = ({ postOnly, reduceOnly }: (typeof details)[number][2]) =>
      postOnly !== undefined || reduceOnly === true;
    this.#excluded = new Set(details.filter(([, , terms]) => staysOut(terms)).map(([order]) => order));
    this.#groups = new Map(groups);
  }

  groupOf(account: number): AccountId {
    return (this.#groups.get(account) ?? account) as AccountId;
  }

  of(
    { book }: ListedContract | ListedSpread,
    side: Side,
    price: (shown: number) => number = (shown) => shown,
  ): PlainOrder[] {
    return ordersIn(book, side)
      .filter(({ order }) => !this.#excluded.has(order))
      .map(({ order, account, shown }) => ({
        order,
        group: this.groupOf(account),
        price: price(shown),
      }));
  }

  /** Orders of a spread at its own prices. */
  ofSpread(spread: ListedSpread, side: Side): PlainOrder[] {
    return this.of(spread, side, (shown) => shown - spread.near.specification.priceMax);
  }

  /** Three orders that could trade: spread, near and far. */
  *crosses(): Generator<readonly [PlainOrder, PlainOrder, PlainOrder]> {
    for (const spread of this.#trading())
      for (const side of [BUY, SELL] as const)
        for (const one of this.ofSpread(spread, side))
          for (const near of this.of(spread.near, side === BUY ? SELL : BUY))
            for (const far of this.of(spread.far, side)) {
              if (near.group === one.group || far.group === one.group) continue;
              const implied = near.price - far.price;
              if (side === BUY ? implied <= one.price : implied >= one.price) yield [one, near, far];
            }
  }

  /** The best price that pairs of orders make for an order of this group in the contract; undefined when none does. */
  bestFor(contract: ListedContract, side: Side, group: AccountId): number | undefined {
    const prices: number[] = [];
    for (const spread of this.#trading())
      for (const spreadSide of [BUY, SELL] as const)
        for (const one of this.ofSpread(spread, spreadSide)) {
          // The spread order takes the other side of the incoming one in `contract`, and its own side there follows.
          const sideOfOne = (spread.near === contract) === (spreadSide === BUY) ? BUY : SELL;
          if (one.group === group || sideOfOne === side) continue;
          if (spread.near === contract)
            for (const far of this.of(spread.far, spreadSide))
              if (far.group !== one.group) prices.push(one.price + far.price);
          if (spread.far === contract)
            for (const near of this.of(spread.near, spreadSide === BUY ? SELL : BUY))
              if (near.group !== one.group) prices.push(near.price - one.price);
        }
    if (prices.length === 0) return undefined;
    return side === BUY
      ? Math.max(Math.min(...prices), contract.limitDown)
      : Math.min(Math.max(...prices), contract.limitUp);
  }

  /** The same for an order in a spread. */
  bestInto(spread: ListedSpread, side: Side, group: AccountId): number | undefined {
    if (!this.#trading().some(({ id }) => id === spread.id)) return undefined;
    const prices = (leg: ListedContract, of: Side) =>
      this.of(leg, of)
        .filter((order) => order.group !== group)
        .map(({ price }) => price);
    const [near, far] = [prices(spread.near, side === BUY ? SELL : BUY), prices(spread.far, side)];
    const all = near.flatMap((one) => far.map((other) => one - other));
    if (all.length === 0) return undefined;
    return side === BUY ? Math.min(...all) : Math.max(...all);
  }

  #trading(): ListedSpread[] {
    return this.#exchange.spreads.filter(({ expired, near, far }) => {
      const isOpen = near.phase === 'continuous' && far.phase === 'continuous';
      return !expired && isOpen && near.specification.prices === undefined;
    });
  }
}

function ordersIn(book: OrderBook, side: Side) {
  const orders: { order: number; account: number; shown: number }[] = [];
  for (let slot = book.first(side); slot !== NONE; slot = book.next(slot))
    orders.push({ order: book.orderOf(slot), account: book.accountOf(slot), shown: book.priceOf(slot) });
  return orders;
}
