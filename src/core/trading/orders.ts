/**
 * The journey of an order: refuse, or hold margin → match → clear → rest or let go. And of a cancellation.
 *
 * Matching knows nothing of money and margin knows nothing of the book: here they meet. Nothing is allocated for a
 * plain order that trades; the order at work stands in this object while its fills arrive. Where an incoming order meets
 * one that is more than plain, `#meet` decides; what an auction, an amendment or a quote does is in files of their own,
 * which use what is public here.
 */
import {
  BUY,
  type CancelOrder,
  FILL_OR_KILL,
  IMMEDIATE_OR_CANCEL,
  type OrderWish,
  type PlaceOrder,
  SELL,
  type Side,
} from '../commands.ts';
import type { CancelReason, Emit, TradeOrigin } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { crosses, type Fills, match } from '../matching/match.ts';
import { NONE, type OrderBook, type Slot } from '../order-book/order-book.ts';
import { rulesOf } from '../phase.ts';
import { standsFirst } from '../price-rules/close-first.ts';
import type { ContractPrices } from '../price-rules/contract-prices.ts';
import type { Breach } from '../price-rules/price-guard.ts';
import { protectionKey } from '../protection/protection-key.ts';
import type { CancelRejection, OrderRejection } from '../rejections.ts';
import { impliedOut, impliesPrices, isBetter, takesPart } from '../spreads/implied.ts';
import { FIRST_SPREAD, type ListedSpread } from '../spreads/listed-spread.ts';
import { SpreadOrders } from '../spreads/spread-orders.ts';
import type { VenueState } from '../state.ts';
import {
  type AccountId,
  type ContractId,
  type Lots,
  type Millis,
  type Money,
  NO_LOTS,
  notional,
  type OrderId,
  shareUp,
  type Ticks,
} from '../units.ts';
import { lotsWithin } from './available.ts';
import { cancelAll } from './cancel-all.ts';
import { detailsOf, NO_ORDER, type OrderDetails } from './order-details.ts';
import { interrupt } from './phases.ts';
import { limitOf, refuseOrder, refuseRisk } from './refuse.ts';
import { isImmediate, reducible } from './refuse-terms.ts';
import { firstTrigger, type StopOrder } from './stops.ts';

/** Where an order of this exchange is found: in a contract's book, waiting for its price, or in a spread's book. */
export type Found =
  | { readonly contract: ListedContract; readonly slot: Slot; readonly stop?: undefined }
  | { readonly contract: ListedContract; readonly slot?: undefined; readonly stop: StopOrder }
  | { readonly spread: ListedSpread; readonly contract?: undefined; readonly slot: Slot; readonly stop?: undefined };

export class Orders implements Fills {
  readonly #state: VenueState;
  readonly spreads: SpreadOrders;
  // The incoming order while it trades.
  #contract!: ListedContract;
  #side: Side = BUY;
  #order = 0 as OrderId;
  #account = 0 as AccountId;
  #details: OrderDetails | undefined;
  #emit!: Emit;
  /** What the next trade would have breached. */
  #breach: Breach | undefined;
  /** Why the incoming order goes no further, when something stops it. */
  #stopped: CancelReason | undefined;
  #price = 0 as Ticks;
  #time = 0 as Millis;
  /** All that the incoming order asks for, what it had before included. */
  #wanted = NO_LOTS;

  constructor(state: VenueState) {
    this.#state = state;
    this.spreads = new SpreadOrders(state, this);
  }

  /** Carries an order out; a refusal is returned, and nothing has changed. */
  place(command: PlaceOrder, time: Millis, emit: Emit): OrderRejection | undefined {
    const state = this.#state;
    const spread = command.contract >= FIRST_SPREAD ? state.spreadOf(command.contract) : undefined;
    if (spread !== undefined && state.accounts.has(command.account))
      return this.spreads.place(spread, command, time, emit);
    const reason = refuseOrder(state, command, time);
    if (reason !== undefined) return reason;

    const contract = state.contracts[command.contract] as ListedContract;
    const { protection } = contract.specification;
    if (protection !== undefined) state.repeats.count(protection.repeats, command.account, command, time);
    this.accept(contract, command.account, command, detailsOf(command.account, command), time, emit);
    return undefined;
  }

  /** Gives an order that may be taken its number, says so, and brings it to the market. Returns the number. */
  accept(
    contract: ListedContract,
    account: AccountId,
    wish: OrderWish,
    details: OrderDetails | undefined,
    time: Millis,
    emit: Emit,
  ): OrderId {
    const state = this.#state;
    const { side, quantity, timeInForce, terms } = wish;
    const order = state.nextOrder as OrderId;
    state.nextOrder += 1;
    const waits = terms?.trigger !== undefined;
    const price = waits ? wish.price : limitOf(contract, wish);
    emit.orderAccepted(order, account, contract.id, side, price, quantity, timeInForce);
    if (terms !== undefined) emit.happened({ type: 'termsAccepted', order, account, contract: contract.id, terms });
    if (waits) this.#wait(contract, order, wish, details as OrderDetails, emit);
    else this.enter(contract, order, account, side, price, quantity, timeInForce, details, time, emit);
    return order;
  }

  /**
   * Brings an order to the market: it trades as far as it may, and what is left rests or goes. `quantity` is all it wants
   * from now on, and `filled` what it had before.
   */
  enter(
    contract: ListedContract,
    order: OrderId,
    account: AccountId,
    side: Side,
    price: Ticks,
    quantity: Lots,
    timeInForce: OrderWish['timeInForce'],
    details: OrderDetails | undefined,
    time: Millis,
    emit: Emit,
    filled: Lots = NO_LOTS,
  ): void {
    if (!contract.positions.isEngaged(account)) this.#state.accounts.engage(account, contract.id);
    this.hold(contract, account, side, quantity);
    this.#contract = contract;
    this.#side = side;
    this.#order = order;
    this.#account = account;
    this.#details = details;
    this.#emit = emit;
    this.#stopped = undefined;
    this.#price = price;
    this.#time = time;
    this.#wanted = (filled + quantity) as Lots;
    let left = quantity;
    if (details !== undefined) {
      this.#state.details.set(order, details);
      if (details.terms.reduceOnly === true) left = this.#cutToPosition(left);
      if (contract.trades && this.#stopped === undefined && !this.#canFillEnough(details, left))
        this.#stopped = 'unfilled';
    }
    this.#breach = undefined;
    if (contract.trades && this.#stopped === undefined)
      left = impliesPrices(contract) ? this.#sweepWithImplied(left) : this.#sweepBook(price, left);
    this.#settle(left, timeInForce);
    if (this.#breach !== undefined) interrupt(this.#state, this, contract, this.#breach, time, emit);
  }

  /** What is left of the incoming order rests or goes. */
  #settle(left: Lots, timeInForce: OrderWish['timeInForce']): void {
    const [order, details, contract] = [this.#order, this.#details, this.#contract];
    if (left === 0) return this.#forget(order, details);
    const [account, side, price, emit] = [this.#account, this.#side, this.#price, this.#emit];

    // What is left and could still trade was stopped; so was what may only trade at once (rules MAT-5, MAT-6).
    const immediate = timeInForce === IMMEDIATE_OR_CANCEL || timeInForce === FILL_OR_KILL;
    if (this.#stopped === undefined && !immediate) {
      this.#rest(left);
    } else {
      this.hold(contract, account, side, -left);
      emit.orderCancelled(order, account, contract.id, side, price, left, NO_LOTS, this.#stopped ?? 'unfilled');
      this.#forget(order, details, true);
    }
  }

  /**
   * Trades the incoming order in its book and at implied prices: the better first, at one price the book (rule SPR-7).
   * What wants so many lots at once has counted those of the book, and trades with them alone (rule SPR-11).
   */
  #sweepWithImplied(quantity: Lots): Lots {
    const [contract, side, account, details] = [this.#contract, this.#side, this.#account, this.#details];
    const wantsAtOnce = details?.timeInForce === FILL_OR_KILL || details?.terms.minimumQuantity !== undefined;
    if (wantsAtOnce || !takesPart(details?.terms)) return this.#sweepBook(this.#price, quantity);
    this.spreads.trades.begin(this.#time, this.#emit);
    let left = quantity;
    while (left > 0 && this.#stopped === undefined && this.#breach === undefined) {
      const implied = impliedOut(this.#state, contract, side, account, this.#time);
      if (implied === undefined || isBetter(side, this.#price, implied.price))
        return this.#sweepBook(this.#price, left);
      const before = left;
      left = this.#sweepBook(implied.price, left);
      // What the book gave may have taken others out of it, or out of the books behind the implied price.
      if (left < before || this.#stopped !== undefined || this.#breach !== undefined) continue;
      const taker = { order: this.#order, account, rate: contract.specification.takerFeeRate };
      left = (left - this.spreads.trades.outOf(contract, side, taker, left, implied)) as Lots;
      if (details !== undefined && details.partner !== NO_ORDER) this.cancelPartner(details, this.#emit);
    }
    return left;
  }

  /** Trades the incoming order in its own book, up to `price`. */
  #sweepBook(price: Ticks, quantity: Lots): Lots {
    const { prices } = this.#contract;
    return prices === undefined ? this.#sweep(price, quantity) : this.#sweepGuarded(prices, price, quantity);
  }

  /** Trades the incoming order until nothing is left of it, nothing crosses it or something stops it. */
  #sweep(price: Ticks, quantity: Lots): Lots {
    const { book } = this.#contract;
    const side = this.#side;
    let left = match(book, side, price, quantity, this.#account, this);
    while (left > 0 && this.#stopped === undefined && crosses(book, side, price)) {
      left = this.#meet(book.first(side === BUY ? SELL : BUY), left);
      if (left > 0 && this.#stopped === undefined) left = match(book, side, price, left, this.#account, this);
    }
    return left;
  }

  /** The same level by level, each asked of the guard before anything trades there (rules PRC-11 and PRC-12). */
  #sweepGuarded({ guard }: ContractPrices, price: Ticks, quantity: Lots): Lots {
    const { book } = this.#contract;
    const opposite = this.#side === BUY ? SELL : BUY;
    let left = quantity;
    while (left > 0 && this.#stopped === undefined && crosses(book, this.#side, price)) {
      const level = book.bestPrice(opposite);
      this.#breach = guard.check(level, this.#time);
      if (this.#breach !== undefined) break;
      left = this.#sweep(level, left);
    }
    return left;
  }

  /** The incoming order meets a resting one that is of its own group, or marked. Returns what is left of it. */
  #meet(slot: Slot, left: Lots): Lots {
    const state = this.#state;
    const contract = this.#contract;
    const { book } = contract;
    const maker = book.accountOf(slot);
    if (state.accounts.groupOf(maker) === state.accounts.groupOf(this.#account)) return this.#meetOwn(slot, left);

    const order = book.orderOf(slot);
    const details = state.details.get(order);
    if (details?.terms.reduceOnly === true && !this.cutResting(contract, slot, this.#emit)) return left;
    const traded = Math.min(book.quantityOf(slot), left) as Lots;
    const bought = book.sideOf(slot) === BUY ? traded : -traded;
    this.fill(slot, book.priceOf(slot), traded);
    this.settleResting(contract, slot, traded, this.#emit);
    if (details?.terms.protected === true) this.protect(contract, maker, bought as Lots, this.#time, this.#emit);
    return (left - traded) as Lots;
  }

  /** A maker's protected order was filled: when that is too much, all of them go before anything else trades (MMK-13). */
  protect({ specification }: ListedContract, maker: AccountId, bought: Lots, time: Millis, emit: Emit): void {
    const state = this.#state;
    const product = specification.code;
    const window = state.makerProtections.get(protectionKey(maker, product));
    if (window?.fill(time, bought) !== true) return;
    const { frozenMs } = window.settings;
    const until = frozenMs === 0 ? null : ((time + frozenMs) as Millis);
    emit.happened({ type: 'protectionTriggered', account: maker, product, until });
    cancelAll(state, this, maker, 'protection', emit, ({ contract, slot, stop }) => {
      if (contract === undefined) return false;
      const order = slot === undefined ? stop.order : contract.book.orderOf(slot);
      const isProtected = state.details.get(order)?.terms.protected === true;
      return isProtected && contract.specification.code === product;
    });
  }

  /** An order never trades with one of its own group (rules MAT-6 and MAT-8). */
  #meetOwn(slot: Slot, left: Lots): Lots {
    const contract = this.#contract;
    const mode = this.#details?.terms.selfTrade ?? 'expireTaker';
    if (mode === 'expireTaker') {
      this.#stopped = 'selfTrade';
      return left;
    }
    const resting = this.restingOf(contract, slot);
    if (mode !== 'decrement' || resting <= left) this.take(contract, slot, 'selfTrade', this.#emit);
    if (mode === 'expireMaker') return left;
    if (mode === 'expireBoth') {
      this.#stopped = 'selfTrade';
      return left;
    }
    const less = Math.min(resting, left) as Lots;
    if (resting > left) this.reduceResting(contract, slot, less, 'selfTrade', this.#emit);
    if (less === left) {
      this.#stopped = 'selfTrade';
      return left;
    }
    this.#reduceIncoming(less, 'selfTrade');
    return (left - less) as Lots;
  }

  #reduceIncoming(quantity: Lots, reason: CancelReason): void {
    const [contract, side, price] = [this.#contract, this.#side, this.#price];
    this.#wanted = (this.#wanted - quantity) as Lots;
    this.hold(contract, this.#account, side, -quantity);
    this.#emit.happened({
      type: 'orderReduced',
      ...{ order: this.#order, account: this.#account, contract: contract.id, side, price },
      ...{ quantity, shown: NO_LOTS, reason },
    });
  }

  /** A reduce-only order wants no more than would bring its position to zero (rule ORD-25). */
  #cutToPosition(wanted: Lots): Lots {
    const most = reducible(this.#contract, this.#account, { side: this.#side });
    if (most === 0) this.#stopped = 'reduceOnly';
    const excess = wanted - most;
    if (excess <= 0 || most === 0) return wanted;
    this.#reduceIncoming(excess as Lots, 'reduceOnly');
    return most as Lots;
  }

  /** Fill-or-kill wants all, a minimum quantity so many lots, before anything trades (rules ORD-14 and ORD-17). */
  #canFillEnough({ timeInForce, terms }: OrderDetails, quantity: Lots): boolean {
    const needed = timeInForce === FILL_OR_KILL ? quantity : (terms.minimumQuantity ?? 0);
    if (needed === 0) return true;
    const lots = lotsWithin(
      this.#state,
      this.#contract,
      this.#side,
      this.#price,
      this.#account,
      terms,
      needed,
      this.#time,
    );
    return lots >= needed;
  }

  #rest(left: Lots): void {
    const state = this.#state;
    const [contract, order, account, side] = [this.#contract, this.#order, this.#account, this.#side];
    const [price, details] = [this.#price, this.#details];
    const shown = Math.min(left, details?.terms.display ?? left) as Lots;
    if (details !== undefined) details.hidden = (left - shown) as Lots;
    const marked = details !== undefined || state.accounts.isGrouped(account);
    const before = this.#standsBefore(details);
    const slot = contract.book.rest(order, account, side, price, shown, this.#wanted, marked, before);
    state.orders.set(order, contract.id, slot);
    this.#emit.orderRested(order, account, contract.id, side, price, shown);
  }

  /** At a locked limit price closing orders stand before the first that is none (rule PRC-17). */
  #standsBefore(details: OrderDetails | undefined): Slot {
    const { prices, book, limits } = this.#contract;
    const closes = details?.terms.reduceOnly === true;
    if (prices === undefined || !standsFirst(prices.rules, this.#side, this.#price, closes, limits)) return NONE;
    let slot = book.first(this.#side);
    while (slot !== NONE && book.priceOf(slot) === this.#price) {
      if (this.#state.details.get(book.orderOf(slot))?.terms.reduceOnly !== true) return slot;
      slot = book.next(slot);
    }
    return NONE;
  }

  /** A stop order goes to wait for its price. */
  #wait(contract: ListedContract, order: OrderId, wish: OrderWish, details: OrderDetails, emit: Emit): void {
    const triggerPrice = firstTrigger(wish, contract.references());
    const { contract: id, side, price, quantity, timeInForce, terms } = wish;
    const kept: OrderWish = { contract: id, side, price, quantity, timeInForce, ...(terms && { terms }) };
    contract.stops.add({ order, wish: kept, details, triggerPrice });
    this.#state.details.set(order, details);
    emit.happened({ type: 'orderWaits', order, account: details.account, contract: contract.id, triggerPrice });
  }

  /** Wakes the stop orders whose price has come, one after the other, until none is left that would (rule ORD-20). */
  wakeStops(contract: ListedContract, time: Millis, emit: Emit): void {
    const { stops } = contract;
    while (stops.size > 0 && contract.trades) {
      const stop = stops.takeTriggered(contract.references(), ({ order, details: { account }, triggerPrice }) =>
        emit.happened({ type: 'orderWaits', order, account, contract: contract.id, triggerPrice }),
      );
      if (stop === undefined) return;
      this.#wake(contract, stop, time, emit);
    }
  }

  #wake(contract: ListedContract, { order, wish, details }: StopOrder, time: Millis, emit: Emit): void {
    const { account } = details;
    const { side, quantity } = wish;
    const price = limitOf(contract, wish);
    emit.happened({ type: 'orderTriggered', order, account, contract: contract.id, price });
    if (details.partner !== NO_ORDER) this.cancelPartner(details, emit);
    const lots = details.terms.reduceOnly === true ? Math.min(quantity, reducible(contract, account, wish)) : quantity;
    const risk = { ...wish, account, price, quantity: lots as Lots };
    if (lots > 0 && refuseRisk(this.#state, contract, risk, time) !== undefined) {
      this.#state.details.delete(order);
      return emit.orderCancelled(order, account, contract.id, side, price, quantity, NO_LOTS, 'refusedWhenTriggered');
    }
    // A market order that has woken trades at once, whatever it waited with.
    const life = details.terms.pricing === 'market' && !isImmediate(wish) ? IMMEDIATE_OR_CANCEL : wish.timeInForce;
    this.enter(contract, order, account, side, price, quantity, life, details, time, emit);
  }

  /** One fill of the incoming order against the resting order in `slot`; two trades with the clearing house (CLR-3). */
  fill(slot: Slot, price: Ticks, quantity: Lots): void {
    const { book, specification } = this.#contract;
    const maker = book.accountOf(slot);
    const makerOrder = book.orderOf(slot);
    if (book.quantityOf(slot) === quantity) this.#state.orders.delete(makerOrder);
    this.#contract.prices?.guard.traded(price, this.#time);
    const { makerFeeRate, takerFeeRate } = specification;
    this.trade(
      this.#contract,
      price,
      quantity,
      this.#side,
      makerOrder,
      this.#order,
      maker,
      this.#account,
      makerFeeRate,
      takerFeeRate,
      'book',
      this.#emit,
    );
    const details = this.#details;
    if (details !== undefined && details.partner !== NO_ORDER) this.cancelPartner(details, this.#emit);
  }

  /** Clears one trade and says so: fees, positions, margin, the day's figures. The book is not touched. */
  trade(
    contract: ListedContract,
    price: Ticks,
    quantity: Lots,
    takerSide: Side,
    makerOrder: OrderId,
    takerOrder: OrderId,
    maker: AccountId,
    taker: AccountId,
    makerRate: ListedContract['specification']['makerFeeRate'],
    takerRate: ListedContract['specification']['takerFeeRate'],
    origin: TradeOrigin,
    emit: Emit,
  ): void {
    const state = this.#state;
    const value = notional(price, quantity, contract.tickValue);
    const makerFee = this.#charge(maker, shareUp(value, makerRate));
    const takerFee = this.#charge(taker, shareUp(value, takerRate));
    this.#book(contract, maker, takerSide === BUY ? SELL : BUY, price, quantity);
    this.#book(contract, taker, takerSide, price, quantity);

    // Legs of a spread against a spread have a difference that was agreed on, and prices that were not (rule SPR-8).
    if (origin !== 'spread') {
      contract.tradedValue += price * quantity;
      contract.volume = (contract.volume + quantity) as Lots;
      contract.lastPrice = price;
      if (contract.prices !== undefined) contract.prices.hasTraded = true;
    }
    const trade = state.nextTrade;
    state.nextTrade += 1;
    emit.trade(
      contract.id,
      trade,
      price,
      quantity,
      takerSide,
      makerOrder,
      takerOrder,
      maker,
      taker,
      makerFee,
      takerFee,
      origin,
    );
  }

  /**
   * A marked order in the book has traded `quantity` of what it shows, and `fill` or its like has told of it: it shrinks,
   * shows its next lots, or leaves; its partner goes (rules ORD-22 and ORD-24).
   */
  settleResting(contract: ListedContract, slot: Slot, quantity: Lots, emit: Emit): void {
    const state = this.#state;
    const { book } = contract;
    const order = book.orderOf(slot);
    const details = state.details.get(order);
    if (book.quantityOf(slot) > quantity) book.reduce(slot, quantity);
    else if (details !== undefined && details.hidden > 0) this.#showMore(contract, slot, details, emit);
    else {
      book.remove(slot);
      state.details.delete(order);
    }
    if (details !== undefined && details.partner !== NO_ORDER) this.cancelPartner(details, emit);
  }

  /** What an iceberg showed is gone; its next lots stand at the end of the queue (rule ORD-22). */
  #showMore(contract: ListedContract, slot: Slot, details: OrderDetails, emit: Emit): void {
    const { book } = contract;
    const [order, account, side] = [book.orderOf(slot), book.accountOf(slot), book.sideOf(slot)];
    const [price, original] = [book.priceOf(slot), book.originalQuantityOf(slot)];
    const shown = Math.min(details.hidden, details.terms.display ?? details.hidden) as Lots;
    details.hidden = (details.hidden - shown) as Lots;
    book.remove(slot);
    this.#state.orders.set(order, contract.id, book.rest(order, account, side, price, shown, original, true));
    emit.orderRested(order, account, contract.id, side, price, shown);
  }

  /** All that the order in `slot` still wants, shown or not. */
  restingOf(contract: ListedContract, slot: Slot): Lots {
    const { book } = contract;
    const hidden = book.isMarked(slot) ? (this.#state.details.get(book.orderOf(slot))?.hidden ?? 0) : 0;
    return (book.quantityOf(slot) + hidden) as Lots;
  }

  /** An iceberg shows all its lots for as long as an auction ends (rule AUC-8). */
  unfold(contract: ListedContract, slot: Slot, emit: Emit): void {
    const { book } = contract;
    const details = this.#state.details.get(book.orderOf(slot));
    if (details === undefined || details.hidden === 0) return;
    const { hidden } = details;
    details.hidden = NO_LOTS;
    book.shrink(slot, -hidden, 0);
    this.showsMore(contract, slot, hidden, emit);
  }

  /** After the auction it hides again what is more than it shows. */
  fold(contract: ListedContract, slot: Slot, emit: Emit): void {
    const { book } = contract;
    const details = this.#state.details.get(book.orderOf(slot));
    const excess = book.quantityOf(slot) - (details?.terms.display ?? book.quantityOf(slot));
    if (details === undefined || excess <= 0) return;
    details.hidden = excess as Lots;
    book.shrink(slot, excess, 0);
    this.showsMore(contract, slot, -excess, emit);
  }

  /** Says that `change` lots of the order came to the book, or left it. */
  showsMore({ book, id }: ListedContract, slot: Slot, change: number, emit: Emit): void {
    const [order, account, side] = [book.orderOf(slot), book.accountOf(slot), book.sideOf(slot)];
    const price = book.priceOf(slot);
    emit.happened({ type: 'shownChanged', order, account, contract: id, side, price, change: change as Lots });
  }

  /** Takes `quantity`, less than all it wants, off a resting order without a trade: hidden lots first. */
  reduceResting(contract: ListedContract, slot: Slot, quantity: Lots, reason: CancelReason, emit: Emit): void {
    const { book } = contract;
    const details = this.#state.details.get(book.orderOf(slot));
    const hidden = Math.min(details?.hidden ?? 0, quantity);
    const shown = (quantity - hidden) as Lots;
    if (details !== undefined) details.hidden = (details.hidden - hidden) as Lots;
    book.shrink(slot, shown, quantity);
    const [order, account, side] = [book.orderOf(slot), book.accountOf(slot), book.sideOf(slot)];
    this.hold(contract, account, side, -quantity);
    emit.happened({
      type: 'orderReduced',
      ...{ order, account, contract: contract.id, side, price: book.priceOf(slot), quantity, shown, reason },
    });
  }

  /** Cuts a resting reduce-only order to its position; false when nothing was left of it and it is gone. */
  cutResting(contract: ListedContract, slot: Slot, emit: Emit): boolean {
    const { book } = contract;
    const most = reducible(contract, book.accountOf(slot), { side: book.sideOf(slot) });
    const excess = this.restingOf(contract, slot) - most;
    if (most === 0) this.take(contract, slot, 'reduceOnly', emit);
    else if (excess > 0) this.reduceResting(contract, slot, excess as Lots, 'reduceOnly', emit);
    return most > 0;
  }

  /** The other order of a pair goes, wherever it is (rule ORD-24). */
  cancelPartner(details: OrderDetails, emit: Emit): void {
    const { partner } = details;
    details.partner = NO_ORDER;
    const other = this.#state.details.get(partner);
    if (other !== undefined) other.partner = NO_ORDER;
    const found = this.find(partner);
    if (found !== undefined) this.remove(found, 'otherOfPair', emit);
  }

  /** Cancels an order; a refusal is returned, and nothing has changed. */
  cancel({ account, order }: CancelOrder, emit: Emit): CancelRejection | undefined {
    const state = this.#state;
    const id = state.orders.contractOf(order);
    if (id === -1 || id >= FIRST_SPREAD) return this.#cancelElsewhere(account, order, emit);
    const contract = state.contracts[id] as ListedContract;
    const slot = state.orders.slotOf(order);
    // Somebody else's order is as unknown as none, so that order numbers tell nothing about others (rule ORD-8).
    if (contract.book.accountOf(slot) !== account) return 'ORDER_UNKNOWN';
    const reason = refuseCancel(contract);
    if (reason === undefined) this.take(contract, slot, 'requested', emit);
    return reason;
  }

  /** Cancels an order that waits, or one in a spread. */
  #cancelElsewhere(account: AccountId, order: OrderId, emit: Emit): CancelRejection | undefined {
    const found = this.find(order);
    if (found === undefined || ownerOf(found) !== account) return 'ORDER_UNKNOWN';
    const reason = refuseRemoval(found);
    if (reason === undefined) this.remove(found, 'requested', emit);
    return reason;
  }

  /** The order with this number, if it rests or waits. */
  find(order: OrderId): Found | undefined {
    const state = this.#state;
    const id = state.orders.contractOf(order);
    const slot = state.orders.slotOf(order);
    if (id >= FIRST_SPREAD) return { spread: state.spreadOf(id as ContractId) as ListedSpread, slot };
    if (id !== -1) return { contract: state.contracts[id] as ListedContract, slot };
    const details = state.details.get(order);
    if (details === undefined) return undefined;
    const contract = state.contracts[details.contract] as ListedContract;
    const stop = contract.stops.find(order);
    return stop === undefined ? undefined : { contract, stop };
  }

  /** Takes an order out of the market, wherever it stands, and its partner with it. */
  remove(found: Found, reason: CancelReason, emit: Emit): void {
    if (found.contract === undefined) return this.spreads.take(found.spread, found.slot, reason, emit);
    if (found.slot !== undefined) return this.take(found.contract, found.slot, reason, emit);
    const { contract, stop } = found;
    const { order, wish, details } = stop;
    contract.stops.remove(order);
    this.#state.details.delete(order);
    const { side, price, quantity } = wish;
    emit.orderCancelled(order, details.account, contract.id, side, price, quantity, NO_LOTS, reason);
    if (details.partner !== NO_ORDER) this.cancelPartner(details, emit);
  }

  /** Takes a resting order out of its queue and releases its margin, to bring it back under the same number. */
  lift(contract: ListedContract, slot: Slot): void {
    const { book } = contract;
    const [order, account, side] = [book.orderOf(slot), book.accountOf(slot), book.sideOf(slot)];
    this.hold(contract, account, side, -this.restingOf(contract, slot));
    book.remove(slot);
    this.#state.orders.delete(order);
  }

  /** Takes a resting order out of the book and releases its margin. */
  take(contract: ListedContract, slot: Slot, reason: CancelReason, emit: Emit): void {
    const { book } = contract;
    const order = book.orderOf(slot);
    const account = book.accountOf(slot);
    const side = book.sideOf(slot);
    const price = book.priceOf(slot);
    const shown = book.quantityOf(slot);
    const details = book.isMarked(slot) ? this.#state.details.get(order) : undefined;
    const quantity = (shown + (details?.hidden ?? 0)) as Lots;
    book.remove(slot);
    this.#state.orders.delete(order);
    this.hold(contract, account, side, -quantity);
    emit.orderCancelled(order, account, contract.id, side, price, quantity, shown, reason);
    if (details === undefined) return;
    this.#state.details.delete(order);
    if (details.partner !== NO_ORDER) this.cancelPartner(details, emit);
  }

  /** The incoming order lives no more; when it went without a trade, its partner goes with it. */
  #forget(order: OrderId, details: OrderDetails | undefined, cancelled = false): void {
    if (details === undefined) return;
    this.#state.details.delete(order);
    if (cancelled && details.partner !== NO_ORDER) this.cancelPartner(details, this.#emit);
  }

  #charge(account: AccountId, fee: Money): Money {
    this.#state.ledger.payFee(account, fee);
    return fee;
  }

  /** Resting lots become a position; the margin held for them stays or falls, never rises (rule MAR-3). */
  #book(contract: ListedContract, account: AccountId, side: Side, price: Ticks, quantity: Lots): void {
    const { positions } = contract;
    const before = positions.worst(account);
    const least = contract.leastVariation(account);
    if (side === BUY) positions.addBuying(account, -quantity);
    else positions.addSelling(account, -quantity);
    const signed = side === BUY ? quantity : -quantity;
    const position = positions.trade(account, signed, price);
    const longBefore = Math.max(0, position - signed);
    contract.openInterest = (contract.openInterest + Math.max(0, position) - longBefore) as Lots;
    this.#state.accounts.addLeastVariation(account, contract.leastVariation(account) - least);
    this.#changeMargin(contract, account, before);
  }

  /** Lots of an order start to count (or, negative, cease to). */
  hold(contract: ListedContract, account: AccountId, side: Side, quantity: number): void {
    const before = contract.positions.worst(account);
    if (side === BUY) contract.positions.addBuying(account, quantity);
    else contract.positions.addSelling(account, quantity);
    this.#changeMargin(contract, account, before);
  }

  #changeMargin(contract: ListedContract, account: AccountId, before: Lots): void {
    const change = contract.positions.worst(account) - before;
    if (change !== 0) this.#state.accounts.addInitialMargin(account, change * contract.marginPerLot);
  }
}

/**
 * The numbers of the orders in a book, in priority. Who takes orders out goes by them and not from slot to slot: an order
 * may take its partner along, and its partner may be the next.
 */
export function ordersIn(book: OrderBook, sides: readonly Side[] = [BUY, SELL]): OrderId[] {
  const orders: OrderId[] = [];
  for (const side of sides)
    for (let slot = book.first(side); slot !== NONE; slot = book.next(slot)) orders.push(book.orderOf(slot));
  return orders;
}

/** Whose order it is. */
export function ownerOf(found: Found): AccountId {
  if (found.stop !== undefined) return found.stop.details.account;
  return (found.contract ?? found.spread).book.accountOf(found.slot);
}

/** Which side it is on. */
export function sideOf(found: Found): Side {
  if (found.stop !== undefined) return found.stop.wish.side;
  return (found.contract ?? found.spread).book.sideOf(found.slot);
}

/** Why the order may not leave now, or undefined; one in a spread takes part in no auction and may always. */
export function refuseRemoval({ contract }: Found): CancelRejection | undefined {
  return contract === undefined ? undefined : refuseCancel(contract);
}

/** Why no order may leave the book of the contract now, or undefined (rule AUC-9). */
export function refuseCancel({ phase }: ListedContract): CancelRejection | undefined {
  return rulesOf(phase).takesCancels ? undefined : 'NO_CANCEL_IN_FREEZE';
}
