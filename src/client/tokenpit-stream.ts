/**
 * A live connection to the venue that mends itself.
 *
 * It reconnects with growing pauses, speaks with its key again and takes up every subscription again. Each subscription
 * starts with a snapshot where its channel has one; a delta that does not follow the last message is not passed on, and
 * a new snapshot is asked for instead. So a listener that applies what it hears is always right, at most late.
 */
import type {
  AmendRequest,
  CancelOrderAnswer,
  CancelOrdersAnswer,
  CancelOrdersRequest,
  OrderRequest,
  PlaceOrderAnswer,
  PlaceQuotesAnswer,
  Quote,
} from '#wire/orders.ts';
import type {
  AuthenticateAnswer,
  Channel,
  ChannelMessage,
  ClientMessage,
  Reply,
  ServerMessage,
  SubscribeAnswer,
} from '#wire/stream.ts';
import { TokenpitError } from './tokenpit-error.ts';

/** The messages of one channel: `MessageOf<'book'>`. */
export type MessageOf<C extends Channel> = Extract<ChannelMessage, { channel: C }>;

/** `connecting` until the first answer, `live` while it is there, `lost` in the pause before the next attempt. */
export type ConnectionState = 'connecting' | 'live' | 'lost';

export interface StreamOptions {
  readonly key?: string | undefined;
  readonly onState?: (state: ConnectionState) => void;
  /** A subscription, or the key of a reconnection, was refused. */
  readonly onRefused?: (error: TokenpitError) => void;
}

/** Book, trades and candles are of one contract, the others of none. */
export type SubscriptionOf<C extends Channel> = C extends 'book' | 'trades' | 'candles'
  ? { readonly channel: C; readonly contract: string }
  : { readonly channel: C };

const PAUSE_MIN_MS = 250;
const PAUSE_MAX_MS = 10_000;
/** A quiet connection is asked for a sign of life this often, and given up when none comes until the next time. */
const PING_EVERY_MS = 10_000;

interface Subscription {
  readonly channel: Channel;
  readonly contract: string | undefined;
  readonly listeners: Set<Listener>;
  /** The sequence that the next delta follows; undefined until the subscription has started. */
  last: number | undefined;
}

interface Listener {
  readonly onMessage: (message: ChannelMessage) => void;
  readonly onStart: ((sequence: number) => void) | undefined;
}

interface Asked {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: TokenpitError) => void;
}

/** A client message without the id, which the stream gives. */
type Question = ClientMessage extends infer M ? (M extends ClientMessage ? Omit<M, 'id'> : never) : never;

export class TokenpitStream {
  readonly #address: string;
  readonly #options: StreamOptions;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #asked = new Map<number, Asked>();
  #key: string | undefined;
  #socket: WebSocket | undefined;
  #state: ConnectionState = 'connecting';
  #nextId = 1;
  #attempts = 0;
  #isClosed = false;
  #isHeard = false;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #pings: ReturnType<typeof setInterval> | undefined;

  /** Connects at once. `address` is the venue's HTTP address. */
  constructor(address: string, options: StreamOptions = {}) {
    this.#address = `${address.replace(/^http/, 'ws').replace(/\/+$/, '')}/api/v1/stream`;
    this.#options = options;
    this.#key = options.key;
    this.#connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /**
   * Listens to a channel; what is returned ends it. The first message is a snapshot, and so is the first after every
   * interruption. Candles have no snapshot: there `onStart` says when to fetch them, each time the channel starts.
   */
  subscribe<C extends Channel>(
    subscription: SubscriptionOf<C>,
    onMessage: (message: MessageOf<C>) => void,
    onStart?: (sequence: number) => void,
  ): () => void {
    const { channel } = subscription;
    const contract = 'contract' in subscription ? subscription.contract : undefined;
    const name = nameOf(channel, contract);
    const known = this.#subscriptions.get(name);
    const entry = known ?? { channel, contract, listeners: new Set(), last: undefined };
    // The name of the entry is the channel of its messages, so they are the messages that this listener knows.
    const listener: Listener = { onMessage: onMessage as Listener['onMessage'], onStart };
    entry.listeners.add(listener);
    this.#subscriptions.set(name, entry);
    // A later listener needs a snapshot of its own, and the earlier ones lose nothing by another.
    if (this.#state === 'live') this.#start(entry);
    return () => this.#leave(name, entry, listener);
  }

  /** Speaks with this key from now on. The account channel starts again under it. */
  async authenticate(key: string): Promise<AuthenticateAnswer> {
    this.#key = key;
    const answer = await this.#ask({ op: 'authenticate', key });
    const account = this.#subscriptions.get('account');
    if (account !== undefined) this.#start(account);
    return answer as AuthenticateAnswer;
  }

  async placeOrder(order: OrderRequest): Promise<PlaceOrderAnswer> {
    return (await this.#ask({ op: 'placeOrder', order })) as PlaceOrderAnswer;
  }

  /** Changes an order; `quantity` is what it is to want in all, what was filled included. */
  async amendOrder(order: number, changes: AmendRequest): Promise<PlaceOrderAnswer> {
    return (await this.#ask({ op: 'amendOrder', order, ...changes })) as PlaceOrderAnswer;
  }

  /** Replaces the account's quotes in these contracts, all of them or none; a side that is missing is withdrawn. */
  async placeQuotes(quotes: Quote[]): Promise<PlaceQuotesAnswer> {
    return (await this.#ask({ op: 'placeQuotes', quotes })) as PlaceQuotesAnswer;
  }

  /** Cancels all orders of the account, or those of one contract, or of one side, at once. */
  async cancelOrders(which: CancelOrdersRequest = {}): Promise<CancelOrdersAnswer> {
    return (await this.#ask({ op: 'cancelOrders', ...which })) as CancelOrdersAnswer;
  }

  async cancelOrder(order: number): Promise<CancelOrderAnswer> {
    return (await this.#ask({ op: 'cancelOrder', order })) as CancelOrderAnswer;
  }

  /** Ends the connection for good. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#reconnect);
    this.#socket?.close();
    this.#drop();
  }

  #connect(): void {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(String(data)) as ServerMessage);
    socket.onclose = () => this.#lost(socket);
  }

  #opened(): void {
    this.#attempts = 0;
    this.#isHeard = true;
    this.#pings = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.#setState('live');
    if (this.#key !== undefined) this.#ask({ op: 'authenticate', key: this.#key }).catch(this.#refused);
    for (const subscription of this.#subscriptions.values()) this.#start(subscription);
  }

  #lost(socket: WebSocket): void {
    if (this.#isClosed || socket !== this.#socket) return;
    this.#drop();
    this.#setState('lost');
    const longest = Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    // A part of the pause is chance, so that not everyone comes back at the same moment.
    this.#reconnect = setTimeout(
      () => {
        this.#setState('connecting');
        this.#connect();
      },
      (longest * (1 + Math.random())) / 2,
    );
  }

  /** Lets go of the connection: whoever waits for a reply is told, and subscriptions wait for their next start. */
  #drop(): void {
    this.#socket = undefined;
    clearInterval(this.#pings);
    for (const subscription of this.#subscriptions.values()) subscription.last = undefined;
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const { reject } of asked) reject(connectionLost());
  }

  #ping(): void {
    if (this.#isHeard) {
      this.#isHeard = false;
      this.#ask({ op: 'ping' }).catch(() => undefined);
      return;
    }
    // Closing a connection that has gone silent may take long; it is left to itself.
    const socket = this.#socket as WebSocket;
    socket.close();
    this.#lost(socket);
  }

  #start(subscription: Subscription): void {
    const { channel, contract } = subscription;
    subscription.last = undefined;
    const question = { op: 'subscribe' as const, channel, ...(contract === undefined ? {} : { contract }) };
    this.#ask(question).then((answer) => {
      const { sequence } = answer as SubscribeAnswer;
      for (const { onStart } of subscription.listeners) onStart?.(sequence);
    }, this.#refused);
  }

  #leave(name: string, subscription: Subscription, listener: Listener): void {
    subscription.listeners.delete(listener);
    if (subscription.listeners.size > 0 || this.#subscriptions.get(name) !== subscription) return;
    this.#subscriptions.delete(name);
    const { channel, contract } = subscription;
    const question = { op: 'unsubscribe' as const, channel, ...(contract === undefined ? {} : { contract }) };
    if (this.#state === 'live') this.#ask(question).catch(this.#refused);
  }

  #ask(question: Question): Promise<unknown> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(connectionLost());
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      socket.send(JSON.stringify({ ...question, id }));
    });
  }

  #hear(message: ServerMessage): void {
    this.#isHeard = true;
    if (message.type === 'reply') this.#hearReply(message);
    else this.#hearChannel(message);
  }

  #hearReply(reply: Reply): void {
    const asked = this.#asked.get(reply.id as number);
    this.#asked.delete(reply.id as number);
    if (!reply.ok) return asked?.reject(new TokenpitError(reply.error));
    const result = reply.result as Partial<SubscribeAnswer> | undefined;
    // Taken here and not behind the promise, because the first delta may follow in the same packet.
    if (result?.channel !== undefined && result.sequence !== undefined) {
      const subscription = this.#subscriptions.get(nameOf(result.channel, result.contract));
      if (subscription !== undefined) subscription.last = result.sequence;
    }
    asked?.resolve(reply.result);
  }

  #hearChannel(message: ChannelMessage): void {
    const subscription = this.#subscriptions.get(
      nameOf(message.channel, 'contract' in message ? message.contract : undefined),
    );
    // While a subscription waits for its start it is behind already, and its snapshot will say more.
    if (subscription?.last === undefined) return;
    if (message.type === 'delta' && message.previous !== subscription.last) return this.#start(subscription);
    subscription.last = message.sequence;
    for (const { onMessage } of subscription.listeners) onMessage(message);
  }

  readonly #refused = (error: TokenpitError): void => {
    if (error.code !== 'CONNECTION_LOST') this.#options.onRefused?.(error);
  };

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState?.(state);
  }
}

function connectionLost(): TokenpitError {
  return new TokenpitError({ code: 'CONNECTION_LOST', message: 'The connection to the venue was lost.' });
}

function nameOf(channel: string, contract: string | undefined): string {
  return contract === undefined ? channel : `${channel} ${contract}`;
}
