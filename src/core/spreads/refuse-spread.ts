/**
 * Why an order in a spread is refused, in the order of `rejections.ts` (rules SPR-3 to SPR-6).
 *
 * A spread order is an order in either leg, and both are asked what an order there is asked; of their answers the one
 * that comes first in the list is given. Only the price is one: it stands for every pair of leg prices with that
 * difference, so value and fee are taken at the highest of them, and the loss at once is that of the difference.
 */
import { BUY, IMMEDIATE_OR_CANCEL, type PlaceOrder, SELL } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import { isShortOfMargin } from '../margin/short-of-margin.ts';
import {
  refuseAccess,
  refuseAllMonths,
  refuseOrderSize,
  refusePosition,
  refuseRepeat,
} from '../protection/refuse-protected.ts';
import { type OrderRejection, orderRejections } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { type AccountOrder, feeAtMost, refuseEntry, refuseSize, wantedLots } from '../trading/refuse.ts';
import { add, type Lots, type Millis, type Money, multiply, NO_MONEY, type Ticks } from '../units.ts';
import type { ListedSpread } from './listed-spread.ts';

interface Leg {
  readonly contract: ListedContract;
  /** What the spread order is in this leg, at the highest price that it could come to. */
  readonly order: AccountOrder;
}

/** The first reason against an order of a known account in a spread that was listed, or undefined. */
export function refuseSpreadOrder(
  state: VenueState,
  spread: ListedSpread,
  order: PlaceOrder,
  time: Millis,
): OrderRejection | undefined {
  if (spread.expired) return 'CONTRACT_EXPIRED';
  const { account, quantity, timeInForce, terms } = order;
  const legs = legsOf(spread, order);
  const asked = (ask: (leg: Leg) => OrderRejection | undefined) => firstOf(legs.map(ask));
  return (
    asked(({ contract }) => refuseAccess(state, contract, account)) ??
    asked(({ contract }) => refuseEntry(state, contract, account, time) ?? refusePhase(contract)) ??
    refuseSize(spread.near, quantity) ??
    (terms !== undefined || !(timeInForce <= IMMEDIATE_OR_CANCEL) ? 'SPREAD_TERMS_UNKNOWN' : undefined) ??
    asked((leg) => refuseOrderSize(state, leg.contract, leg.order, 0)) ??
    (spread.isWithinLimits(order.price) ? undefined : 'PRICE_OUTSIDE_LIMIT') ??
    refuseRepeat(state, spread.near, account, order, time) ??
    asked(({ contract, order: { side } }) =>
      refusePosition(state, contract, account, contract.positions.ifFilled(account, side, quantity)),
    ) ??
    refuseAllMonths(state, spread.near.specification, account, quantity, quantity) ??
    refuseMargin(state, spread, order, legs)
  );
}

/** Spreads trade while both legs do, and gather for no auction (rule SPR-5). */
function refusePhase({ trades }: ListedContract): OrderRejection | undefined {
  return trades ? undefined : 'MARKET_CLOSED';
}

function legsOf(spread: ListedSpread, order: PlaceOrder): readonly Leg[] {
  const { near, far } = spread;
  const { high } = spread.nearRange(order.price);
  const farSide = order.side === BUY ? SELL : BUY;
  return [
    { contract: near, order: { ...order, contract: near.id, price: high } },
    { contract: far, order: { ...order, contract: far.id, side: farSide, price: (high - order.price) as Ticks } },
  ];
}

const precedence = Object.keys(orderRejections);

function firstOf(reasons: readonly (OrderRejection | undefined)[]): OrderRejection | undefined {
  const given = reasons.filter((reason) => reason !== undefined);
  return given.sort((a, b) => precedence.indexOf(a) - precedence.indexOf(b))[0];
}

/** Rule MAR-4 over both legs (rule SPR-6). */
function refuseMargin(
  state: VenueState,
  spread: ListedSpread,
  order: PlaceOrder,
  legs: readonly Leg[],
): OrderRejection | undefined {
  let cost = lossAtOnce(spread, order);
  for (const { contract, order: wish } of legs) cost = add(cost, feeAtMost(contract, wish));
  const wanted = legs.map(({ contract, order: wish }) => wantedLots(contract, wish));
  return isShortOfMargin(state, order.account, wanted, cost) ? 'MARGIN_INSUFFICIENT' : undefined;
}

/** What the order would lose by trading at its limit against the difference of the mark prices. */
function lossAtOnce({ near, far }: ListedSpread, { side, price, quantity }: PlaceOrder): Money {
  const mark = near.markPrice() - far.markPrice();
  const worse = side === BUY ? price - mark : mark - price;
  return worse > 0 ? multiply(near.tickValue, (worse * quantity) as Lots) : NO_MONEY;
}
