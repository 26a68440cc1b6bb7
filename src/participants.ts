/**
 * The simulated participants at the live venue: ordinary clients with keys of their own, in a thread of their own.
 *
 * They run the strategies that played the history, started anew from the same seed, and they see and send only what
 * the public doors show and take. They are paced by the venue's clock. A refused order is no trouble, a lost connection
 * is waited out, and the thread ends with the venue.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { isMainThread, workerData } from 'node:worker_threads';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { TokenpitError } from '#client/tokenpit-error.ts';
import type { MessageOf, TokenpitStream } from '#client/tokenpit-stream.ts';
import { dateOf, monthOf } from '#core/calendar.ts';
import { BUY, GOOD_TILL_CANCEL, SELL } from '#core/commands.ts';
import type { SettlementIndex } from '#core/contract.ts';
import { bandLimits } from '#core/price-rules/order-bounds.ts';
import {
  type Lots,
  MICRO_DOLLARS_PER_DOLLAR,
  type Millionths,
  type Millis,
  type Money,
  ONE_MILLION,
  type OrderId,
  type Ticks,
  type TradeDate,
} from '#core/units.ts';
import { castOf, type Participant } from '#makers/cast.ts';
import { LIVE, PLAYED } from '#makers/market-maker.ts';
import type { ContractView, Intent, MemberView, OwnOrder, Quote } from '#makers/member-view.ts';
import type { AccountSummary } from '#wire/accounts.ts';
import type { Product, Ticker, VenueInfo } from '#wire/market.ts';
import type { Order } from '#wire/orders.ts';
import type { FixingSummary } from '#wire/price-index.ts';

export interface ParticipantsOptions {
  /** Where the venue listens: `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly seed: number;
  /** The API key of every participant, by its account name. */
  readonly keyOf: Readonly<Record<string, string>>;
}

/** However fast the venue's clock runs, nobody wakes more often than this. */
const REAL_PAUSE_MIN_MS = 100;
/** A clock that runs faster than this leaves no time for the finer moves. */
const SPEED_OF_LIVE_TEMPO = 20;
/** So many messages of one participant are under way at once. */
const MESSAGES_AT_ONCE = 12;
/** Who is told to slow down is silent for so long. */
const QUIET_MS = 2_000;
/** Enough for the longest delivery period. */
const FIXINGS = 40;

/** What everyone sees, from one connection for all participants. */
class LiveMarket {
  readonly #products: ReadonlyMap<string, Product>;
  readonly #tickers = new Map<string, Ticker>();
  readonly #fixings: Readonly<Record<SettlementIndex, Map<TradeDate, Money>>> = {
    tokens: new Map(),
    compute: new Map(),
  };
  #venue: VenueInfo;
  /** How far the venue's clock is ahead of what real time times its speed gives. */
  #ahead = 0;

  private constructor(products: readonly Product[], fixings: readonly FixingSummary[], venue: VenueInfo) {
    this.#products = new Map(products.map((product) => [product.code, product]));
    for (const fixing of fixings.toReversed()) this.#addFixing(fixing);
    this.#venue = venue;
    this.#hearVenue(venue);
  }

  static async open(client: TokenpitClient): Promise<LiveMarket> {
    const answers = await Promise.all([client.products(), client.fixings(FIXINGS), client.venue()]);
    const market = new LiveMarket(...answers);
    const stream = client.stream();
    stream.subscribe({ channel: 'venue' }, ({ venue }) => market.#hearVenue(venue));
    stream.subscribe({ channel: 'index' }, ({ fixing }) => market.#addFixing(fixing));
    stream.subscribe({ channel: 'tickers' }, (message) => market.#hearTickers(message));
    return market;
  }

  /** Whether orders are taken now, by the venue's own timetable. */
  get isOpen(): boolean {
    const { phase, opensAt, settlesAt } = this.#venue;
    const now = this.now();
    if (phase === 'continuous') return settlesAt === null || now < Date.parse(settlesAt);
    return phase === 'closed' && opensAt !== null && now >= Date.parse(opensAt);
  }

  get speed(): number {
    return this.#venue.speed;
  }

  now(): Millis {
    return Math.floor(performance.now() * this.#venue.speed + this.#ahead) as Millis;
  }

  product(code: string): Product | undefined {
    return this.#products.get(code);
  }

  ticker(contract: string): Ticker | undefined {
    return this.#tickers.get(contract);
  }

  /** The contracts that trade at `time`, nearest first. */
  tickersAt(time: Millis): Ticker[] {
    const trading = [...this.#tickers.values()].filter(
      ({ lastTradingDay }) => readDate(lastTradingDay) >= dateOf(time),
    );
    return trading.sort((a, b) => (a.month < b.month ? -1 : 1));
  }

  get fixings(): MemberView['fixings'] {
    const seen = (index: SettlementIndex) => [...this.#fixings[index]].map(([date, value]) => ({ date, value }));
    return { tokens: seen('tokens'), compute: seen('compute') };
  }

  #hearVenue(venue: VenueInfo): void {
    this.#venue = venue;
    this.#ahead = Date.parse(venue.time) - performance.now() * venue.speed;
  }

  #hearTickers(message: MessageOf<'tickers'>): void {
    if (message.type === 'snapshot') this.#tickers.clear();
    for (const ticker of message.tickers) this.#tickers.set(ticker.contract, ticker);
  }

  #addFixing({ date, value: tokens, compute }: FixingSummary): void {
    for (const [index, value] of Object.entries({ tokens, compute }) as [SettlementIndex, string | null][]) {
      const days = this.#fixings[index];
      if (value !== null) days.set(readDate(date), readMoney(value));
      for (const old of [...days.keys()].slice(0, -FIXINGS)) days.delete(old);
    }
  }
}

/** One participant: what it sees of its own account, and its hands. */
class LiveMember {
  readonly #market: LiveMarket;
  readonly #participant: Participant;
  readonly #stream: TokenpitStream;
  readonly #orders = new Map<number, Order>();
  #summary: AccountSummary | undefined;
  /** The last command of its own that it knows the effects of, and the last that it has sent. */
  #seen = 0;
  #sent = 0;
  #quietUntil = 0;

  constructor(participant: Participant, market: LiveMarket, client: TokenpitClient) {
    this.#participant = participant;
    this.#market = market;
    this.#stream = client.stream();
    this.#stream.subscribe({ channel: 'account' }, (message) => this.#hear(message));
  }

  /** Looks and acts for as long as the thread lives. */
  async live(): Promise<never> {
    for (;;) {
      const pause = (this.#participant.wakesEveryMs / this.#market.speed) * (0.5 + Math.random());
      await wait(Math.max(REAL_PAUSE_MIN_MS, pause));
      if (this.#canAct()) await this.#act();
    }
  }

  #canAct(): boolean {
    // Until it knows what its last orders came to, a strategy would send them again.
    const isUpToDate = this.#stream.state === 'live' && this.#seen >= this.#sent;
    return isUpToDate && this.#market.isOpen && performance.now() >= this.#quietUntil;
  }

  async #act(): Promise<void> {
    const view = this.#view();
    const intents = view === undefined ? [] : this.#participant.strategy.decide(view);
    for (let first = 0; first < intents.length; first += MESSAGES_AT_ONCE) {
      if (performance.now() < this.#quietUntil) return;
      await Promise.all(intents.slice(first, first + MESSAGES_AT_ONCE).map((intent) => this.#send(intent)));
    }
  }

  async #send(intent: Intent): Promise<void> {
    try {
      const { sequence } =
        intent.type === 'cancel'
          ? await this.#stream.cancelOrder(intent.order)
          : await this.#stream.placeOrder(this.#requestOf(intent));
      this.#sent = Math.max(this.#sent, sequence);
    } catch (error) {
      if (!(error instanceof TokenpitError)) throw error;
      // The market has moved on, or the connection is gone: the next look will tell. Only haste is answered by silence.
      if (error.code === 'TOO_MANY_REQUESTS') this.#quietUntil = performance.now() + QUIET_MS;
    }
  }

  #requestOf({ contract, side, price, quantity, timeInForce }: Extract<Intent, { type: 'place' }>) {
    const product = this.#market.product(this.#market.ticker(contract)?.product ?? '');
    if (product === undefined) throw new Error(`${contract} is not listed`);
    return {
      contract,
      side: side === BUY ? ('buy' as const) : ('sell' as const),
      price: ((price * readMoney(product.tickSize)) / MICRO_DOLLARS_PER_DOLLAR).toFixed(product.priceDecimals),
      quantity,
      timeInForce: timeInForce === GOOD_TILL_CANCEL ? ('GTC' as const) : ('IOC' as const),
    };
  }

  #hear(message: MessageOf<'account'>): void {
    if (message.type === 'snapshot') this.#orders.clear();
    for (const order of message.orders)
      if (order.status === 'resting') this.#orders.set(order.order, order);
      else this.#orders.delete(order.order);
    this.#summary = message.summary;
    this.#seen = message.sequence;
    // A snapshot is the whole truth, also about what was sent into a connection that broke.
    if (message.type === 'snapshot') this.#sent = message.sequence;
  }

  #view(): MemberView | undefined {
    const time = this.#market.now();
    const tickers = this.#market.tickersAt(time).filter(({ product }) => product === this.#participant.product);
    if (this.#summary === undefined || tickers.length === 0) return undefined;
    const { equity, available } = this.#summary;
    return {
      time,
      fixings: this.#market.fixings,
      contracts: tickers.flatMap((ticker) => this.#contractView(ticker) ?? []),
      equity: readMoney(equity),
      available: readMoney(available),
    };
  }

  /** The highest bid and the lowest ask that are taken now (rule PRC-15). */
  #reach({ limitUp, limitDown, markPrice, phase }: Ticker, { priceRules }: Product, ticksOf: (price: string) => Ticks) {
    const limits = { down: ticksOf(limitDown), up: ticksOf(limitUp) };
    const band = phase === 'continuous' ? (priceRules?.band ?? null) : null;
    const rules = { band: band === null ? null : (Math.round(Number(band) * ONE_MILLION) as Millionths) };
    const { down, up } = bandLimits(rules, ticksOf(markPrice), limits);
    return { bidMax: up, askMin: down };
  }

  #contractView(ticker: Ticker): ContractView | undefined {
    const product = this.#market.product(ticker.product);
    if (product === undefined) return undefined;
    const tickSize = readMoney(product.tickSize);
    const ticksOf = (price: string): Ticks => Math.round(readMoney(price) / tickSize) as Ticks;
    const quote = (price: string | null, quantity: number): Quote | undefined =>
      price === null ? undefined : { price: ticksOf(price), quantity: quantity as Lots };
    const own = [...this.#orders.values()].filter(({ contract }) => contract === ticker.contract);
    const position = this.#summary?.positions.find(({ contract }) => contract === ticker.contract)?.position ?? 0;
    return {
      code: ticker.contract,
      product: ticker.product,
      index: product.index,
      month: monthOf(readDate(ticker.deliveryFrom)),
      deliveryFrom: readDate(ticker.deliveryFrom),
      lastTradingDay: readDate(ticker.lastTradingDay),
      tickSize,
      settlementPrice: ticksOf(ticker.settlementPrice),
      limitDown: ticksOf(ticker.limitDown),
      limitUp: ticksOf(ticker.limitUp),
      phase: ticker.phase,
      ...this.#reach(ticker, product, ticksOf),
      bid: quote(ticker.bidPrice, ticker.bidQuantity),
      ask: quote(ticker.askPrice, ticker.askQuantity),
      lastPrice: ticker.lastPrice === null ? undefined : ticksOf(ticker.lastPrice),
      marginPerLot: readMoney(ticker.initialMargin),
      position: position as Lots,
      orders: own.flatMap(({ order, side, price, remaining }): OwnOrder[] => {
        if (price === null) return [];
        const [bought, quantity] = [side === 'buy', remaining as Lots];
        return [{ order: order as OrderId, side: bought ? BUY : SELL, price: ticksOf(price), quantity }];
      }),
    };
  }
}

/** Lets everybody live until the thread is ended. Waits for a venue that cannot be reached yet. */
export async function runParticipants({ address, seed, keyOf }: ParticipantsOptions): Promise<void> {
  const market = await openMarket(address);
  const members = castOf(seed, market.speed > SPEED_OF_LIVE_TEMPO ? PLAYED : LIVE).map(
    (participant) => new LiveMember(participant, market, new TokenpitClient(address, keyOf[participant.name])),
  );
  await Promise.all(members.map((member) => member.live()));
}

async function openMarket(address: string): Promise<LiveMarket> {
  for (;;) {
    try {
      return await LiveMarket.open(new TokenpitClient(address));
    } catch (error) {
      if (!(error instanceof TokenpitError)) throw error;
      await wait(QUIET_MS);
    }
  }
}

function readDate(text: string): TradeDate {
  return dateOf(Date.parse(text) as Millis);
}

/** Dollars as micro-dollars. */
function readMoney(text: string): Money {
  return Math.round(Number(text) * MICRO_DOLLARS_PER_DOLLAR) as Money;
}

if (!isMainThread) await runParticipants(workerData as ParticipantsOptions);
