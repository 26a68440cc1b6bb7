/**
 * Why an order is refused, looked for in the order of `rejections.ts`; the first reason that holds is given.
 *
 * Judging an order changes nothing. `explainOrder` answers the same question with the figures behind it, for whoever
 * wants to know before sending.
 */
import { BUY, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, type OrderWish, type PlaceOrder, SELL } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import { ifResting, needsOf, sumOf, type WantedLots } from '../margin/account-margin.ts';
import { isShortOfMargin } from '../margin/short-of-margin.ts';
import { crosses } from '../matching/match.ts';
import { rulesOf } from '../phase.ts';
import {
  refuseAccess,
  refuseAllMonths,
  refuseOrderSize,
  refusePosition,
  refuseRepeat,
} from '../protection/refuse-protected.ts';
import type { OrderRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import {
  type AccountId,
  add,
  type Lots,
  type Millis,
  type Money,
  multiply,
  NO_MONEY,
  notional,
  shareUp,
  subtract,
  type Ticks,
  type TradeDate,
} from '../units.ts';
import { lotsOf, refuseTerms } from './refuse-terms.ts';

/** Whether the market is open at `time`: on a trading day whose predecessor has been settled (rules CON-4 and ORD-3). */
export function isOpenAt({ opensAt, closesAt }: VenueState, time: Millis): boolean {
  return time >= opensAt && time < closesAt;
}

/** The first reason against an order at `time`, or undefined. */
export function refuseOrder(state: VenueState, order: PlaceOrder, time: Millis): OrderRejection | undefined {
  const { account, contract: id, timeInForce, terms } = order;
  if (!state.accounts.has(account)) return 'ACCOUNT_UNKNOWN';
  const contract = state.contracts[id];
  // A spread takes plain orders, which come another way: whoever asks here wants more than that (rule SPR-3).
  if (contract === undefined) return state.spreadOf(id) === undefined ? 'CONTRACT_UNKNOWN' : 'SPREAD_TERMS_UNKNOWN';
  if (contract.expired) return 'CONTRACT_EXPIRED';
  const reason = refuseEntry(state, contract, account, time) ?? refuseSize(contract, order.quantity);
  if (reason !== undefined) return reason;
  const isPlain = terms === undefined && (timeInForce === GOOD_TILL_CANCEL || timeInForce === IMMEDIATE_OR_CANCEL);
  if (isPlain && contract.trades) return refuseNew(state, contract, order, order, time);
  const words = refuseTerms(contract, account, order, state.tradeDate as TradeDate);
  if (words !== undefined) return words;
  if (terms?.protected === true && state.isFrozen(account, contract, time)) return 'PROTECTION_FROZEN';
  if (terms?.trigger !== undefined)
    return refuseWaiting(contract, order) ?? refuseRepeat(state, contract, account, order, time);
  const [price, quantity] = [limitOf(contract, order), lotsOf(contract, account, order)];
  return refuseNew(state, contract, order, { ...order, price, quantity }, time);
}

/** The same of an order whose words are in order: as it was sent, and as it is with the limit that it would have. */
function refuseNew(
  state: VenueState,
  contract: ListedContract,
  sent: AccountOrder,
  priced: AccountOrder,
  time: Millis,
): OrderRejection | undefined {
  const reason = refuseLimits(state, contract, priced);
  if (reason !== undefined) return reason;
  if (contract.specification.protection !== undefined) {
    const repeat = refuseRepeat(state, contract, sent.account, sent, time);
    if (repeat !== undefined) return repeat;
  }
  return refuseHolding(state, contract, priced);
}

/** Why the account can bring nothing to this contract now, or undefined. */
export function refuseEntry(
  state: VenueState,
  contract: ListedContract,
  account: AccountId,
  time: Millis,
): OrderRejection | undefined {
  const { defaults } = state.risk;
  if (defaults.size > 0 && defaults.has(account)) return 'IN_DEFAULT';
  if (state.isGuarded) {
    const barred = refuseAccess(state, contract, account);
    if (barred !== undefined) return barred;
  }
  const { phase } = contract;
  if (!isOpenAt(state, time)) return 'MARKET_CLOSED';
  if (phase === 'continuous' || rulesOf(phase).takesOrders) return undefined;
  return phase === 'halted' ? 'CONTRACT_HALTED' : 'MARKET_CLOSED';
}

/** Why no order may be for so many lots, or undefined (rules ORD-4 and ORD-5). */
export function refuseSize({ specification }: ListedContract, quantity: Lots): OrderRejection | undefined {
  if (!(quantity >= 1)) return 'QUANTITY_NOT_POSITIVE';
  return quantity > specification.orderQuantityMax ? 'QUANTITY_TOO_LARGE' : undefined;
}

/**
 * Why an order that is there already, and changes, wakes or has a partner, is too much for prices, positions or money,
 * or undefined. It repeats nothing (rule PRO-7).
 */
export function refuseRisk(
  state: VenueState,
  contract: ListedContract,
  order: AccountOrder,
): OrderRejection | undefined {
  return refuseLimits(state, contract, order) ?? refuseHolding(state, contract, order);
}

/** Why the account cannot hold what the order may bring, or bear it, or undefined. */
function refuseHolding(state: VenueState, contract: ListedContract, order: AccountOrder): OrderRejection | undefined {
  const { account, side, quantity } = order;
  const held = contract.positions.ifFilled(account, side, quantity);
  const buying = side === BUY ? quantity : 0;
  const position = refusePosition(state, contract, account, held);
  if (position !== undefined) return position;
  if (contract.specification.protection !== undefined) {
    const months = refuseAllMonths(state, contract.specification, account, buying, quantity - buying);
    if (months !== undefined) return months;
  }
  const added = Math.max(0, held - contract.positions.worst(account)) as Lots;
  return isShort(state, contract, order, added) ? 'MARGIN_INSUFFICIENT' : undefined;
}

/** Why the order, which replaces so many lots on its side, is too large or priced too far away, or undefined. */
export function refuseLimits(
  state: VenueState,
  contract: ListedContract,
  order: AccountOrder,
  replaced = 0,
): OrderRejection | undefined {
  if (state.isGuarded || contract.specification.protection !== undefined) {
    const size = refuseOrderSize(state, contract, order, replaced);
    if (size !== undefined) return size;
  }
  if (!(order.price >= contract.limitDown && order.price <= contract.limitUp)) return 'PRICE_OUTSIDE_LIMIT';
  const isBeyond = contract.prices !== undefined && contract.trades && isBeyondBand(contract, order);
  return isBeyond ? 'PRICE_OUTSIDE_BAND' : undefined;
}

/** A bid too far above the mark price, or an ask too far below it (rule PRC-15). */
function isBeyondBand({ band }: ListedContract, { side, price }: AccountOrder): boolean {
  return side === BUY ? price > band.up : price < band.down;
}

/** Why a stop order may not wait: its own limit is looked at when it comes, everything else when it wakes. */
export function refuseWaiting(contract: ListedContract, { price, terms }: OrderWish): OrderRejection | undefined {
  if (terms?.pricing !== undefined) return undefined;
  return price >= contract.limitDown && price <= contract.limitUp ? undefined : 'PRICE_OUTSIDE_LIMIT';
}

/** The limit that an order has once it is taken (rules ORD-18, ORD-19 and ORD-23). */
export function limitOf(contract: ListedContract, { side, price, terms }: OrderWish): Ticks {
  const { book } = contract;
  if (terms === undefined) return price;
  if (terms.pricing === 'market') return contract.marketLimit(side);
  const opposite = book.bestPrice(side === BUY ? SELL : BUY);
  if (terms.pricing === 'marketToLimit') return opposite;
  const isWithin = price >= contract.limitDown && price <= contract.limitUp;
  if (terms.postOnly !== 'slide' || !isWithin || !contract.trades || !crosses(book, side, price)) return price;
  return (side === BUY ? opposite - 1 : opposite + 1) as Ticks;
}

/** An order with the account that wants it. */
export type AccountOrder = OrderWish & { readonly account: AccountId };

/**
 * Rule MAR-4: equity must cover the initial margin with the order, its fee at the taker's rate, and what it would lose
 * at once by trading at its limit against the mark price. An order that adds no lots at risk needs nothing; where
 * products have margin rules, one that leaves no more to cover (rule MAR-27).
 */
function isShort(state: VenueState, contract: ListedContract, order: AccountOrder, added: Lots): boolean {
  const { account } = order;
  if (state.margins.size > 0)
    return isShortOfMargin(state, account, [wantedLots(contract, order)], costAtOnce(contract, order));
  // The same judgement where no product has margin rules, in two additions.
  if (added === 0) return false;
  const margin = add(state.accounts.outrightMargin(account), multiply(contract.marginPerLot, added));
  return !state.covers(account, add(margin, costAtOnce(contract, order)));
}

/** The lots of an order, on its side. */
export function wantedLots(contract: ListedContract, { side, quantity }: OrderWish): WantedLots {
  return { contract, buying: side === BUY ? quantity : 0, selling: side === SELL ? quantity : 0 };
}

/** An order's fee at the taker's rate, and what it would lose at once by trading at its limit against the mark price. */
export function costAtOnce(contract: ListedContract, order: AccountOrder): Money {
  return add(feeAtMost(contract, order), lossAtOnce(contract, order));
}

/** An order's fee if all of it takes at its limit. */
export function feeAtMost(contract: ListedContract, order: AccountOrder): Money {
  const value = notional(order.price, order.quantity, contract.tickValue);
  return shareUp(value, contract.specification.takerFeeRate);
}

function lossAtOnce(contract: ListedContract, { side, price, quantity }: AccountOrder): Money {
  const mark = contract.markPrice();
  const worse = side === BUY ? price - mark : mark - price;
  return worse > 0 ? multiply(contract.tickValue, worse * quantity) : NO_MONEY;
}

/** What an order would need: the figures behind `refuseOrder`. */
export interface OrderExplanation {
  readonly reason: OrderRejection | undefined;
  readonly notional: Money;
  readonly feeAtMost: Money;
  readonly lossAtOnce: Money;
  readonly initialMarginBefore: Money;
  readonly initialMarginAfter: Money;
  /** Equity less initial margin; below zero when the account is short. */
  readonly availableBefore: Money;
  /** The same after the order, its fee and its loss at once. */
  readonly availableAfter: Money;
}

/** Explains an order of a known account in a known contract, with a quantity and price the contract can have. */
export function explainOrder(state: VenueState, order: PlaceOrder, time: Millis): OrderExplanation {
  const contract = state.contracts[order.contract] as ListedContract;
  const { account } = order;
  const wanted = [wantedLots(contract, order)];
  const before = state.initialMargin(account);
  const after = sumOf(needsOf(state, account, ifResting(account, wanted), wanted));
  const priced = { ...order, price: limitOf(contract, order) };
  const fee = feeAtMost(contract, priced);
  const loss = lossAtOnce(contract, priced);
  const equity = state.equity(order.account);
  return {
    reason: refuseOrder(state, order, time),
    notional: notional(priced.price, order.quantity, contract.tickValue),
    feeAtMost: fee,
    lossAtOnce: loss,
    initialMarginBefore: before,
    initialMarginAfter: after,
    availableBefore: subtract(equity, before),
    availableAfter: subtract(subtract(equity, after), add(fee, loss)),
  };
}
