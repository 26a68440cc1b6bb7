/** Calendar spreads, as everyone may see them. Their orders go by the routes of all orders. */
import { Type } from 'typebox';
import { Refused } from '#session/refused.ts';
import { spreadBookView, spreadViews } from '#session/spread-views.ts';
import type { Venue } from '#session/venue-port.ts';
import { BookSnapshot, Spread } from '#wire/market.ts';
import { InstrumentCode } from '#wire/primitives.ts';
import { Limit, publicRoute, type Route } from './route.ts';

export function spreadRoutes(venue: Venue): Route[] {
  const tag = 'market';
  return [
    publicRoute(
      { method: 'GET', path: '/spreads', tag, summary: 'Every spread that trades', answer: Type.Array(Spread) },
      () => spreadViews(venue),
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/spreads/:spread/book',
        tag,
        summary: "The spread's own book in levels, best first",
        params: Type.Object({ spread: InstrumentCode }, { additionalProperties: false }),
        query: Type.Object({ depth: Limit }, { additionalProperties: false }),
        answer: BookSnapshot,
        refuses: ['CONTRACT_UNKNOWN'],
      },
      ({ params, query }) => {
        const found = venue.marketData.findSpread(params.spread);
        if (found === undefined) throw Refused.atTheDoor('CONTRACT_UNKNOWN', 'spread');
        return spreadBookView(found, query.depth, venue);
      },
    ),
  ];
}
