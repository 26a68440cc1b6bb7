/** What everyone may see of the clearing house: its default fund, and who bore the losses that there were. */
import { type Static, Type } from 'typebox';
import { CalendarDate, DecimalString } from './primitives.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** What the two members with the largest uncovered losses would leave behind on one of the worst days (rule DEF-13). */
export const StressCover = Type.Object({ scenario: Type.String(), cover: DecimalString });
export type StressCover = Static<typeof StressCover>;

/** The fund of a day, as it was sized when the day before had ended. Amounts in USD. */
export const FundDay = Type.Object({
  date: CalendarDate,
  /** What the two largest lose in the scenario that asks for most. */
  cover: DecimalString,
  /** What the fund should hold: the cover and a buffer. */
  fund: DecimalString,
  /** What the members have given to it. */
  collected: DecimalString,
  /** The venue's own money that is asked before that of members who have not defaulted. */
  capital: DecimalString,
});
export type FundDay = Static<typeof FundDay>;

export const FundSize = Type.Intersect([
  FundDay,
  Type.Object({
    buffer: DecimalString,
    /** The scenario that asks for most. */
    scenario: Type.String(),
    scenarios: Type.Array(StressCover),
    /** The smallest move of all prices that fund and capital would not bear, as a share; null: there is none. */
    exhaustedBy: Nullable(DecimalString),
    contributors: Type.Integer(),
    /** What all members together can be asked for beyond their contributions, in one default. */
    assessable: DecimalString,
  }),
]);
export type FundSize = Static<typeof FundSize>;

/** The layers of the waterfall, in the order in which they are asked (rule DEF-8). */
export const LossLayer = Type.Union([
  Type.Literal('defaulterMargin'),
  Type.Literal('defaulterContribution'),
  Type.Literal('venueCapital'),
  Type.Literal('memberContributions'),
  Type.Literal('assessments'),
  Type.Literal('variationGains'),
]);
export type LossLayer = Static<typeof LossLayer>;

/** A loss of a default and what each layer bore of it; `remainder` was borne by nobody. No member is named. */
export const LossReport = Type.Object({
  date: CalendarDate,
  loss: DecimalString,
  layers: Type.Array(Type.Object({ layer: LossLayer, amount: DecimalString })),
  remainder: DecimalString,
});
export type LossReport = Static<typeof LossReport>;

export const DefaultFund = Type.Object({
  /** Null until a day has ended with capital of the venue's own (rule DEF-20). */
  latest: Nullable(FundSize),
  /** Newest first. */
  days: Type.Array(FundDay),
  /** How many accounts are in default. */
  openDefaults: Type.Integer(),
  /** The last losses, newest first. */
  losses: Type.Array(LossReport),
});
export type DefaultFund = Static<typeof DefaultFund>;
