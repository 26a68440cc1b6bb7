/**
 * What a member may see when it decides, and what it may then want.
 *
 * A view is plain data, so a strategy can be shown a real market, a played one or one made by hand. Prices are in the
 * ticks of their contract. There is nothing in it that the doors would not tell that member.
 */
import type { Month } from '#core/calendar.ts';
import type { Side, TimeInForce } from '#core/commands.ts';
import type { SettlementIndex } from '#core/contract.ts';
import type { Phase } from '#core/phase.ts';
import type { Lots, Millis, Money, OrderId, Ticks, TradeDate } from '#core/units.ts';

export interface Quote {
  readonly price: Ticks;
  readonly quantity: Lots;
}

export interface OwnOrder {
  readonly order: OrderId;
  readonly side: Side;
  readonly price: Ticks;
  /** What still rests. */
  readonly quantity: Lots;
}

export interface ContractView {
  readonly code: string;
  readonly product: string;
  /** Which index it settles to. */
  readonly index: SettlementIndex;
  readonly month: Month;
  readonly deliveryFrom: TradeDate;
  readonly lastTradingDay: TradeDate;
  /** In micro-dollars per unit of its index. */
  readonly tickSize: number;
  readonly settlementPrice: Ticks;
  readonly limitDown: Ticks;
  readonly limitUp: Ticks;
  readonly phase: Phase;
  /** The highest bid and the lowest ask that are taken now: the day's limits, or the band where that is narrower. */
  readonly bidMax: Ticks;
  readonly askMin: Ticks;
  readonly bid: Quote | undefined;
  readonly ask: Quote | undefined;
  readonly lastPrice: Ticks | undefined;
  /** Initial margin of one lot. */
  readonly marginPerLot: Money;
  readonly position: Lots;
  readonly orders: readonly OwnOrder[];
}

export interface SeenFixing {
  readonly date: TradeDate;
  readonly value: Money;
}

export interface MemberView {
  readonly time: Millis;
  /** Published values of each index, micro-dollars per unit of it, oldest first; withheld days are left out. */
  readonly fixings: Readonly<Record<SettlementIndex, readonly SeenFixing[]>>;
  /** The contracts that trade, nearest first within a product. */
  readonly contracts: readonly ContractView[];
  readonly equity: Money;
  /** Equity above initial margin. */
  readonly available: Money;
}

export interface Place {
  readonly type: 'place';
  readonly contract: string;
  readonly side: Side;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly timeInForce: TimeInForce;
}

export interface Cancel {
  readonly type: 'cancel';
  readonly order: OrderId;
}

export type Intent = Place | Cancel;

/** A way to act on what is seen. It may remember what it saw; it has no other source. */
export interface Strategy {
  /** What to send now, in this order. */
  decide(view: MemberView): Intent[];
}

/** The middle of the market in ticks, or the one side that stands, or the settlement price. */
export function middleOf({ bid, ask, settlementPrice }: ContractView): number {
  if (bid !== undefined && ask !== undefined) return (bid.price + ask.price) / 2;
  return bid?.price ?? ask?.price ?? settlementPrice;
}
