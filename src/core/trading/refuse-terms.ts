/**
 * Why an order's time in force and terms make no sense, alone or together, or undefined.
 *
 * Only what is true of the order at the moment at which it comes; looked for in the order of `rejections.ts`.
 */
import {
  BUY,
  DAY,
  FILL_OR_KILL,
  GOOD_FOR_AUCTION,
  GOOD_TILL_DATE,
  IMMEDIATE_OR_CANCEL,
  type OrderWish,
  SELL,
} from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import { crosses } from '../matching/match.ts';
import type { OrderRejection } from '../rejections.ts';
import { type AccountId, isWhole, type Lots, type TradeDate } from '../units.ts';
import { NO_TERMS } from './order-details.ts';
import { firstTrigger, isTriggered } from './stops.ts';
import type { OrderTerms } from './terms.ts';

/** The first contradiction in an order for `contract` on `date` (rules ORD-13 to ORD-25), or undefined. */
export function refuseTerms(
  contract: ListedContract,
  account: AccountId,
  wish: OrderWish,
  date: TradeDate,
): OrderRejection | undefined {
  const { terms = NO_TERMS } = wish;
  return (
    refuseLife(contract, wish, terms, date) ??
    refuseMinimum(wish, terms) ??
    refusePricing(contract, wish, terms) ??
    refuseTrigger(contract, wish, terms) ??
    refuseDisplay(wish, terms) ??
    refusePostOnly(contract, wish, terms) ??
    refuseReduceOnly(contract, account, wish, terms)
  );
}

/** Whether the order goes at once if it does not trade. */
export function isImmediate({ timeInForce }: OrderWish): boolean {
  return timeInForce === IMMEDIATE_OR_CANCEL || timeInForce === FILL_OR_KILL;
}

/** How many lots the order could take off the account's position, 0 when it would add to it. */
export function reducible(contract: ListedContract, account: AccountId, { side }: Pick<OrderWish, 'side'>): number {
  const position = contract.positions.positionOf(account);
  return Math.max(0, side === BUY ? -position : position);
}

/** What the order wants once it is taken: a reduce-only one no more than its position (rule ORD-25). */
export function lotsOf(contract: ListedContract, account: AccountId, wish: OrderWish): Lots {
  const { quantity, terms } = wish;
  return terms?.reduceOnly === true ? (Math.min(quantity, reducible(contract, account, wish)) as Lots) : quantity;
}

/** Why an order cannot have its minimum or what it shows, or undefined; asked again when its quantity changes. */
export function refuseQuantities(wish: OrderWish): OrderRejection | undefined {
  const { terms = NO_TERMS } = wish;
  return refuseMinimum(wish, terms) ?? refuseDisplay(wish, terms);
}

function refuseLife(
  contract: ListedContract,
  wish: OrderWish,
  { goodTill, pricing }: OrderTerms,
  date: TradeDate,
): OrderRejection | undefined {
  const { timeInForce } = wish;
  if (![0, IMMEDIATE_OR_CANCEL, FILL_OR_KILL, DAY, GOOD_TILL_DATE, GOOD_FOR_AUCTION].includes(timeInForce))
    return 'TIME_IN_FORCE_UNKNOWN';
  if (contract.trades) {
    if (timeInForce === GOOD_FOR_AUCTION) return 'NO_AUCTION';
  } else if (isImmediate(wish) || pricing === 'marketToLimit') return 'IMMEDIATE_IN_AUCTION';
  if (timeInForce === GOOD_TILL_DATE) {
    if (goodTill === undefined || !isWhole(goodTill)) return 'GOOD_TILL_DATE_MISSING';
    if (goodTill < date) return 'GOOD_TILL_DATE_PAST';
  } else if (goodTill !== undefined) return 'GOOD_TILL_DATE_MISSING';
  return undefined;
}

function refuseMinimum(wish: OrderWish, { minimumQuantity }: OrderTerms): OrderRejection | undefined {
  if (minimumQuantity === undefined) return undefined;
  if (wish.timeInForce !== IMMEDIATE_OR_CANCEL) return 'MINIMUM_NOT_IMMEDIATE';
  const possible = isWhole(minimumQuantity) && minimumQuantity >= 1 && minimumQuantity <= wish.quantity;
  return possible ? undefined : 'MINIMUM_QUANTITY_INVALID';
}

function refusePricing(
  contract: ListedContract,
  wish: OrderWish,
  { pricing, trigger }: OrderTerms,
): OrderRejection | undefined {
  if (pricing === undefined) return undefined;
  if (pricing === 'market') {
    // A market order that waits for its trigger lives until then, whatever its time in force.
    const passes = isImmediate(wish) || wish.timeInForce === GOOD_FOR_AUCTION || trigger !== undefined;
    return passes ? undefined : 'MARKET_ORDER_RESTING';
  }
  if (trigger !== undefined) return 'TRIGGER_INVALID';
  return contract.book.bestPrice(wish.side === BUY ? SELL : BUY) === 0 ? 'NO_OPPOSITE_PRICE' : undefined;
}

function refuseTrigger(contract: ListedContract, wish: OrderWish, terms: OrderTerms): OrderRejection | undefined {
  const { trigger } = terms;
  if (trigger === undefined) return undefined;
  const { price, trail } = trigger;
  const distance = price ?? trail;
  const one = (price === undefined) !== (trail === undefined);
  const whole = distance !== undefined && isWhole(distance) && distance >= 1;
  const known = trigger.by === 'last' || trigger.by === 'mark';
  const fits = price === undefined || price <= contract.specification.priceMax;
  if (!one || !whole || !known || !fits || terms.postOnly !== undefined || wish.timeInForce === GOOD_FOR_AUCTION)
    return 'TRIGGER_INVALID';
  const references = contract.references();
  const stop = { wish, triggerPrice: firstTrigger(wish, references) };
  return isTriggered(stop, references) ? 'TRIGGER_ON_WRONG_SIDE' : undefined;
}

function refuseDisplay(wish: OrderWish, { display, pricing }: OrderTerms): OrderRejection | undefined {
  if (display === undefined) return undefined;
  if (isImmediate(wish) || pricing === 'market') return 'ICEBERG_NOT_RESTING';
  return isWhole(display) && display >= 1 && display < wish.quantity ? undefined : 'DISPLAY_QUANTITY_INVALID';
}

function refusePostOnly(contract: ListedContract, wish: OrderWish, terms: OrderTerms): OrderRejection | undefined {
  const { postOnly, pricing } = terms;
  if (postOnly === undefined) return undefined;
  if (isImmediate(wish) || pricing !== undefined) return 'POST_ONLY_NOT_RESTING';
  if (!contract.trades || !crosses(contract.book, wish.side, wish.price)) return undefined;
  return postOnly === 'reject' ? 'POST_ONLY_WOULD_TRADE' : undefined;
}

function refuseReduceOnly(
  contract: ListedContract,
  account: AccountId,
  wish: OrderWish,
  { reduceOnly, trigger }: OrderTerms,
): OrderRejection | undefined {
  // A stop order protects a position that may come later; it is looked at when it wakes.
  if (reduceOnly !== true || trigger !== undefined) return undefined;
  return reducible(contract, account, wish) === 0 ? 'REDUCE_ONLY_WITHOUT_POSITION' : undefined;
}
