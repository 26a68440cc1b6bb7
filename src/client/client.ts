/**
 * A client of the venue's HTTP doors, for programs and for the terminal alike.
 *
 * Every method is one request and answers with the shape of `src/wire`. It throws `VenueRefusal` when the venue says
 * no, and `VenueUnreachable` when it says nothing.
 */
import type {
  AccountSummary,
  CancelOrderAnswer,
  Fill,
  OpenAccountAnswer,
  Order,
  OrderPreview,
  OrderRequest,
  PlaceOrderAnswer,
  StatementDay,
} from '#wire/accounts.ts';
import type { ErrorBody } from '#wire/errors.ts';
import type {
  BookSnapshot,
  Candle,
  CandleInterval,
  FixingDetail,
  FixingSummary,
  Product,
  PublicTrade,
  Settlement,
  Ticker,
  VenueInfo,
} from '#wire/market.ts';
import { VenueRefusal, VenueUnreachable } from './errors.ts';
import { TokenpitStream } from './stream.ts';

export interface ClientOptions {
  /** Where the venue is, `http://127.0.0.1:8080`. */
  readonly address: string;
  /** The account's key; without it only public routes answer. */
  readonly key?: string | undefined;
}

type Query = Readonly<Record<string, string | number | undefined>>;

export class TokenpitClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  venue(): Promise<VenueInfo> {
    return this.#get('venue');
  }

  products(): Promise<Product[]> {
    return this.#get('products');
  }

  contracts(): Promise<Ticker[]> {
    return this.#get('contracts');
  }

  contract(code: string): Promise<Ticker> {
    return this.#get(`contracts/${segment(code)}`);
  }

  /** The best `depth` levels of each side. */
  book(code: string, depth?: number): Promise<BookSnapshot> {
    return this.#get(`contracts/${segment(code)}/book`, { depth });
  }

  /** The last trades, newest first. */
  trades(code: string, limit?: number): Promise<PublicTrade[]> {
    return this.#get(`contracts/${segment(code)}/trades`, { limit });
  }

  /** The last candles, oldest first. */
  candles(code: string, interval: CandleInterval, limit?: number): Promise<Candle[]> {
    return this.#get(`contracts/${segment(code)}/candles`, { interval, limit });
  }

  /** Daily settlements, oldest first. */
  settlements(code: string): Promise<Settlement[]> {
    return this.#get(`contracts/${segment(code)}/settlements`);
  }

  /** The last fixing, with everything that it was built from. */
  index(): Promise<FixingDetail> {
    return this.#get('index');
  }

  /** The last fixings, oldest first. */
  fixings(limit?: number): Promise<FixingSummary[]> {
    return this.#get('index/fixings', { limit });
  }

  fixing(date: string): Promise<FixingDetail> {
    return this.#get(`index/fixings/${segment(date)}`);
  }

  /** Opens a practice account; its key is in the answer and nowhere else. */
  openAccount(name: string): Promise<OpenAccountAnswer> {
    return this.#send('POST', 'accounts', { name });
  }

  account(): Promise<AccountSummary> {
    return this.#get('account');
  }

  /** Resting orders, or with `all` also those that are done; newest first. */
  orders(status: 'resting' | 'all' = 'resting', limit?: number): Promise<Order[]> {
    return this.#get('account/orders', { status, limit });
  }

  /** The last fills, newest first. */
  fills(limit?: number): Promise<Fill[]> {
    return this.#get('account/fills', { limit });
  }

  /** Daily statements, newest first; the first is the day that trades now. */
  statements(): Promise<StatementDay[]> {
    return this.#get('account/statements');
  }

  placeOrder(order: OrderRequest): Promise<PlaceOrderAnswer> {
    return this.#send('POST', 'orders', order);
  }

  /** What the order would need, and whether it would be refused; nothing is sent to the exchange. */
  previewOrder(order: OrderRequest): Promise<OrderPreview> {
    return this.#send('POST', 'orders/preview', order);
  }

  order(order: number): Promise<Order> {
    return this.#get(`orders/${order}`);
  }

  cancelOrder(order: number): Promise<CancelOrderAnswer> {
    return this.#send('DELETE', `orders/${order}`);
  }

  /** Opens the WebSocket and keeps it open until it is closed. */
  stream(): TokenpitStream {
    const url = new URL(`${this.#options.address}/api/v1/stream`);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return new TokenpitStream(url.href, this.#options.key);
  }

  #get<Answer>(route: string, query: Query = {}): Promise<Answer> {
    const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
    return this.#send('GET', asked.length === 0 ? route : `${route}?${asked.join('&')}`);
  }

  async #send<Answer>(method: string, route: string, body?: unknown): Promise<Answer> {
    const { address, key } = this.#options;
    const headers: Record<string, string> = {};
    if (key !== undefined) headers.authorization = `Bearer ${key}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const { ok, answer } = await fetch(`${address}/api/v1/${route}`, init)
      .then(async (response) => ({ ok: response.ok, answer: (await response.json()) as unknown }))
      .catch((cause: unknown) => {
        throw new VenueUnreachable('The venue cannot be reached.', { cause });
      });
    if (!ok) throw new VenueRefusal((answer as ErrorBody).error);
    return answer as Answer;
  }
}

const segment = (text: string): string => encodeURIComponent(text);
