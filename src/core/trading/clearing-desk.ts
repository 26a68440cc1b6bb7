/**
 * Where orders meet money: a trade becomes two trades with the clearing house, lots of orders are held for and let go.
 *
 * Whoever trades or rests something says so here, and nowhere else are positions, fees and margin of orders changed. The
 * books are not touched.
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { Emit, TradeOrigin } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { DayRecord } from '../settlement/day-record.ts';
import type { VenueState } from '../state.ts';
import {
  type AccountId,
  type Lots,
  type Millis,
  type Money,
  multiply,
  notional,
  type OrderId,
  shareUp,
  type Ticks,
} from '../units.ts';

export class ClearingDesk {
  protected readonly state: VenueState;

  constructor(state: VenueState) {
    this.state = state;
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
    time: Millis,
    emit: Emit,
  ): void {
    const state = this.state;
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
      if (contract.day !== undefined)
        this.#record(contract, contract.day, price, quantity, takerSide, maker, taker, time);
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

  /** Lots of an order start to count (or, negative, cease to). */
  hold(contract: ListedContract, account: AccountId, side: Side, quantity: number): void {
    this.#changeMargin(contract, account, contract.positions.hold(account, side, quantity));
  }

  /** The settlement rules of the product will ask who traded with whom, and when (rules SET-9 and SET-10). */
  #record(
    { phase }: ListedContract,
    day: DayRecord,
    price: Ticks,
    quantity: Lots,
    takerSide: Side,
    maker: AccountId,
    taker: AccountId,
    time: Millis,
  ): void {
    const { accounts } = this.state;
    const [buyer, seller] = takerSide === BUY ? [taker, maker] : [maker, taker];
    const isClosing = phase === 'closingAuction' || phase === 'closingFreeze';
    day.traded(price, quantity, accounts.groupOf(buyer), accounts.groupOf(seller), isClosing, time);
  }

  #charge(account: AccountId, fee: Money): Money {
    this.state.ledger.payFee(account, fee);
    return fee;
  }

  /** Resting lots become a position; the margin held for them stays or falls, never rises (rule MAR-3). */
  #book(contract: ListedContract, account: AccountId, side: Side, price: Ticks, quantity: Lots): void {
    const { positions, tickValue } = contract;
    positions.fill(account, side, quantity, price, contract.limitDown, contract.limitUp);
    const { worst, long, leastBefore, leastAfter } = positions.change;
    contract.openInterest = (contract.openInterest + long) as Lots;
    const least = multiply(tickValue, leastAfter) - multiply(tickValue, leastBefore);
    this.state.accounts.addLeastVariation(account, least);
    this.#changeMargin(contract, account, worst);
  }

  /** So many lots more, or fewer, need margin. */
  #changeMargin(contract: ListedContract, account: AccountId, change: number): void {
    if (change !== 0) this.state.accounts.addOutrightMargin(account, change * contract.marginPerLot);
  }
}
