/**
 * What whoever runs the venue sees of accounts that are short: all of it at the prices by which accounts are judged
 * (rule DEF-4), which are not the mark prices that their owners see.
 */
import { type Static, Type } from 'typebox';
import { AccountSummary, MarginCall } from './accounts.ts';
import { MarginTree } from './margin.ts';
import { CalendarDate, ContractCode, DecimalString, LotCount, SequenceNumber, Timestamp } from './primitives.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

export const JudgedPosition = Type.Object({
  contract: ContractCode,
  position: LotCount,
  entryPrice: Nullable(DecimalString),
  judgedPrice: DecimalString,
});
export type JudgedPosition = Static<typeof JudgedPosition>;

/** Where an account stands before those who watch over margin. */
export const AccountRisk = Type.Object({
  account: Type.String(),
  /** Who stands in for it: the member whose client it is, or itself. */
  member: Type.String(),
  simulated: Type.Boolean(),
  balance: DecimalString,
  equity: DecimalString,
  initialMargin: DecimalString,
  maintenanceMargin: DecimalString,
  /** What equity lacks of the initial margin; zero when it covers it. */
  missing: DecimalString,
  contribution: DecimalString,
  call: Nullable(MarginCall),
  closeOut: Nullable(
    Type.Object({
      since: Timestamp,
      /** When the next slice may be offered. */
      nextAt: Timestamp,
      /** Whether all of it goes, or only what brings the account back to its target margin. */
      whole: Type.Boolean(),
    }),
  ),
  default: Nullable(
    Type.Object({
      since: CalendarDate,
      /** How many days have ended with it. */
      days: Type.Integer(),
      /** What nobody has borne so far. */
      owed: DecimalString,
    }),
  ),
  positions: Type.Array(JudgedPosition),
});
export type AccountRisk = Static<typeof AccountRisk>;

export const RiskReport = Type.Object({
  sequence: SequenceNumber,
  /** When the margin of all accounts was looked at last; null before the first time. */
  checkedAt: Nullable(Timestamp),
  /** Every account with a call, a close-out or a default: calls first, the one that is due first before the others. */
  accounts: Type.Array(AccountRisk),
});
export type RiskReport = Static<typeof RiskReport>;

/** Any account: what its owner sees, the tree behind its margin, how it is judged, and its clients. */
export const OperatorAccount = Type.Object({
  summary: AccountSummary,
  margin: MarginTree,
  risk: AccountRisk,
  /** Its client accounts, in the order in which they were opened. */
  clients: Type.Array(Type.String()),
});
export type OperatorAccount = Static<typeof OperatorAccount>;
