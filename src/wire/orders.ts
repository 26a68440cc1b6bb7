/**
 * What an account may ask the exchange to do with its orders, and what it is told of them.
 *
 * An order that asks for no more than side, price, quantity and GTC or IOC is a plain one; everything else is optional.
 * Which parts go together is the exchange's to say: it refuses with a code of its own.
 */
import { type Static, Type } from 'typebox';
import { Fill } from './accounts.ts';
import {
  CalendarDate,
  ContractCode,
  DecimalString,
  InstrumentCode,
  LotCount,
  Quantity,
  SequenceNumber,
  SideName,
  TimeInForceName,
  Timestamp,
} from './primitives.ts';

export const OrderTypeName = Type.Union([Type.Literal('limit'), Type.Literal('market'), Type.Literal('marketToLimit')]);
export type OrderTypeName = Static<typeof OrderTypeName>;

/** A stop order wakes at `price`, or at `trail` from the best price that its reference has had since. */
export const Trigger = Type.Object(
  {
    by: Type.Union([Type.Literal('last'), Type.Literal('mark')]),
    price: Type.Optional(DecimalString),
    trail: Type.Optional(DecimalString),
  },
  { additionalProperties: false },
);
export type Trigger = Static<typeof Trigger>;

/** What an order may ask for beyond side, price, quantity and time in force. */
const terms = {
  /** The last trade date of a GTD order. */
  goodTill: Type.Optional(CalendarDate),
  /** So many lots trade at once, or none. */
  minimumQuantity: Type.Optional(Quantity),
  /** An iceberg shows so many lots at a time. */
  displayQuantity: Type.Optional(Quantity),
  postOnly: Type.Optional(Type.Union([Type.Literal('reject'), Type.Literal('slide')])),
  reduceOnly: Type.Optional(Type.Boolean()),
  selfTradePrevention: Type.Optional(
    Type.Union([
      Type.Literal('expireTaker'),
      Type.Literal('expireMaker'),
      Type.Literal('expireBoth'),
      Type.Literal('decrement'),
    ]),
  ),
  trigger: Type.Optional(Trigger),
  /** The order stands under the account's market-maker protection. */
  protected: Type.Optional(Type.Boolean()),
};

const wish = {
  contract: InstrumentCode,
  side: SideName,
  /** `limit` where none is named. */
  type: Type.Optional(OrderTypeName),
  /** Limit orders have one, the others do not. */
  price: Type.Optional(DecimalString),
  quantity: Quantity,
  /** GTC where none is named, but IOC for a market order without trigger. */
  timeInForce: Type.Optional(TimeInForceName),
  ...terms,
};

/** A repeat of the same id with the same body is answered with the first answer and has no second effect. */
const clientOrderId = Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._:-]+$' }));

export const OrderWish = Type.Object(wish, { additionalProperties: false });
export type OrderWish = Static<typeof OrderWish>;

export const OrderRequest = Type.Object({ ...wish, clientOrderId }, { additionalProperties: false });
export type OrderRequest = Static<typeof OrderRequest>;

/** Two orders of which one at most takes effect, under one id. */
export const PairRequest = Type.Object(
  { first: OrderWish, second: OrderWish, clientOrderId },
  { additionalProperties: false },
);
export type PairRequest = Static<typeof PairRequest>;

/** `quantity` is what the order is to want in all, what was filled included. */
export const AmendRequest = Type.Object(
  { price: Type.Optional(DecimalString), quantity: Type.Optional(Quantity) },
  { additionalProperties: false },
);
export type AmendRequest = Static<typeof AmendRequest>;

const QuoteSide = Type.Object({ price: DecimalString, quantity: Quantity }, { additionalProperties: false });

/** A side that is missing is withdrawn. */
export const Quote = Type.Object(
  { contract: InstrumentCode, bid: Type.Optional(QuoteSide), ask: Type.Optional(QuoteSide) },
  { additionalProperties: false },
);
export type Quote = Static<typeof Quote>;

/** Take the place of the account's quotes in these contracts: all of them, or none. */
export const QuotesRequest = Type.Object(
  { quotes: Type.Array(Quote, { maxItems: 50 }) },
  { additionalProperties: false },
);
export type QuotesRequest = Static<typeof QuotesRequest>;

/** Which orders are to go: all of the account, those of one contract, those of one side. */
export const CancelOrdersRequest = Type.Object(
  { contract: Type.Optional(InstrumentCode), side: Type.Optional(SideName) },
  { additionalProperties: false },
);
export type CancelOrdersRequest = Static<typeof CancelOrdersRequest>;

/** A stop order waits until its price comes. */
export const OrderStatus = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('resting'),
  Type.Literal('filled'),
  Type.Literal('cancelled'),
]);
export type OrderStatus = Static<typeof OrderStatus>;

export const CancelReason = Type.Union([
  Type.Literal('requested'),
  Type.Literal('unfilled'),
  Type.Literal('selfTrade'),
  Type.Literal('outsideLimit'),
  Type.Literal('expired'),
  Type.Literal('lapsed'),
  Type.Literal('otherOfPair'),
  Type.Literal('reduceOnly'),
  Type.Literal('replaced'),
  Type.Literal('refusedWhenTriggered'),
  Type.Literal('protection'),
  Type.Literal('switchedOff'),
  Type.Literal('closeOut'),
]);
export type CancelReason = Static<typeof CancelReason>;

/** Of what an order may ask for, it shows what it has asked for. */
export const Order = Type.Object({
  order: Type.Integer(),
  clientOrderId: Type.Union([Type.String(), Type.Null()]),
  contract: InstrumentCode,
  side: SideName,
  type: OrderTypeName,
  /** Its limit; null while an order waits that will be given one when it wakes. */
  price: Type.Union([DecimalString, Type.Null()]),
  quantity: LotCount,
  filled: LotCount,
  /** What it still wants. */
  remaining: LotCount,
  timeInForce: TimeInForceName,
  ...terms,
  /** The price at which a stop order wakes, or woke. */
  triggerPrice: Type.Optional(DecimalString),
  status: OrderStatus,
  cancelReason: Type.Union([CancelReason, Type.Null()]),
  /** Quantity-weighted, with two places more than the contract's; null without a fill. */
  averagePrice: Type.Union([DecimalString, Type.Null()]),
  placedAt: Timestamp,
  /** The order as it stood after this command; of two versions the one with the higher number is the newer. */
  sequence: SequenceNumber,
});
export type Order = Static<typeof Order>;

/** The order as its command left it, and its fills by that command. */
export const PlaceOrderAnswer = Type.Object({ sequence: SequenceNumber, order: Order, fills: Type.Array(Fill) });
export type PlaceOrderAnswer = Static<typeof PlaceOrderAnswer>;

const OrderOutcome = Type.Object({ order: Order, fills: Type.Array(Fill) });

export const PlacePairAnswer = Type.Object({ sequence: SequenceNumber, first: OrderOutcome, second: OrderOutcome });
export type PlacePairAnswer = Static<typeof PlacePairAnswer>;

/** What became of one quote. A side is null that was not asked for, or that protection took out at once. */
export const QuoteOutcome = Type.Object({
  contract: ContractCode,
  bid: Type.Union([Order, Type.Null()]),
  ask: Type.Union([Order, Type.Null()]),
  fills: Type.Array(Fill),
});
export type QuoteOutcome = Static<typeof QuoteOutcome>;

/** One for each quote, in the order in which they were sent. */
export const PlaceQuotesAnswer = Type.Object({ sequence: SequenceNumber, quotes: Type.Array(QuoteOutcome) });
export type PlaceQuotesAnswer = Static<typeof PlaceQuotesAnswer>;

/** `orders` are those that the command took out, as they stand now; of more than 1,000 the last 1,000. */
export const CancelOrdersAnswer = Type.Object({
  sequence: SequenceNumber,
  count: Type.Integer({ minimum: 0 }),
  orders: Type.Array(Order),
});
export type CancelOrdersAnswer = Static<typeof CancelOrdersAnswer>;

export const CancelOrderAnswer = Type.Object({ sequence: SequenceNumber, order: Order });
export type CancelOrderAnswer = Static<typeof CancelOrderAnswer>;

/** What an order would need, without sending it. */
export const OrderPreview = Type.Object({
  contract: ContractCode,
  notional: DecimalString,
  feeAtMost: DecimalString,
  /** What it would lose at once if it traded at its limit price, against the mark price (rule MAR-4). */
  lossAtOnce: DecimalString,
  initialMarginBefore: DecimalString,
  initialMarginAfter: DecimalString,
  /** What the order itself adds. */
  marginNeeded: DecimalString,
  availableBefore: DecimalString,
  availableAfter: DecimalString,
  /** Null when the order would be accepted; else the code it would be refused with. */
  wouldBeRefused: Type.Union([Type.String(), Type.Null()]),
});
export type OrderPreview = Static<typeof OrderPreview>;
