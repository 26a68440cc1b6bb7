/**
 * Everything that can be asked of the exchange: one closed union.
 *
 * A command is plain data in the core's own units. Its time is not part of it: the sequencer hands number and time to
 * `execute` beside the command, and from then on both are facts.
 */
import type { ProductSpecification } from './contract.ts';
import type { Contribution } from './price-index/contribution.ts';
import type { AccountId, ContractId, Lots, Money, OrderId, Ticks, TradeDate } from './units.ts';

export const BUY = 0;
export const SELL = 1;
export type Side = typeof BUY | typeof SELL;

/** A limit order rests until it is filled, cancelled or its contract expires; an IOC order never rests. */
export const GOOD_TILL_CANCEL = 0;
export const IMMEDIATE_OR_CANCEL = 1;
export type TimeInForce = typeof GOOD_TILL_CANCEL | typeof IMMEDIATE_OR_CANCEL;

/** Who stands behind an account. Simulated participants are marked wherever they are shown (rule MEM-3). */
export type AccountKind = 'member' | 'simulated';

export interface PlaceOrder {
  readonly type: 'placeOrder';
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly side: Side;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly timeInForce: TimeInForce;
}

export interface CancelOrder {
  readonly type: 'cancelOrder';
  readonly account: AccountId;
  readonly order: OrderId;
}

export interface OpenAccount {
  readonly type: 'openAccount';
  readonly name: string;
  readonly kind: AccountKind;
  /** SHA-256 of the account's API key, in hex. The core keeps it and never reads it. */
  readonly credential: string;
}

export interface Deposit {
  readonly type: 'deposit';
  readonly account: AccountId;
  readonly amount: Money;
}

export interface Withdraw {
  readonly type: 'withdraw';
  readonly account: AccountId;
  readonly amount: Money;
}

/** Defines a product and lists its months as of the current trade date. The index must have been fixed before. */
export interface DefineProduct {
  readonly type: 'defineProduct';
  readonly specification: ProductSpecification;
}

/** The index of `date` from what contributors posted. Every calendar day has one, in order (rule IDX-9). */
export interface FixIndex {
  readonly type: 'fixIndex';
  readonly date: TradeDate;
  readonly contributions: readonly Contribution[];
}

/**
 * Ends the trading day `date`: settlement prices, mark to market, expiries, listings, next day's margins and limits.
 * One command, so that it happens whole or not at all (rule SET-6).
 */
export interface EndDay {
  readonly type: 'endDay';
  readonly date: TradeDate;
}

export type Command = PlaceOrder | CancelOrder | OpenAccount | Deposit | Withdraw | DefineProduct | FixIndex | EndDay;
