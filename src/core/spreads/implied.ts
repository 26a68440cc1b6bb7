/**
 * Implied prices of the first generation: two resting orders of two books make a price in the third (rule SPR-7).
 *
 * Into a spread: an order in either leg. Out of it: a resting spread order and a resting order of one leg make a price
 * in the other leg. Nothing here trades or changes anything; of what stands in the books it says the best, and undefined
 * where there is none or where a leg's guard would stop the trade.
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import type { VenueState } from '../state.ts';
import type { OrderTerms } from '../trading/terms.ts';
import type { AccountId, Millis, OrderId, Ticks } from '../units.ts';
import type { ListedSpread } from './listed-spread.ts';

/** What an incoming spread order could trade with in the books of its legs. */
export interface ImpliedIn {
  readonly price: Ticks;
  readonly near: Slot;
  readonly far: Slot;
}

/** What an incoming order of one month could trade with: a spread order, and an order of the spread's other month. */
export interface ImpliedOut {
  /** What the incoming order would pay or get; never outside its contract's limits (rule SPR-9). */
  readonly price: Ticks;
  readonly spread: ListedSpread;
  readonly spreadSlot: Slot;
  readonly otherSlot: Slot;
}

/** The other side. */
export const opposite = (side: Side): Side => (side === BUY ? SELL : BUY);

/** Whether price `a` is better than `b` for an incoming order of that side. */
export function isBetter(side: Side, a: Ticks, b: Ticks): boolean {
  return side === BUY ? a < b : a > b;
}

/** Whether any spread of the contract has an order, so that there may be an implied price. */
export function impliesPrices({ spreads }: ListedContract): boolean {
  return spreads.length > 0 && spreads.some(({ book }) => book.size > 0);
}

/** Post-only orders never take and reduce-only ones depend on a position, so both stay out (rule SPR-11). */
export function takesPart(terms: OrderTerms | undefined): boolean {
  return terms === undefined || (terms.postOnly === undefined && terms.reduceOnly !== true);
}

/** The best price that the legs make for an order of `account` in the spread. */
export function impliedIn(
  state: VenueState,
  spread: ListedSpread,
  side: Side,
  account: AccountId,
  time: Millis,
): ImpliedIn | undefined {
  const { near, far } = spread;
  if (!spread.trades) return undefined;
  const nearSlot = firstOf(state, near, opposite(side), account);
  const farSlot = firstOf(state, far, side, account);
  if (nearSlot === NONE || farSlot === NONE) return undefined;
  const [nearPrice, farPrice] = [near.book.priceOf(nearSlot), far.book.priceOf(farSlot)];
  if (isStopped(near, nearPrice, time) || isStopped(far, farPrice, time)) return undefined;
  return { price: (nearPrice - farPrice) as Ticks, near: nearSlot, far: farSlot };
}

/** The best price that spreads make for an order of `account` in one of their months; at one price the older one. */
export function impliedOut(
  state: VenueState,
  contract: ListedContract,
  side: Side,
  account: AccountId,
  time: Millis,
): ImpliedOut | undefined {
  let best: ImpliedOut | undefined;
  for (const spread of contract.spreads) {
    const implied = outOf(state, contract, spread, side, account, time);
    if (implied === undefined) continue;
    const isFirst =
      best === undefined ||
      isBetter(side, implied.price, best.price) ||
      (implied.price === best.price && ageOf(contract, implied) < ageOf(contract, best));
    if (isFirst) best = implied;
  }
  return best;
}

/** An implied price is as old as the younger of its orders. */
function ageOf(contract: ListedContract, { spread, spreadSlot, otherSlot }: ImpliedOut): OrderId {
  const other = otherLeg(spread, contract);
  return Math.max(spread.book.orderOf(spreadSlot), other.book.orderOf(otherSlot)) as OrderId;
}

/** The month of the spread that `contract` is not. */
export function otherLeg({ near, far }: ListedSpread, contract: ListedContract): ListedContract {
  return contract === near ? far : near;
}

function outOf(
  state: VenueState,
  contract: ListedContract,
  spread: ListedSpread,
  side: Side,
  account: AccountId,
  time: Millis,
): ImpliedOut | undefined {
  const { book } = spread;
  if (book.size === 0 || !spread.trades) return undefined;
  const isNear = contract === spread.near;
  const other = otherLeg(spread, contract);
  // Who buys the near month buys it of a seller of the spread; who buys the far one, of a buyer.
  const spreadSide = isNear ? opposite(side) : side;
  const priceWith = (spreadSlot: Slot, otherSlot: Slot): Ticks => {
    const price = spread.priceOf(spreadSlot);
    return (other.book.priceOf(otherSlot) + (isNear ? price : -price)) as Ticks;
  };
  const nearest = firstOf(state, other, opposite(side));
  if (nearest === NONE) return undefined;
  let best: { readonly price: Ticks; readonly spreadSlot: Slot; readonly otherSlot: Slot } | undefined;
  for (let spreadSlot = book.first(spreadSide); spreadSlot !== NONE; spreadSlot = book.next(spreadSlot)) {
    // Behind this one nothing can be better than what was found.
    if (best !== undefined && !isBetter(side, priceWith(spreadSlot, nearest), best.price)) break;
    const owner = book.accountOf(spreadSlot);
    if (state.accounts.groupOf(owner) === state.accounts.groupOf(account)) continue;
    const otherSlot = firstOf(state, other, opposite(side), owner);
    if (otherSlot === NONE) continue;
    const price = priceWith(spreadSlot, otherSlot);
    if (best === undefined || isBetter(side, price, best.price)) best = { price, spreadSlot, otherSlot };
  }
  if (best === undefined) return undefined;
  const { spreadSlot, otherSlot } = best;
  // Better than the limits allow: the spread order has the difference (rule SPR-9).
  const price = (
    side === BUY ? Math.max(best.price, contract.limitDown) : Math.min(best.price, contract.limitUp)
  ) as Ticks;
  if (isStopped(contract, price, time) || isStopped(other, other.book.priceOf(otherSlot), time)) return undefined;
  return { price, spread, spreadSlot, otherSlot };
}

/** The first order of a side that takes part, and is of no account of the group of `account` where that is given. */
function firstOf(state: VenueState, { book }: ListedContract, side: Side, account?: AccountId): Slot {
  const group = account === undefined ? undefined : state.accounts.groupOf(account);
  for (let slot = book.first(side); slot !== NONE; slot = book.next(slot)) {
    if (state.accounts.groupOf(book.accountOf(slot)) === group) continue;
    if (!book.isMarked(slot) || takesPart(state.details.get(book.orderOf(slot))?.terms)) return slot;
  }
  return NONE;
}

/** Whether the contract's guard would stop a trade at this price (rules PRC-11 and PRC-12). */
export function isStopped({ prices }: ListedContract, price: Ticks, time: Millis): boolean {
  return prices !== undefined && prices.guard.check(price, time) !== undefined;
}
