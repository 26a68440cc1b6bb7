/** What everyone may see of the clearing house. */
import { Type } from 'typebox';
import { defaultFundView } from '#session/clearing-views.ts';
import type { Venue } from '#session/venue-port.ts';
import { DefaultFund } from '#wire/clearing.ts';
import { Limit, publicRoute, type Route } from './route.ts';

const DAYS_DEFAULT = 100;

export function clearingRoutes(venue: Venue): Route[] {
  return [
    publicRoute(
      {
        method: 'GET',
        path: '/clearing/fund',
        tag: 'clearing',
        summary: 'The default fund: its size and why, its days, and who bore the last losses',
        query: Type.Object({ limit: Limit }, { additionalProperties: false }),
        answer: DefaultFund,
      },
      ({ query }) => defaultFundView(venue, query.limit ?? DAYS_DEFAULT),
    ),
  ];
}
