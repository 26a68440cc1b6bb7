/**
 * What one client says on the stream, and what it is replied.
 *
 * Every message gets one reply, under the id that it came with. Nothing that a client says ends the conversation but a
 * message that is too long to be read.
 */
import {
  AuthenticateMessage,
  CancelOrderMessage,
  type Channel,
  PingMessage,
  PlaceOrderMessage,
  SubscribeMessage,
} from '#wire/stream.ts';
import { type Limits, type Turnstile, takeToken } from '../limits.ts';
import type { Account, Members } from '../members.ts';
import type { OrderEntry } from '../order-entry.ts';
import { isObject, parseJson, readFields } from '../reading.ts';
import { Refused } from '../refused.ts';
import { TokenBuckets } from '../token-buckets.ts';
import { type Broadcast, isOfContract, type Topic } from './broadcast.ts';
import { type Connection, encode } from './connection.ts';

export interface Desk {
  readonly members: Members;
  readonly turnstile: Turnstile;
  readonly orders: OrderEntry;
  readonly broadcast: Broadcast;
  readonly limits: Limits;
  readonly onFailure: (error: Error) => void;
}

type Id = string | number | undefined;
type Message = Readonly<Record<string, unknown>>;

export class Conversation {
  readonly #desk: Desk;
  readonly #connection: Connection;
  readonly #messages: TokenBuckets<'this'>;
  readonly #topics = new Map<string, Topic>();

  constructor(desk: Desk, connection: Connection) {
    this.#desk = desk;
    this.#connection = connection;
    this.#messages = new TokenBuckets(desk.limits.messages);
  }

  /** Hears one message; undefined is one that was binary. */
  hear(text: string | undefined): void {
    let id: Id;
    try {
      const message = text === undefined ? undefined : readMessage(text);
      id = idOf(message);
      const account = message === undefined ? undefined : this.#speaker(message.op);
      if (account === undefined) takeToken(this.#messages, 'this');
      if (text === undefined) throw Refused.atTheDoor('MESSAGE_NOT_TEXT');
      if (message === undefined) throw Refused.atTheDoor('MESSAGE_NOT_JSON');
      if (account === undefined) this.#talk(message, id);
      else this.#trade(message, account, id);
    } catch (error) {
      this.#refuse(id, error);
    }
  }

  /** The connection is gone. */
  end(): void {
    for (const topic of this.#topics.values()) this.#desk.broadcast.leave(topic, this.#connection);
    this.#topics.clear();
  }

  /** Who trades with this operation, having taken a token for it; undefined for operations that trade nothing. */
  #speaker(op: unknown): Account | undefined {
    if (op !== 'placeOrder' && op !== 'cancelOrder') return undefined;
    const account = this.#account();
    this.#desk.turnstile.pass(op === 'placeOrder' ? 'orders' : 'cancels', account, this.#connection.address);
    return account;
  }

  #trade(message: Message, account: Account, id: Id): void {
    const { orders } = this.#desk;
    const answer =
      message.op === 'placeOrder'
        ? orders.place(account, readFields(PlaceOrderMessage, message).order)
        : orders.cancel(account, readFields(CancelOrderMessage, message).order);
    answer.then(
      (result) => this.#reply(id, result),
      (error: unknown) => this.#refuse(id, error),
    );
  }

  #talk(message: Message, id: Id): void {
    switch (message.op) {
      case 'authenticate':
        return this.#authenticate(readFields(AuthenticateMessage, message).key, id);
      case 'subscribe':
        return this.#subscribe(readFields(SubscribeMessage, message), id);
      case 'unsubscribe':
        return this.#unsubscribe(readFields(SubscribeMessage, message), id);
      case 'ping':
        readFields(PingMessage, message);
        return this.#reply(id, {});
      case undefined:
        throw Refused.atTheDoor('FIELD_MISSING', 'op');
      default:
        throw Refused.atTheDoor('OPERATION_UNKNOWN', 'op');
    }
  }

  /** Another account's channel does not outlive the change of speaker. */
  #authenticate(key: string, id: Id): void {
    const account = this.#desk.members.withKey(key);
    if (this.#connection.account !== account) this.#leave('account');
    this.#connection.account = account;
    this.#reply(id, { account: account.name });
  }

  #subscribe({ channel, contract }: SubscribeMessage, id: Id): void {
    const topic = this.#topic(channel, contract);
    this.#topics.set(nameOf(channel, contract), topic);
    const sequence = this.#desk.broadcast.join(topic, this.#connection);
    this.#reply(id, { channel, ...(contract === undefined ? {} : { contract }), sequence });
    this.#desk.broadcast.greet(topic, this.#connection, sequence);
  }

  #unsubscribe({ channel, contract }: SubscribeMessage, id: Id): void {
    this.#topic(channel, contract);
    this.#leave(nameOf(channel, contract));
    this.#reply(id, {});
  }

  #leave(name: string): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) return;
    this.#topics.delete(name);
    this.#desk.broadcast.leave(topic, this.#connection);
  }

  #topic(channel: Channel, contract: string | undefined): Topic {
    if (isOfContract(channel)) {
      if (contract === undefined) throw Refused.atTheDoor('FIELD_MISSING', 'contract');
      return { channel, market: this.#desk.orders.market(contract) };
    }
    if (contract !== undefined) throw Refused.atTheDoor('FIELD_UNKNOWN', 'contract');
    return channel === 'account' ? { channel, account: this.#account() } : { channel };
  }

  #account(): Account {
    const { account } = this.#connection;
    if (account === undefined) throw Refused.atTheDoor('KEY_MISSING');
    return account;
  }

  #reply(id: Id, result: unknown): void {
    this.#connection.send(encode({ type: 'reply', id, ok: true, result }));
  }

  #refuse(id: Id, error: unknown): void {
    const refused = error instanceof Refused ? error : Refused.atTheDoor('INTERNAL_ERROR');
    if (refused !== error) this.#desk.onFailure(error as Error);
    this.#connection.send(encode({ type: 'reply', id, ok: false, error: refused.body.error }));
  }
}

/** Undefined when the text is not a JSON object. */
function readMessage(text: string): Message | undefined {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The id of a message, if it has one that can be sent back. */
function idOf(message: Message | undefined): Id {
  const id = message?.id;
  return (typeof id === 'string' && id.length <= 64) || Number.isSafeInteger(id) ? (id as Id) : undefined;
}

function nameOf(channel: Channel, contract: string | undefined): string {
  return contract === undefined ? channel : `${channel} ${contract}`;
}
