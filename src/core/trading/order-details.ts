/**
 * What the exchange remembers of an order that is more than a limit, a quantity and a place in a queue.
 *
 * The book knows that such an order is marked; what stands here is found by its number while it rests or waits.
 * Always: an order is here exactly when it lives and has something to remember, and `hidden` lots are held for like
 * those that stand in the book.
 */
import { DAY, GOOD_TILL_DATE, IMMEDIATE_OR_CANCEL, type OrderWish, type TimeInForce } from '../commands.ts';
import type { AccountId, ContractId, Lots, OrderId, TradeDate } from '../units.ts';
import type { OrderTerms } from './terms.ts';

export const NO_TERMS: OrderTerms = {};
/** No order has this number. */
export const NO_ORDER = 0 as OrderId;

export interface OrderDetails {
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly timeInForce: TimeInForce;
  readonly terms: OrderTerms;
  /** Lots of an iceberg behind those that stand in the book. */
  hidden: Lots;
  /** The other order of its pair, or `NO_ORDER`. */
  partner: OrderId;
  /** One side of a quote, which the next quote replaces. */
  readonly isQuote: boolean;
}

/** The details of an order as it is wished for; undefined when there is nothing to remember. */
export function detailsOf(account: AccountId, wish: OrderWish): OrderDetails | undefined {
  const { timeInForce, terms } = wish;
  if (terms === undefined && timeInForce <= IMMEDIATE_OR_CANCEL) return undefined;
  return newDetails(account, wish, false);
}

/** Details for an order that has to be remembered in any case: one of a pair, one side of a quote, an amended one. */
export function newDetails(account: AccountId, wish: OrderWish, isQuote: boolean): OrderDetails {
  const { contract, timeInForce, terms = NO_TERMS } = wish;
  return { account, contract, timeInForce, terms, hidden: 0 as Lots, partner: NO_ORDER, isQuote };
}

/** Whether the order's life is over when the day before the trading day `next` is (rules ORD-15 and ORD-16). */
export function lapsesBefore({ timeInForce, terms }: OrderDetails, next: TradeDate): boolean {
  if (timeInForce === DAY) return true;
  return timeInForce === GOOD_TILL_DATE && (terms.goodTill as TradeDate) < next;
}

/** A row of a snapshot; `restoreDetails` reads it back. */
export type DetailsRow = readonly [
  order: number,
  timeInForce: number,
  terms: OrderTerms,
  hidden: number,
  partner: number,
  isQuote: boolean,
];

/** The details of an order as a row of a snapshot. */
export function detailsRow(order: OrderId, details: OrderDetails): DetailsRow {
  const { timeInForce, terms, hidden, partner, isQuote } = details;
  return [order, timeInForce, terms, hidden, partner, isQuote];
}

/** What `detailsRow` wrote, read back. */
export function restoreDetails(row: DetailsRow, account: AccountId, contract: ContractId): OrderDetails {
  const [, timeInForce, terms, hidden, partner, isQuote] = row;
  return {
    account,
    contract,
    timeInForce: timeInForce as TimeInForce,
    terms,
    hidden: hidden as Lots,
    partner: partner as OrderId,
    isQuote,
  };
}
