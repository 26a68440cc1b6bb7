/** Placing, quoting, previewing, changing, looking up and cancelling orders. */
import { Type } from 'typebox';
import { cancelRejections, orderRejections } from '#core/rejections.ts';
import type { OrderId } from '#core/units.ts';
import { promised, type Told } from '#session/carry-out.ts';
import type { Health } from '#session/health.ts';
import type { OrderEntry } from '#session/order-entry.ts';
import type { QuoteEntry } from '#session/quote-entry.ts';
import {
  AmendRequest,
  CancelOrderAnswer,
  CancelOrdersAnswer,
  CancelOrdersRequest,
  Order,
  OrderPreview,
  OrderRequest,
  PairRequest,
  PlaceOrderAnswer,
  PlacePairAnswer,
  PlaceQuotesAnswer,
  QuotesRequest,
} from '#wire/orders.ts';
import { commandRefusals, namesOf, privateRoute, type Route, TextAnswer } from './route.ts';

const OrderNumber = Type.Object({ order: Type.Integer({ minimum: 1 }) }, { additionalProperties: false });
/** What the exchange may say to whoever wants to trade. */
const refusedOrders = [...commandRefusals, ...namesOf(orderRejections)] as const;
const sizeFaults = ['PRICE_NOT_DECIMAL', 'QUANTITY_NOT_WHOLE', 'QUANTITY_NOT_POSITIVE', 'QUANTITY_TOO_LARGE'] as const;
const priceFaults = ['PRICE_OFF_TICK', 'PRICE_OUT_OF_RANGE', 'CONTRACT_UNKNOWN'] as const;

export function orderRoutes(orders: OrderEntry, quotes: QuoteEntry, health: Health): Route[] {
  const tag = 'orders';
  return [
    privateRoute(
      {
        method: 'POST',
        path: '/orders',
        tag,
        summary: 'Place an order',
        body: OrderRequest,
        answer: PlaceOrderAnswer,
        status: 201,
        bucket: 'orders',
        refuses: [...priceFaults, 'DUPLICATE_ID_MISMATCH', ...refusedOrders],
      },
      ({ body }, account) => answered((told) => orders.place(account, body, told)),
    ),
    privateRoute(
      {
        method: 'POST',
        path: '/orders/pair',
        tag,
        summary: 'Place two orders of which one at most takes effect',
        body: PairRequest,
        answer: PlacePairAnswer,
        status: 201,
        bucket: 'orders',
        refuses: [...sizeFaults, ...priceFaults, 'DUPLICATE_ID_MISMATCH', ...refusedOrders],
      },
      ({ body }, account) => answered((told) => orders.placePair(account, body, told)),
    ),
    privateRoute(
      {
        method: 'PUT',
        path: '/quotes',
        tag,
        summary: 'Replace the quotes of the account in some contracts, all of them or none',
        body: QuotesRequest,
        answer: PlaceQuotesAnswer,
        bucket: 'orders',
        refuses: [...sizeFaults, ...priceFaults, ...refusedOrders],
      },
      ({ body }, account) => answered((told) => quotes.place(account, body, told)),
    ),
    privateRoute(
      {
        method: 'POST',
        path: '/orders/preview',
        tag,
        summary: 'What an order would need, without sending it',
        body: OrderRequest,
        answer: OrderPreview,
        bucket: 'orders',
        refuses: [...priceFaults, 'VENUE_HALTED'],
      },
      ({ body }, account) => health.whenDurable(() => orders.preview(account, body)),
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/orders/:order',
        tag,
        summary: 'One order of the account',
        params: OrderNumber,
        answer: Order,
        refuses: ['ORDER_UNKNOWN'],
      },
      ({ params }, { id }) => orders.order(id, params.order as OrderId),
    ),
    privateRoute(
      {
        method: 'PATCH',
        path: '/orders/:order',
        tag,
        summary: 'Change the price or the quantity of an order',
        params: OrderNumber,
        body: AmendRequest,
        answer: PlaceOrderAnswer,
        bucket: 'orders',
        refuses: [...priceFaults, ...namesOf(cancelRejections), ...refusedOrders],
      },
      ({ params, body }, account) => answered((told) => orders.amend(account, params.order, body, told)),
    ),
    privateRoute(
      {
        method: 'DELETE',
        path: '/orders/:order',
        tag,
        summary: 'Cancel an order',
        params: OrderNumber,
        answer: CancelOrderAnswer,
        bucket: 'cancels',
        refuses: ['ORDER_UNKNOWN', 'NO_CANCEL_IN_FREEZE', ...commandRefusals],
      },
      ({ params }, account) => answered((told) => orders.cancel(account, params.order, told)),
    ),
    privateRoute(
      {
        method: 'DELETE',
        path: '/orders',
        tag,
        summary: 'Cancel all orders of the account, or those of one contract or one side',
        query: CancelOrdersRequest,
        answer: CancelOrdersAnswer,
        bucket: 'cancels',
        refuses: ['CONTRACT_UNKNOWN', 'NO_CANCEL_IN_FREEZE', ...commandRefusals],
      },
      ({ query }, account) => answered((told) => orders.cancelAll(account, query, told)),
    ),
  ];
}

/** What `ask` is told, which is JSON already. */
function answered(ask: (told: Told<string>) => void): Promise<TextAnswer> {
  return promised((told) =>
    ask((text, trouble) => told(text === undefined ? undefined : new TextAnswer('application/json', text), trouble)),
  );
}
