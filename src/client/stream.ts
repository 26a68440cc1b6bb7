/**
 * The live conversation with a venue: subscriptions that survive a lost connection, and orders on the same wire.
 *
 * A subscription starts with a snapshot, and starts anew with one after every reconnection and whenever a message is
 * found missing, so a listener that treats a snapshot as the whole truth is always right.
 */
import type { CancelOrderAnswer, OrderRequest, PlaceOrderAnswer } from '#wire/accounts.ts';
import type { ChannelMessage, ClientMessage, Reply, ServerMessage } from '#wire/stream.ts';
import { VenueRefusal, VenueUnreachable } from './errors.ts';

export type Channel = ChannelMessage['channel'];
export type MessageOf<C extends Channel> = Extract<ChannelMessage, { channel: C }>;
/** `connecting` until the first success, `live` while messages flow, `lost` until the next success. */
export type ConnectionState = 'connecting' | 'live' | 'lost';

interface Subscription {
  readonly channel: Channel;
  readonly contract: string | undefined;
  readonly listener: (message: ChannelMessage) => void;
  /** The sequence of the last message; undefined until a snapshot has come. */
  sequence: number | undefined;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 5_000;
/** The venue pings; a wire that has been silent for so long is taken for lost. */
const SILENCE_MAX_MS = 15_000;
const PING_EVERY_MS = 5_000;

type Request = ClientMessage extends infer M ? (M extends unknown ? Omit<M, 'id'> : never) : never;

export class TokenpitStream {
  readonly #url: string;
  readonly #key: string | undefined;
  readonly #subscriptions = new Set<Subscription>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #stateListeners = new Set<(state: ConnectionState) => void>();
  #socket: WebSocket | undefined;
  #state: ConnectionState = 'connecting';
  #nextId = 1;
  #retryMs = RETRY_FIRST_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #closed = false;

  constructor(url: string, key: string | undefined) {
    this.#url = url;
    this.#key = key;
    this.#connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Hears of every change of the connection. Returns what ends it. */
  onState(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => void this.#stateListeners.delete(listener);
  }

  /** Listens to a channel; `contract` is needed for book, trades and candles. Returns what ends it. */
  subscribe<C extends Channel>(
    channel: C,
    contract: string | undefined,
    listener: (message: MessageOf<C>) => void,
  ): () => void {
    const subscription: Subscription = {
      channel,
      contract,
      listener: listener as (message: ChannelMessage) => void,
      sequence: undefined,
    };
    this.#subscriptions.add(subscription);
    if (this.#state === 'live') this.#ask('subscribe', subscription);
    return () => {
      this.#subscriptions.delete(subscription);
      const still = [...this.#subscriptions].some((s) => s.channel === channel && s.contract === contract);
      if (!still && this.#state === 'live') this.#ask('unsubscribe', subscription);
    };
  }

  placeOrder(order: OrderRequest): Promise<PlaceOrderAnswer> {
    return this.#request({ op: 'placeOrder', order }) as Promise<PlaceOrderAnswer>;
  }

  cancelOrder(order: number): Promise<CancelOrderAnswer> {
    return this.#request({ op: 'cancelOrder', order }) as Promise<CancelOrderAnswer>;
  }

  /** Ends the conversation for good. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#pulse);
    this.#socket?.close(1000);
    this.#abandon();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => void this.#begin();
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(String(data)) as ServerMessage);
    socket.onclose = () => this.#lose(socket);
    // What follows an error is a close.
    socket.onerror = () => undefined;
  }

  /** The wire is open: say who we are, then ask again for everything that is listened to. */
  async #begin(): Promise<void> {
    this.#heardAt = Date.now();
    clearInterval(this.#pulse);
    this.#pulse = setInterval(() => this.#checkPulse(), PING_EVERY_MS);
    try {
      if (this.#key !== undefined) await this.#request({ op: 'authenticate', key: this.#key });
    } catch (error) {
      // A key that the venue does not know leaves a reader of public channels; a lost wire begins again by itself.
      if (!(error instanceof VenueRefusal)) return;
    }
    this.#retryMs = RETRY_FIRST_MS;
    this.#setState('live');
    for (const subscription of this.#subscriptions) {
      subscription.sequence = undefined;
      this.#ask('subscribe', subscription);
    }
  }

  #checkPulse(): void {
    if (Date.now() - this.#heardAt > SILENCE_MAX_MS) this.#socket?.close();
    else this.#request({ op: 'ping' }).catch(() => undefined);
  }

  #lose(socket: WebSocket): void {
    if (this.#closed || socket !== this.#socket) return;
    clearInterval(this.#pulse);
    this.#abandon();
    this.#setState('lost');
    this.#retry = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
  }

  #abandon(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new VenueUnreachable('The connection to the venue was lost.'));
  }

  #hear(message: ServerMessage): void {
    this.#heardAt = Date.now();
    if ('channel' in message) this.#deliver(message);
    else this.#settle(message);
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(Number(reply.id));
    if (waiting === undefined) return;
    this.#waiting.delete(Number(reply.id));
    if (reply.ok) waiting.resolve(reply.result);
    else waiting.reject(new VenueRefusal(reply.error));
  }

  #deliver(message: ChannelMessage): void {
    const contract = 'contract' in message ? message.contract : undefined;
    for (const subscription of this.#subscriptions) {
      if (subscription.channel !== message.channel || subscription.contract !== contract) continue;
      const previous = 'previous' in message ? message.previous : undefined;
      if (previous !== undefined && subscription.sequence !== undefined && previous !== subscription.sequence) {
        // A message is missing: begin again from a snapshot.
        subscription.sequence = undefined;
        this.#ask('subscribe', subscription);
        continue;
      }
      if (message.type === 'delta' && subscription.sequence === undefined && message.channel !== 'candles') continue;
      subscription.sequence = message.sequence;
      subscription.listener(message);
    }
  }

  #ask(op: 'subscribe' | 'unsubscribe', { channel, contract }: Subscription): void {
    const message = { op, channel, ...(contract === undefined ? {} : { contract }) };
    // What the venue refuses here (an expired contract) simply brings no messages.
    this.#request(message).catch(() => undefined);
  }

  #request(message: Request): Promise<unknown> {
    const socket = this.#socket;
    if (socket === undefined || socket.readyState !== WebSocket.OPEN)
      return Promise.reject(new VenueUnreachable('There is no connection to the venue.'));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ ...message, id }));
    });
  }

  #setState(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
