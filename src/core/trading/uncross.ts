/**
 * The end of an auction: everything that can trade does so at one price (rules AUC-7 and AUC-8).
 *
 * The price is `auctionPrice`'s. At it the better priced orders trade first and at one price the older ones; both sides
 * pay the maker's fee. Icebergs trade with all their lots at the place at which they stand. Before anything trades, what
 * could not trade is put aside: orders of one group that would meet, reduce-only orders beyond their position, the second
 * of a pair; then the price is asked for again, so that what happens is what was announced.
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { CancelReason, Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { type AuctionLevel, type AuctionPrice, auctionPrice } from '../matching/auction-price.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import type { VenueState } from '../state.ts';
import type { AccountId, Lots, Millis, OrderId, Ticks } from '../units.ts';
import { restingIn } from './found.ts';
import { NO_ORDER } from './order-details.ts';
import type { Orders } from './orders.ts';
import { reducible } from './refuse-terms.ts';

/** The later of two orders of a group that would trade together, and the other; NONE where the two are a pair. */
interface Conflict {
  readonly slot: Slot;
  readonly rival: Slot;
}

/** One trade of an auction, by the slots of its orders. */
interface Pairing {
  readonly bid: Slot;
  readonly ask: Slot;
  readonly quantity: Lots;
}

/** What the auction would come to now; undefined when nothing would trade. */
export function indicativePrice(orders: Orders, contract: ListedContract): AuctionPrice | undefined {
  const level = (side: Side) => levelsOf(orders, contract, side);
  return auctionPrice(level(BUY), level(SELL), contract.referencePrice);
}

/** Ends the auction of a contract and says what it came to; returns its price, or undefined when nothing traded. */
export function uncross(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  time: Millis,
  emit: Emit,
): Ticks | undefined {
  cutReduceOnly(state, orders, contract, emit);
  let result = indicativePrice(orders, contract);
  let pairings = result === undefined ? [] : pair(orders, contract, result);
  for (let found = conflictIn(state, contract, pairings); found !== undefined; ) {
    putAside(state, orders, contract, found, emit);
    result = indicativePrice(orders, contract);
    pairings = result === undefined ? [] : pair(orders, contract, result);
    found = conflictIn(state, contract, pairings);
  }
  const none = { price: 0 as Ticks, quantity: 0, surplus: 0 };
  const { price, quantity, surplus } = result ?? none;
  emit.happened({ type: 'auctionEnded', contract: contract.id, price, quantity: quantity as Lots, surplus });
  if (result !== undefined) trade(state, orders, contract, pairings, price, time, emit);
  return result?.price;
}

/** All lots of a side at prices at which the other side could trade, best first. */
function levelsOf(orders: Orders, contract: ListedContract, side: Side): AuctionLevel[] {
  const { book } = contract;
  const opposite = book.bestPrice(side === BUY ? SELL : BUY);
  const levels: { price: Ticks; quantity: number }[] = [];
  if (opposite === 0) return levels;
  for (let slot = book.first(side); slot !== NONE; slot = book.next(slot)) {
    const price = book.priceOf(slot);
    if (side === BUY ? price < opposite : price > opposite) break;
    const lots = orders.restingOf(contract, slot);
    const last = levels.at(-1);
    if (last?.price === price) last.quantity += lots;
    else levels.push({ price, quantity: lots });
  }
  return levels;
}

/** Who trades with whom, in the order in which it is told. */
function pair(orders: Orders, contract: ListedContract, { quantity: volume }: AuctionPrice): Pairing[] {
  const { book } = contract;
  const pairings: Pairing[] = [];
  let [bid, ask] = [book.first(BUY), book.first(SELL)];
  let [bidLeft, askLeft] = [0, 0] as [number, number];
  for (let left = volume; left > 0; ) {
    if (bidLeft === 0) bidLeft = orders.restingOf(contract, bid);
    if (askLeft === 0) askLeft = orders.restingOf(contract, ask);
    const quantity = Math.min(bidLeft, askLeft, left) as Lots;
    pairings.push({ bid, ask, quantity });
    left -= quantity;
    bidLeft -= quantity;
    askLeft -= quantity;
    if (bidLeft === 0) bid = book.next(bid);
    if (askLeft === 0) ask = book.next(ask);
  }
  return pairings;
}

/** The first two that must not both trade, or undefined. */
function conflictIn(state: VenueState, { book }: ListedContract, pairings: readonly Pairing[]): Conflict | undefined {
  const traded = new Set<OrderId>();
  for (const { bid, ask } of pairings) {
    const group = state.accounts.groupOf(book.accountOf(bid));
    if (group === state.accounts.groupOf(book.accountOf(ask)))
      return book.orderOf(bid) > book.orderOf(ask) ? { slot: bid, rival: ask } : { slot: ask, rival: bid };
    for (const slot of [bid, ask]) {
      const order = book.orderOf(slot);
      const partner = state.details.get(order)?.partner ?? NO_ORDER;
      if (partner !== NO_ORDER && traded.has(partner)) return { slot, rival: NONE };
      traded.add(order);
    }
  }
  return undefined;
}

/** Takes out what must not trade; of two orders of a group the later one's mode decides (rule MAT-8). */
function putAside(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  { slot, rival: own }: Conflict,
  emit: Emit,
): void {
  const { book } = contract;
  const details = state.details.get(book.orderOf(slot));
  const take = (which: Slot, reason: CancelReason) => orders.take(contract, which, reason, emit);
  if (own === NONE) {
    // The first of the pair is about to trade: the two part before the second goes, or it would take the first with it.
    const first = state.details.get(details?.partner ?? NO_ORDER);
    if (first !== undefined) first.partner = NO_ORDER;
    if (details !== undefined) details.partner = NO_ORDER;
    return take(slot, 'otherOfPair');
  }
  const mode = details?.terms.selfTrade ?? 'expireTaker';
  if (mode === 'expireTaker') return take(slot, 'selfTrade');
  if (mode === 'expireMaker') return take(own, 'selfTrade');
  const [lots, ownLots] = [orders.restingOf(contract, slot), orders.restingOf(contract, own)];
  const [smaller, larger] = lots < ownLots ? [slot, own] : [own, slot];
  const lives = book.orderOf(larger);
  take(smaller, 'selfTrade');
  // The two may be a pair, of which neither outlives the other.
  if (state.orders.contractOf(lives) === -1) return;
  if (mode === 'expireBoth' || lots === ownLots) return take(larger, 'selfTrade');
  orders.reduceResting(contract, larger, Math.min(lots, ownLots) as Lots, 'selfTrade', emit);
}

/** Reduce-only orders want no more than their position, less what the account's other orders could take of it. */
function cutReduceOnly(state: VenueState, orders: Orders, contract: ListedContract, emit: Emit): void {
  const { book, positions } = contract;
  for (const side of [BUY, SELL] as const) {
    const room = new Map<AccountId, number>();
    const roomOf = (account: AccountId): number => {
      const resting = side === BUY ? positions.buyingOf(account) : positions.sellingOf(account);
      return (
        reducible(contract, account, { side }) - (resting - reduceOnlyLots(state, orders, contract, account, side))
      );
    };
    for (const order of restingIn(contract, side)) {
      if (state.details.get(order)?.terms.reduceOnly !== true) continue;
      const slot = state.orders.slotOf(order);
      const account = book.accountOf(slot);
      const left = room.get(account) ?? roomOf(account);
      const lots = orders.restingOf(contract, slot);
      if (left <= 0) orders.take(contract, slot, 'reduceOnly', emit);
      else if (left < lots) orders.reduceResting(contract, slot, (lots - left) as Lots, 'reduceOnly', emit);
      room.set(account, Math.max(0, left - lots));
    }
  }
}

function reduceOnlyLots(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  account: AccountId,
  side: Side,
): number {
  const { book } = contract;
  let lots = 0;
  for (let slot = book.first(side); slot !== NONE; slot = book.next(slot))
    if (book.accountOf(slot) === account && state.details.get(book.orderOf(slot))?.terms.reduceOnly === true)
      lots += orders.restingOf(contract, slot);
  return lots;
}

function trade(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  pairings: readonly Pairing[],
  price: Ticks,
  time: Millis,
  emit: Emit,
): void {
  const { book, specification } = contract;
  const involved = new Set(pairings.flatMap(({ bid, ask }) => [bid, ask]));
  for (const slot of involved) orders.unfold(contract, slot, emit);
  for (const { bid, ask, quantity } of pairings) {
    // The later order counts as the one that took.
    const isBuyLater = book.orderOf(bid) > book.orderOf(ask);
    const [maker, taker] = isBuyLater ? [ask, bid] : [bid, ask];
    for (const slot of [bid, ask]) {
      orders.showsMore(contract, slot, -quantity, emit);
      if (book.quantityOf(slot) === quantity) state.orders.delete(book.orderOf(slot));
    }
    orders.trade(
      contract,
      price,
      quantity,
      isBuyLater ? BUY : SELL,
      book.orderOf(maker),
      book.orderOf(taker),
      book.accountOf(maker),
      book.accountOf(taker),
      specification.makerFeeRate,
      specification.makerFeeRate,
      'auction',
      time,
      emit,
    );
    for (const slot of [bid, ask]) {
      const isDone = book.quantityOf(slot) === quantity;
      orders.settleResting(contract, slot, quantity, emit);
      if (isDone) involved.delete(slot);
    }
  }
  for (const slot of involved) orders.fold(contract, slot, emit);
}
