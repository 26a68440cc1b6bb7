/** Placing, previewing, looking up and cancelling orders. */
import { Type } from 'typebox';
import { orderRejections } from '#core/rejections.ts';
import type { OrderId } from '#core/units.ts';
import type { Health } from '#session/health.ts';
import type { OrderEntry } from '#session/order-entry.ts';
import {
  CancelOrderAnswer,
  CancelOrdersAnswer,
  Order,
  OrderPreview,
  OrderRequest,
  PlaceOrderAnswer,
} from '#wire/accounts.ts';
import { ContractCode } from '#wire/primitives.ts';
import { commandRefusals, privateRoute, type Route } from './route.ts';

const OrderNumber = Type.Object({ order: Type.Integer({ minimum: 1 }) }, { additionalProperties: false });
const priceFaults = ['PRICE_OFF_TICK', 'PRICE_OUT_OF_RANGE', 'CONTRACT_UNKNOWN'] as const;

export function orderRoutes(orders: OrderEntry, health: Health): Route[] {
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
        refuses: [
          ...priceFaults,
          'DUPLICATE_ID_MISMATCH',
          ...commandRefusals,
          ...(Object.keys(orderRejections) as (keyof typeof orderRejections)[]),
        ],
      },
      ({ body }, account) => orders.place(account, body),
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
        method: 'DELETE',
        path: '/orders/:order',
        tag,
        summary: 'Cancel an order',
        params: OrderNumber,
        answer: CancelOrderAnswer,
        bucket: 'cancels',
        refuses: ['ORDER_UNKNOWN', ...commandRefusals],
      },
      ({ params }, account) => orders.cancel(account, params.order),
    ),
    privateRoute(
      {
        method: 'DELETE',
        path: '/orders',
        tag,
        summary: 'Cancel all resting orders of the account, or those of one contract',
        query: Type.Object({ contract: Type.Optional(ContractCode) }, { additionalProperties: false }),
        answer: CancelOrdersAnswer,
        bucket: 'cancels',
        refuses: ['CONTRACT_UNKNOWN', ...commandRefusals],
      },
      ({ query }, account) => orders.cancelAll(account, query.contract),
    ),
  ];
}
