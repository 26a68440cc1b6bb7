/** What everyone may see. */
import { Type } from 'typebox';
import type { ContractMarket } from '#market-data/contract-market.ts';
import type { Health } from '#session/health.ts';
import {
  candleView,
  isoTime,
  levelViews,
  productView,
  tickerView,
  tickerViews,
  tradeView,
  venueView,
} from '#session/market-views.ts';
import { Refused } from '#session/refused.ts';
import { settlementView } from '#session/settlement-view.ts';
import type { Venue } from '#session/venue-port.ts';
import {
  BookSnapshot,
  Candle,
  CandleInterval,
  Product,
  PublicTrade,
  Ticker,
  VenueInfo,
  VenueState,
} from '#wire/market.ts';
import { ContractCode } from '#wire/primitives.ts';
import { Settlement } from '#wire/settlement.ts';
import { StateReader } from '../state-reader.ts';
import { Limit, publicRoute, type Route } from './route.ts';

const Code = Type.Object({ code: ContractCode }, { additionalProperties: false });
const LIST_DEFAULT = 100;

export function marketRoutes(venue: Venue, health: Health): Route[] {
  const { marketData } = venue;
  const market = (code: string): ContractMarket => {
    const found = marketData.find(code);
    if (found === undefined) throw Refused.atTheDoor('CONTRACT_UNKNOWN', 'code');
    return found;
  };
  const state = new StateReader(venue);
  const tag = 'market';
  const refuses = ['CONTRACT_UNKNOWN'] as const;

  return [
    publicRoute(
      { method: 'GET', path: '/venue', tag, summary: 'The venue: its clock, its day, its phase', answer: VenueInfo },
      async () => venueView(venue, await health.check()),
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/venue/state',
        tag,
        summary: 'The hash of everything that is true, and the command after which it is',
        answer: VenueState,
        refuses: ['VENUE_HALTED'],
      },
      () => health.whenDurable(() => state.read()),
    ),
    publicRoute({ method: 'GET', path: '/products', tag, summary: 'The products', answer: Type.Array(Product) }, () =>
      marketData.products.map(productView),
    ),
    publicRoute(
      { method: 'GET', path: '/contracts', tag, summary: 'Every contract that trades', answer: Type.Array(Ticker) },
      () => tickerViews(venue),
    ),
    publicRoute(
      { method: 'GET', path: '/contracts/:code', tag, summary: 'One contract', params: Code, answer: Ticker, refuses },
      ({ params }) => tickerView(venue, market(params.code)),
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/contracts/:code/book',
        tag,
        summary: 'The book in levels, best first',
        params: Code,
        query: Type.Object({ depth: Limit }, { additionalProperties: false }),
        answer: BookSnapshot,
        refuses,
      },
      ({ params, query }) => {
        const found = market(params.code);
        const { bids, asks } = found.depth.levels(query.depth);
        return {
          contract: found.code,
          sequence: marketData.sequence,
          time: isoTime(marketData.time),
          bids: levelViews(bids, found),
          asks: levelViews(asks, found),
        };
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/contracts/:code/trades',
        tag,
        summary: 'The last trades, newest first',
        params: Code,
        query: Type.Object({ limit: Limit }, { additionalProperties: false }),
        answer: Type.Array(PublicTrade),
        refuses,
      },
      ({ params, query }) => {
        const found = market(params.code);
        return found.trades(query.limit ?? LIST_DEFAULT).map((trade) => tradeView(trade, found));
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/contracts/:code/candles',
        tag,
        summary: 'The last candles, oldest first',
        params: Code,
        query: Type.Object({ interval: CandleInterval, limit: Limit }, { additionalProperties: false }),
        answer: Type.Array(Candle),
        refuses,
      },
      ({ params, query }) => {
        const found = market(params.code);
        const candles = found.candles[query.interval].all.slice(-(query.limit ?? LIST_DEFAULT));
        return candles.map((candle) => candleView(candle, found));
      },
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/contracts/:code/settlements',
        tag,
        summary: 'The daily settlements and how each was found, newest first',
        params: Code,
        answer: Type.Array(Settlement),
        refuses,
      },
      ({ params }) => {
        const found = market(params.code);
        return found.settlements.map((one) => settlementView(one, found, marketData.contracts)).reverse();
      },
    ),
  ];
}
