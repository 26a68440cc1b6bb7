/**
 * The journey of an order: refuse, or hold margin → match → clear → rest or let go.
 *
 * Matching knows nothing of money and margin knows nothing of the book: here they meet. Nothing is allocated for a
 * plain order that trades; the order at work stands in this object while its fills arrive. Where an incoming order meets
 * one that is more than plain, `#meet` decides; what an auction, an amendment or a quote does is in files of their own,
 * which use what is public here.
 */
import {
  BUY,
  FILL_OR_KILL,
  IMMEDIATE_OR_CANCEL,
  type OrderWish,
  type PlaceOrder,
  SELL,
  type Side,
} from '../commands.ts';
import type { CancelReason, Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { crosses, type Fills, match } from '../matching/match.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import { standsFirst } from '../price-rules/close-first.ts';
import type { ContractPrices } from '../price-rules/contract-prices.ts';
import type { Breach } from '../price-rules/price-guard.ts';
import { countRepeat, refuseAccess } from '../protection/refuse-protected.ts';
import type { OrderRejection } from '../rejections.ts';
import { impliedOut, impliesPrices, isBetter, takesPart } from '../spreads/implied.ts';
import { FIRST_SPREAD } from '../spreads/listed-spread.ts';
import { type AccountId, type Lots, type Millis, NO_LOTS, type OrderId, type Ticks } from '../units.ts';
import { lotsWithin } from './available.ts';
import { detailsOf, NO_ORDER, type OrderDetails } from './order-details.ts';
import { interrupt } from './phases.ts';
import { limitOf, refuseOrder, refuseRisk } from './refuse.ts';
import { isImmediate, lotsOf, reducible } from './refuse-terms.ts';
import { RestingOrders } from './resting-orders.ts';
import { firstTrigger, type StopOrder } from './stops.ts';

export class Orders extends RestingOrders implements Fills {
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

  /** Carries an order out; a refusal is returned, and nothing has changed. */
  place(command: PlaceOrder, time: Millis, emit: Emit): OrderRejection | undefined {
    const state = this.state;
    const spread = command.contract >= FIRST_SPREAD ? state.spreadOf(command.contract) : undefined;
    if (spread !== undefined && state.accounts.has(command.account))
      return this.spreads.place(spread, command, time, emit);
    const reason = refuseOrder(state, command, time);
    if (reason !== undefined) return reason;

    const contract = state.contracts[command.contract] as ListedContract;
    countRepeat(state, contract, command.account, command, time);
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
    const state = this.state;
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
    if (!contract.positions.isEngaged(account)) this.state.accounts.engage(account, contract.id);
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
      this.state.details.set(order, details);
      if (details.terms.reduceOnly === true) left = this.#cutToPosition(left);
      if (contract.trades && this.#stopped === undefined && !this.#canFillEnough(details, left))
        this.#stopped = 'unfilled';
    }
    this.#breach = undefined;
    if (contract.trades && this.#stopped === undefined)
      left = impliesPrices(contract) ? this.#sweepWithImplied(left) : this.#sweepBook(price, left);
    this.#settle(left, timeInForce);
    if (this.#breach !== undefined) interrupt(this.state, this, contract, this.#breach, time, emit);
  }

  /** What is left of the incoming order rests or goes. */
  #settle(left: Lots, timeInForce: OrderWish['timeInForce']): void {
    const order = this.#order;
    const details = this.#details;
    if (left === 0) return this.#forget(order, details);

    // What is left and could still trade was stopped; so was what may only trade at once (rules MAT-5, MAT-6).
    const immediate = timeInForce === IMMEDIATE_OR_CANCEL || timeInForce === FILL_OR_KILL;
    if (this.#stopped === undefined && !immediate) {
      this.#rest(left);
    } else {
      const contract = this.#contract;
      const account = this.#account;
      const side = this.#side;
      const reason = this.#stopped ?? 'unfilled';
      this.hold(contract, account, side, -left);
      this.#emit.orderCancelled(order, account, contract.id, side, this.#price, left, NO_LOTS, reason);
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
      const implied = impliedOut(this.state, contract, side, account, this.#time);
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
      const slot = book.first(opposite);
      if (!this.#wouldTrade(slot)) {
        left = this.#meet(slot, left);
        continue;
      }
      const level = book.priceOf(slot);
      this.#breach = guard.check(level, this.#time);
      if (this.#breach !== undefined) break;
      left = this.#sweep(level, left);
    }
    return left;
  }

  /** Whether the resting order would trade: not with its own group, nor when it only reduces and nothing is left to. */
  #wouldTrade(slot: Slot): boolean {
    const { book } = this.#contract;
    if (this.#isOwn(slot)) return false;
    const reduces = book.isMarked(slot) && this.state.details.get(book.orderOf(slot))?.terms.reduceOnly === true;
    return !reduces || reducible(this.#contract, book.accountOf(slot), { side: book.sideOf(slot) }) > 0;
  }

  #isOwn(slot: Slot): boolean {
    const { accounts } = this.state;
    return accounts.groupOf(this.#contract.book.accountOf(slot)) === accounts.groupOf(this.#account);
  }

  /** The incoming order meets a resting one that is of its own group, or marked. Returns what is left of it. */
  #meet(slot: Slot, left: Lots): Lots {
    const state = this.state;
    const contract = this.#contract;
    const { book } = contract;
    if (this.#isOwn(slot)) return this.#meetOwn(slot, left);

    const order = book.orderOf(slot);
    const details = state.details.get(order);
    if (details?.terms.reduceOnly === true && !this.cutResting(contract, slot, this.#emit)) return left;
    const traded = Math.min(book.quantityOf(slot), left) as Lots;
    const [maker, bought] = [book.accountOf(slot), book.sideOf(slot) === BUY ? traded : -traded];
    this.fill(slot, book.priceOf(slot), traded);
    this.settleResting(contract, slot, traded, this.#emit);
    if (details?.terms.protected === true) this.protect(contract, maker, bought as Lots, this.#time, this.#emit);
    return (left - traded) as Lots;
  }

  /** An order never trades with one of its own group (rules MAT-6 and MAT-8). */
  #meetOwn(slot: Slot, left: Lots): Lots {
    const contract = this.#contract;
    const mode = this.#details?.terms.selfTrade ?? 'expireTaker';
    // Of a pair neither order outlives the other.
    const isPartner = this.#details?.partner === contract.book.orderOf(slot);
    if (mode === 'expireTaker' || isPartner) {
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
    // A reduce-only order may have been cut below its minimum.
    if (needed > quantity) return false;
    const lots = lotsWithin(
      this.state,
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
    const state = this.state;
    const contract = this.#contract;
    const order = this.#order;
    const account = this.#account;
    const side = this.#side;
    const price = this.#price;
    const details = this.#details;
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
    const { prices, book } = this.#contract;
    if (prices === undefined || details === undefined) return NONE;
    const closes = details.terms.reduceOnly === true;
    if (!standsFirst(prices.rules, this.#side, this.#price, closes, this.#contract.limits)) return NONE;
    let slot = book.first(this.#side);
    while (slot !== NONE && book.priceOf(slot) === this.#price) {
      if (this.state.details.get(book.orderOf(slot))?.terms.reduceOnly !== true) return slot;
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
    this.state.details.set(order, details);
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
    const lots = lotsOf(contract, account, wish);
    const risk = { ...wish, account, price, quantity: lots };
    const refused =
      refuseAccess(this.state, contract, account) ?? (lots > 0 ? refuseRisk(this.state, contract, risk) : undefined);
    if (refused !== undefined) {
      this.state.details.delete(order);
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
    if (book.quantityOf(slot) === quantity) this.state.orders.delete(makerOrder);
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
      this.#time,
      this.#emit,
    );
    const details = this.#details;
    if (details !== undefined && details.partner !== NO_ORDER) this.cancelPartner(details, this.#emit);
  }

  /** The incoming order lives no more; when it went without a trade, its partner goes with it. */
  #forget(order: OrderId, details: OrderDetails | undefined, cancelled = false): void {
    if (details === undefined) return;
    this.state.details.delete(order);
    if (cancelled && details.partner !== NO_ORDER) this.cancelPartner(details, this.#emit);
  }
}
