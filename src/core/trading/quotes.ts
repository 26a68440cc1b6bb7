/**
 * Two-sided quotes over several contracts, which replace an account's quotes there: all of them or none (rule ORD-26).
 *
 * A quote is two orders that stand under the account's market-maker protection. A side that asks for no more lots at the
 * same price keeps its place; any other change is a new order.
 */
import { BUY, GOOD_TILL_CANCEL, type OrderWish, type PlaceQuotes, type Quote, SELL, type Side } from '../commands.ts';
import type { ProductSpecification } from '../contract.ts';
import type { Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { WantedLots } from '../margin/account-margin.ts';
import { isShortOfMargin } from '../margin/short-of-margin.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import { refuseAllMonths, refusePosition } from '../protection/refuse-protected.ts';
import type { CancelRejection, OrderRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { type AccountId, add, type Lots, type Millis, type Money, NO_MONEY, type OrderId } from '../units.ts';
import { refuseCancel } from './found.ts';
import { newDetails } from './order-details.ts';
import type { Orders } from './orders.ts';
import { costAtOnce, refuseEntry, refuseLimits, refuseSize } from './refuse.ts';
import type { OrderTerms } from './terms.ts';

type Refusal = CancelRejection | OrderRejection | undefined;

const QUOTE_TERMS: OrderTerms = { protected: true };

/** Which order is which side of whose quote; it may name orders that have gone. */
export class QuoteIndex {
  readonly #orders = new Map<string, OrderId>();

  set(account: AccountId, { id }: ListedContract, side: Side, order: OrderId): void {
    this.#orders.set(`${account} ${id} ${side}`, order);
  }

  get(account: AccountId, { id }: ListedContract, side: Side): OrderId | undefined {
    return this.#orders.get(`${account} ${id} ${side}`);
  }
}

/** Carries the quotes out; a refusal is of all of them, and nothing has changed. */
export function placeQuotes(
  state: VenueState,
  orders: Orders,
  command: PlaceQuotes,
  time: Millis,
  emit: Emit,
): Refusal {
  const { account, quotes } = command;
  const reason = refuseQuotes(state, command, time);
  if (reason !== undefined) return reason;
  for (const quote of quotes) replace(state, orders, account, quote, time, emit);
  return undefined;
}

function replace(state: VenueState, orders: Orders, account: AccountId, quote: Quote, time: Millis, emit: Emit): void {
  const contract = state.contracts[quote.contract] as ListedContract;
  const sides = [BUY, SELL].map((side) => ({ wish: wishOf(quote, side as Side), side: side as Side }));
  // Both old sides go before either new one comes, so that a quote that moves does not meet itself.
  const coming = sides.filter(({ wish, side }) => !keeps(state, orders, contract, account, side, wish, emit));
  for (const { wish, side } of coming) {
    // The bid may have been filled so far that the maker's protection acted.
    if (wish === undefined || state.isFrozen(account, contract, time)) continue;
    const order = orders.accept(contract, account, wish, newDetails(account, wish, true), time, emit);
    state.quotes.set(account, contract, side, order);
  }
}

/** Whether the old side goes on as the new one; if not, it is gone afterwards. */
function keeps(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  account: AccountId,
  side: Side,
  wish: OrderWish | undefined,
  emit: Emit,
): boolean {
  const slot = quotedSlot(state, contract, account, side);
  if (slot === NONE) return false;
  const { book } = contract;
  const standing = book.quantityOf(slot);
  if (wish === undefined || wish.price !== book.priceOf(slot) || wish.quantity > standing) {
    orders.take(contract, slot, 'replaced', emit);
    return false;
  }
  const less = standing - wish.quantity;
  if (less > 0) orders.reduceResting(contract, slot, less as Lots, 'replaced', emit);
  return true;
}

/** Where the account's quote on this side stands, or NONE. */
function quotedSlot(state: VenueState, contract: ListedContract, account: AccountId, side: Side): Slot {
  const order = state.quotes.get(account, contract, side);
  if (order === undefined || state.details.get(order)?.isQuote !== true) return NONE;
  return state.orders.slotOf(order);
}

function refuseQuotes(state: VenueState, { account, quotes }: PlaceQuotes, time: Millis): Refusal {
  if (!state.accounts.has(account)) return 'ACCOUNT_UNKNOWN';
  if (quotes.length === 0) return 'QUOTE_EMPTY';
  if (new Set(quotes.map(({ contract }) => contract)).size < quotes.length) return 'QUOTE_REPEATED';
  for (const quote of quotes) {
    const reason = refuseQuote(state, account, quote, time);
    if (reason !== undefined) return reason;
  }
  return refuseTogether(state, account, quotes);
}

function refuseQuote(state: VenueState, account: AccountId, quote: Quote, time: Millis): Refusal {
  const contract = state.contracts[quote.contract];
  if (contract === undefined)
    return state.spreadOf(quote.contract) === undefined ? 'CONTRACT_UNKNOWN' : 'SPREAD_TERMS_UNKNOWN';
  if (contract.expired) return 'CONTRACT_EXPIRED';
  const stands = [BUY, SELL].some((side) => quotedSlot(state, contract, account, side as Side) !== NONE);
  const closed = refuseEntry(state, contract, account, time) ?? (stands ? refuseCancel(contract) : undefined);
  if (closed !== undefined) return closed;
  const { bid, ask } = quote;
  for (const side of [bid, ask]) {
    const size = side && refuseSize(contract, side.quantity);
    if (size !== undefined) return size;
  }
  if (bid !== undefined && ask !== undefined && !(bid.price < ask.price)) return 'QUOTE_CROSSED';
  if (state.isFrozen(account, contract, time)) return 'PROTECTION_FROZEN';
  for (const side of [BUY, SELL] as const) {
    const wish = wishOf(quote, side);
    const replaced = standingLots(state, contract, account, side);
    const reason = wish && refuseLimits(state, contract, { ...wish, account }, replaced);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Positions and margin as they are once every quote stands and none of the old ones does (rules POS-1, POS-4, MAR-4). */
function refuseTogether(state: VenueState, account: AccountId, quotes: readonly Quote[]): OrderRejection | undefined {
  let cost: Money = NO_MONEY;
  const wanted: WantedLots[] = [];
  /** What the quotes add over all months of each product. */
  const months = new Map<ProductSpecification, { readonly buying: number; readonly selling: number }>();
  for (const quote of quotes) {
    const contract = state.contracts[quote.contract] as ListedContract;
    const buying = moreLots(state, contract, account, BUY, quote);
    const selling = moreLots(state, contract, account, SELL, quote);
    const long = contract.positions.ifFilled(account, BUY, buying);
    const short = contract.positions.ifFilled(account, SELL, selling);
    // A side to which nothing is added may be beyond a limit already.
    const held = Math.max(buying > 0 ? long : 0, selling > 0 ? short : 0);
    const reason = refusePosition(state, contract, account, held);
    if (reason !== undefined) return reason;
    const sum = months.get(contract.specification) ?? { buying: 0, selling: 0 };
    months.set(contract.specification, { buying: sum.buying + buying, selling: sum.selling + selling });
    wanted.push({ contract, buying, selling });
    for (const side of [BUY, SELL] as const) {
      const wish = wishOf(quote, side);
      if (wish !== undefined) cost = add(cost, costAtOnce(contract, { ...wish, account }));
    }
  }
  for (const [specification, { buying, selling }] of months) {
    const reason = refuseAllMonths(state, specification, account, buying, selling);
    if (reason !== undefined) return reason;
  }
  return isShortOfMargin(state, account, wanted, cost) ? 'MARGIN_INSUFFICIENT' : undefined;
}

function moreLots(state: VenueState, contract: ListedContract, account: AccountId, side: Side, quote: Quote): number {
  return (wishOf(quote, side)?.quantity ?? 0) - standingLots(state, contract, account, side);
}

/** The lots of the account's quote that rest on this side. */
function standingLots(state: VenueState, contract: ListedContract, account: AccountId, side: Side): number {
  const slot = quotedSlot(state, contract, account, side);
  return slot === NONE ? 0 : contract.book.quantityOf(slot);
}

function wishOf(quote: Quote, side: Side): OrderWish | undefined {
  const one = side === BUY ? quote.bid : quote.ask;
  if (one === undefined) return undefined;
  const { price, quantity } = one;
  return { contract: quote.contract, side, price, quantity, timeInForce: GOOD_TILL_CANCEL, terms: QUOTE_TERMS };
}
