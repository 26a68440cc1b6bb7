/**
 * The WebSocket conversation on `/api/v1/stream`. Every message is one JSON object.
 *
 * A subscription starts with a snapshot and goes on with deltas. Each channel message carries `sequence` (the command
 * it stands after) and, for deltas, `previous` (the sequence of the message before it on this channel), so that a
 * reader knows when it has missed one.
 */
import { type Static, Type } from 'typebox';
import { AccountSummary, Fill } from './accounts.ts';
import { ErrorBody } from './errors.ts';
import { BookLevel, Candle, PublicTrade, Ticker, VenueInfo } from './market.ts';
import { AmendRequest, CancelOrdersRequest, Order, OrderRequest, QuotesRequest } from './orders.ts';
import { FixingSummary } from './price-index.ts';
import { ContractCode, SequenceNumber, Timestamp } from './primitives.ts';

const id = Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Integer()]));

export const AuthenticateMessage = Type.Object(
  { op: Type.Literal('authenticate'), id, key: Type.String() },
  { additionalProperties: false },
);

const ChannelName = Type.Union([
  Type.Literal('venue'),
  Type.Literal('tickers'),
  Type.Literal('book'),
  Type.Literal('trades'),
  Type.Literal('candles'),
  Type.Literal('index'),
  Type.Literal('account'),
]);

export const SubscribeMessage = Type.Object(
  {
    op: Type.Union([Type.Literal('subscribe'), Type.Literal('unsubscribe')]),
    id,
    channel: ChannelName,
    /** For book, trades and candles (one-minute candles), and for no other. */
    contract: Type.Optional(ContractCode),
  },
  { additionalProperties: false },
);
export type SubscribeMessage = Static<typeof SubscribeMessage>;

export const PlaceOrderMessage = Type.Object(
  { op: Type.Literal('placeOrder'), id, order: OrderRequest },
  { additionalProperties: false },
);

export const CancelOrderMessage = Type.Object(
  { op: Type.Literal('cancelOrder'), id, order: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
);

export const AmendOrderMessage = Type.Object(
  { op: Type.Literal('amendOrder'), id, order: Type.Integer({ minimum: 1 }), ...AmendRequest.properties },
  { additionalProperties: false },
);

export const PlaceQuotesMessage = Type.Object(
  { op: Type.Literal('placeQuotes'), id, ...QuotesRequest.properties },
  { additionalProperties: false },
);

export const CancelOrdersMessage = Type.Object(
  { op: Type.Literal('cancelOrders'), id, ...CancelOrdersRequest.properties },
  { additionalProperties: false },
);

export const PingMessage = Type.Object({ op: Type.Literal('ping'), id }, { additionalProperties: false });

/** What a client may say. `id` comes back in the reply. */
export const ClientMessage = Type.Union([
  AuthenticateMessage,
  SubscribeMessage,
  PlaceOrderMessage,
  AmendOrderMessage,
  PlaceQuotesMessage,
  CancelOrderMessage,
  CancelOrdersMessage,
  PingMessage,
]);
export type ClientMessage = Static<typeof ClientMessage>;

/** What trades can also come together, in one frame; it is replied by an array of replies. */
export const TradingMessages = Type.Array(
  Type.Union([PlaceOrderMessage, AmendOrderMessage, PlaceQuotesMessage, CancelOrderMessage, CancelOrdersMessage]),
  { minItems: 1, maxItems: 200 },
);

/** The answer to one client message: `result` is what the HTTP route of the same name answers. */
export const Reply = Type.Union([
  Type.Object({ type: Type.Literal('reply'), id, ok: Type.Literal(true), result: Type.Unknown() }),
  Type.Object({ type: Type.Literal('reply'), id, ok: Type.Literal(false), error: ErrorBody.properties.error }),
]);
export type Reply = Static<typeof Reply>;

/** What is replied to `authenticate`. */
export const AuthenticateAnswer = Type.Object({ account: Type.String() });
export type AuthenticateAnswer = Static<typeof AuthenticateAnswer>;

/** What is replied to `subscribe`, ahead of the snapshot: the next delta's `previous` is this `sequence`. */
export const SubscribeAnswer = Type.Object({
  channel: Type.String(),
  contract: Type.Optional(ContractCode),
  sequence: SequenceNumber,
});
export type SubscribeAnswer = Static<typeof SubscribeAnswer>;

/** With which codes the venue itself ends a conversation. */
export const closeCodes = {
  /** The venue is closing; come back soon. */
  GOING_AWAY: 1001,
  /** A message was longer than 16 KiB. */
  MESSAGE_TOO_LARGE: 1009,
  /** The reader fell too far behind what it had subscribed to. */
  TOO_SLOW: 4001,
  /** The reader gave no sign of life. */
  SILENT: 4002,
} as const;

const head = { sequence: SequenceNumber, time: Timestamp };
const delta = { type: Type.Literal('delta'), previous: SequenceNumber, ...head };
const snapshot = { type: Type.Literal('snapshot'), ...head };

export const ChannelMessage = Type.Union([
  Type.Object({ channel: Type.Literal('venue'), ...snapshot, venue: VenueInfo }),
  Type.Object({ channel: Type.Literal('tickers'), ...snapshot, tickers: Type.Array(Ticker) }),
  /** The tickers that changed, whole. */
  Type.Object({ channel: Type.Literal('tickers'), ...delta, tickers: Type.Array(Ticker) }),
  Type.Object({
    channel: Type.Literal('book'),
    ...snapshot,
    contract: ContractCode,
    bids: Type.Array(BookLevel),
    asks: Type.Array(BookLevel),
  }),
  /** The levels that changed; quantity 0 takes the level away. */
  Type.Object({
    channel: Type.Literal('book'),
    ...delta,
    contract: ContractCode,
    bids: Type.Array(BookLevel),
    asks: Type.Array(BookLevel),
  }),
  Type.Object({
    channel: Type.Literal('trades'),
    ...snapshot,
    contract: ContractCode,
    trades: Type.Array(PublicTrade),
  }),
  Type.Object({ channel: Type.Literal('trades'), ...delta, contract: ContractCode, trades: Type.Array(PublicTrade) }),
  /** The one-minute candle that changed; a newer time starts a new candle. */
  Type.Object({ channel: Type.Literal('candles'), ...delta, contract: ContractCode, candle: Candle }),
  Type.Object({ channel: Type.Literal('index'), ...snapshot, fixing: FixingSummary }),
  /** Sent after every command that touched the account: the orders that changed, new fills, and the whole summary. */
  Type.Object({
    channel: Type.Literal('account'),
    type: Type.Union([Type.Literal('snapshot'), Type.Literal('delta')]),
    previous: Type.Optional(SequenceNumber),
    ...head,
    summary: AccountSummary,
    orders: Type.Array(Order),
    fills: Type.Array(Fill),
  }),
]);
export type ChannelMessage = Static<typeof ChannelMessage>;
export type Channel = ChannelMessage['channel'];
export type ServerMessage = Reply | ChannelMessage;
