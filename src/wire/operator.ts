/**
 * What whoever runs the venue may ask of it: a closed set of commands. Accounts, contracts and products are named as
 * everywhere on the wire.
 */
import { type Static, Type } from 'typebox';
import { IndexTerms } from './index-terms.ts';
import {
  CalendarDate,
  ContractCode,
  DecimalString,
  LotCount,
  PhaseName,
  Quantity,
  SequenceNumber,
  SettlementIndex,
  Timestamp,
} from './primitives.ts';

const closed = { additionalProperties: false };
const account = Type.String({ minLength: 1, maxLength: 32, description: 'The name of an account.' });
const product = Type.String({ minLength: 1, maxLength: 16, description: 'The code of a product.' });
/** Who stands behind the command; a release takes two of them. */
const by = Type.String({ maxLength: 64, description: 'A person.' });

/** Why; kept with what is set. */
const reason = Type.String({ maxLength: 200 });

/** What a kill switch stands at. */
export const SwitchTarget = Type.Union([
  Type.Object({ level: Type.Literal('venue') }, closed),
  Type.Object({ level: Type.Literal('contract'), contract: ContractCode }, closed),
  Type.Object({ level: Type.Literal('group'), account }, closed),
  Type.Object({ level: Type.Literal('account'), account }, closed),
  /** The key that the account has. */
  Type.Object({ level: Type.Literal('key'), account }, closed),
]);
export type SwitchTarget = Static<typeof SwitchTarget>;

export const OperatorCommand = Type.Union([
  Type.Object({ type: Type.Literal('changePhase'), product, phase: PhaseName }, closed),
  Type.Object(
    {
      type: Type.Literal('haltContract'),
      contract: ContractCode,
      /** Null: until somebody resumes it. */
      until: Type.Union([Timestamp, Type.Null()]),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('resumeContract'), contract: ContractCode }, closed),
  Type.Object({ type: Type.Literal('throwSwitch'), target: SwitchTarget, by }, closed),
  Type.Object({ type: Type.Literal('releaseSwitch'), target: SwitchTarget, by }, closed),
  Type.Object(
    {
      type: Type.Literal('permitAccount'),
      account,
      product,
      permission: Type.Union([Type.Literal('trade'), Type.Literal('closeOnly'), Type.Literal('cancelOnly')]),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('capOrders'),
      account,
      /** Null takes a cap away. */
      quantity: Type.Union([Quantity, Type.Null()]),
      value: Type.Union([DecimalString, Type.Null()]),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('grantExemption'), account, product, lots: LotCount, until: CalendarDate }, closed),
  Type.Object({ type: Type.Literal('joinGroup'), account, owner: account }, closed),
  Type.Object({ type: Type.Literal('declareHedger'), account, hedges: Type.Boolean() }, closed),
  /** More of the venue's own money for defaults. */
  Type.Object({ type: Type.Literal('addCapital'), amount: DecimalString }, closed),
  Type.Object(
    {
      type: Type.Literal('signAgreement'),
      account,
      product,
      netCapital: DecimalString,
      /** The venue's own terms, or the paper's. */
      programme: Type.Union([Type.Literal('venue'), Type.Literal('paper')]),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('endAgreement'), account, product }, closed),
  Type.Object({ type: Type.Literal('declareStress'), product, stressed: Type.Boolean() }, closed),
  Type.Object(
    {
      type: Type.Literal('declareException'),
      /** Null: all makers. */
      account: Type.Union([account, Type.Null()]),
      product,
      lifted: Type.Boolean(),
      reason: Type.String({ minLength: 1, maxLength: 200 }),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('correctSettlement'),
      contract: ContractCode,
      date: CalendarDate,
      price: DecimalString,
      reason,
      by,
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('setFallbackFixing'),
      date: CalendarDate,
      /** The index that was withheld; without it the Token Price Index. */
      index: Type.Optional(SettlementIndex),
      value: DecimalString,
      reason,
      by,
    },
    closed,
  ),
  Type.Object(
    { type: Type.Literal('setCommitteePrice'), contract: ContractCode, price: DecimalString, reason, by },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('adoptIndexTerms'),
      terms: IndexTerms,
      /** The first day that is fixed under them. */
      effective: CalendarDate,
      reason,
      by,
    },
    closed,
  ),
  /** Fixes the day once more, from what is known of its prices by now. */
  Type.Object({ type: Type.Literal('correctFixing'), date: CalendarDate, reason, by }, closed),
  Type.Object({ type: Type.Literal('checkMargin') }, closed),
  Type.Object({ type: Type.Literal('closeOut'), account }, closed),
  Type.Object({ type: Type.Literal('reducePositions'), contract: ContractCode }, closed),
  Type.Object({ type: Type.Literal('portClients'), member: account, to: account }, closed),
]);
export type OperatorCommand = Static<typeof OperatorCommand>;

export const OperatorRequest = Type.Object({ command: OperatorCommand }, closed);
export type OperatorRequest = Static<typeof OperatorRequest>;

export const OperatorAnswer = Type.Object({ sequence: SequenceNumber });
export type OperatorAnswer = Static<typeof OperatorAnswer>;
