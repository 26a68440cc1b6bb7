/**
 * What one command made of one order, from the events of the command alone, so that a repeat, however late, is told the
 * same.
 *
 * A command may touch many orders: those that it trades with, stop orders that it wakes, the other one of a pair. Each
 * event is taken for the order whose number it bears.
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { Event, Trade } from '#core/events.ts';
import { type Lots, NO_LOTS, type OrderId } from '#core/units.ts';
import type { FillRecord, OrderRecord } from '#market-data/member-records.ts';
import type { Outcome } from '#sequencer/machine.ts';

export interface OrderOutcome {
  readonly record: OrderRecord;
  /** Oldest first. */
  readonly fills: readonly FillRecord[];
}

/** The numbers that the command gave to orders, in their order. */
export function ordersAccepted({ events }: Outcome): OrderId[] {
  return events.flatMap((event) => (event.type === 'orderAccepted' ? event.order : []));
}

/** How the order stands that was accepted by this command under this number. */
export function outcomeOf(outcome: Outcome, order: OrderId, clientOrderId: string | null): OrderOutcome {
  let record: OrderRecord | undefined;
  for (const event of outcome.events)
    if (event.type === 'orderAccepted' && event.order === order) record = accepted(event, outcome, clientOrderId);
    else if (record !== undefined) record = after(record, event);
  if (record === undefined) throw new Error(`command ${outcome.sequence} has not accepted order ${order}`);
  return { record, fills: fillsOf(outcome, record) };
}

/** The fills of an order by this command, on whichever side of the trade it stood; of a spread's, those of its legs. */
export function fillsOf({ events, time, sequence }: Outcome, { order }: Pick<OrderRecord, 'order'>): FillRecord[] {
  return events.flatMap((event) => {
    if (event.type !== 'trade' || !isOf(event, order)) return [];
    const { trade, contract, price, quantity, takerOrder, takerSide, takerFee, makerFee } = event;
    const [liquidity, fee] = takerOrder === order ? (['taker', takerFee] as const) : (['maker', makerFee] as const);
    const side: Side = (liquidity === 'taker') === (takerSide === BUY) ? BUY : SELL;
    return { trade, order, contract, side, price, quantity, fee, liquidity, time, sequence };
  });
}

function accepted(
  event: Extract<Event, { type: 'orderAccepted' }>,
  { sequence, time }: Outcome,
  clientOrderId: string | null,
): OrderRecord {
  const { type: _, ...parts } = event;
  const fresh = { filled: NO_LOTS, filledValue: 0, status: 'resting', cancelReason: null } as const;
  return { ...parts, ...fresh, clientOrderId, remaining: event.quantity, placedAt: time, sequence };
}

function after(record: OrderRecord, event: Event): OrderRecord {
  // An order in a spread is filled in each leg, and has traded when its `spreadTrade` says so.
  if (event.type === 'trade')
    return isOf(event, record.order) && event.contract === record.contract ? filled(record, event) : record;
  if (event.type === 'spreadTrade') {
    const isItsOwn = [event.resting, event.incoming].some((side) => side?.order === record.order);
    return isItsOwn ? filled(record, event) : record;
  }
  if (!('order' in event) || event.order !== record.order) return record;
  switch (event.type) {
    case 'termsAccepted':
      return { ...record, terms: event.terms };
    case 'orderWaits':
      return { ...record, status: 'waiting', triggerPrice: event.triggerPrice };
    case 'orderTriggered':
      return { ...record, status: 'resting', price: event.price };
    case 'orderReduced': {
      const [quantity, remaining] = [record.quantity - event.quantity, record.remaining - event.quantity];
      return { ...record, quantity: quantity as Lots, remaining: remaining as Lots };
    }
    case 'orderCancelled':
      return { ...record, remaining: NO_LOTS, status: 'cancelled', cancelReason: event.reason };
    default:
      return record;
  }
}

function filled(record: OrderRecord, { price, quantity }: Pick<Trade, 'price' | 'quantity'>): OrderRecord {
  const remaining = (record.remaining - quantity) as Lots;
  return {
    ...record,
    filled: (record.filled + quantity) as Lots,
    filledValue: record.filledValue + price * quantity,
    remaining,
    status: remaining === 0 ? 'filled' : record.status,
  };
}

function isOf({ makerOrder, takerOrder }: Trade, order: OrderId): boolean {
  return makerOrder === order || takerOrder === order;
}
