/**
 * Market data: everything that everyone may see, as a fold over the events of the exchange.
 *
 * It agrees with the exchange after every command: the same levels, the same open interest, the same mark prices. It
 * is not asked by the exchange for anything, so it can run in another place or later.
 */
import { tradingDayAt } from '#core/calendar.ts';
import { BUY, SELL, type Side } from '#core/commands.ts';
import { indexOf, type ProductSpecification, type SettlementIndex } from '#core/contract.ts';
import type { Event, Events } from '#core/events.ts';
import type { AccountId, ContractId, Lots, Millis, Sequence, Ticks, TradeDate } from '#core/units.ts';
import { ContractMarket, type ContractMarketState } from './contract-market.ts';
import { DefaultFund } from './default-fund.ts';
import type { Fold, Published } from './fold.ts';
import { IndexHistory } from './index-history.ts';
import { ChangeNotes, type MarketChanges } from './market-changes.ts';
import { type SpreadMarket, SpreadMarkets } from './spread-markets.ts';

/** What stands in for a fixing that was withheld, and who says so. */
export type StandIn = Events['fallbackFixingSet'];

export class MarketData implements Fold {
  #sequence = 0;
  #time = 0;
  #tradeDate: TradeDate | undefined;
  #products: ProductSpecification[] = [];
  #markets: ContractMarket[] = [];
  /** By code: of several contracts the one that was listed last. */
  readonly #byCode = new Map<string, ContractMarket>();
  #spreads = new SpreadMarkets();
  #index = new IndexHistory();
  /** By index and date. */
  #standIns = new Map<string, StandIn>();
  #simulated = new Set<AccountId>();
  #defaultFund = new DefaultFund();
  /** Undefined until somebody asks for changes, so that a replay notes nothing. */
  #notes: ChangeNotes | undefined;

  /** The number of the last command folded in, 0 before the first, and its time. */
  get sequence(): Sequence {
    return this.#sequence as Sequence;
  }

  get time(): Millis {
    return this.#time as Millis;
  }

  /** The day that trades now or next; undefined before the first product. */
  get tradeDate(): TradeDate | undefined {
    return this.#tradeDate;
  }

  get products(): readonly ProductSpecification[] {
    return this.#products;
  }

  /** Every contract that was ever listed, by its number. */
  get contracts(): readonly ContractMarket[] {
    return this.#markets;
  }

  /** The books of every spread that was ever listed, by number from `FIRST_SPREAD`. */
  get spreads(): SpreadMarkets['all'] {
    return this.#spreads.all;
  }

  /** The contract of that code: the one that trades, or the one that expired last. */
  find(code: string): ContractMarket | undefined {
    return this.#byCode.get(code);
  }

  /** The same of a spread. */
  findSpread(code: string): SpreadMarket | undefined {
    return this.#spreads.all.findLast((spread) => spread.code === code);
  }

  /** Every publication of the token price index. */
  get index(): IndexHistory {
    return this.#index;
  }

  /** What a person has set for a day whose fixing was withheld; it is no fixing (rule SET-20). */
  standInOf(date: TradeDate, index: SettlementIndex): StandIn | undefined {
    return this.#standIns.get(standInKey({ date, index }));
  }

  /** What everyone may know about the default fund (rule MKT-20). */
  get defaultFund(): DefaultFund {
    return this.#defaultFund;
  }

  /** Whether a simulated participant stands behind the account (rule MEM-3). */
  isSimulated(account: AccountId): boolean {
    return this.#simulated.has(account);
  }

  /**
   * What changed since the last call. Nothing is noted before the first call, which therefore says that nothing
   * changed; after it, call regularly, because notes are kept until they are taken.
   */
  takeChanges(): MarketChanges {
    const notes = this.#notes ?? new ChangeNotes();
    this.#notes = new ChangeNotes();
    return notes.read(this.#markets);
  }

  apply({ sequence, time, events }: Published): void {
    this.#sequence = sequence;
    this.#time = time;
    for (const event of events) this.#applyEvent(event);
  }

  #applyEvent(event: Event): void {
    const notes = this.#notes;
    if (this.#spreads.hears(event)) return;
    switch (event.type) {
      case 'orderRested': {
        this.#market(event.contract).depth.add(event.side, event.price, event.quantity);
        notes?.level(event.contract, event.side, event.price);
        return;
      }
      case 'orderCancelled': {
        return this.#leave(event.contract, event.side, event.price, event.shown);
      }
      case 'trade': {
        const simulated = this.isSimulated(event.makerAccount) && this.isSimulated(event.takerAccount);
        const trade = this.#market(event.contract).addTrade(event, this.sequence, this.time, simulated);
        if (event.origin === 'book') notes?.level(event.contract, event.takerSide === BUY ? SELL : BUY, event.price);
        notes?.trades.push(trade);
        return;
      }
      case 'contractSettled':
        this.#market(event.contract).addSettlement(event);
        notes?.tickers.add(event.contract);
        return;
      case 'settlementCorrected':
        this.#market(event.contract).correct(event);
        notes?.tickers.add(event.contract);
        return;
      case 'averageRunning':
        this.#market(event.contract).average = event;
        notes?.tickers.add(event.contract);
        return;
      case 'contractTerms':
        this.#market(event.contract).terms = event;
        notes?.tickers.add(event.contract);
        return;
      default:
        this.#applyRareEvent(event);
    }
  }

  /** Lots leave the book at a price. */
  #leave(contract: ContractId, side: Side, price: Ticks, quantity: Lots): void {
    if (quantity === 0) return;
    this.#market(contract).depth.add(side, price, -quantity);
    this.#notes?.level(contract, side, price);
  }

  #applyRareEvent(event: Event): void {
    const notes = this.#notes;
    switch (event.type) {
      case 'orderReduced':
        // Hidden lots are in no level, and count in what an auction would come to.
        notes?.tickers.add(event.contract);
        return this.#leave(event.contract, event.side, event.price, event.shown);
      case 'shownChanged':
        return this.#leave(event.contract, event.side, event.price, -event.change as Lots);
      case 'orderAmended':
        notes?.tickers.add(event.contract);
        return this.#leave(event.contract, event.side, event.fromPrice, event.fromShown);
      case 'phaseChanged':
        this.#market(event.contract).phase = event;
        notes?.tickers.add(event.contract);
        return;
      case 'accountOpened':
        if (event.kind === 'simulated') this.#simulated.add(event.account);
        return;
      case 'productDefined':
        this.#tradeDate ??= tradingDayAt(this.time);
        this.#products.push(event.specification);
        return;
      case 'contractListed': {
        const specification = this.#product(event.product);
        this.#add(new ContractMarket(event, specification));
        if (notes !== undefined) notes.days = true;
        return;
      }
      case 'contractExpired':
        this.#market(event.contract).expire();
        notes?.tickers.add(event.contract);
        return;
      case 'fallbackFixingSet': {
        const { type: _, ...standIn } = event;
        this.#standIns.set(standInKey(standIn), standIn);
        return;
      }
      case 'indexTermsAdopted':
      case 'indexFixed':
      case 'fixingCorrected': {
        const revision = this.#index.apply(event, this.time);
        if (revision !== undefined) notes?.fixings.push(revision);
        return;
      }
      case 'positionReduced':
        this.#market(event.contract).reduce(event.account, event.lots);
        notes?.tickers.add(event.contract);
        return;
      case 'dayStepDone':
        if (event.step === 'variation') for (const market of this.#markets) market.startDay();
        return;
      case 'dayEnded':
        this.#tradeDate = event.next;
        if (notes !== undefined) notes.days = true;
        return;
      default:
        return this.#defaultFund.apply(event);
    }
  }

  #add(market: ContractMarket): void {
    this.#markets.push(market);
    this.#byCode.set(market.code, market);
  }

  #market(contract: ContractId): ContractMarket {
    return this.#markets[contract] as ContractMarket;
  }

  #product(code: string): ProductSpecification {
    return this.#products.find((product) => product.code === code) as ProductSpecification;
  }

  snapshot(): MarketDataState {
    const defaultFund = this.#defaultFund.snapshot();
    const index = this.#index.snapshot();
    return {
      sequence: this.sequence,
      time: this.time,
      tradeDate: this.#tradeDate ?? null,
      products: [...this.#products],
      contracts: this.#markets.map((market) => market.snapshot()),
      ...(this.#spreads.all.length > 0 && { spreads: this.#spreads.snapshot() }),
      ...(index !== undefined && { index }),
      ...(this.#standIns.size > 0 && { standIns: [...this.#standIns.values()] }),
      simulated: [...this.#simulated],
      ...(defaultFund !== undefined && { defaultFund }),
    };
  }

  restore(state: unknown): void {
    const { sequence, time, tradeDate, products, contracts, spreads, index, standIns, simulated, defaultFund } =
      state as MarketDataState;
    this.#sequence = sequence;
    this.#time = time;
    this.#tradeDate = tradeDate ?? undefined;
    this.#products = [...products];
    this.#markets = [];
    this.#byCode.clear();
    for (const contract of contracts) this.#add(ContractMarket.restore(contract, this.#product(contract.product)));
    this.#spreads = SpreadMarkets.restore(spreads);
    this.#index = IndexHistory.restore(index);
    this.#standIns = new Map((standIns ?? []).map((one) => [standInKey(one), one]));
    this.#simulated = new Set(simulated);
    this.#defaultFund = DefaultFund.restore(defaultFund);
    this.#notes = undefined;
  }
}

/** Market data as plain data. */
interface MarketDataState {
  readonly sequence: Sequence;
  readonly time: Millis;
  readonly tradeDate: TradeDate | null;
  readonly products: readonly ProductSpecification[];
  readonly contracts: readonly ContractMarketState[];
  /** Absent while no spread was ever listed. */
  readonly spreads?: ReturnType<SpreadMarkets['snapshot']>;
  /** Absent while the index has no terms. */
  readonly index?: NonNullable<ReturnType<IndexHistory['snapshot']>>;
  /** Absent while nobody has set any. */
  readonly standIns?: readonly StandIn[];
  readonly simulated: readonly AccountId[];
  /** Absent while there was never a fund. */
  readonly defaultFund?: NonNullable<ReturnType<DefaultFund['snapshot']>>;
}

function standInKey(standIn: Pick<StandIn, 'date' | 'index'>): string {
  return `${indexOf(standIn)} ${standIn.date}`;
}
