/** An account's daily statements: the list of days, and the page of one day. */
import { type Static, Type } from 'typebox';
import { Fill } from './accounts.ts';
import { CalendarDate, ContractCode, DecimalString, LotCount, SequenceNumber, Timestamp } from './primitives.ts';

/**
 * One line of the list: opening balance plus deposits, less withdrawals, plus variation, less fees, plus what was booked
 * otherwise is closing balance, exactly.
 */
export const StatementDay = Type.Object({
  date: CalendarDate,
  openingBalance: DecimalString,
  deposits: DecimalString,
  withdrawals: DecimalString,
  variation: DecimalString,
  /** Trading fees less rebates. */
  fees: DecimalString,
  /** Everything else: what the default fund took and gave, and so on; signed. */
  booked: DecimalString,
  closingBalance: DecimalString,
});
export type StatementDay = Static<typeof StatementDay>;

export const StatementLine = Type.Object({
  item: Type.String({ description: 'What the balance changed for: "takerFees".' }),
  amount: Type.Union([DecimalString], { description: 'Signed: what the balance gained.' }),
});
export type StatementLine = Static<typeof StatementLine>;

/** One contract on the day. */
export const StatementPosition = Type.Object({
  contract: ContractCode,
  /** The position that came over from the day before. */
  carried: LotCount,
  bought: LotCount,
  sold: LotCount,
  /** Closed outside the book, by a forced reduction or a tear-up; below zero they were long. */
  reduced: LotCount,
  position: LotCount,
  /** Null while the day runs, and of a contract in which nothing was held or gained in the end. */
  settlementPrice: Type.Union([DecimalString, Type.Null()]),
  /** Variation of lots that were closed, of those that stayed open, and both. */
  realised: DecimalString,
  unrealised: DecimalString,
  variation: DecimalString,
});
export type StatementPosition = Static<typeof StatementPosition>;

export const StatementMargin = Type.Object({
  initial: DecimalString,
  /** What the initial margin is the sum of. */
  parts: Type.Array(Type.Object({ label: Type.String(), name: Type.String(), amount: DecimalString })),
  maintenance: DecimalString,
  /** Closing balance less initial margin; below zero it is a deficit. */
  excess: DecimalString,
  /** The last margin call of the day; null without one. */
  call: Type.Union([Type.Object({ amount: DecimalString, due: Timestamp, met: Type.Boolean() }), Type.Null()]),
});
export type StatementMargin = Static<typeof StatementMargin>;

export const Statement = Type.Object({
  account: Type.String(),
  /** The member that stands in for it; the account itself when it is a member's own. */
  member: Type.String(),
  date: CalendarDate,
  /** Whether the day is over; the page of a day that runs still changes. */
  closed: Type.Boolean(),
  openingBalance: DecimalString,
  items: Type.Array(StatementLine),
  closingBalance: DecimalString,
  positions: Type.Array(StatementPosition),
  /** Null while the day runs. */
  margin: Type.Union([StatementMargin, Type.Null()]),
  /** How many fills the day had. */
  tradeCount: Type.Integer(),
  /** The commands whose effects can stand here. */
  firstSequence: SequenceNumber,
  lastSequence: SequenceNumber,
  /** SHA-256, in hex, of all of the above: as JSON without blanks, keys in the order of their letters. */
  hash: Type.String(),
  /** Those of the day's fills that are still kept, oldest first. */
  trades: Type.Array(Fill),
});
export type Statement = Static<typeof Statement>;
