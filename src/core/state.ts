/**
 * Everything the exchange remembers, in one place, and how it is written down and read back.
 *
 * Rooms change it; only `exchange.ts` decides which. The snapshot is plain data that says what is true, not how it is
 * stored: orders stand in it in their order of priority, so two books of different making give the same snapshot and
 * the same hash.
 */
import { Accounts } from './clearing/accounts.ts';
import { Figures } from './clearing/figures.ts';
import { Ledger, type LedgerSnapshot } from './clearing/ledger.ts';
import { Positions } from './clearing/positions.ts';
import { type AccountKind, BUY, SELL, type Side } from './commands.ts';
import type { ProductSpecification } from './contract.ts';
import { RiskWatch, type RiskWatchSnapshot } from './default/risk-watch.ts';
import { type FixedDay, type FixedValue, type FixingRow, fixingRow, fixingsFor, restoreFixing } from './fixings.ts';
import type { Plain } from './hash.ts';
import { ListedContract } from './listed-contract.ts';
import { asHeld, maintenanceOf, needsOf, positionsAlone, sumOf } from './margin/account-margin.ts';
import type { MonthFacts } from './margin/month.ts';
import { type ProductDaysSnapshot, ProductMargin } from './margin/product-margin.ts';
import type { Agreement } from './market-making/agreement.ts';
import { ProtectionWindow } from './market-making/protection-window.ts';
import { LadderBook } from './order-book/ladder-book.ts';
import { NONE, type OrderBook } from './order-book/order-book.ts';
import { OrderIndex } from './order-book/order-index.ts';
import type { Phase } from './phase.ts';
import { type IndexSnapshot, IndexState } from './price-index/index-state.ts';
import type { ContractPricesSnapshot } from './price-rules/contract-prices.ts';
import { InProducts } from './protection/in-products.ts';
import { Repeats } from './protection/repeats.ts';
import { RiskSettings } from './protection/risk-settings.ts';
import { type KillSwitch, Switches } from './protection/switches.ts';
import type { DayRecordSnapshot } from './settlement/day-record.ts';
import { daySteps } from './settlement/day-steps.ts';
import { StandIns, type StandInsSnapshot } from './settlement/stand-ins.ts';
import { FIRST_SPREAD, type ListedSpread } from './spreads/listed-spread.ts';
import { restoreSpread, type SpreadRow, spreadRow } from './spreads/snapshot.ts';
import { type DetailsRow, detailsRow, type OrderDetails, restoreDetails } from './trading/order-details.ts';
import { QuoteIndex } from './trading/quotes.ts';
import type { StopOrder } from './trading/stops.ts';
import { AROUND_THE_CLOCK, nextTradeDate, type TradingCalendar } from './trading-calendar.ts';
import { endOfTradingDay, startOfTradingDay } from './trading-clock.ts';
import type { AccountId, ContractId, Lots, Millionths, Millis, Money, OrderId, Ticks, TradeDate } from './units.ts';

/** Makes the book of a contract; the tests hand in the plain one. */
export type BookMaker = (priceMax: Ticks) => OrderBook;
const ladderBook: BookMaker = (priceMax) => new LadderBook(priceMax);

export class VenueState {
  readonly makeBook: BookMaker;
  readonly #figures = new Figures();
  readonly accounts = new Accounts(this.#figures);
  ledger = new Ledger(this.#figures);
  readonly orders = new OrderIndex();
  /** Of orders that rest or wait and are more than plain. */
  readonly details = new Map<OrderId, OrderDetails>();
  readonly quotes = new QuoteIndex();
  readonly switches = new Switches();
  settings = new RiskSettings();
  /** Whether any switch is thrown or any account has settings: most venues, most of the time, need not look. */
  isGuarded = false;
  repeats = new Repeats();
  /** Who is called, closed out or in default. */
  risk = new RiskWatch();
  readonly makerProtections = new InProducts<ProtectionWindow>();
  readonly agreements = new Map<string, Agreement>();
  /** Which rebates were paid: account, product and month. */
  readonly rebates = new Set<string>();
  standIns = new StandIns();
  readonly products: ProductSpecification[] = [];
  /** The margin models at work, by product code: of products that have margin rules. */
  readonly margins = new Map<string, ProductMargin>();
  /** By contract number; expired ones keep their place. */
  readonly contracts: ListedContract[] = [];
  /** By spread number, from `FIRST_SPREAD`; expired ones keep their place. */
  readonly spreads: ListedSpread[] = [];
  /** One for every calendar day since the first, in order. */
  readonly fixings: FixedDay[] = [];
  index = new IndexState();
  calendar: TradingCalendar = AROUND_THE_CLOCK;
  /** The day that trades now or next; undefined until a product is listed. */
  tradeDate: TradeDate | undefined;
  /** From when until before when that day is. */
  opensAt = 0;
  closesAt = 0;
  /** How many steps of that day's end are done: see `daySteps`. */
  stepsDone = 0;
  nextOrder = 1;
  nextTrade = 1;

  constructor(makeBook: BookMaker = ladderBook) {
    this.makeBook = makeBook;
  }

  /** The spread of that number, or undefined; a contract's number is none. */
  spreadOf(id: ContractId): ListedSpread | undefined {
    return this.spreads[id - FIRST_SPREAD];
  }

  /** The day for which limits and margin hold by now: the next one as soon as its terms are there. */
  get termsDate(): TradeDate | undefined {
    const { calendar, tradeDate, stepsDone } = this;
    if (tradeDate === undefined || stepsDone <= daySteps.indexOf('terms')) return tradeDate;
    return nextTradeDate(calendar, tradeDate);
  }

  /** A product is defined; `days` are what its margin model remembers. */
  addProduct(specification: ProductSpecification, days?: ProductDaysSnapshot): void {
    this.products.push(specification);
    if (specification.margin !== undefined)
      this.margins.set(specification.code, new ProductMargin(specification.margin, days));
  }

  /** Every day of the index that a product settles to, oldest first (rule CON-15). */
  fixingsOf(specification: Pick<ProductSpecification, 'index'>): readonly FixedValue[] {
    return fixingsFor(this.fixings, specification);
  }

  /** `date` is the day that trades now or next. */
  startTradeDate(date: TradeDate): void {
    this.tradeDate = date;
    this.opensAt = startOfTradingDay(this.calendar, date);
    this.closesAt = endOfTradingDay(this.calendar, date);
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

  /** What the account must have for its positions and orders (rules MAR-3, MAR-11 and MAR-15). */
  initialMargin(account: AccountId): Money {
    return this.margins.size === 0 ? this.accounts.outrightMargin(account) : sumOf(needsOf(this, account, asHeld));
  }

  /** What the account's positions, without its orders, must at least be covered by (rule MAR-2). */
  maintenanceMargin(account: AccountId): Money {
    let sum = 0;
    if (this.margins.size > 0)
      for (const need of needsOf(this, account, positionsAlone))
        if (need.risk !== undefined) sum += maintenanceOf(need);
    for (const id of this.accounts.engagedIn(account)) {
      const contract = this.contracts[id] as ListedContract;
      if (contract.margin === undefined)
        sum += contract.maintenanceOf(Math.abs(contract.positions.positionOf(account)) as Lots);
    }
    return sum as Money;
  }

  /** Whether the account's market-maker protection has acted in this product and holds. */
  isFrozen(account: AccountId, { specification }: ListedContract, time: Millis): boolean {
    return this.makerProtections.get(account, specification.code)?.isFrozen(time) === true;
  }

  /** Counts what the account holds in the contract into its sums. */
  engage(account: AccountId, contract: ListedContract): void {
    this.accounts.engage(account, contract.id);
    this.accounts.addOutrightMargin(account, contract.positions.worst(account) * contract.marginPerLot);
    this.accounts.addLeastVariation(account, contract.leastVariation(account));
  }

  /** Who holds what, and what it needs at the rates, limits and settlement prices that hold by now. */
  engageAnew(): void {
    this.accounts.disengageAll();
    this.accounts.clearSums();
    for (const contract of this.contracts)
      if (!contract.expired) contract.positions.forEach((account) => void this.engage(account, contract));
  }

  snapshot(): Snapshot {
    const risk = this.risk.snapshot();
    const standIns = this.standIns.snapshot();
    const index = this.index.snapshot();
    return {
      version: 1,
      tradeDate: this.tradeDate ?? null,
      ...(this.stepsDone > 0 && { stepsDone: this.stepsDone }),
      nextOrder: this.nextOrder,
      nextTrade: this.nextTrade,
      ledger: this.ledger.snapshot(),
      accounts: this.accounts.all.map(({ id, name, kind, credential, member }) => ({
        name,
        kind,
        credential,
        ...(member !== id && { member }),
      })),
      products: this.products.map((product) => ({ ...product })),
      fixings: this.fixings.map(fixingRow),
      ...(index !== undefined && { index }),
      contracts: this.contracts.map((contract) => ({
        product: contract.specification.code,
        month: contract.month,
        settlementPrice: contract.settlementPrice,
        ...(contract.fixedPrice !== undefined && { fixedPrice: contract.fixedPrice }),
        ...(contract.termsPrice !== contract.settlementPrice && { termsPrice: contract.termsPrice }),
        returns: contract.returns,
        tradedValue: contract.tradedValue,
        volume: contract.volume,
        lastPrice: contract.lastPrice,
        openInterest: contract.openInterest,
        expired: contract.expired,
        positions: contract.positions.snapshot(),
        bids: ordersOf(contract.book, BUY),
        asks: ordersOf(contract.book, SELL),
        ...(contract.phase !== 'continuous' && { phase: contract.phase, phaseUntil: contract.phaseUntil }),
        ...(contract.prices !== undefined && { prices: contract.prices.snapshot() }),
        ...(contract.facts !== undefined && { facts: contract.facts }),
        ...(contract.day !== undefined && !contract.expired && { day: contract.day.snapshot() }),
        ...(contract.stops.size > 0 && { stops: contract.stops.all.map(stopRow) }),
      })),
      ...(this.calendar !== AROUND_THE_CLOCK && { calendar: this.calendar }),
      ...(this.spreads.length > 0 && { spreads: this.spreads.map(spreadRow) }),
      ...(risk !== undefined && { risk }),
      ...this.#marginRows(),
      ...this.#protectionRows(),
      ...(standIns !== undefined && { standIns }),
      ...(this.accounts.joined.length > 0 && { groups: this.accounts.joined }),
      ...(this.accounts.hedgers.size > 0 && { hedgers: [...this.accounts.hedgers].sort((a, b) => a - b) }),
      ...(this.details.size > 0 && { details: this.#detailRows() }),
    };
  }

  /** What those who run the venue have set; what nobody has set is absent. */
  #protectionRows(): ProtectionRows {
    const settings = this.settings.snapshot();
    const repeats = this.repeats.snapshot();
    const windows = this.makerProtections.rows().map(([key, window]) => [key, window.snapshot()] as const);
    return {
      ...(this.switches.all.length > 0 && { switches: this.switches.all }),
      ...(settings !== undefined && { settings }),
      ...(repeats !== undefined && { repeats }),
      ...(windows.length > 0 && { makerProtections: windows }),
      ...(this.agreements.size > 0 && { agreements: [...this.agreements].sort(byKey) }),
      ...(this.rebates.size > 0 && { rebates: [...this.rebates].sort() }),
    };
  }

  /** The days that margin models remember; absent while none does. */
  #marginRows(): Pick<Snapshot, 'margins'> {
    const rows = [...this.margins].flatMap(([product, margin]) => {
      const days = margin.snapshot();
      return days === undefined ? [] : [[product, days] as const];
    });
    return rows.length === 0 ? {} : { margins: rows };
  }

  /** To be called when a switch or a setting has changed. */
  noteGuards(): void {
    this.isGuarded = !this.switches.isEmpty || !this.settings.isEmpty;
  }

  #restoreProtection(rows: ProtectionRows): void {
    for (const one of rows.switches ?? []) this.switches.set(one);
    this.settings = RiskSettings.restore(rows.settings);
    this.noteGuards();
    this.repeats = Repeats.restore(rows.repeats);
    for (const [key, window] of rows.makerProtections ?? [])
      this.makerProtections.restore(key, ProtectionWindow.restore(window));
    for (const [key, agreement] of rows.agreements ?? []) this.agreements.set(key, agreement);
    for (const key of rows.rebates ?? []) this.rebates.add(key);
  }

  /** By order number, because that is how two exchanges agree on an order of rows. */
  #detailRows(): DetailsRow[] {
    return [...this.details].sort(([a], [b]) => a - b).map(([order, details]) => detailsRow(order, details));
  }

  static restore(snapshot: Snapshot, makeBook: BookMaker = ladderBook): VenueState {
    const state = new VenueState(makeBook);
    if (snapshot.calendar !== undefined) state.calendar = snapshot.calendar;
    if (snapshot.tradeDate !== null) state.startTradeDate(snapshot.tradeDate as TradeDate);
    state.stepsDone = snapshot.stepsDone ?? 0;
    state.nextOrder = snapshot.nextOrder;
    state.nextTrade = snapshot.nextTrade;
    state.ledger = Ledger.restore(snapshot.ledger, state.#figures);
    for (const { name, kind, credential, member } of snapshot.accounts)
      state.accounts.open(name, kind, credential, member as AccountId | undefined);
    for (const account of snapshot.hedgers ?? []) state.accounts.hedgers.add(account as AccountId);
    const days = new Map(snapshot.margins ?? []);
    for (const product of snapshot.products) state.addProduct(product, days.get(product.code));
    for (const [account, group] of snapshot.groups ?? [])
      state.accounts.joinGroup(account as AccountId, group as AccountId);
    for (const row of snapshot.fixings) state.fixings.push(restoreFixing(row));
    state.index = IndexState.restore(snapshot.index);
    state.risk = RiskWatch.restore(snapshot.risk);
    state.#restoreProtection(snapshot);
    state.standIns = StandIns.restore(snapshot.standIns);
    const details = new Map((snapshot.details ?? []).map((row) => [row[0], row]));
    for (const row of snapshot.contracts) state.#restoreContract(row, details);
    for (const row of snapshot.spreads ?? []) restoreSpread(state, row);
    return state;
  }

  #restoreContract(row: Snapshot['contracts'][number], details: ReadonlyMap<number, DetailsRow>): void {
    const specification = this.products.find(({ code }) => code === row.product) as ProductSpecification;
    const id = this.contracts.length as ContractId;
    const book = this.makeBook(row.expired ? (1 as Ticks) : specification.priceMax);
    const date = this.tradeDate as TradeDate;
    const settled = row.settlementPrice as Ticks;
    const margin = this.margins.get(row.product);
    const { prices, facts, day } = row;
    const rest = [prices, margin, facts, day] as const;
    const contract = new ListedContract(id, specification, row.month, book, settled, date, ...rest);
    contract.fixedPrice = row.fixedPrice as Ticks | undefined;
    contract.termsPrice = (row.termsPrice ?? settled) as Ticks;
    contract.returns = row.returns as Millionths[];
    contract.deriveTerms(this.termsDate as TradeDate, facts);
    contract.tradedValue = row.tradedValue;
    contract.volume = row.volume as Lots;
    contract.lastPrice = row.lastPrice as Ticks;
    contract.openInterest = row.openInterest as Lots;
    contract.expired = row.expired;
    contract.positions = Positions.restore(row.positions);
    this.contracts.push(contract);
    contract.phase = row.phase ?? 'continuous';
    contract.phaseUntil = (row.phaseUntil ?? null) as Millis | null;
    for (const [side, orders] of [[BUY, row.bids] as const, [SELL, row.asks] as const])
      for (const order of orders) this.#restoreOrder(contract, side, order, details.get(order[0]));
    for (const [order, account, side, price, quantity, triggerPrice] of row.stops ?? []) {
      const kept = details.get(order) as DetailsRow;
      const details_ = restoreDetails(kept, account as AccountId, id);
      this.details.set(order as OrderId, details_);
      const { timeInForce, terms } = details_;
      const wish = { contract: id, side: side as Side, price: price as Ticks, quantity: quantity as Lots };
      const stop = { order: order as OrderId, wish: { ...wish, timeInForce, terms }, details: details_ };
      contract.stops.add({ ...stop, triggerPrice: triggerPrice as Ticks });
    }
    for (const [account] of row.positions) this.engage(account as AccountId, contract);
  }

  #restoreOrder(contract: ListedContract, side: Side, row: OrderRow, kept: DetailsRow | undefined): void {
    const [order, account, price, quantity, original] = row as [OrderId, AccountId, Ticks, Lots, Lots];
    const marked = kept !== undefined || this.accounts.isGrouped(account);
    const slot = contract.book.rest(order, account, side, price, quantity, original, marked);
    this.orders.set(order, contract.id, slot);
    if (kept === undefined) return;
    const details = restoreDetails(kept, account, contract.id);
    this.details.set(order, details);
    if (details.isQuote) this.quotes.set(account, contract, side, order);
  }
}

type OrderRow = [order: number, account: number, price: number, quantity: number, original: number];
type StopRow = readonly [
  order: number,
  account: number,
  side: number,
  price: number,
  quantity: number,
  triggerPrice: number,
];

function stopRow({ order, wish, details, triggerPrice }: StopOrder): StopRow {
  return [order, details.account, wish.side, wish.price, wish.quantity, triggerPrice];
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

interface ProtectionRows {
  readonly switches?: readonly KillSwitch[];
  readonly settings?: NonNullable<ReturnType<RiskSettings['snapshot']>>;
  readonly repeats?: NonNullable<ReturnType<Repeats['snapshot']>>;
  readonly makerProtections?: readonly (readonly [string, ReturnType<ProtectionWindow['snapshot']>])[];
  readonly agreements?: readonly (readonly [string, Agreement])[];
  readonly rebates?: readonly string[];
}

/** The state as plain data, fit for JSON. */
export interface Snapshot extends ProtectionRows {
  readonly version: 1;
  readonly tradeDate: number | null;
  /** Absent while the day trades. */
  readonly stepsDone?: number;
  readonly nextOrder: number;
  readonly nextTrade: number;
  readonly ledger: LedgerSnapshot;
  readonly accounts: readonly {
    readonly name: string;
    readonly kind: AccountKind;
    readonly credential: string;
    /** Absent of a member's own account. */
    readonly member?: number;
  }[];
  readonly products: readonly ProductSpecification[];
  readonly fixings: readonly FixingRow[];
  /** Absent while the index has no terms. */
  readonly index?: IndexSnapshot;
  readonly contracts: readonly {
    readonly product: string;
    readonly month: number;
    readonly settlementPrice: number;
    /** Absent but between the fixing of a day's prices and its payments. */
    readonly fixedPrice?: number;
    /** Absent but between the payments of a day's end and the next day's terms. */
    readonly termsPrice?: number;
    readonly returns: readonly number[];
    readonly tradedValue: number;
    readonly volume: number;
    readonly lastPrice: number;
    readonly openInterest: number;
    readonly expired: boolean;
    readonly positions: readonly (readonly number[])[];
    readonly bids: readonly OrderRow[];
    readonly asks: readonly OrderRow[];
    /** Absent while orders trade as they come. */
    readonly phase?: Phase;
    readonly phaseUntil?: number | null;
    readonly prices?: ContractPricesSnapshot;
    /** Absent for a product without margin rules. */
    readonly facts?: MonthFacts;
    /** Absent for a product without settlement rules, and once the contract has expired. */
    readonly day?: DayRecordSnapshot;
    readonly stops?: readonly StopRow[];
  }[];
  /** Of orders that are more than plain, by number; what nobody uses is absent, and so leaves the hash as it was. */
  readonly details?: readonly DetailsRow[];
  /** Absent for one that trades around the clock. */
  readonly calendar?: TradingCalendar;
  /** Absent while nobody ever was short. */
  readonly risk?: RiskWatchSnapshot;
  readonly hedgers?: readonly number[];
  readonly groups?: readonly (readonly [account: number, group: number])[];
  /** The days that margin models remember, by product; absent while none does. */
  readonly margins?: readonly (readonly [product: string, days: ProductDaysSnapshot])[];
  /** What persons have set for the end of a contract; absent while nobody has. */
  readonly standIns?: StandInsSnapshot;
  /** Absent while no spread was ever listed. */
  readonly spreads?: readonly SpreadRow[];
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
