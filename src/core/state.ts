/**
 * Everything the exchange remembers, in one place, and how it is written down and read back.
 *
 * Rooms change it; only `exchange.ts` decides which. The snapshot is plain data that says what is true, not how it is
 * stored: orders stand in it in their order of priority, so two books of different making give the same snapshot and
 * the same hash.
 */
import { Accounts } from './clearing/accounts.ts';
import { Ledger } from './clearing/ledger.ts';
import { Positions } from './clearing/positions.ts';
import { type AccountKind, BUY, SELL, type Side } from './commands.ts';
import type { ProductSpecification } from './contract.ts';
import type { Plain } from './hash.ts';
import { ListedContract } from './listed-contract.ts';
import { LadderBook } from './order-book/ladder-book.ts';
import { NONE, type OrderBook } from './order-book/order-book.ts';
import { OrderIndex } from './order-book/order-index.ts';
import type { AccountId, ContractId, Lots, Millionths, Money, OrderId, Ticks, TradeDate } from './units.ts';

/** Makes the book of a contract; the tests hand in the plain one. */
export type BookMaker = (priceMax: Ticks) => OrderBook;
const ladderBook: BookMaker = (priceMax) => new LadderBook(priceMax);

/** The value of one day's fixing; undefined when it was withheld. */
export interface FixedValue {
  readonly date: TradeDate;
  readonly value: Money | undefined;
}

export class VenueState {
  readonly makeBook: BookMaker;
  accounts = new Accounts();
  ledger = new Ledger();
  readonly orders = new OrderIndex();
  readonly products: ProductSpecification[] = [];
  /** By contract number; expired ones keep their place. */
  readonly contracts: ListedContract[] = [];
  /** One for every calendar day since the first, in order. */
  readonly fixings: FixedValue[] = [];
  /** The day that trades now or next; undefined until a product is listed. */
  tradeDate: TradeDate | undefined;
  nextOrder = 1;
  nextTrade = 1;

  constructor(makeBook: BookMaker = ladderBook) {
    this.makeBook = makeBook;
  }

  /** Cash and variation of an account at mark prices. */
  equity(account: AccountId): Money {
    let equity: number = this.ledger.cashOf(account);
    for (const id of this.accounts.engagedIn(account)) {
      const contract = this.contracts[id] as ListedContract;
      equity += contract.positions.variation(account, contract.markPrice(), contract.tickValue);
    }
    return equity as Money;
  }

  /** Whether the account's equity is at least `amount`. */
  covers(account: AccountId, amount: Money): boolean {
    // No mark price is beyond the day's limits, so who has enough there has enough, without a look at every contract.
    const least = this.ledger.cashOf(account) + this.accounts.leastVariation(account);
    return least >= amount || this.equity(account) >= amount;
  }

  /** What the account's positions, without its orders, must at least be covered by (rule MAR-2). */
  maintenanceMargin(account: AccountId): Money {
    let sum = 0;
    for (const id of this.accounts.engagedIn(account)) {
      const contract = this.contracts[id] as ListedContract;
      sum += contract.maintenanceOf(Math.abs(contract.positions.positionOf(account)) as Lots);
    }
    return sum as Money;
  }

  /** Counts what the account holds in the contract into its sums. */
  engage(account: AccountId, contract: ListedContract): void {
    this.accounts.engage(account, contract.id);
    this.accounts.addInitialMargin(account, contract.positions.worst(account) * contract.marginPerLot);
    this.accounts.addLeastVariation(account, contract.leastVariation(account));
  }

  snapshot(): Snapshot {
    return {
      version: 1,
      tradeDate: this.tradeDate ?? null,
      nextOrder: this.nextOrder,
      nextTrade: this.nextTrade,
      ledger: this.ledger.snapshot(),
      accounts: this.accounts.all.map(({ name, kind, credential }) => ({ name, kind, credential })),
      products: this.products.map((product) => ({ ...product })),
      fixings: this.fixings.map(({ date, value }) => [date, value ?? null]),
      contracts: this.contracts.map((contract) => ({
        product: contract.specification.code,
        month: contract.month,
        settlementPrice: contract.settlementPrice,
        returns: contract.returns,
        tradedValue: contract.tradedValue,
        volume: contract.volume,
        lastPrice: contract.lastPrice,
        openInterest: contract.openInterest,
        expired: contract.expired,
        positions: contract.positions.snapshot(),
        bids: ordersOf(contract.book, BUY),
        asks: ordersOf(contract.book, SELL),
      })),
    };
  }

  static restore(snapshot: Snapshot, makeBook: BookMaker = ladderBook): VenueState {
    const state = new VenueState(makeBook);
    if (snapshot.tradeDate !== null) state.tradeDate = snapshot.tradeDate as TradeDate;
    state.nextOrder = snapshot.nextOrder;
    state.nextTrade = snapshot.nextTrade;
    state.ledger = Ledger.restore(snapshot.ledger);
    for (const { name, kind, credential } of snapshot.accounts) state.accounts.open(name, kind, credential);
    state.products.push(...snapshot.products);
    for (const [date, value] of snapshot.fixings)
      state.fixings.push({ date: date as TradeDate, value: value === null ? undefined : (value as Money) });
    for (const row of snapshot.contracts) state.#restoreContract(row);
    return state;
  }

  #restoreContract(row: Snapshot['contracts'][number]): void {
    const specification = this.products.find(({ code }) => code === row.product) as ProductSpecification;
    const id = this.contracts.length as ContractId;
    const book = this.makeBook(row.expired ? (1 as Ticks) : specification.priceMax);
    const contract = new ListedContract(id, specification, row.month, book, row.settlementPrice as Ticks);
    contract.returns = row.returns as Millionths[];
    contract.deriveTerms();
    contract.tradedValue = row.tradedValue;
    contract.volume = row.volume as Lots;
    contract.lastPrice = row.lastPrice as Ticks;
    contract.openInterest = row.openInterest as Lots;
    contract.expired = row.expired;
    contract.positions = Positions.restore(row.positions);
    this.contracts.push(contract);
    for (const [side, orders] of [[BUY, row.bids] as const, [SELL, row.asks] as const])
      for (const [order, account, price, quantity, original] of orders)
        this.orders.set(
          order as OrderId,
          id,
          book.rest(order as OrderId, account as AccountId, side, price as Ticks, quantity as Lots, original as Lots),
        );
    contract.positions.forEach((account) => {
      this.engage(account, contract);
    });
  }
}

type OrderRow = [order: number, account: number, price: number, quantity: number, original: number];

/** The state as plain data, fit for JSON. */
export interface Snapshot {
  readonly version: 1;
  readonly tradeDate: number | null;
  readonly nextOrder: number;
  readonly nextTrade: number;
  readonly ledger: { readonly cash: number[]; readonly bank: string; readonly fees: number };
  readonly accounts: readonly { readonly name: string; readonly kind: AccountKind; readonly credential: string }[];
  readonly products: readonly ProductSpecification[];
  readonly fixings: readonly (readonly [date: number, value: number | null])[];
  readonly contracts: readonly {
    readonly product: string;
    readonly month: number;
    readonly settlementPrice: number;
    readonly returns: readonly number[];
    readonly tradedValue: number;
    readonly volume: number;
    readonly lastPrice: number;
    readonly openInterest: number;
    readonly expired: boolean;
    readonly positions: readonly (readonly number[])[];
    readonly bids: readonly OrderRow[];
    readonly asks: readonly OrderRow[];
  }[];
}

/** The snapshot as the hash walks it. */
export function plainOf(snapshot: Snapshot): Plain {
  return snapshot as unknown as Plain;
}

/** One side of a book in order of priority. */
function ordersOf(book: OrderBook, side: Side): OrderRow[] {
  const rows: OrderRow[] = [];
  for (let slot = book.first(side); slot !== NONE; slot = book.next(slot))
    rows.push([
      book.orderOf(slot),
      book.accountOf(slot),
      book.priceOf(slot),
      book.quantityOf(slot),
      book.originalQuantityOf(slot),
    ]);
  return rows;
}
