/**
 * The journey of a spread order: refuse, or hold margin in both legs → match → clear → rest or let go.
 *
 * Beside it, what implied prices ask of the books: three orders of three books trade, two legs come of it, and
 * `spreadTrade` says which (rules SPR-7 to SPR-13). Margin, fees and positions are those of `trading/orders.ts`, leg by
 * leg; contracts in which something happened stand in `touched` until stop orders there have been looked at.
 */
import { BUY, IMMEDIATE_OR_CANCEL, type PlaceOrder, SELL, type Side } from '../commands.ts';
import type { CancelReason, Emit, SpreadSide, TradeOrigin } from '../events.ts';
import { invariant } from '../invariants.ts';
import type { ListedContract } from '../listed-contract.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import type { OrderRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import type { Orders } from '../trading/orders.ts';
import {
  type AccountId,
  type Lots,
  type Millionths,
  type Millis,
  NO_LOTS,
  type OrderId,
  type Ticks,
} from '../units.ts';
import { type ImpliedIn, type ImpliedOut, impliedIn, isBetter, isStopped, otherLeg } from './implied.ts';
import type { ListedSpread } from './listed-spread.ts';
import { refuseSpreadOrder } from './refuse-spread.ts';

/** An order in a trade, and the rate of its fee. */
interface Party {
  readonly order: OrderId;
  readonly account: AccountId;
  readonly rate: Millionths;
}

interface Leg {
  readonly price: Ticks;
  readonly takerSide: Side;
  readonly maker: Party;
  readonly taker: Party;
  readonly origin: TradeOrigin;
}

/** A spread order that comes to trade: with `slot` it has been resting. */
interface Incoming extends SpreadSide {
  readonly spread: ListedSpread;
  readonly slot: Slot;
}

const opposite = (side: Side): Side => (side === BUY ? SELL : BUY);
/** Whether an order at this limit may trade at `price`. */
const reaches = ({ side, price: limit }: SpreadSide, price: Ticks) => !isBetter(side, limit, price);

export class SpreadOrders {
  readonly #state: VenueState;
  readonly #orders: Orders;
  /** Contracts in which a spread has traded, in the order in which it did. */
  readonly touched = new Set<ListedContract>();
  #time = 0 as Millis;
  #emit!: Emit;

  constructor(state: VenueState, orders: Orders) {
    this.#state = state;
    this.#orders = orders;
  }

  /** Carries an order in a spread out; a refusal is returned, and nothing has changed. */
  place(spread: ListedSpread, command: PlaceOrder, time: Millis, emit: Emit): OrderRejection | undefined {
    const state = this.#state;
    const reason = refuseSpreadOrder(state, spread, command, time);
    if (reason !== undefined) return reason;
    const { account, side, price, quantity, timeInForce } = command;
    const { protection } = spread.near.specification;
    if (protection !== undefined) state.repeats.count(protection.repeats, account, command, time);
    const order = state.nextOrder as OrderId;
    state.nextOrder += 1;
    emit.orderAccepted(order, account, spread.id, side, price, quantity, timeInForce);
    for (const { id } of [spread.near, spread.far]) state.accounts.engage(account, id);
    this.#hold(spread, account, side, quantity);
    this.#time = time;
    this.#emit = emit;
    const { left, stopped } = this.#sweep({ spread, order, account, side, price, slot: NONE }, quantity);
    if (left > 0 && stopped === undefined && timeInForce !== IMMEDIATE_OR_CANCEL) {
      state.orders.set(order, spread.id, spread.rest(order, account, side, price, left, quantity));
      emit.orderRested(order, account, spread.id, side, price, left);
    } else if (left > 0) {
      this.#hold(spread, account, side, -left);
      emit.orderCancelled(order, account, spread.id, side, price, left, NO_LOTS, stopped ?? 'unfilled');
    }
    const [bid, ask] = [spread.bestPrice(BUY), spread.bestPrice(SELL)];
    invariant(bid === undefined || ask === undefined || bid < ask, 'the best bid of a spread is below its best ask');
    return undefined;
  }

  /** Trades as far as the spread's book and its legs allow: better prices first, at one price the book's (SPR-7). */
  #sweep(incoming: Incoming, quantity: Lots): { readonly left: Lots; readonly stopped: CancelReason | undefined } {
    const { spread, side, account } = incoming;
    const groupOf = (one: AccountId) => this.#state.accounts.groupOf(one);
    let left: Lots = quantity;
    while (left > 0) {
      const implied = impliedIn(this.#state, spread, side, account, this.#time);
      const direct = spread.bestPrice(opposite(side));
      const price =
        direct === undefined || (implied && isBetter(side, implied.price, direct)) ? implied?.price : direct;
      if (price === undefined || !reaches(incoming, price)) break;
      if (price !== direct) {
        left = (left - this.#tradeIn(incoming, implied as ImpliedIn, left)) as Lots;
        continue;
      }
      const slot = spread.book.first(opposite(side));
      if (groupOf(spread.book.accountOf(slot)) === groupOf(account)) return { left, stopped: 'selfTrade' };
      const traded = this.#tradeDirect(incoming, slot, left);
      // What cannot trade here may not rest beyond it either (rule SPR-12).
      if (traded === 0) return { left, stopped: 'unfilled' };
      left = (left - traded) as Lots;
    }
    return { left, stopped: undefined };
  }

  /** Spread against spread: at the price of the one that rests, legs at the prices of rule SPR-8. */
  #tradeDirect(incoming: Incoming, slot: Slot, left: Lots): Lots {
    const { spread, side, order, account } = incoming;
    const { near, far, book } = spread;
    const price = spread.priceOf(slot);
    const { low, high } = spread.nearRange(price);
    const nearPrice = Math.min(Math.max(near.referencePrice, low), high) as Ticks;
    const farPrice = (nearPrice - price) as Ticks;
    const isBarred = low > high || isStopped(near, nearPrice, this.#time) || isStopped(far, farPrice, this.#time);
    if (isBarred) return NO_LOTS;
    const quantity = Math.min(left, book.quantityOf(slot)) as Lots;
    const resting = sideOf(spread, slot);
    const { makerFeeRate, takerFeeRate } = near.specification;
    const maker = { ...resting, rate: makerFeeRate };
    const taker = { order, account, rate: takerFeeRate };
    this.#trade(
      spread,
      { price: nearPrice, takerSide: side, maker, taker, origin: 'spread' },
      { price: farPrice, takerSide: opposite(side), maker, taker, origin: 'spread' },
      quantity,
      resting,
      incoming,
    );
    this.#settle(spread, slot, quantity);
    return quantity;
  }

  /** A spread order against an order in each leg, at their prices. */
  #tradeIn(incoming: Incoming, implied: ImpliedIn, left: Lots): Lots {
    const { spread, side, order, account, slot } = incoming;
    const { near, far } = spread;
    const quantity = Math.min(left, near.book.quantityOf(implied.near), far.book.quantityOf(implied.far)) as Lots;
    const { makerFeeRate, takerFeeRate } = near.specification;
    const hasRested = slot !== NONE;
    const taker = { order, account, rate: hasRested ? makerFeeRate : takerFeeRate };
    const leg = (contract: ListedContract, at: Slot, takerSide: Side): Leg => {
      const maker = partyOf(contract, at, makerFeeRate);
      return { price: contract.book.priceOf(at), takerSide, maker, taker, origin: 'book' };
    };
    const nearLeg = leg(near, implied.near, side);
    const farLeg = leg(far, implied.far, opposite(side));
    this.#trade(spread, nearLeg, farLeg, quantity, hasRested ? incoming : null, hasRested ? null : incoming);
    if (hasRested) this.#settle(spread, slot, quantity);
    this.#settleMakers([
      { contract: near, slot: implied.near, bought: side === BUY ? -quantity : quantity },
      { contract: far, slot: implied.far, bought: side === BUY ? quantity : -quantity },
    ]);
    return quantity;
  }

  /**
   * An incoming order of one month against a spread order and an order of the other month; returns the lots traded. The
   * spread order pays the maker's fee in both legs.
   */
  tradeOut(
    contract: ListedContract,
    side: Side,
    taker: Party,
    left: Lots,
    implied: ImpliedOut,
    time: Millis,
    emit: Emit,
  ): Lots {
    this.#time = time;
    this.#emit = emit;
    const { spread, spreadSlot, otherSlot, price } = implied;
    const other = otherLeg(spread, contract);
    const quantity = Math.min(left, spread.book.quantityOf(spreadSlot), other.book.quantityOf(otherSlot)) as Lots;
    const { makerFeeRate } = contract.specification;
    const resting = sideOf(spread, spreadSlot);
    const middle = { ...resting, rate: makerFeeRate };
    const maker = partyOf(other, otherSlot, makerFeeRate);
    const own: Leg = { price, takerSide: side, maker: middle, taker, origin: 'implied' };
    const otherPrice = other.book.priceOf(otherSlot);
    const opposing: Leg = { price: otherPrice, takerSide: side, maker, taker: middle, origin: 'book' };
    const [nearLeg, farLeg] = contract === spread.near ? [own, opposing] : [opposing, own];
    this.#trade(spread, nearLeg, farLeg, quantity, resting, null);
    this.#settle(spread, spreadSlot, quantity);
    const bought = side === BUY ? -quantity : quantity;
    this.#settleMakers([{ contract: other, slot: otherSlot, bought }]);
    return quantity;
  }

  /** The contract trades again: what has come to cross its spreads meanwhile trades now (rule SPR-10). */
  resume(contract: ListedContract, time: Millis, emit: Emit): void {
    this.#time = time;
    this.#emit = emit;
    for (const spread of contract.spreads)
      for (const side of [BUY, SELL] as const) {
        let slot = spread.book.first(side);
        while (slot !== NONE) {
          const behind = spread.book.next(slot);
          const incoming = { spread, slot, ...sideOf(spread, slot) };
          const implied = impliedIn(this.#state, spread, side, incoming.account, time);
          const left = spread.book.quantityOf(slot);
          if (implied === undefined || !reaches(incoming, implied.price)) slot = behind;
          else if (this.#tradeIn(incoming, implied, left) === left) slot = behind;
        }
      }
  }

  /** Takes a resting order out of the spread's book and releases its margin. */
  take(spread: ListedSpread, slot: Slot, reason: CancelReason, emit: Emit): void {
    const { order, account, side, price } = sideOf(spread, slot);
    const quantity = spread.book.quantityOf(slot);
    spread.book.remove(slot);
    this.#state.orders.delete(order);
    this.#hold(spread, account, side, -quantity);
    emit.orderCancelled(order, account, spread.id, side, price, quantity, quantity, reason);
  }

  #trade(
    spread: ListedSpread,
    near: Leg,
    far: Leg,
    quantity: Lots,
    resting: SpreadSide | null,
    incoming: SpreadSide | null,
  ): void {
    const emit = this.#emit;
    const nearTrade = this.#tradeLeg(spread.near, near, quantity);
    const farTrade = this.#tradeLeg(spread.far, far, quantity);
    const named = (one: SpreadSide | null) =>
      one && { order: one.order, account: one.account, side: one.side, price: one.price };
    emit.happened({
      type: 'spreadTrade',
      spread: spread.id,
      price: (near.price - far.price) as Ticks,
      quantity,
      resting: named(resting),
      incoming: named(incoming),
      nearTrade,
      farTrade,
    });
  }

  /** One leg with the clearing house; returns the number of its trade. */
  #tradeLeg(contract: ListedContract, leg: Leg, quantity: Lots): number {
    const { price, takerSide, maker, taker, origin } = leg;
    const trade = this.#state.nextTrade;
    if (origin !== 'spread') contract.prices?.guard.traded(price, this.#time);
    this.#orders.trade(
      contract,
      price,
      quantity,
      takerSide,
      maker.order,
      taker.order,
      maker.account,
      taker.account,
      maker.rate,
      taker.rate,
      origin,
      this.#emit,
    );
    this.touched.add(contract);
    return trade;
  }

  /** A resting spread order has traded so many lots. */
  #settle({ book }: ListedSpread, slot: Slot, quantity: Lots): void {
    if (book.quantityOf(slot) > quantity) return book.reduce(slot, quantity);
    this.#state.orders.delete(book.orderOf(slot));
    book.remove(slot);
  }

  /** The orders of months that made the price shrink or leave; only then maker protections may take others out. */
  #settleMakers(makers: readonly { contract: ListedContract; slot: Slot; bought: number }[]): void {
    const state = this.#state;
    const protectedMakers = makers.flatMap(({ contract, slot, bought }) => {
      const { book } = contract;
      const [order, account] = [book.orderOf(slot), book.accountOf(slot)];
      const isProtected = state.details.get(order)?.terms.protected === true;
      if (book.quantityOf(slot) === Math.abs(bought)) state.orders.delete(order);
      this.#orders.settleResting(contract, slot, Math.abs(bought) as Lots, this.#emit);
      return isProtected ? [{ contract, account, bought: bought as Lots }] : [];
    });
    for (const { contract, account, bought } of protectedMakers)
      this.#orders.protect(contract, account, bought, this.#time, this.#emit);
  }

  /** Lots of a spread order start to count in both legs (or, negative, cease to). */
  #hold({ near, far }: ListedSpread, account: AccountId, side: Side, quantity: number): void {
    this.#orders.hold(near, account, side, quantity);
    this.#orders.hold(far, account, opposite(side), quantity);
  }
}

/** The resting spread order in `slot`. */
function sideOf(spread: ListedSpread, slot: Slot): SpreadSide {
  const { book } = spread;
  return {
    order: book.orderOf(slot),
    account: book.accountOf(slot),
    side: book.sideOf(slot),
    price: spread.priceOf(slot),
  };
}

function partyOf({ book }: ListedContract, slot: Slot, rate: Millionths): Party {
  return { order: book.orderOf(slot), account: book.accountOf(slot), rate };
}
