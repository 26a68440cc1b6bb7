/** What one account may see of its own, as it is written on the wire. */
import type { ProductSpecification } from '#core/contract.ts';
import type { AccountView, PositionView } from '#core/exchange.ts';
import { type Money, NO_MONEY, subtract, type Ticks } from '#core/units.ts';
import type { FillRecord } from '#market-data/fill-records.ts';
import type { OrderRecord } from '#market-data/order-records.ts';
import type { AccountSummary, ClientAccount, Fill, MarginCall, Position } from '#wire/accounts.ts';
import type { Order } from '#wire/orders.ts';
import { writeAveragePrice, writeMoney, writePrice } from './decimals.ts';
import type { Instrument } from './instruments.ts';
import { isoTime, sideName } from './market-views.ts';
import type { Account } from './members.ts';
import { termsView, timeInForceName } from './order-words.ts';
import type { Venue } from './venue-port.ts';

/** Where the account stands after the last command taken, which may not be durable yet (rule API-11). */
export function summaryView({ exchange, sequencer }: Venue, { id, name, kind }: Account): AccountSummary {
  const view: AccountView = exchange.summary(id);
  const available = subtract(view.equity, view.initialMargin);
  return {
    account: name,
    simulated: kind === 'simulated',
    sequence: sequencer.sequence,
    balance: writeMoney(view.balance),
    variation: writeMoney(view.variation),
    equity: writeMoney(view.equity),
    initialMargin: writeMoney(view.initialMargin),
    maintenanceMargin: writeMoney(view.maintenanceMargin),
    available: writeMoney(Math.max(NO_MONEY, available) as Money),
    contribution: writeMoney(view.contribution),
    call: callView(view, exchange.judge(id).equity),
    closedOut: view.isClosedOut,
    inDefault: view.isInDefault,
    positions: view.positions.map(positionView),
  };
}

/** `equity` is what the account has at the prices by which it is judged, because these end a call (rule DEF-21). */
export function callView({ call, initialMargin }: AccountView, equity: Money): MarginCall | null {
  if (call === undefined) return null;
  const missing = Math.max(NO_MONEY, subtract(initialMargin, equity)) as Money;
  return { since: isoTime(call.since), due: isoTime(call.due), missing: writeMoney(missing) };
}

function positionView(held: PositionView): Position {
  const { specification } = held.contract;
  return {
    contract: held.contract.code,
    position: held.position,
    entryPrice: entryPriceOf(held),
    markPrice: writePrice(held.markPrice, specification),
    gain: writeMoney(held.gain),
    variation: writeMoney(held.variation),
    initialMargin: writeMoney(held.initialMargin),
    closeOutPrice: priceOrNull(held.closeOutPrice, specification),
    bankruptcyPrice: priceOrNull(held.bankruptcyPrice, specification),
    buying: held.buying,
    selling: held.selling,
  };
}

/** The average price at which what is open was entered; null without a position. */
export function entryPriceOf({ position, entryValue, contract }: PositionView): string | null {
  return position === 0 ? null : writeAveragePrice(entryValue, position, contract.specification);
}

export function priceOrNull(price: Ticks | undefined, specification: ProductSpecification): string | null {
  return price === undefined ? null : writePrice(price, specification);
}

/** The client accounts of a member, in the order in which they were opened, as they stand now (rule MEM-8). */
export function clientViews({ exchange }: Venue, { id: member }: Account): ClientAccount[] {
  const clients = exchange.accounts.filter((account) => account.member === member && account.id !== member);
  return clients.map(({ id, name }) => {
    const { balance, equity, initialMargin, maintenanceMargin } = exchange.summary(id);
    return {
      account: name,
      balance: writeMoney(balance),
      equity: writeMoney(equity),
      initialMargin: writeMoney(initialMargin),
      maintenanceMargin: writeMoney(maintenanceMargin),
      available: writeMoney(Math.max(NO_MONEY, subtract(equity, initialMargin)) as Money),
    };
  });
}

export function orderView(record: OrderRecord, { code, specification, isSpread }: Instrument): Order {
  const { filled, filledValue, triggerPrice, terms = {} } = record;
  return {
    order: record.order,
    clientOrderId: record.clientOrderId,
    contract: code,
    side: sideName(record.side),
    type: terms.pricing ?? 'limit',
    // No contract has a limit of zero ticks: such an order has yet to be given one. A spread may well stand at zero.
    price: record.price === 0 && !isSpread ? null : writePrice(record.price, specification),
    quantity: record.quantity,
    filled,
    remaining: record.remaining,
    timeInForce: timeInForceName(record.timeInForce),
    ...termsView(terms, specification),
    ...(triggerPrice !== undefined && { triggerPrice: writePrice(triggerPrice, specification) }),
    status: record.status,
    cancelReason: record.cancelReason,
    averagePrice: filled === 0 ? null : writeAveragePrice(filledValue, filled, specification),
    placedAt: isoTime(record.placedAt),
    sequence: record.sequence,
  };
}

export function fillView(fill: FillRecord, { code, specification }: Instrument): Fill {
  return {
    trade: fill.trade,
    order: fill.order,
    contract: code,
    side: sideName(fill.side),
    price: writePrice(fill.price, specification),
    quantity: fill.quantity,
    fee: writeMoney(fill.fee),
    liquidity: fill.liquidity,
    time: isoTime(fill.time),
    sequence: fill.sequence,
  };
}
