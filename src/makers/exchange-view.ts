/**
 * What a member sees of an exchange in the same process, and what it wants as a command: the same as over the wire, without
 * the wire.
 */
import { BUY, type CancelOrder, type PlaceOrder, SELL, type Side } from '#core/commands.ts';
import { indexOf, type SettlementIndex } from '#core/contract.ts';
import type { Exchange } from '#core/exchange.ts';
import { fixingsFor } from '#core/fixings.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import { NONE, type OrderBook } from '#core/order-book/order-book.ts';
import type { AccountId, Millis, Money, Ticks } from '#core/units.ts';
import type { ContractView, Intent, MemberView, OwnOrder, Quote, SeenFixing } from './member-view.ts';

/** The part of an exchange that is looked at. */
export type SeenExchange = Pick<Exchange, 'contracts' | 'fixings' | 'summary'>;

/** What `account`, which is open, sees at `time`; of the contracts only those of `product`, where one is named. */
export function viewOf(exchange: SeenExchange, account: AccountId, time: Millis, product?: string): MemberView {
  const { equity, initialMargin } = exchange.summary(account);
  return {
    time,
    fixings: new SeenFixings(exchange),
    contracts: exchange.contracts
      .filter(({ expired, specification }) => !expired && (product ?? specification.code) === specification.code)
      .sort((a, b) => a.month - b.month)
      .map((contract) => contractView(contract, account)),
    equity,
    available: (equity - initialMargin) as Money,
  };
}

/** Worked out when somebody looks: only makers do, and they do for every month. */
class SeenFixings implements Record<SettlementIndex, readonly SeenFixing[]> {
  readonly #exchange: SeenExchange;
  #tokens: readonly SeenFixing[] | undefined;
  #compute: readonly SeenFixing[] | undefined;

  constructor(exchange: SeenExchange) {
    this.#exchange = exchange;
  }

  get tokens(): readonly SeenFixing[] {
    this.#tokens ??= published(this.#exchange, 'tokens');
    return this.#tokens;
  }

  get compute(): readonly SeenFixing[] {
    this.#compute ??= published(this.#exchange, 'compute');
    return this.#compute;
  }
}

/** More days than the longest delivery period has; who trades over the wire sees as many. */
const FIXINGS = 40;

function published({ fixings }: SeenExchange, index: SettlementIndex): readonly SeenFixing[] {
  const last = fixings.slice(-FIXINGS);
  return fixingsFor(last, { index }).flatMap(({ date, value }) => (value === undefined ? [] : [{ date, value }]));
}

function contractView(contract: ListedContract, account: AccountId): ContractView {
  const { book, specification, lastPrice } = contract;
  return {
    code: contract.code,
    product: specification.code,
    index: indexOf(specification),
    month: contract.month,
    deliveryFrom: contract.deliveryFrom,
    lastTradingDay: contract.lastTradingDay,
    tickSize: specification.tickSize,
    settlementPrice: contract.settlementPrice,
    limitDown: contract.limitDown,
    limitUp: contract.limitUp,
    phase: contract.phase,
    bidMax: contract.band.up,
    askMin: contract.band.down,
    bid: bestOf(book, BUY),
    ask: bestOf(book, SELL),
    lastPrice: lastPrice > 0 ? lastPrice : undefined,
    marginPerLot: contract.marginPerLot,
    position: contract.positions.positionOf(account),
    orders: ordersOf(contract, account),
  };
}

function bestOf(book: OrderBook, side: Side): Quote | undefined {
  const price: Ticks = book.bestPrice(side);
  return price === 0 ? undefined : { price, quantity: book.quantityAt(side, price) };
}

function ordersOf({ book, positions }: ListedContract, account: AccountId): OwnOrder[] {
  const orders: OwnOrder[] = [];
  for (const side of [BUY, SELL] as const) {
    if ((side === BUY ? positions.buyingOf(account) : positions.sellingOf(account)) === 0) continue;
    for (let slot = book.first(side); slot !== NONE; slot = book.next(slot))
      if (book.accountOf(slot) === account)
        orders.push({
          order: book.orderOf(slot),
          side,
          price: book.priceOf(slot),
          quantity: book.quantityOf(slot),
        });
  }
  return orders;
}

/** What `account` wants, as the exchange takes it. Throws when it wants something of a contract that is not listed. */
export function commandOf(
  { contracts }: Pick<Exchange, 'contracts'>,
  intent: Intent,
  account: AccountId,
): PlaceOrder | CancelOrder {
  if (intent.type === 'cancel') return { type: 'cancelOrder', account, order: intent.order };
  const { side, price, quantity, timeInForce } = intent;
  const contract = contracts.findLast(({ code }) => code === intent.contract);
  if (contract === undefined) throw new Error(`${intent.contract} is not listed`);
  return { type: 'placeOrder', account, contract: contract.id, side, price, quantity, timeInForce };
}
