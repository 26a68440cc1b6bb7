/**
 * The client of the venue for Node and for browsers. Start here.
 *
 * One method a route of `/api/v1`, and `stream` for everything that moves. Prices and amounts go in and come out as
 * decimal strings, as on the wire. A request that is refused throws `TokenpitError`.
 */
import type { AccountSummary, ClientAccount, Fill, OpenAccountAnswer } from '#wire/accounts.ts';
import type { DefaultFund } from '#wire/clearing.ts';
import type { LabExperiment, LabFinding } from '#wire/lab.ts';
import type { Agreement, MakerMonth, Protection, ProtectionAnswer } from '#wire/makers.ts';
import type { MarginTree } from '#wire/margin.ts';
import type {
  BookSnapshot,
  Candle,
  CandleInterval,
  Product,
  PublicTrade,
  Spread,
  Ticker,
  VenueInfo,
  VenueState,
} from '#wire/market.ts';
import type { OperatorAnswer, OperatorCommand } from '#wire/operator.ts';
import type {
  AmendRequest,
  CancelOrderAnswer,
  CancelOrdersAnswer,
  Order,
  OrderPreview,
  OrderRequest,
  PairRequest,
  PlaceOrderAnswer,
  PlacePairAnswer,
  PlaceQuotesAnswer,
  Quote,
} from '#wire/orders.ts';
import type {
  AdoptedTerms,
  ContributionRequest,
  ContributionTaken,
  FixingDetail,
  FixingRevision,
  FixingSummary,
  InfluencePoint,
} from '#wire/price-index.ts';
import type { OperatorAccount, RiskReport } from '#wire/risk.ts';
import type { Settlement } from '#wire/settlement.ts';
import type { Statement, StatementDay } from '#wire/statements.ts';
import { HttpDoor } from './http-door.ts';
import { type StreamOptions, TokenpitStream } from './tokenpit-stream.ts';

export class TokenpitClient {
  readonly address: string;
  readonly #door: HttpDoor;

  /** `address` is where the venue listens: `http://127.0.0.1:8080`. The key is needed for everything of an account. */
  constructor(address: string, key?: string) {
    this.address = address;
    this.#door = new HttpDoor(address, key);
  }

  /** The key of the account that speaks from now on; streams that are open keep theirs. */
  get key(): string | undefined {
    return this.#door.key;
  }

  set key(key: string | undefined) {
    this.#door.key = key;
  }

  /** A live connection, which reconnects by itself until it is closed. It speaks with this client's key. */
  stream(options: Omit<StreamOptions, 'key'> = {}): TokenpitStream {
    return new TokenpitStream(this.address, { ...options, key: this.key });
  }

  venue(): Promise<VenueInfo> {
    return this.#door.get('/venue');
  }

  /** The hash of everything that is true, and the command after which it is. */
  state(): Promise<VenueState> {
    return this.#door.get('/venue/state');
  }

  products(): Promise<Product[]> {
    return this.#door.get('/products');
  }

  /** Every contract that trades. */
  contracts(): Promise<Ticker[]> {
    return this.#door.get('/contracts');
  }

  contract(code: string): Promise<Ticker> {
    return this.#door.get(contractPath(code));
  }

  /** The best `depth` levels of both sides; all of them by default. */
  book(code: string, depth?: number): Promise<BookSnapshot> {
    return this.#door.get(`${contractPath(code)}/book`, { depth });
  }

  /** Every spread that trades. Orders name one by its code, as `contract`. */
  spreads(): Promise<Spread[]> {
    return this.#door.get('/spreads');
  }

  /** The spread's own book; `depth` as in `book`. */
  spreadBook(code: string, depth?: number): Promise<BookSnapshot> {
    return this.#door.get(`/spreads/${encodeURIComponent(code)}/book`, { depth });
  }

  /** Newest first. */
  trades(code: string, limit?: number): Promise<PublicTrade[]> {
    return this.#door.get(`${contractPath(code)}/trades`, { limit });
  }

  /** The last `limit` candles, oldest first. */
  candles(code: string, interval: CandleInterval, limit?: number): Promise<Candle[]> {
    return this.#door.get(`${contractPath(code)}/candles`, { interval, limit });
  }

  /** Newest first. */
  settlements(code: string): Promise<Settlement[]> {
    return this.#door.get(`${contractPath(code)}/settlements`);
  }

  /** The latest fixing with the prices it was built from. */
  index(): Promise<FixingDetail> {
    return this.#door.get('/index');
  }

  /** Newest first. */
  fixings(limit?: number): Promise<FixingSummary[]> {
    return this.#door.get('/index/fixings', { limit });
  }

  /** The fixing of a date: `2026-11-20`. */
  fixing(date: string): Promise<FixingDetail> {
    return this.#door.get(`/index/fixings/${encodeURIComponent(date)}`);
  }

  /** Every revision of the fixing of one day, oldest first. */
  fixingRevisions(date: string): Promise<FixingRevision[]> {
    return this.#door.get(`/index/fixings/${encodeURIComponent(date)}/revisions`);
  }

  /** The document of a fixing, from which it can be made again; with `knownAt` (ISO-8601) as it was known then. */
  fixingDocument(date: string, knownAt?: string): Promise<string> {
    return this.#door.getText(`/index/fixings/${encodeURIComponent(date)}/publication`, { knownAt });
  }

  /** Hands in a signed file of prices. */
  contribute(request: ContributionRequest): Promise<ContributionTaken> {
    return this.#door.post('/index/contributions', request);
  }

  /** How far colluding sellers could have moved the fixing of one day. */
  influence(date: string): Promise<InfluencePoint[]> {
    return this.#door.get(`/index/fixings/${encodeURIComponent(date)}/influence`);
  }

  /** The terms of the index that were adopted, oldest first. */
  indexTerms(): Promise<AdoptedTerms[]> {
    return this.#door.get('/index/terms');
  }

  /** Every experiment of the lab, and whether it was run here. */
  labExperiments(): Promise<LabExperiment[]> {
    return this.#door.get('/lab');
  }

  /** An experiment with its report, where it was run. */
  labFinding(experiment: string): Promise<LabFinding> {
    return this.#door.get(`/lab/${encodeURIComponent(experiment)}`);
  }

  /** A file of a report as text: `report.json`, a CSV, an SVG. */
  labFile(experiment: string, file: string): Promise<string> {
    return this.#door.getText(`/lab/${encodeURIComponent(experiment)}/files/${encodeURIComponent(file)}`, {});
  }

  /** The default fund with its last `limit` days, newest first, and the last losses. */
  defaultFund(limit?: number): Promise<DefaultFund> {
    return this.#door.get('/clearing/fund', { limit });
  }

  /** Opens a practice account. Its key is shown this once; set it as `key` to trade. */
  openAccount(name: string): Promise<OpenAccountAnswer> {
    return this.#door.post('/accounts', { name });
  }

  account(): Promise<AccountSummary> {
    return this.#door.get('/account');
  }

  /** Newest first. */
  orders(query: { status?: 'resting' | 'all'; limit?: number } = {}): Promise<Order[]> {
    return this.#door.get('/account/orders', query);
  }

  /** Newest first. */
  fills(limit?: number): Promise<Fill[]> {
    return this.#door.get('/account/fills', { limit });
  }

  /** Why the account must have what it must have. */
  margin(): Promise<MarginTree> {
    return this.#door.get('/account/margin');
  }

  /** Newest first; the first line is the day that still runs. */
  statements(): Promise<StatementDay[]> {
    return this.#door.get('/account/statements');
  }

  /** The statement of a day: `2026-11-23`. */
  statement(date: string): Promise<Statement> {
    return this.#door.get(`/account/statements/${encodeURIComponent(date)}`);
  }

  /** The same as a text: comma-separated values, an HTML page to print, or JSON as it came. */
  statementText(date: string, format: 'csv' | 'html' | 'json'): Promise<string> {
    return this.#door.getText(`/account/statements/${encodeURIComponent(date)}`, { format });
  }

  /** Opens a client account of the member whose key this is; its own key is shown this once. */
  openClient(name: string): Promise<OpenAccountAnswer> {
    return this.#door.post('/account/clients', { name });
  }

  /** In the order in which they were opened. */
  clients(): Promise<ClientAccount[]> {
    return this.#door.get('/account/clients');
  }

  placeOrder(request: OrderRequest): Promise<PlaceOrderAnswer> {
    return this.#door.post('/orders', request);
  }

  /** What an order would need, without sending it. */
  previewOrder(request: OrderRequest): Promise<OrderPreview> {
    return this.#door.post('/orders/preview', request);
  }

  order(order: number): Promise<Order> {
    return this.#door.get(`/orders/${order}`);
  }

  cancelOrder(order: number): Promise<CancelOrderAnswer> {
    return this.#door.delete(`/orders/${order}`);
  }

  /** Cancels all orders of the account, or those of one contract, or of one side, at once. */
  cancelOrders(contract?: string, side?: 'buy' | 'sell'): Promise<CancelOrdersAnswer> {
    return this.#door.delete('/orders', { contract, side });
  }

  /** Changes an order; `quantity` is what it is to want in all, what was filled included. */
  amendOrder(order: number, changes: AmendRequest): Promise<PlaceOrderAnswer> {
    return this.#door.patch(`/orders/${order}`, changes);
  }

  /** Places two orders of which one at most takes effect. */
  placePair(request: PairRequest): Promise<PlacePairAnswer> {
    return this.#door.post('/orders/pair', request);
  }

  /** Replaces the account's quotes in these contracts, all of them or none; a side that is missing is withdrawn. */
  placeQuotes(quotes: readonly Quote[]): Promise<PlaceQuotesAnswer> {
    return this.#door.put('/quotes', { quotes });
  }

  /** Sets how the account's protected orders in a product are protected. */
  setProtection(product: string, protection: Protection): Promise<ProtectionAnswer> {
    return this.#door.put(protectionPath(product), protection);
  }

  /** Ends a freeze, so that protected orders are taken again. */
  resetProtection(product: string): Promise<ProtectionAnswer> {
    return this.#door.post(`${protectionPath(product)}/reset`, undefined);
  }

  removeProtection(product: string): Promise<ProtectionAnswer> {
    return this.#door.delete(protectionPath(product));
  }

  /** The agreements of market makers that are in force. */
  makers(): Promise<Agreement[]> {
    return this.#door.get('/makers');
  }

  /** How the account kept its agreements, by contract and month. */
  makerReport(): Promise<MakerMonth[]> {
    return this.#door.get('/makers/report');
  }

  /** A command of whoever runs the venue, whose key this client has then. */
  operate(command: OperatorCommand): Promise<OperatorAnswer> {
    return this.#door.post('/operator/commands', { command });
  }

  /** Every account with a call, a close-out or a default; with the key of whoever runs the venue. */
  risk(): Promise<RiskReport> {
    return this.#door.get('/operator/risk');
  }

  /** Any account by its name; with the same key. */
  operatorAccount(account: string): Promise<OperatorAccount> {
    return this.#door.get(`/operator/accounts/${encodeURIComponent(account)}`);
  }
}

function protectionPath(product: string): string {
  return `/protection/${encodeURIComponent(product)}`;
}

function contractPath(code: string): string {
  return `/contracts/${encodeURIComponent(code)}`;
}
