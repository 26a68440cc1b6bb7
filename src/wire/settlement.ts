/** How a contract settled: its price, the tier that gave it, what that was made of, and what was tried before. */
import { type Static, Type } from 'typebox';
import { CalendarDate, ContractCode, DecimalString, LotCount } from './primitives.ts';

/** How a price was found: see rules SET-1 and SET-8 to SET-14, for the end of a contract SET-4 and SET-19 to SET-22. */
export const SettlementMethod = Type.Union([
  Type.Literal('window'),
  Type.Literal('closingAuction'),
  Type.Literal('vwap'),
  Type.Literal('quotes'),
  Type.Literal('limit'),
  Type.Literal('lastTrade'),
  Type.Literal('spreads'),
  Type.Literal('neighbour'),
  Type.Literal('previous'),
  Type.Literal('final'),
  Type.Literal('fallbackFixings'),
  Type.Literal('lastFixings'),
  Type.Literal('committee'),
]);
export type SettlementMethod = Static<typeof SettlementMethod>;

const optional = {
  count: Type.Optional(Type.Integer()),
  lots: Type.Optional(LotCount),
  price: Type.Optional(DecimalString),
};

/** How a product settles: its tiers in order, each with its own figures, and how a contract ends (rule SET-8). */
export const SettlementRules = Type.Object({
  profile: Type.String(),
  tiers: Type.Array(
    Type.Object({
      method: SettlementMethod,
      minutes: Type.Optional(Type.Integer()),
      trades: Type.Optional(Type.Integer()),
      lots: Type.Optional(LotCount),
      owners: Type.Optional(Type.Integer()),
      standingMs: Type.Optional(Type.Integer()),
    }),
  ),
  /** The share of the delivery period's days that must have a fixing, and how many of the last stand in otherwise. */
  validShare: DecimalString,
  lastFixings: Type.Integer(),
});
export type SettlementRules = Static<typeof SettlementRules>;

/** The figures behind a price; which of them are there depends on the method. */
export const SettlementInputs = Type.Object({
  trades: optional.count,
  lots: optional.lots,
  /** Sum of price times lots. */
  value: optional.price,
  /** Beneficial owners on each side. */
  buyers: optional.count,
  sellers: optional.count,
  bid: optional.price,
  ask: optional.price,
  lastPrice: optional.price,
  /** The settlement price before. */
  previous: optional.price,
  neighbour: Type.Optional(ContractCode),
  neighbourPrice: optional.price,
  neighbourPrevious: optional.price,
  /** Near month less far month. */
  spread: optional.price,
  /** What the tier came to, where that was outside the limits of the day. */
  unlimited: optional.price,
  /** Fixings, of so many days, and days that had a stand-in for one. */
  fixings: optional.count,
  days: optional.count,
  standIns: optional.count,
});
export type SettlementInputs = Static<typeof SettlementInputs>;

export const Settlement = Type.Object({
  contract: ContractCode,
  date: CalendarDate,
  /** What was paid by: the last correction, where there is one. */
  settlementPrice: DecimalString,
  /** How the price was found that was fixed first. */
  method: SettlementMethod,
  volume: LotCount,
  openInterest: LotCount,
  /** The price that was fixed first, and what took its place, oldest first; both absent when nothing was corrected. */
  firstPrice: Type.Optional(DecimalString),
  corrections: Type.Optional(
    Type.Array(Type.Object({ settlementPrice: DecimalString, reason: Type.String(), by: Type.String() })),
  ),
  /** These two are there for a product with settlement rules. */
  inputs: Type.Optional(SettlementInputs),
  /** Tiers that were tried before and gave no price. */
  passed: Type.Optional(Type.Array(Type.Object({ method: SettlementMethod, reason: Type.String() }))),
});
export type Settlement = Static<typeof Settlement>;
