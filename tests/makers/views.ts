/** Markets made by hand, for tests of strategies: Thursday, 2026-10-29, an index of 2.000, SIT at 2,000 ticks. */
import { dateOfCivil, firstDayOf, formatMonth, monthOf, startOf } from '#core/calendar.ts';
import { BUY, SELL, type Side } from '#core/commands.ts';
import { lastTradingDay, listedMonths, SIT } from '#core/contract.ts';
import type { Lots, Millis, Money, OrderId, Ticks, TradeDate } from '#core/units.ts';
import type { ContractView, Intent, MemberView } from '#makers/member-view.ts';

export const TODAY = dateOfCivil(2026, 9, 29);
const MILLION_DOLLARS = 1e12;

/** All ten months, without a quote, at a settlement price of 2,000; `change` says what is different. */
export function contracts(change: Partial<ContractView> = {}, date: TradeDate = TODAY): ContractView[] {
  return listedMonths(SIT, date, monthOf(date)).map((month) => ({
    code: `SIT${formatMonth(month)}`,
    product: 'SIT',
    index: 'tokens',
    month,
    deliveryFrom: firstDayOf(month),
    lastTradingDay: lastTradingDay(month),
    tickSize: 1_000,
    settlementPrice: 2_000 as Ticks,
    limitDown: 1_700 as Ticks,
    limitUp: 2_300 as Ticks,
    phase: 'continuous',
    bidMax: 2_300 as Ticks,
    askMin: 1_700 as Ticks,
    bid: undefined,
    ask: undefined,
    lastPrice: undefined,
    marginPerLot: 200e6 as Money,
    position: 0 as Lots,
    orders: [],
    ...change,
  }));
}

/** What a member with ten million dollars sees; the index has been 2.000 on every day of the last three months. */
export function view(seen: readonly ContractView[], time: Millis = startOf(TODAY), index = 2_000_000): MemberView {
  const date = Math.floor(time / 86_400_000);
  return {
    time,
    fixings: {
      tokens: Array.from({ length: 90 }, (_, i) => ({ date: (date - 90 + i) as TradeDate, value: index as Money })),
      compute: [],
    },
    contracts: seen,
    equity: (10 * MILLION_DOLLARS) as Money,
    available: (10 * MILLION_DOLLARS) as Money,
  };
}

/** The book of one member that has no neighbours: its intents carried out on its own orders. */
export function withOrders(seen: readonly ContractView[], intents: readonly Intent[]): ContractView[] {
  const cancelled = new Set(intents.flatMap((intent) => (intent.type === 'cancel' ? [intent.order] : [])));
  let next = 1 + Math.max(0, ...seen.flatMap(({ orders }) => orders.map(({ order }) => order)));
  return seen.map((contract) => {
    const placed = intents.flatMap((intent) =>
      intent.type === 'place' && intent.contract === contract.code
        ? [{ order: next++ as OrderId, side: intent.side, price: intent.price, quantity: intent.quantity }]
        : [],
    );
    const orders = [...contract.orders.filter(({ order }) => !cancelled.has(order)), ...placed];
    return { ...contract, orders, bid: best(orders, BUY), ask: best(orders, SELL) };
  });
}

export function best(orders: ContractView['orders'], side: Side): ContractView['bid'] {
  const prices = orders.filter((order) => order.side === side).map(({ price }) => price);
  if (prices.length === 0) return undefined;
  const price = (side === BUY ? Math.max(...prices) : Math.min(...prices)) as Ticks;
  const there = orders.filter((order) => order.side === side && order.price === price);
  return { price, quantity: there.reduce((sum, { quantity }) => sum + quantity, 0) as Lots };
}
