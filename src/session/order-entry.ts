/**
 * From an order on the wire to a command and from its outcome to an answer; the same for HTTP and WebSocket.
 */
import { BUY, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, type PlaceOrder, SELL } from '#core/commands.ts';
import { type AccountId, type Lots, type OrderId, subtract, type Ticks } from '#core/units.ts';
import type { ContractMarket } from '#market-data/contract-market.ts';
import type { FillRecord, OrderRecord } from '#market-data/member-records.ts';
import type { Outcome } from '#sequencer/machine.ts';
import type {
  CancelOrderAnswer,
  CancelOrdersAnswer,
  Fill,
  Order,
  OrderPreview,
  OrderRequest,
  PlaceOrderAnswer,
} from '#wire/accounts.ts';
import { fillView, orderView } from './account-views.ts';
import { carryOut, eventOf } from './carry-out.ts';
import { readPrice, writeMoney } from './decimals.ts';
import type { Account } from './members.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

export class OrderEntry {
  readonly #venue: Venue;

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  /** Places an order. With a clientOrderId a repeat is answered with the first answer (rule API-7). */
  place({ id: account }: Account, request: OrderRequest): Promise<PlaceOrderAnswer> {
    const { command, market } = this.#read(account, request);
    const { clientOrderId } = request;
    const { contract, side, price, quantity, timeInForce } = command;
    const digest = [contract, side, price, quantity, timeInForce].join();
    const envelope = clientOrderId === undefined ? undefined : { account, clientId: clientOrderId, digest };
    return carryOut(this.#venue, command, (outcome) => this.#placed(outcome, clientOrderId, market), envelope);
  }

  /** What an order would need and whether it would be refused. To be told after a barrier (rule API-11). */
  preview({ id: account }: Account, request: OrderRequest): OrderPreview {
    const { command, market } = this.#read(account, request);
    // Beyond this the figures of the preview could not be counted.
    if (command.quantity > market.specification.orderQuantityMax)
      throw Refused.byTheExchange('QUANTITY_TOO_LARGE', undefined, 'quantity');
    const { exchange, clock } = this.#venue;
    const explained = exchange.preview(command, clock.now());
    return {
      contract: market.code,
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

  cancel({ id: account }: Account, order: number): Promise<CancelOrderAnswer> {
    const command = { type: 'cancelOrder', account, order: order as OrderId } as const;
    return carryOut(this.#venue, command, ({ sequence }) => ({ sequence, order: this.order(account, command.order) }));
  }

  /** Cancels every order that rests, or those in `contract`. What has gone in the meantime is not mentioned. */
  async cancelAll(account: Account, contract: string | undefined): Promise<CancelOrdersAnswer> {
    const { marketData, memberRecords } = this.#venue;
    const only = contract === undefined ? undefined : this.market(contract).contract;
    const resting = memberRecords.restingOrders(account.id);
    const wanted = resting.filter((record) => only === undefined || record.contract === only);
    const answers = await Promise.all(
      wanted.map(({ order }) =>
        this.cancel(account, order).catch((refusal: unknown) => {
          if (refusal instanceof Refused && refusal.code === 'ORDER_UNKNOWN') return undefined;
          throw refusal;
        }),
      ),
    );
    const orders = answers.flatMap((answer) => answer?.order ?? []);
    return { sequence: orders.at(-1)?.sequence ?? marketData.sequence, orders };
  }

  /** The account's order as it stands now. Throws ORDER_UNKNOWN, also for somebody else's. */
  order(account: AccountId, order: OrderId): Order {
    const record = this.#venue.memberRecords.order(account, order);
    if (record === undefined) throw Refused.byTheExchange('ORDER_UNKNOWN');
    return this.orderView(record);
  }

  orderView(record: OrderRecord): Order {
    const { marketData } = this.#venue;
    const market = marketData.contracts[record.contract] as ContractMarket;
    return orderView(record, market);
  }

  fillView(fill: FillRecord): Fill {
    return fillView(fill, this.#venue.marketData.contracts[fill.contract] as ContractMarket);
  }

  /** The contract of that code, which may have expired. Throws CONTRACT_UNKNOWN. */
  market(code: string): ContractMarket {
    const market = this.#venue.marketData.find(code);
    if (market === undefined) throw Refused.atTheDoor('CONTRACT_UNKNOWN', 'contract');
    return market;
  }

  #read(account: AccountId, request: OrderRequest): { command: PlaceOrder; market: ContractMarket } {
    const market = this.market(request.contract);
    const price = readPrice(request.price, market.specification);
    if (typeof price === 'string') throw Refused.atTheDoor(price, 'price');
    const command: PlaceOrder = {
      type: 'placeOrder',
      account,
      contract: market.contract,
      side: request.side === 'buy' ? BUY : SELL,
      price,
      quantity: request.quantity as Lots,
      timeInForce: request.timeInForce === 'IOC' ? IMMEDIATE_OR_CANCEL : GOOD_TILL_CANCEL,
    };
    return { command, market };
  }

  /** The answer follows from the outcome alone, so that a repeat, however late, is told the same. */
  #placed(outcome: Outcome, clientOrderId: string | undefined, market: ContractMarket): PlaceOrderAnswer {
    const { sequence, time } = outcome;
    const accepted = eventOf(outcome, 'orderAccepted');
    const { order, account, contract, side, price, quantity, timeInForce } = accepted;
    const fills: FillRecord[] = [];
    let filled = 0;
    let filledValue = 0;
    for (const event of outcome.events) {
      if (event.type !== 'trade') continue;
      filled += event.quantity;
      filledValue += event.price * event.quantity;
      const { trade, takerFee: fee } = event;
      const fill = { trade, order, contract, side, price: event.price, quantity: event.quantity, fee, time, sequence };
      fills.push({ ...fill, liquidity: 'taker' });
    }
    const cancelled = outcome.events.find((event) => event.type === 'orderCancelled');
    const record: OrderRecord = {
      order,
      clientOrderId: clientOrderId ?? null,
      account,
      contract,
      side,
      price: price as Ticks,
      quantity,
      timeInForce,
      placedAt: time,
      sequence,
      filled: filled as Lots,
      remaining: (cancelled === undefined ? quantity - filled : 0) as Lots,
      filledValue,
      status: cancelled !== undefined ? 'cancelled' : filled === quantity ? 'filled' : 'resting',
      cancelReason: cancelled?.reason ?? null,
    };
    return {
      sequence,
      order: orderView(record, market),
      fills: fills.map((fill) => fillView(fill, market)),
    };
  }
}
