/**
 * The workload through the whole exchange: `execute` with all that it does around the book.
 *
 * Five hundred accounts buy and five hundred others sell, so that no account meets itself and the trades are those of
 * the book alone. All are rich, and the daily limits are as wide as the ladder: every check is made, none refuses.
 * A refused order would shift the numbers of all that follow, so it ends the pass.
 *
 * Left out: reading and writing bytes, the journal, the network. Events are heard and counted, not encoded.
 */
import { dateOfCivil, startOf } from '#core/calendar.ts';
import { GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, type Side } from '#core/commands.ts';
import { type ProductSpecification, SIT } from '#core/contract.ts';
import type { Emit } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { Rejection } from '#core/rejections.ts';
import type { AccountId, ContractId, Lots, Millionths, Money, OrderId, Ticks } from '#core/units.ts';
import { type Engine, Tally } from './engine.ts';
import { PRICE_MAX, type Workload } from './workload.ts';

const ACCOUNTS_PER_SIDE = 500;
const ACCOUNTS = 2 * ACCOUNTS_PER_SIDE;
const CONTRACT = 0 as ContractId;
const CASH = 1e15 as Money;
const DATE = dateOfCivil(2026, 10, 23);
const TIME = startOf(DATE);
const WHOLE = 1_000_000 as Millionths;

/** One month, priced by any tick of the ladder, of which any order's quantity may be held. */
const product: ProductSpecification = {
  ...SIT,
  lotSize: 1,
  tickSize: 1,
  priceMax: PRICE_MAX as Ticks,
  orderQuantityMax: 1_000_000_000 as Lots,
  positionMax: 1_000_000_000 as Lots,
  priceLimitRate: WHOLE,
  consecutiveMonths: 1,
  quarterlyMonths: 0,
};
/** Up to twice and down to none of this price is the whole ladder. */
const INDEX_VALUE = ((PRICE_MAX + 1) / 2) as Money;

export class ExchangeEngine implements Engine {
  readonly tally = new Tally();
  readonly #exchange = new Exchange();
  readonly #workload: Workload;
  readonly #emit: Emit;
  /** By order number, because a cancel names its account and the workload's cancels do not. */
  readonly #accounts: Int32Array;

  constructor(workload: Workload) {
    this.#workload = workload;
    this.#accounts = new Int32Array(workload.orderMax + 1);
    this.#emit = tallying(this.tally);
    this.#open();
  }

  execute(i: number): void {
    const workload = this.#workload;
    const order = workload.orders[i] as OrderId;
    if (workload.cancels[i] === 1) {
      // Whoever names an order that was never given is some account all the same.
      const account = (order <= workload.orderMax ? this.#accounts[order] : 0) as AccountId;
      this.#exchange.execute({ type: 'cancelOrder', account, order }, TIME, this.#emit);
      return;
    }
    const side = workload.sides[i] as Side;
    const account = (2 * (order % ACCOUNTS_PER_SIDE) + side) as AccountId;
    this.#accounts[order] = account;
    this.#exchange.execute(
      {
        type: 'placeOrder',
        account,
        contract: CONTRACT,
        side,
        price: workload.prices[i] as Ticks,
        quantity: workload.quantities[i] as Lots,
        timeInForce: workload.immediate[i] === 1 ? IMMEDIATE_OR_CANCEL : GOOD_TILL_CANCEL,
      },
      TIME,
      this.#emit,
    );
  }

  /** An index, a product, and accounts with cash. */
  #open(): void {
    const execute = (command: Parameters<Exchange['execute']>[0]) => this.#exchange.execute(command, TIME, this.#emit);
    const contributions = ['a', 'b', 'c', 'd', 'e', 'f'].map((provider) => ({
      provider,
      model: 'one',
      inputPrice: INDEX_VALUE,
      outputPrice: INDEX_VALUE,
      qualityRatio: WHOLE,
      volume: 1,
    }));
    execute({ type: 'fixIndex', date: DATE, contributions });
    execute({ type: 'defineProduct', specification: product });
    for (let account = 0 as AccountId; account < ACCOUNTS; account = (account + 1) as AccountId) {
      execute({ type: 'openAccount', name: `account-${account}`, kind: 'simulated', credential: '' });
      execute({ type: 'deposit', account, amount: CASH });
    }
  }
}

/** Hears every event and counts those that the bench reports. */
function tallying(tally: Tally): Emit {
  return {
    orderAccepted() {},
    orderRested() {},
    orderCancelled() {},
    happened() {},
    trade(_contract, _trade, price, quantity, _takerSide, makerOrder, takerOrder) {
      tally.trade(makerOrder, takerOrder, price, quantity);
    },
    rejected(_account, reason: Rejection) {
      if (reason !== 'ORDER_UNKNOWN') throw new Error(`the exchange refuses what the bench needs: ${reason}`);
      tally.cancelsRefused += 1;
    },
  };
}
