/** What market makers set, promise and are told. */
import { type Static, Type } from 'typebox';
import { ContractCode, DecimalString, LotCount, Quantity, SequenceNumber } from './primitives.ts';

/** How an account's protected orders in a product are protected (rules MMK-13 and MMK-14). */
export const Protection = Type.Object(
  {
    /** The width of the window in which fills count. */
    intervalMs: Type.Integer(),
    /** How long the maker stays frozen; 0 until it is reset. */
    frozenMs: Type.Integer(),
    /** Lots filled that freeze; null is no such limit. */
    quantity: Type.Union([Quantity, Type.Null()]),
    /** Lots bought less lots sold, of either sign, that freeze; null is no such limit. */
    delta: Type.Union([LotCount, Type.Null()]),
  },
  { additionalProperties: false },
);
export type Protection = Static<typeof Protection>;

export const ProtectionAnswer = Type.Object({ sequence: SequenceNumber });
export type ProtectionAnswer = Static<typeof ProtectionAnswer>;

/** What quotes must be at a moment to count (rule MMK-3). */
export const Obligation = Type.Object({
  spreadMax: DecimalString,
  lotsMin: LotCount,
  comparableMin: DecimalString,
});
export type Obligation = Static<typeof Obligation>;

/** An agreement that is in force: what a maker promises for all months of a product, and gets. */
export const Agreement = Type.Object({
  account: Type.String(),
  product: Type.String(),
  front: Obligation,
  others: Obligation,
  /** Least share of the obligated time with quotes that count. */
  shareMin: DecimalString,
  stress: Type.Object({ spreadTimes: Type.Integer(), lotsShare: DecimalString, timeTimes: Type.Integer() }),
  rebates: Type.Array(Type.Object({ shareMin: DecimalString, rebate: DecimalString })),
});
export type Agreement = Static<typeof Agreement>;

/** One month of a maker in one contract, the running one as it stands (rule MMK-12). */
export const MakerMonth = Type.Object({
  contract: ContractCode,
  /** `2026-12`. */
  month: Type.String(),
  obligatedMs: Type.Integer(),
  presentMs: Type.Integer(),
  excusedMs: Type.Integer(),
  /** Present time in obligated time; null when no time was obligated. */
  share: Type.Union([DecimalString, Type.Null()]),
  days: Type.Integer(),
  daysKept: Type.Integer(),
  met: Type.Union([Type.Boolean(), Type.Null()]),
  score: Type.Integer(),
  ownPenalty: DecimalString,
  penalty: DecimalString,
  fees: DecimalString,
  rebate: DecimalString,
});
export type MakerMonth = Static<typeof MakerMonth>;
