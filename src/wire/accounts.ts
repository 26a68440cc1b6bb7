/** What one account may see of itself: its money and positions, its fills, its days. */
import { type Static, Type } from 'typebox';
import {
  CalendarDate,
  ContractCode,
  DecimalString,
  LotCount,
  SequenceNumber,
  SideName,
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
