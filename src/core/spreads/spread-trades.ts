/**
 * The trades of spreads: two legs that are made together, and the orders behind them (rules SPR-8 to SPR-13).
 *
 * Three kinds: a spread order against a spread order, against an order in each month, and an order of one month against
 * a spread order and an order of the other month. Who may meet whom was decided before. Fees, positions and margin are
 * those of `trading/orders.ts`, leg by leg; contracts in which something happened stand in `touched` until stop orders
 * there have been looked at.
 */
import { BUY, type Side } from '../commands.ts';
import type { Emit, SpreadSide, TradeOrigin } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import type { VenueState } from '../state.ts';
import type { RestingOrders } from '../trading/resting-orders.ts';
import {
  type AccountId,
  type Lots,
  type Millionths,
  type Millis,
  NO_LOTS,
  type OrderId,
  type Ticks,
} from '../units.ts';
import { type ImpliedIn, type ImpliedOut, isStopped, opposite, otherLeg } from './implied.ts';
import type { ListedSpread } from './listed-spread.ts';

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
export interface Incoming extends SpreadSide {
  readonly spread: ListedSpread;
  readonly slot: Slot;
}

export class SpreadTrades {
  readonly #state: VenueState;
  readonly #orders: RestingOrders;
  /** Contracts in which a spread has traded, in the order in which it did. */
  readonly touched = new Set<ListedContract>();
  #time = 0 as Millis;
  #emit!: Emit;

  constructor(state: VenueState, orders: RestingOrders) {
    this.#state = state;
    this.#orders = orders;
  }

  /** What trades from now on does so at this time, and is told to `emit`. */
  begin(time: Millis, emit: Emit): void {
    this.#time = time;
    this.#emit = emit;
  }

  /** Spread against spread: at the price of the one that rests, legs at the prices of rule SPR-8. */
  direct(incoming: Incoming, slot: Slot, left: Lots): Lots {
    const { spread, side, order, account } = incoming;
    const { near, far, book } = spread;
    const price = spread.priceOf(slot);
    const { low, high } = spread.nearRange(price);
    const nearPrice = Math.min(Math.max(near.referencePrice, low), high) as Ticks;
    const farPrice = (nearPrice - price) as Ticks;
    const isBarred = low > high || isStopped(near, nearPrice, this.#time) || isStopped(far, farPrice, this.#time);
    if (isBarred) return NO_LOTS;
    const quantity = Math.min(left, book.quantityOf(slot)) as Lots;
    const resting = spread.sideOf(slot);
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
  into(incoming: Incoming, implied: ImpliedIn, left: Lots): Lots {
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
  outOf(contract: ListedContract, side: Side, taker: Party, left: Lots, implied: ImpliedOut): Lots {
    const { spread, spreadSlot, otherSlot, price } = implied;
    const other = otherLeg(spread, contract);
    const quantity = Math.min(left, spread.book.quantityOf(spreadSlot), other.book.quantityOf(otherSlot)) as Lots;
    const { makerFeeRate } = contract.specification;
    const resting = spread.sideOf(spreadSlot);
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

  #trade(
    spread: ListedSpread,
    near: Leg,
    far: Leg,
    quantity: Lots,
    resting: SpreadSide | null,
    incoming: SpreadSide | null,
  ): void {
    const emit = this.#emit;
    const price = (near.price - far.price) as Ticks;
    if (spread.near.day !== undefined) spread.lastPrice = price;
    const nearTrade = this.#tradeLeg(spread.near, near, quantity);
    const farTrade = this.#tradeLeg(spread.far, far, quantity);
    const named = (one: SpreadSide | null) =>
      one && { order: one.order, account: one.account, side: one.side, price: one.price };
    emit.happened({
      type: 'spreadTrade',
      spread: spread.id,
      price,
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
      this.#time,
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
}

function partyOf({ book }: ListedContract, slot: Slot, rate: Millionths): Party {
  return { order: book.orderOf(slot), account: book.accountOf(slot), rate };
}
