/**
 * What one command made of one order, from the events of the command alone, so that a repeat, however late, is told the
 * same.
 *
 * A command may touch many orders: those that it trades with, stop orders that it wakes, the other one of a pair. Each
 * event is taken for the order whose number it bears.
 */
import type { Event, Trade } from '#core/events.ts';
import { type Lots, NO_LOTS, type OrderId } from '#core/units.ts';
import { type FillRecord, fillOf } from '#market-data/fill-records.ts';
import { type OrderRecord, recordOf } from '#market-data/order-records.ts';
import type { Outcome } from '#sequencer/machine.ts';

export interface OrderOutcome {
  readonly record: OrderRecord;
  /** Oldest first. */
  readonly fills: readonly FillRecord[];
}

/** A record while the events of its command are gone through. */
type Draft = { -readonly [Part in keyof OrderRecord]: OrderRecord[Part] };

/** The numbers that the command gave to orders, in their order. */
export function ordersAccepted({ events }: Outcome): OrderId[] {
  const orders: OrderId[] = [];
  for (const event of events) if (event.type === 'orderAccepted') orders.push(event.order);
  return orders;
}

/** The number of the order that the command has placed. */
export function firstAccepted({ events, sequence }: Outcome): OrderId {
  for (const event of events) if (event.type === 'orderAccepted') return event.order;
  throw new Error(`command ${sequence} has accepted no order`);
}

/** How the order stands that was accepted by this command under this number. */
export function outcomeOf(outcome: Outcome, order: OrderId, clientOrderId: string | null): OrderOutcome {
  let record: Draft | undefined;
  for (const event of outcome.events)
    if (event.type === 'orderAccepted' && event.order === order) record = recordOf(event, outcome, clientOrderId);
    else if (record !== undefined) change(record, event);
  if (record === undefined) throw new Error(`command ${outcome.sequence} has not accepted order ${order}`);
  return { record, fills: fillsOf(outcome, record) };
}

/** The fills of an order by this command, on whichever side of the trade it stood; of a spread's, those of its legs. */
export function fillsOf({ events, time, sequence }: Outcome, { order }: Pick<OrderRecord, 'order'>): FillRecord[] {
  const fills: FillRecord[] = [];
  for (const event of events) {
    if (event.type !== 'trade' || !isOf(event, order)) continue;
    fills.push(fillOf(event, event.takerOrder === order ? 'taker' : 'maker', time, sequence));
  }
  return fills;
}

/** Brings `record` to where the event leaves it. */
function change(record: Draft, event: Event): void {
  // An order in a spread is filled in each leg, and has traded when its `spreadTrade` says so.
  if (event.type === 'trade') {
    if (isOf(event, record.order) && event.contract === record.contract) fill(record, event);
    return;
  }
  if (event.type === 'spreadTrade') {
    if ([event.resting, event.incoming].some((side) => side?.order === record.order)) fill(record, event);
    return;
  }
  if (!('order' in event) || event.order !== record.order) return;
  switch (event.type) {
    case 'termsAccepted':
      record.terms = event.terms;
      return;
    case 'orderWaits':
      record.status = 'waiting';
      record.triggerPrice = event.triggerPrice;
      return;
    case 'orderTriggered':
      record.status = 'resting';
      record.price = event.price;
      return;
    case 'orderReduced':
      record.quantity = (record.quantity - event.quantity) as Lots;
      record.remaining = (record.remaining - event.quantity) as Lots;
      return;
    case 'orderCancelled':
      record.remaining = NO_LOTS;
      record.status = 'cancelled';
      record.cancelReason = event.reason;
      return;
  }
}

function fill(record: Draft, { price, quantity }: Pick<Trade, 'price' | 'quantity'>): void {
  record.remaining = (record.remaining - quantity) as Lots;
  record.filled = (record.filled + quantity) as Lots;
  record.filledValue += price * quantity;
  if (record.remaining === 0) record.status = 'filled';
}

function isOf({ makerOrder, takerOrder }: Trade, order: OrderId): boolean {
  return makerOrder === order || takerOrder === order;
}
