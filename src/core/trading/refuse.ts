/**
 * Why an order is refused, looked for in the order of `rejections.ts`; the first reason that holds is given.
 *
 * Judging an order changes nothing. `explainOrder` answers the same question with the figures behind it, for whoever
 * wants to know before sending.
 */
import { dateOf, isTradingDay } from '../calendar.ts';
import { BUY, type PlaceOrder } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
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
} from '../units.ts';

/** Whether orders are taken at `time`: on a trading day whose predecessor has been settled (rule CON-4). */
export function isOpenAt(state: VenueState, time: Millis): boolean {
  const date = dateOf(time);
  return date === state.tradeDate && isTradingDay(date);
}

/** The first reason against an order at `time`, or undefined (rules ORD-1 to ORD-5, PRC-1, POS-1, MAR-4). */
export function refuseOrder(state: VenueState, order: PlaceOrder, time: Millis): OrderRejection | undefined {
  const { account, contract: id, price, quantity } = order;
  if (!state.accounts.has(account)) return 'ACCOUNT_UNKNOWN';
  const contract = state.contracts[id];
  if (contract === undefined) return 'CONTRACT_UNKNOWN';
  if (contract.expired) return 'CONTRACT_EXPIRED';
  if (!isOpenAt(state, time)) return 'MARKET_CLOSED';
  if (!(quantity >= 1)) return 'QUANTITY_NOT_POSITIVE';
  if (quantity > contract.specification.orderQuantityMax) return 'QUANTITY_TOO_LARGE';
  if (!(price >= contract.limitDown && price <= contract.limitUp)) return 'PRICE_OUTSIDE_LIMIT';

  const added = addedLots(contract, order);
  if (contract.positions.worst(account) + added > contract.specification.positionMax) return 'POSITION_LIMIT_EXCEEDED';
  if (added > 0 && isShortOfMargin(state, contract, order, added)) return 'MARGIN_INSUFFICIENT';
  return undefined;
}

/** By how many lots the order raises the worse of "all buys fill" and "all sells fill" (rule MAR-3). */
function addedLots(contract: ListedContract, { account, side, quantity }: PlaceOrder): Lots {
  const { positions } = contract;
  const position = positions.positionOf(account);
  const ifFilled =
    side === BUY
      ? position + positions.buyingOf(account) + quantity
      : positions.sellingOf(account) + quantity - position;
  return Math.max(0, ifFilled - positions.worst(account)) as Lots;
}

/**
 * Rule MAR-4: equity must cover the initial margin with the order, its fee at the taker's rate, and what it would lose
 * at once by trading at its limit against the mark price. An order that adds no lots at risk needs nothing.
 */
function isShortOfMargin(state: VenueState, contract: ListedContract, order: PlaceOrder, added: Lots): boolean {
  const margin = add(state.accounts.initialMargin(order.account), multiply(contract.marginPerLot, added));
  const cost = add(feeAtMost(contract, order), lossAtOnce(contract, order));
  return !state.covers(order.account, add(margin, cost));
}

function feeAtMost(contract: ListedContract, order: PlaceOrder): Money {
  const value = notional(order.price, order.quantity, contract.tickValue);
  return shareUp(value, contract.specification.takerFeeRate);
}

function lossAtOnce(contract: ListedContract, { side, price, quantity }: PlaceOrder): Money {
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
  const before = state.accounts.initialMargin(order.account as AccountId);
  const after = add(before, multiply(contract.marginPerLot, addedLots(contract, order)));
  const fee = feeAtMost(contract, order);
  const loss = lossAtOnce(contract, order);
  const equity = state.equity(order.account);
  return {
    reason: refuseOrder(state, order, time),
    notional: notional(order.price, order.quantity, contract.tickValue),
    feeAtMost: fee,
    lossAtOnce: loss,
    initialMarginBefore: before,
    initialMarginAfter: after,
    availableBefore: subtract(equity, before),
    availableAfter: subtract(subtract(equity, after), add(fee, loss)),
  };
}
