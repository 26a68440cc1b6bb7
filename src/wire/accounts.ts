/** What one account may see of itself: its money and positions, its fills. Its days: `statements.ts`. */
import { type Static, Type } from 'typebox';
import { ContractCode, DecimalString, LotCount, SequenceNumber, SideName, Timestamp } from './primitives.ts';

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

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

export const Position = Type.Object({
  contract: ContractCode,
  position: LotCount,
  /** The average price at which what is open was entered, with two places more than the contract's; null without one. */
  entryPrice: Nullable(DecimalString),
  markPrice: DecimalString,
  /** What the position has gained since it was entered, USD, before fees. */
  gain: DecimalString,
  /** Variation since the last settlement, USD. */
  variation: DecimalString,
  initialMargin: DecimalString,
  /** The first price against the position at which equity is below the maintenance margin; null where none is (DEF-6). */
  closeOutPrice: Nullable(DecimalString),
  /** The price at which closing the position leaves nothing; null where the contract can have no such price (DEF-5). */
  bankruptcyPrice: Nullable(DecimalString),
  /** Lots in resting orders. */
  buying: LotCount,
  selling: LotCount,
});
export type Position = Static<typeof Position>;

/** A margin call that has not been met (rule DEF-21). */
export const MarginCall = Type.Object({
  since: Timestamp,
  /** When it is overdue. */
  due: Timestamp,
  /** What the account lacks of its initial margin at the prices by which it is judged (rule DEF-4). */
  missing: DecimalString,
});
export type MarginCall = Static<typeof MarginCall>;

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
  /** What it has in the default fund; no part of its equity. */
  contribution: DecimalString,
  call: Nullable(MarginCall),
  /** Whether its positions are being closed for it (rule DEF-24). */
  closedOut: Type.Boolean(),
  inDefault: Type.Boolean(),
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

/** A client account, as its member sees it. */
export const ClientAccount = Type.Object({
  account: Type.String(),
  balance: DecimalString,
  equity: DecimalString,
  initialMargin: DecimalString,
  maintenanceMargin: DecimalString,
  available: DecimalString,
});
export type ClientAccount = Static<typeof ClientAccount>;
