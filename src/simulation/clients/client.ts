/**
 * A client beyond the network: it asks under ids of its own, asks again until it is answered, and never forgets an
 * answer.
 *
 * Orders and cancellations are said on the stream, those of one moment in one message. What has no operation there (money, opening an account, an order that
 * no message can express) is posted behind the doors, in messages of its own.
 */
import type { Command } from '#core/commands.ts';
import type { AccountId, Lots, Money } from '#core/units.ts';
import type { Told } from '../checks/answers.ts';
import { ID_KEPT_MS, ONCE } from '../checks/once.ts';
import type { Timeline } from '../world/timeline.ts';
import { Stream, type StreamWorld } from './stream.ts';
import { garbage, type Listings, type Message, wordsFor } from './words.ts';

export interface Request {
  readonly client: Client;
  /** The client's own id for it. */
  readonly clientId: string;
  readonly command: Command;
  /** What is said on the stream; undefined for what is posted. */
  readonly message: Message | undefined;
}

/** What the venue says to a request: the command that it became and what is told of it, or why nothing is told. */
export type Reply = { readonly sequence: number; readonly text: string } | string;

export interface ClientWorld extends StreamWorld {
  readonly timeline: Timeline;
  /** Is told of every request before it arrives, and knows the time of every command. */
  readonly witness: StreamWorld['witness'] & { asked(request: Request): void; timeOf(sequence: number): number };
  /** What happens to a posted request that has crossed the network. */
  readonly arrive: (request: Request) => void;
}

const FIRST_PATIENCE_MS = 300;
const PATIENCE_MS_MAX = 3_600_000;
/** So many messages may come in one frame (rule API-29). */
const TOGETHER_MAX = 200;
/** Not now, or nobody knows: then it asks again. */
const NOT_YET = ['CLOSED', 'HALTED', 'DISK_LOW', 'VENUE_CLOSING', 'VENUE_HALTED', 'TOO_MANY_REQUESTS'];

export class Client {
  readonly account: AccountId;
  readonly name: string;
  /** What it has been told, by its own id. */
  readonly answers = new Map<string, { readonly request: Request; readonly sequence: number; readonly text: string }>();
  /** What waits for an answer, by its own id. */
  readonly waiting = new Map<string, Request>();
  readonly stream: Stream;
  readonly #misused = new Set<string>();
  /** What it has said on the stream, by the id of the message, and what it still has to say. */
  readonly #said = new Map<string, Request>();
  readonly #unsaid = new Set<Request>();
  readonly #world: ClientWorld;
  #asked = 0;

  constructor(account: AccountId, name: string, world: ClientWorld) {
    this.account = account;
    this.name = name;
    this.#world = world;
    this.stream = new Stream(world, this);
  }

  /** Asks for everything that it wants at this moment. */
  ask(commands: readonly Command[], listings: Listings): void {
    const requests = commands.map((command) => this.#requestFor(command, listings));
    this.#send(requests);
    for (const request of requests) this.#insist(request, FIRST_PATIENCE_MS);
  }

  #requestFor(command: Command, listings: Listings): Request {
    this.#asked += 1;
    const clientId = `${this.name}-${this.#asked}`;
    const message = wordsFor(command, clientId, clientId, listings);
    const request = { client: this, clientId, command, message };
    this.waiting.set(clientId, request);
    return request;
  }

  /** Asks once more for something that was answered; the answer must be the same. */
  askAgain(clientId: string): void {
    const answered = this.answers.get(clientId);
    if (answered !== undefined) this.#send([answered.request]);
  }

  /** Uses an answered id for something else, once: an order for another quantity, or else a deposit of `amount`. */
  misuse(clientId: string, amount: Money, listings: Listings): void {
    this.#misused.add(clientId);
    const { command } = (this.answers.get(clientId) as { request: Request }).request;
    const other: Command =
      command.type === 'placeOrder'
        ? { ...command, quantity: (command.quantity + 1) as Lots }
        : { type: 'deposit', account: this.account, amount };
    const message = wordsFor(other, `${clientId}!`, clientId, listings);
    this.#send([{ client: this, clientId, command: other, message }]);
  }

  /** Says what nobody should take. */
  mutter(contract: string, dice: Parameters<typeof garbage>[1]): void {
    this.stream.say(garbage(contract, dice));
  }

  /** The stream is open: whatever waits is said, too, because nobody knows what of it was heard before. */
  welcomed(): void {
    for (const request of this.waiting.values()) if (request.message !== undefined) this.#unsaid.add(request);
    this.#send([...this.#unsaid]);
    this.#unsaid.clear();
  }

  /** The stream replies. */
  answered({ id = '', ok, result, error }: Told): void {
    const request = this.#said.get(id);
    if (request === undefined) return;
    const told = ok === true ? result : error;
    const isFinal = told?.sequence !== undefined;
    this.hear(
      request,
      isFinal ? { sequence: told.sequence as number, text: JSON.stringify(told) } : String(error?.code),
    );
  }

  hear(request: Request, reply: Reply): void {
    const { clientId, command } = request;
    const { record, witness } = this.#world;
    const answered = this.answers.get(clientId);
    if (typeof reply === 'string') {
      if (reply === 'COMMAND_TOO_LARGE') this.waiting.delete(clientId);
      else if (reply === 'DUPLICATE_ID_MISMATCH')
        record.expect(this.#misused.has(clientId), ONCE, () => `${clientId} is refused as used before`);
      else record.expect(NOT_YET.includes(reply), ONCE, () => `${clientId} is refused as ${reply}`);
      return;
    }
    this.waiting.delete(clientId);
    // A cancellation has no id: said once more it is another.
    if (command.type === 'cancelOrder' && request.message !== undefined) return;
    const { sequence, text } = reply;
    if (answered === undefined) return void this.answers.set(clientId, { request, sequence, text });
    if (Math.abs(witness.timeOf(sequence) - witness.timeOf(answered.sequence)) >= ID_KEPT_MS) return;
    record.count('a repeat is answered');
    record.expect(
      text === answered.text && JSON.stringify(command) === JSON.stringify(answered.request.command),
      ONCE,
      () => `${clientId} was answered ${answered.text}, and now ${text}`,
    );
  }

  /** Sends what was sent once again, with growing patience, until there is an answer. */
  #insist(request: Request, patienceMs: number): void {
    this.#world.timeline.after(patienceMs, () => {
      if (!this.waiting.has(request.clientId)) return;
      this.#send([request]);
      this.#insist(request, Math.min(2 * patienceMs, PATIENCE_MS_MAX));
    });
  }

  #send(requests: readonly Request[]): void {
    const { witness, network, arrive } = this.#world;
    for (const request of requests.filter(({ message }) => message === undefined)) {
      witness.asked(request);
      network.send(() => arrive(request));
    }
    const spoken = requests.filter(({ message }) => message !== undefined);
    for (let at = 0; at < spoken.length; at += TOGETHER_MAX) this.#say(spoken.slice(at, at + TOGETHER_MAX));
  }

  /** Says one message alone, and several as an array. */
  #say(requests: readonly Request[]): void {
    const { witness, record } = this.#world;
    const messages = requests.map(({ message }) => message as Message);
    const isTogether = messages.length > 1;
    if (!this.stream.say({ text: JSON.stringify(isTogether ? messages : messages[0]) }))
      return requests.forEach((request) => void this.#unsaid.add(request));
    if (isTogether) record.count('several are said together');
    for (const request of requests) {
      witness.asked(request);
      this.#said.set((request.message as Message).id, request);
    }
  }
}
