/** How a product bounds its prices, as everyone may see it (chapter PRC of the rulebook). Shares are decimals. */
import { type Static, Type } from 'typebox';
import { DecimalString } from './primitives.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

const WindowedMove = Type.Object({
  /** Share of the settlement price. */
  move: DecimalString,
  windowMs: Type.Integer(),
  auctionMs: Type.Integer(),
});

export const PriceRules = Type.Object({
  profile: Type.String(),
  dailyLimit: DecimalString,
  spotMonthLimit: DecimalString,
  firstDayMultiple: Type.Integer(),
  /** Added to the limit of a locked day on the days after it. */
  ladder: Type.Array(DecimalString),
  marginAboveLimit: DecimalString,
  /** Moves at which trading stops; without an end until the next session. */
  halts: Type.Array(Type.Object({ move: DecimalString, pauseMs: Nullable(Type.Integer()) })),
  breaker: Nullable(Type.Intersect([WindowedMove, Type.Object({ leadHaltsAll: Type.Boolean() })])),
  velocity: Nullable(WindowedMove),
  /** How far beyond the mark price an order may be priced. */
  band: Nullable(DecimalString),
  /** How far from it a market order may trade. */
  collar: DecimalString,
  closeFirst: Type.Boolean(),
});
export type PriceRules = Static<typeof PriceRules>;
