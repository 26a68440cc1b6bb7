/**
 * From what is asked for an account's orders to a command and from its outcome to an answer, which is told as JSON; the
 * same for HTTP and WebSocket.
 *
 * What cannot be read is thrown at once; what is refused later is told.
 */
import { BUY, type Command, type OrderWish, type PlaceOrder, type PlacePair, SELL } from '#core/commands.ts';
import { hashOf, type Plain } from '#core/hash.ts';
import { type AccountId, type ContractId, type Lots, type OrderId, subtract } from '#core/units.ts';
import type { Envelope } from '#journal/command-codec.ts';
import type { ContractMarket } from '#market-data/contract-market.ts';
import type { FillRecord } from '#market-data/fill-records.ts';
import type { OrderRecord } from '#market-data/order-records.ts';
import type { Outcome } from '#sequencer/machine.ts';
import type { Fill } from '#wire/accounts.ts';
import type {
  AmendRequest,
  CancelOrdersAnswer,
  CancelOrdersRequest,
  Order,
  OrderPreview,
  OrderRequest,
  PairRequest,
  PlaceOrderAnswer,
  PlacePairAnswer,
} from '#wire/orders.ts';
import { fillView, orderView } from './account-views.ts';
import { carryOutAndTell, type Told } from './carry-out.ts';
import { writeMoney } from './decimals.ts';
import { type Instrument, instrumentNumbered, instrumentWith } from './instruments.ts';
import type { Account } from './members.ts';
import { fillsOf, firstAccepted, ordersAccepted, outcomeOf } from './order-outcome.ts';
import { fillText, orderText } from './order-text.ts';
import { digestOf, readPriceField, readWish } from './order-words.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

const NO_PREVIEW = 'A preview is given of orders in contracts, not of those in spreads.';

export class OrderEntry {
  readonly #venue: Venue;

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  /** Places an order. With a clientOrderId a repeat is answered with the first answer (rule API-7). */
  place({ id: account }: Account, request: OrderRequest, told: Told<string>): void {
    const { clientOrderId } = request;
    const wish = readWish(request, this.instrument(request.contract));
    const command = placing(account, wish);
    const envelope =
      clientOrderId === undefined ? undefined : { account, clientId: clientOrderId, digest: digestOf(wish) };
    carryOutAndTell(this.#venue, command, this.#placedText, told, envelope);
  }

  /** Places two orders of which one at most takes effect, under one clientOrderId (rule API-22). */
  placePair({ id: account }: Account, { first, second, clientOrderId }: PairRequest, told: Told<string>): void {
    const orders = [first, second].map((wish) => readWish(wish, this.instrument(wish.contract))) as unknown;
    const command: PlacePair = { type: 'placePair', account, orders: orders as PlacePair['orders'] };
    const read = (outcome: Outcome) => {
      const [one, other] = ordersAccepted(outcome) as [OrderId, OrderId];
      return JSON.stringify({
        sequence: outcome.sequence,
        first: this.#outcome(outcome, one, clientOrderId),
        second: this.#outcome(outcome, other, clientOrderId),
      } satisfies PlacePairAnswer);
    };
    const digest = `pair,${hashOf(command.orders as unknown as Plain)}`;
    const envelope = clientOrderId === undefined ? undefined : { account, clientId: clientOrderId, digest };
    carryOutAndTell(this.#venue, command, read, told, envelope);
  }

  /** Changes an order. What is asked for is how it is to stand, so a repeat needs no id (rule API-22). */
  amend({ id: account }: Account, order: number, { price, quantity }: AmendRequest, told: Told<string>): void {
    const record = this.#record(account, order as OrderId);
    const instrument = this.#instrumentOf(record.contract);
    const command = {
      type: 'amendOrder',
      account,
      order: record.order,
      ...(price !== undefined && { price: readPriceField(price, instrument, 'price') }),
      ...(quantity !== undefined && { quantity: quantity as Lots }),
    } as const;
    const read = (outcome: Outcome) =>
      JSON.stringify({
        sequence: outcome.sequence,
        order: this.order(account, record.order),
        fills: fillsOf(outcome, record).map((fill) => this.fillView(fill)),
      } satisfies PlaceOrderAnswer);
    carryOutAndTell(this.#venue, command, read, told);
  }

  /**
   * What an order would need and whether it would be refused; of contracts alone (rule API-27). To be told after a barrier
   * (rule API-11).
   */
  preview({ id: account }: Account, { clientOrderId: _, ...request }: OrderRequest): OrderPreview {
    const instrument = this.instrument(request.contract);
    if (instrument.isSpread) throw Refused.atTheDoor('FIELD_INVALID', 'contract', NO_PREVIEW);
    const command = placing(account, readWish(request, instrument));
    // Beyond this the figures of the preview could not be counted.
    if (command.quantity > instrument.specification.orderQuantityMax)
      throw Refused.byTheExchange('QUANTITY_TOO_LARGE', undefined, 'quantity');
    const { exchange, clock } = this.#venue;
    const explained = exchange.preview(command, clock.now());
    return {
      contract: instrument.code,
      notional: writeMoney(explained.notional),
      feeAtMost: writeMoney(explained.feeAtMost),
      lossAtOnce: writeMoney(explained.lossAtOnce),
      initialMarginBefore: writeMoney(explained.initialMarginBefore),
      initialMarginAfter: writeMoney(explained.initialMarginAfter),
      marginNeeded: writeMoney(subtract(explained.initialMarginAfter, explained.initialMarginBefore)),
      availableBefore: writeMoney(explained.availableBefore),
      availableAfter: writeMoney(explained.availableAfter),
      wouldBeRefused: explained.reason ?? null,
    };
  }

  cancel({ id: account }: Account, order: number, told: Told<string>): void {
    const command = { type: 'cancelOrder', account, order: order as OrderId } as const;
    const read = ({ sequence }: Outcome) =>
      `{"sequence":${sequence},"order":${this.#orderText(this.#record(account, command.order))}}`;
    carryOutAndTell(this.#venue, command, read, told);
  }

  /** Cancels every order of the account, or those of a contract or a side, with one command (rule API-17). */
  cancelAll({ id: account }: Account, { contract, side }: CancelOrdersRequest, told: Told<string>): void {
    const command: Command = {
      type: 'cancelOrders',
      account,
      ...(contract !== undefined && { contract: this.instrument(contract).contract }),
      ...(side !== undefined && { side: side === 'buy' ? BUY : SELL }),
    };
    const read = ({ sequence, events }: Outcome) => {
      const gone = events.flatMap((event) =>
        event.type === 'orderCancelled' && event.account === account ? event.order : [],
      );
      const known = gone.flatMap((order) => this.#venue.memberRecords.order(account, order) ?? []);
      const orders = known.map((record) => this.orderView(record));
      return JSON.stringify({ sequence, count: gone.length, orders } satisfies CancelOrdersAnswer);
    };
    carryOutAndTell(this.#venue, command, read, told);
  }

  /** The account's order as it stands now. Throws ORDER_UNKNOWN, also for somebody else's. */
  order(account: AccountId, order: OrderId): Order {
    return this.orderView(this.#record(account, order));
  }

  orderView(record: OrderRecord): Order {
    return orderView(record, this.#instrumentOf(record.contract));
  }

  fillView(fill: FillRecord): Fill {
    return fillView(fill, this.#instrumentOf(fill.contract));
  }

  /** The contract of that code, which may have expired. Throws CONTRACT_UNKNOWN. */
  market(code: string): ContractMarket {
    const market = this.#venue.marketData.find(code);
    if (market === undefined) throw Refused.atTheDoor('CONTRACT_UNKNOWN', 'contract');
    return market;
  }

  /** The contract or the spread of that code, which may have expired. Throws CONTRACT_UNKNOWN. */
  instrument(code: string): Instrument {
    return instrumentWith(code, this.#venue);
  }

  #instrumentOf(contract: ContractId): Instrument {
    return instrumentNumbered(contract, this.#venue);
  }

  #record(account: AccountId, order: OrderId): OrderRecord {
    const record = this.#venue.memberRecords.order(account, order);
    if (record === undefined) throw Refused.byTheExchange('ORDER_UNKNOWN');
    return record;
  }

  #orderText(record: OrderRecord): string {
    return orderText(record, this.#instrumentOf(record.contract));
  }

  /** The order that the command has placed, and its fills, as JSON. */
  readonly #placedText = (outcome: Outcome, envelope: Envelope | undefined): string => {
    const { record, fills } = outcomeOf(outcome, firstAccepted(outcome), envelope?.clientId ?? null);
    let texts = '';
    for (const fill of fills) {
      if (texts !== '') texts += ',';
      texts += fillText(fill, this.#instrumentOf(fill.contract));
    }
    return `{"sequence":${outcome.sequence},"order":${this.#orderText(record)},"fills":[${texts}]}`;
  };

  /** An order that the command has placed, and its fills, as they are shown. */
  #outcome(outcome: Outcome, order: OrderId, clientOrderId: string | undefined) {
    const { record, fills } = outcomeOf(outcome, order, clientOrderId ?? null);
    return { order: this.orderView(record), fills: fills.map((fill) => this.fillView(fill)) };
  }
}

/** The command that places an order, field by field: an object that is made at once is smaller than one that grows. */
function placing(account: AccountId, wish: OrderWish): PlaceOrder {
  const { contract, side, price, quantity, timeInForce, terms } = wish;
  const plain = { type: 'placeOrder', account, contract, side, price, quantity, timeInForce } as const;
  return terms === undefined ? plain : { ...plain, terms };
}
