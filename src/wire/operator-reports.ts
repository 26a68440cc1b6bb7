/** What whoever runs the venue can look up: whether all money is where it should be, and who holds much. */
import { type Static, Type } from 'typebox';
import { CalendarDate, ContractCode, DecimalString, LotCount, SequenceNumber } from './primitives.ts';
import { StatementLine } from './statements.ts';

/** Statements of one day, summed. */
export const StatementTotals = Type.Object({
  accounts: Type.Integer(),
  openingBalance: DecimalString,
  items: Type.Array(StatementLine),
  closingBalance: DecimalString,
});
export type StatementTotals = Static<typeof StatementTotals>;

export const MemberTotals = Type.Object({
  member: Type.String(),
  /** Its own account, and those of its clients. */
  house: StatementTotals,
  clients: StatementTotals,
});
export type MemberTotals = Static<typeof MemberTotals>;

export const LedgerPlaces = Type.Object({
  /** Of all accounts together. */
  cash: DecimalString,
  bank: DecimalString,
  settlement: DecimalString,
  fees: DecimalString,
  rebates: DecimalString,
  capital: DecimalString,
  fund: DecimalString,
  defaults: DecimalString,
  /** Of all of them: zero. */
  sum: DecimalString,
});
export type LedgerPlaces = Static<typeof LedgerPlaces>;

export const Reconciliation = Type.Object({
  /** The command after which ledger and statements were read. */
  sequence: SequenceNumber,
  /** Whether the ledger sums to zero and every account's statement stands at the cash that the ledger has. */
  agrees: Type.Boolean(),
  ledger: LedgerPlaces,
  /** The balances at which all statements stand, summed, and the accounts whose balance is not their cash. */
  statements: DecimalString,
  differences: Type.Array(Type.Object({ account: Type.String(), statement: DecimalString, ledger: DecimalString })),
  /** The last day that has closed, null before the first; and what it was to all accounts, and to each member. */
  date: Type.Union([CalendarDate, Type.Null()]),
  total: StatementTotals,
  members: Type.Array(MemberTotals),
});
export type Reconciliation = Static<typeof Reconciliation>;

export const LargeTrader = Type.Object({
  product: Type.String(),
  /** The account that names the group of the beneficial owner, and those of its accounts that hold something. */
  owner: Type.String(),
  accounts: Type.Array(Type.String()),
  months: Type.Array(
    Type.Object({
      contract: ContractCode,
      position: LotCount,
      openInterest: LotCount,
      shareOfOpenInterest: DecimalString,
    }),
  ),
  /** The limits of which enough is used; the one used most first. */
  limits: Type.Array(
    Type.Object({
      limit: Type.Union([
        Type.Literal('contract'),
        Type.Literal('spotMonth'),
        Type.Literal('openInterest'),
        Type.Literal('allMonths'),
      ]),
      /** Null of the limit over all months. */
      contract: Type.Union([ContractCode, Type.Null()]),
      held: LotCount,
      most: LotCount,
      share: DecimalString,
    }),
  ),
  /** Which of the accounts are declared hedgers, and their exemptions. */
  hedgers: Type.Array(Type.String()),
  exemptions: Type.Array(
    Type.Object({ account: Type.String(), lots: LotCount, until: CalendarDate, inForce: Type.Boolean() }),
  ),
});
export type LargeTrader = Static<typeof LargeTrader>;

export const LargeTraderReport = Type.Object({
  /** The day of which the positions are; null before the first. */
  date: Type.Union([CalendarDate, Type.Null()]),
  traders: Type.Array(LargeTrader),
});
export type LargeTraderReport = Static<typeof LargeTraderReport>;
