/**
 * What an order asks for beyond a side, a limit, a quantity and a time in force.
 *
 * Terms are plain data and say what the member wants. What the exchange has to remember of an order with terms while
 * it rests stands in `order-details.ts`.
 */
import type { Lots, Ticks, TradeDate } from '../units.ts';

/**
 * How an order gets its limit. A market order trades within the collar around the mark price and what is left goes; a
 * market-to-limit order trades at the best price there is and its rest stands at that price (rules ORD-18, ORD-19).
 */
export type Pricing = 'market' | 'marketToLimit';

/** The price that wakes a stop order: the last price, or the mark price (rule ORD-20). */
export type TriggerReference = 'last' | 'mark';

/**
 * When a stop order wakes. `price` is fixed; `trail` follows the reference at that distance in ticks, towards the
 * market and never away from it (rule ORD-21). One of the two is there.
 */
export interface Trigger {
  readonly by: TriggerReference;
  readonly price?: Ticks;
  readonly trail?: Ticks;
}

/** What happens when an order would meet one of its own group (rule MAT-8); the incoming order's mode rules. */
export type SelfTradeMode = 'expireTaker' | 'expireMaker' | 'expireBoth' | 'decrement';

export interface OrderTerms {
  readonly pricing?: Pricing;
  readonly trigger?: Trigger;
  /** The last trade date of an order that is good till a date. */
  readonly goodTill?: TradeDate;
  /** At least so many lots trade at once, or the order goes (rule ORD-17). */
  readonly minimumQuantity?: Lots;
  /** An iceberg shows so many lots at a time (rule ORD-22). */
  readonly display?: Lots;
  /** The order never takes: it is refused, or put a tick before the best price of the other side (rule ORD-23). */
  readonly postOnly?: 'reject' | 'slide';
  /** The order only ever brings the position nearer to zero (rule ORD-25). */
  readonly reduceOnly?: boolean;
  readonly selfTrade?: SelfTradeMode;
  /** The order stands under the account's market-maker protection (rule MMK-13). */
  readonly protected?: boolean;
}
