/** What market makers promise and are told, and how an account protects its own quotes. */
import { Type } from 'typebox';
import type { Command } from '#core/commands.ts';
import type { ProtectionSettings } from '#core/market-making/protection-settings.ts';
import { carryOut } from '#session/carry-out.ts';
import { agreementViews, makerMonths } from '#session/maker-views.ts';
import type { Venue } from '#session/venue-port.ts';
import { Agreement, MakerMonth, Protection, ProtectionAnswer } from '#wire/makers.ts';
import { commandRefusals, privateRoute, publicRoute, type Route } from './route.ts';

const OfProduct = Type.Object(
  { product: Type.String({ minLength: 1, maxLength: 16, description: 'The code of a product.' }) },
  { additionalProperties: false },
);

export function makerRoutes(venue: Venue): Route[] {
  const tag = 'makers';
  const send = (command: Command) => carryOut(venue, command, ({ sequence }) => ({ sequence }));
  const refuses = ['PRODUCT_UNKNOWN', ...commandRefusals] as const;
  return [
    publicRoute(
      {
        method: 'GET',
        path: '/makers',
        tag,
        summary: 'The agreements of market makers that are in force',
        answer: Type.Array(Agreement),
      },
      () => agreementViews(venue),
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/makers/report',
        tag,
        summary: 'How the account kept its agreements, by contract and month',
        answer: Type.Array(MakerMonth),
      },
      (_, { id }) => makerMonths(venue, id),
    ),
    privateRoute(
      {
        method: 'PUT',
        path: '/protection/:product',
        tag,
        summary: "Set the protection of the account's protected orders in a product",
        params: OfProduct,
        body: Protection,
        answer: ProtectionAnswer,
        bucket: 'orders',
        refuses: ['PROTECTION_INVALID', ...refuses],
      },
      ({ params: { product }, body }, { id: account }) =>
        send({ type: 'protectMaker', account, product, settings: body as ProtectionSettings }),
    ),
    privateRoute(
      {
        method: 'POST',
        path: '/protection/:product/reset',
        tag,
        summary: 'End a freeze, so that protected orders are taken again',
        params: OfProduct,
        answer: ProtectionAnswer,
        bucket: 'orders',
        refuses: ['NOT_PROTECTED', ...commandRefusals],
      },
      ({ params: { product } }, { id: account }) => send({ type: 'resetProtection', account, product }),
    ),
    privateRoute(
      {
        method: 'DELETE',
        path: '/protection/:product',
        tag,
        summary: 'Take the protection in a product away',
        params: OfProduct,
        answer: ProtectionAnswer,
        bucket: 'orders',
        refuses,
      },
      ({ params: { product } }, { id: account }) => send({ type: 'protectMaker', account, product, settings: null }),
    ),
  ];
}
