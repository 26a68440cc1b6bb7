/** What everyone may see: the venue, its products and contracts, books, trades, candles, settlements. */
import { type Static, Type } from 'typebox';
import { PriceRules } from './price-rules.ts';
import {
  CalendarDate,
  ContractCode,
  DecimalString,
  InstrumentCode,
  LotCount,
  PhaseName,
  SequenceNumber,
  SettlementIndex,
  SideName,
  Timestamp,
} from './primitives.ts';
import { SettlementMethod, SettlementRules } from './settlement.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

export const VenueInfo = Type.Object({
  name: Type.String(),
  version: Type.String(),
  venueId: Type.String(),
  time: Timestamp,
  /** The venue clock runs this many times as fast as real time. */
  speed: Type.Number(),
  tradeDate: CalendarDate,
  phase: Type.Union([Type.Literal('continuous'), Type.Literal('closed'), Type.Literal('halted')]),
  /** When trading starts next; null while it is on. */
  opensAt: Nullable(Timestamp),
  /** When the current trading day settles; null while the market is closed. */
  settlesAt: Nullable(Timestamp),
  sequence: SequenceNumber,
  /** True when simulated participants trade here. */
  simulated: Type.Boolean(),
  registryVersion: Type.String(),
  priceSource: Type.String({ description: 'Package and version that the posted prices come from.' }),
});
export type VenueInfo = Static<typeof VenueInfo>;

/** What is true after a command, as one hash: a restart, or a replay of the journal, reaches the same one. */
export const VenueState = Type.Object({
  sequence: SequenceNumber,
  hash: Type.String({ description: 'Sixteen hex digits.' }),
});
export type VenueState = Static<typeof VenueState>;

export const Product = Type.Object({
  code: Type.String(),
  name: Type.String(),
  index: SettlementIndex,
  /** Units of that index: million SIT, or Standard Compute Units, hours of H100-80GB-SXM. */
  lotSize: Type.Integer(),
  tickSize: DecimalString,
  tickValue: DecimalString,
  priceDecimals: Type.Integer(),
  priceMax: DecimalString,
  orderQuantityMax: LotCount,
  positionMax: LotCount,
  priceLimitRate: DecimalString,
  /** `paper`, `rate`, `scenario` or `historical`; floor and cap say something under `paper` alone. */
  marginModel: Type.String(),
  marginFloor: DecimalString,
  marginCap: DecimalString,
  maintenanceShare: DecimalString,
  takerFeeRate: DecimalString,
  makerFeeRate: DecimalString,
  /** Null where `priceLimitRate` is all there is; otherwise that rate says nothing. */
  priceRules: Nullable(PriceRules),
  /** Null where the mean of the day settles it (rule SET-1). */
  settlementRules: Nullable(SettlementRules),
  /** From which minute of the trading day on there is which phase; empty: trading is continuous all day. */
  schedule: Type.Array(Type.Object({ minute: Type.Integer(), phase: PhaseName })),
});
export type Product = Static<typeof Product>;

/** One line of the contract list. */
export const Ticker = Type.Object({
  contract: ContractCode,
  product: Type.String(),
  /** `2026-12`. */
  month: Type.String(),
  lastTradingDay: CalendarDate,
  deliveryFrom: CalendarDate,
  settlementPrice: DecimalString,
  /** How the settlement price was found; null before the first settlement. */
  settlementMethod: Nullable(SettlementMethod),
  /** Whether a person has put another price in its place since (rule SET-17). */
  settlementCorrected: Type.Boolean(),
  /** In the delivery period: the mean of `fixings` fixings of its `of` days, null before the first; null outside it. */
  average: Nullable(Type.Object({ fixings: Type.Integer(), of: Type.Integer(), mean: Nullable(DecimalString) })),
  markPrice: DecimalString,
  lastPrice: Nullable(DecimalString),
  /** Last price (or mark price before the first trade of the day) against the settlement price. */
  change: DecimalString,
  /** In per cent, two places. */
  changePercent: DecimalString,
  bidPrice: Nullable(DecimalString),
  bidQuantity: LotCount,
  askPrice: Nullable(DecimalString),
  askQuantity: LotCount,
  limitDown: DecimalString,
  limitUp: DecimalString,
  phase: PhaseName,
  /** When an interruption ends; null where no end is known. */
  phaseUntil: Nullable(Timestamp),
  phaseCause: Type.Union([
    Type.Literal('schedule'),
    Type.Literal('operator'),
    Type.Literal('halt'),
    Type.Literal('breaker'),
    Type.Literal('velocity'),
  ]),
  /** What the auction that is under way would come to now; null outside auctions, and when nothing would trade. */
  indicativePrice: Nullable(DecimalString),
  indicativeQuantity: LotCount,
  /** Lots left at that price: bids if positive, asks if negative. */
  indicativeSurplus: Type.Integer(),
  /** Lots traded on the current trade date. */
  volume: LotCount,
  openInterest: LotCount,
  initialMarginRate: DecimalString,
  /** USD per lot. */
  initialMargin: DecimalString,
  maintenanceMargin: DecimalString,
});
export type Ticker = Static<typeof Ticker>;

/** One line of the list of spreads. A price is the near month's less the far month's, and may be zero or below. */
export const Spread = Type.Object({
  /** What an order in it names as its `contract`. */
  code: InstrumentCode,
  product: Type.String(),
  near: ContractCode,
  far: ContractCode,
  /** The best of its own book; what orders of the months imply is not counted. */
  bidPrice: Nullable(DecimalString),
  bidQuantity: LotCount,
  askPrice: Nullable(DecimalString),
  askQuantity: LotCount,
  lastPrice: Nullable(DecimalString),
});
export type Spread = Static<typeof Spread>;

/** Price, total quantity at it. */
export const BookLevel = Type.Tuple([DecimalString, LotCount]);
export type BookLevel = Static<typeof BookLevel>;

export const BookSnapshot = Type.Object({
  contract: InstrumentCode,
  /** The book as it stood after this command. */
  sequence: SequenceNumber,
  time: Timestamp,
  bids: Type.Array(BookLevel, { description: 'Best first.' }),
  asks: Type.Array(BookLevel, { description: 'Best first.' }),
});
export type BookSnapshot = Static<typeof BookSnapshot>;

export const PublicTrade = Type.Object({
  contract: ContractCode,
  trade: Type.Integer(),
  sequence: SequenceNumber,
  time: Timestamp,
  price: DecimalString,
  quantity: LotCount,
  takerSide: SideName,
  /** True when both sides of the trade are simulated participants. */
  simulated: Type.Boolean(),
  /** Present when it came about in an auction; the later order then counts as the taker. */
  auction: Type.Optional(Type.Literal(true)),
});
export type PublicTrade = Static<typeof PublicTrade>;

export const CandleInterval = Type.Union([Type.Literal('1m'), Type.Literal('1h'), Type.Literal('1d')]);
export type CandleInterval = Static<typeof CandleInterval>;

export const Candle = Type.Object({
  time: Timestamp,
  open: DecimalString,
  high: DecimalString,
  low: DecimalString,
  close: DecimalString,
  volume: LotCount,
});
export type Candle = Static<typeof Candle>;
