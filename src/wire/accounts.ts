/** What one account may see and ask: itself, its orders, its fills, its days. */
import { type Static, Type } from 'typebox';
import {
  CalendarDate,
  ContractCode,
  DecimalString,
  LotCount,
  Quantity,
  SequenceNumber,
  SideName,
  TimeInForceName,
  Timestamp,
} from './primitives.ts';

export const OpenAccountRequest = Type.Object(
  { name: Type.String({ pattern: '^[a-z][a-z0-9-]{2,31}$', description: 'Lower case, 3 to 32 characters.' }) },
  { additionalProperties: false },
);
export type OpenAccountRequest = Static<typeof OpenAccountRequest>;

export const OpenAccountAnswer = Type.Object({
  account: Type.String(),
  /** Shown once; the venue keeps only its hash. */
  key: Type.String(),
  balance: DecimalString,
  sequence: SequenceNumber,
});
export type OpenAccountAnswer = Static<typeof OpenAccountAnswer>;

export const Position = Type.Object({
  contract: ContractCode,
  position: LotCount,
  markPrice: DecimalString,
  /** Variation since the last settlement, USD. */
  variation: DecimalString,
  initialMargin: DecimalString,
  /** Lots in resting orders. */
  buying: LotCount,
  selling: LotCount,
});
export type Position = Static<typeof Position>;

export const AccountSummary = Type.Object({
  account: Type.String(),
  simulated: Type.Boolean(),
  sequence: SequenceNumber,
  balance: DecimalString,
  /** Variation of open positions since the last settlement. */
  variation: DecimalString,
  equity: DecimalString,
  initialMargin: DecimalString,
  maintenanceMargin: DecimalString,
  /** Equity above initial margin: what new orders may use. Never below zero. */
  available: DecimalString,
  positions: Type.Array(Position),
});
export type AccountSummary = Static<typeof AccountSummary>;

export const OrderRequest = Type.Object(
  {
    contract: ContractCode,
    side: SideName,
    price: DecimalString,
    quantity: Quantity,
    timeInForce: Type.Optional(TimeInForceName),
    /** A repeat of the same id with the same body is answered with the first answer and has no second effect. */
    clientOrderId: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._:-]+$' })),
  },
  { additionalProperties: false },
);
export type OrderRequest = Static<typeof OrderRequest>;

/** A stop order waits until its price comes. */
export const OrderStatus = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('resting'),
  Type.Literal('filled'),
  Type.Literal('cancelled'),
]);
export type OrderStatus = Static<typeof OrderStatus>;

export const Order = Type.Object({
  order: Type.Integer(),
  clientOrderId: Type.Union([Type.String(), Type.Null()]),
  contract: ContractCode,
  side: SideName,
  price: DecimalString,
  quantity: LotCount,
  filled: LotCount,
  /** What still rests in the book. */
  remaining: LotCount,
  timeInForce: TimeInForceName,
  status: OrderStatus,
  /** Why it was cancelled: requested, unfilled, selfTrade, outsideLimit, expired. */
  cancelReason: Type.Union([Type.String(), Type.Null()]),
  /** Quantity-weighted, with two places more than the contract's; null without a fill. */
  averagePrice: Type.Union([DecimalString, Type.Null()]),
  placedAt: Timestamp,
  /** The order as it stood after this command; of two versions the one with the higher number is the newer. */
  sequence: SequenceNumber,
});
export type Order = Static<typeof Order>;

export const Fill = Type.Object({
  trade: Type.Integer(),
  order: Type.Integer(),
  contract: ContractCode,
  side: SideName,
  price: DecimalString,
  quantity: LotCount,
  fee: DecimalString,
  liquidity: Type.Union([Type.Literal('maker'), Type.Literal('taker')]),
  time: Timestamp,
  sequence: SequenceNumber,
});
export type Fill = Static<typeof Fill>;

export const PlaceOrderAnswer = Type.Object({
  sequence: SequenceNumber,
  order: Order,
  fills: Type.Array(Fill),
});
export type PlaceOrderAnswer = Static<typeof PlaceOrderAnswer>;

/** `sequence` is the last command taken; `orders` are the ones that were cancelled, as they stand now. */
export const CancelOrdersAnswer = Type.Object({ sequence: SequenceNumber, orders: Type.Array(Order) });
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

/** One line of an account's daily statement; opening balance plus items is closing balance, exactly. */
export const StatementDay = Type.Object({
  date: CalendarDate,
  openingBalance: DecimalString,
  deposits: DecimalString,
  withdrawals: DecimalString,
  variation: DecimalString,
  fees: DecimalString,
  closingBalance: DecimalString,
});
export type StatementDay = Static<typeof StatementDay>;
