/**
 * What one client says on the stream, and what it is replied.
 *
 * Every message gets one reply, under the id that it came with; messages that came together in one frame are replied
 * together. Nothing that a client says ends the conversation but a frame that is too long to be read.
 */
import type { OrderRequest } from '#wire/orders.ts';
import {
  AmendOrderMessage,
  AuthenticateMessage,
  CancelOrderMessage,
  CancelOrdersMessage,
  type Channel,
  PingMessage,
  PlaceOrderMessage,
  PlaceQuotesMessage,
  SubscribeMessage,
} from '#wire/stream.ts';
import { isOfContract, type Topic } from './broadcast.ts';
import type { Told } from './carry-out.ts';
import type { Desk } from './desk.ts';
import { type Bucket, takeToken } from './limits.ts';
import type { Account } from './members.ts';
import { PlainCancel, PlainOrder, readPlain } from './plain-messages.ts';
import type { Reader } from './reader.ts';
import { isObject, parseJson, readFields } from './reading.ts';
import { Refused } from './refused.ts';
import { TokenBuckets } from './token-buckets.ts';

type Id = string | number | undefined;
type Message = Readonly<Record<string, unknown>>;
/** Takes the replies to the messages of one frame to whoever waits for them. */
interface Replies {
  take(at: number, reply: string): void;
}

/** More than fit a frame when each does something; a bound for frames of messages that do nothing. */
const TOGETHER_MAX = 200;
const HOW_MANY = `A frame that is an array holds 1 to ${TOGETHER_MAX} messages.`;
const ONLY_TRADES = 'Only what trades can come together: orders, amendments, quotes and cancellations.';

export class Conversation {
  readonly #desk: Desk;
  readonly #reader: Reader;
  readonly #messages: TokenBuckets<'this'>;
  /** Where replies go that need not wait for others. */
  readonly #alone: Replies;
  readonly #topics = new Map<string, Topic>();
  /** Who speaks, once it has authenticated. */
  #speaker: Account | undefined;

  constructor(desk: Desk, reader: Reader) {
    this.#desk = desk;
    this.#reader = reader;
    this.#alone = { take: (_, reply) => reader.send(reply) };
    this.#messages = new TokenBuckets(desk.limits.messages);
  }

  /** Hears one frame; undefined is one that was binary. */
  hear(text: string | undefined): void {
    const frame = text === undefined ? undefined : readFrame(text);
    if (Array.isArray(frame)) return this.#hearTogether(frame);
    this.#hearOne(frame as Message | undefined, this.#alone, 0, (message, id) => {
      if (text === undefined) throw Refused.atTheDoor('MESSAGE_NOT_TEXT');
      if (message === undefined) throw Refused.atTheDoor('MESSAGE_NOT_JSON');
      this.#talk(message, id);
    });
  }

  /**
   * Orders and cancellations that came in one frame: each is judged and carried out as if it had come alone, in their
   * order, and all are replied in one frame when the last is (rule API-29).
   */
  #hearTogether(frame: readonly unknown[]): void {
    if (frame.length === 0 || frame.length > TOGETHER_MAX)
      return this.#refuse(undefined, Refused.atTheDoor('FIELD_INVALID', undefined, HOW_MANY), this.#alone, 0);
    const replies = new RepliesTogether(frame.length, this.#reader);
    for (let at = 0; at < frame.length; at += 1) {
      const message = frame[at];
      this.#hearOne(isObject(message) ? message : undefined, replies, at, refuseTogether);
    }
  }

  /** Trades, when the message asks for that; otherwise takes a token and leaves it to `otherwise`, which may throw. */
  #hearOne(
    message: Message | undefined,
    replies: Replies,
    at: number,
    otherwise: (message: Message | undefined, id: Id) => void,
  ): void {
    const id = idOf(message);
    try {
      const account = message === undefined ? undefined : this.#trader(message.op);
      if (account !== undefined) return this.#trade(message as Message, account, id, replies, at);
      takeToken(this.#messages, 'this', this.#desk.timer.now());
      otherwise(message, id);
    } catch (error) {
      this.#refuse(id, error, replies, at);
    }
  }

  /** The connection is gone. */
  end(): void {
    for (const topic of this.#topics.values()) this.#desk.broadcast.leave(topic, this.#reader);
    this.#topics.clear();
  }

  /** Who trades with this operation, having taken a token for it; undefined for operations that trade nothing. */
  #trader(op: unknown): Account | undefined {
    const bucket = bucketOf(op);
    if (bucket === undefined) return undefined;
    const account = this.#account();
    this.#desk.turnstile.pass(bucket, account, this.#reader.address);
    return account;
  }

  #trade(message: Message, account: Account, id: Id, replies: Replies, at: number): void {
    const { orders, quotes } = this.#desk;
    const told: Told<string> = (result, trouble) => {
      if (result === undefined) this.#refuse(id, trouble, replies, at);
      else replies.take(at, replyText(id, result));
    };
    switch (message.op) {
      case 'placeOrder':
        return orders.place(account, orderIn(message), told);
      case 'amendOrder': {
        const { op: _, id: __, order, ...changes } = readFields(AmendOrderMessage, message);
        return orders.amend(account, order, changes, told);
      }
      case 'placeQuotes':
        return quotes.place(account, readFields(PlaceQuotesMessage, message), told);
      case 'cancelOrders':
        return orders.cancelAll(account, readFields(CancelOrdersMessage, message), told);
      default:
        return orders.cancel(account, cancelledBy(message), told);
    }
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
    if (this.#speaker !== account) this.#leave('account');
    this.#speaker = account;
    this.#reply(id, { account: account.name });
  }

  #subscribe({ channel, contract }: SubscribeMessage, id: Id): void {
    const topic = this.#topic(channel, contract);
    this.#topics.set(nameOf(channel, contract), topic);
    const sequence = this.#desk.broadcast.join(topic, this.#reader);
    this.#reply(id, { channel, ...(contract === undefined ? {} : { contract }), sequence });
    this.#desk.broadcast.greet(topic, this.#reader, sequence);
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
    this.#desk.broadcast.leave(topic, this.#reader);
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
    if (this.#speaker === undefined) throw Refused.atTheDoor('KEY_MISSING');
    return this.#speaker;
  }

  #reply(id: Id, result: unknown): void {
    this.#reader.send(replyText(id, JSON.stringify(result)));
  }

  #refuse(id: Id, error: unknown, replies: Replies, at: number): void {
    const refused = error instanceof Refused ? error : Refused.atTheDoor('INTERNAL_ERROR');
    if (refused !== error) this.#desk.onFailure(error as Error);
    replies.take(at, JSON.stringify({ type: 'reply', id, ok: false, error: refused.body.error }));
  }
}

/** Replies to messages that came together; they leave together when the last is there. */
class RepliesTogether implements Replies {
  readonly #reader: Reader;
  readonly #replies: string[];
  #missing: number;

  constructor(count: number, reader: Reader) {
    this.#reader = reader;
    this.#replies = new Array(count).fill('');
    this.#missing = count;
  }

  take(at: number, reply: string): void {
    this.#replies[at] = reply;
    this.#missing -= 1;
    if (this.#missing > 0) return;
    // The brackets go to the first and the last, so that the whole is written out once.
    this.#replies[0] = `[${this.#replies[0]}`;
    this.#replies.push(`${this.#replies.pop()}]`);
    this.#reader.send(this.#replies.join(','));
    // While they wait for the disk the list grows old, and what an old list holds is not collected with what is young.
    this.#replies.length = 0;
  }
}

/** What does not trade cannot come together with others. */
function refuseTogether(message: Message | undefined): never {
  throw message === undefined
    ? Refused.atTheDoor('MESSAGE_NOT_JSON')
    : Refused.atTheDoor('OPERATION_UNKNOWN', 'op', ONLY_TRADES);
}

/** The reply to a message that was carried out; `result` is JSON. */
function replyText(id: Id, result: string): string {
  const named = id === undefined ? '' : `"id":${typeof id === 'number' ? id : JSON.stringify(id)},`;
  return `{"type":"reply",${named}"ok":true,"result":${result}}`;
}

/** Which bucket an operation takes from; undefined for operations that trade nothing. */
function bucketOf(op: unknown): Bucket | undefined {
  if (op === 'placeOrder' || op === 'amendOrder' || op === 'placeQuotes') return 'orders';
  return op === 'cancelOrder' || op === 'cancelOrders' ? 'cancels' : undefined;
}

/** What a `placeOrder` asks for, as it has been read or is read here. */
function orderIn(message: Message | PlainOrder): OrderRequest {
  return message instanceof PlainOrder ? message.order : readFields(PlaceOrderMessage, message).order;
}

/** The number that a `cancelOrder` names. */
function cancelledBy(message: Message | PlainCancel): number {
  return message instanceof PlainCancel ? message.order : readFields(CancelOrderMessage, message).order;
}

/** Undefined when the text is neither a JSON object nor an array. */
function readFrame(text: string): Message | readonly unknown[] | undefined {
  const plain = readPlain(text);
  if (plain !== undefined) return plain as unknown as Message | readonly Message[];
  try {
    const value = parseJson(text);
    return isObject(value) || Array.isArray(value) ? value : undefined;
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
