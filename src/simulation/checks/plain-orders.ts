/**
 * Orders and fills as they must be written on the wire, worked out from what was published: after every command that
 * changed an order, how it then stood. Decimals are written here a second time.
 */
import { BUY, GOOD_TILL_CANCEL } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import type { Event, Trade } from '#core/events.ts';
import type { Published } from '#sequencer/machine.ts';

/** An order after command `sequence`. */
export interface View {
  readonly sequence: number;
  readonly account: number;
  readonly order: number;
  readonly isResting: boolean;
  /** What is written of it. */
  readonly text: Readonly<Record<string, unknown>>;
}

export interface PlainFill {
  readonly sequence: number;
  readonly account: number;
  readonly trade: number;
  readonly text: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly account: number;
  readonly order: number;
  readonly quantity: number;
  readonly contract: PlainListing;
  readonly side: string;
  /** What never changes. */
  readonly said: Readonly<Record<string, unknown>>;
  filled: number;
  value: number;
  cancelled: string | null;
}

export interface PlainListing {
  readonly code: string;
  readonly tickSize: number;
}

export class PlainOrders {
  /** By contract number. */
  readonly listings: PlainListing[] = [];
  /** In the order in which they came about. */
  readonly views: View[] = [];
  readonly fills: PlainFill[] = [];
  readonly #products = new Map<string, ProductSpecification>();
  readonly #rows = new Map<number, Row>();

  hear(published: Published): void {
    const changed = new Set<Row>();
    for (const event of published.events) for (const row of this.#note(event, published)) changed.add(row);
    for (const row of changed) this.views.push(viewOf(row, published.sequence));
  }

  /** Returns the orders that changed. */
  #note(event: Event, published: Published): Row[] {
    switch (event.type) {
      case 'productDefined':
        this.#products.set(event.specification.code, event.specification);
        return [];
      case 'contractListed': {
        const { tickSize } = this.#products.get(event.product) as ProductSpecification;
        this.listings[event.contract] = { code: event.code, tickSize };
        return [];
      }
      case 'orderAccepted':
        return [this.#accept(event, published)];
      case 'trade':
        return [this.#fill(event, 'maker', published), this.#fill(event, 'taker', published)];
      case 'orderCancelled': {
        const row = this.#rows.get(event.order) as Row;
        row.cancelled = event.reason;
        return [row];
      }
      default:
        return [];
    }
  }

  #accept(event: Event & { type: 'orderAccepted' }, { clientId, time }: Published): Row {
    const { order, account, quantity, price, timeInForce } = event;
    const contract = this.listings[event.contract] as PlainListing;
    const side = event.side === BUY ? 'buy' : 'sell';
    const said = {
      ...{ order, clientOrderId: clientId ?? null, contract: contract.code, side, quantity },
      price: priceText(price, 1, contract, 0),
      timeInForce: timeInForce === GOOD_TILL_CANCEL ? 'GTC' : 'IOC',
      placedAt: new Date(time).toISOString(),
    };
    const row = { account, order, quantity, contract, side, said, filled: 0, value: 0, cancelled: null };
    this.#rows.set(order, row);
    return row;
  }

  #fill(event: Trade, liquidity: 'maker' | 'taker', { sequence, time }: Published): Row {
    const { trade, price, quantity } = event;
    const row = this.#rows.get(liquidity === 'maker' ? event.makerOrder : event.takerOrder) as Row;
    const { account, order, contract, side } = row;
    const text = {
      ...{ trade, order, contract: contract.code, side, quantity, liquidity, sequence },
      price: priceText(price, 1, contract, 0),
      fee: moneyText(liquidity === 'maker' ? event.makerFee : event.takerFee),
      time: new Date(time).toISOString(),
    };
    this.fills.push({ sequence, account, trade, text });
    row.filled += quantity;
    row.value += price * quantity;
    return row;
  }
}

function viewOf({ account, order, quantity, contract, said, filled, value, cancelled }: Row, sequence: number): View {
  const status = cancelled !== null ? 'cancelled' : filled === quantity ? 'filled' : 'resting';
  const text = {
    ...said,
    ...{ filled, status, cancelReason: cancelled, sequence },
    remaining: cancelled === null ? quantity - filled : 0,
    averagePrice: filled === 0 ? null : priceText(value, filled, contract, 2),
  };
  return { sequence, account, order, isResting: status === 'resting', text };
}

/** `ticks / count`, with the places of a tick and some more, and cut off there. */
export function priceText(
  ticks: number,
  count: number,
  { tickSize }: { readonly tickSize: number },
  more: number,
): string {
  const places = (String(tickSize / 1e6).split('.')[1] ?? '').length + more;
  const units = (BigInt(ticks * tickSize) * 10n ** BigInt(places)) / (BigInt(count) * 1_000_000n);
  return (Number(units) / 10 ** places).toFixed(places);
}

export function moneyText(amount: number): string {
  return (amount / 1e6).toFixed(6);
}
