/**
 * Watches over what the venue says on its connections: every answer is that of a published command which this very
 * client asked for, and says what became of it; and whatever else is told has been published.
 *
 * Everything is looked at when it leaves the venue, whether it arrives or not.
 */
import type { Published } from '#sequencer/machine.ts';
import type { Client, Request } from '../clients/client.ts';
import type { RunRecord } from '../record.ts';
import { type AccountMessage, compareAccount } from './compare-account.ts';
import type { Facts } from './facts.ts';
import { agrees, type Json, PlainLog } from './plain-log.ts';

const ANSWERS = 'an answer says what became of the request';
const DURABLE = 'what was acknowledged is there';

/** A message of the stream, as it comes out of JSON. */
export interface Told extends Json {
  readonly type: 'reply' | 'snapshot' | 'delta';
  readonly id?: string;
  readonly ok?: boolean;
  readonly result?: Json;
  readonly error?: Json & { readonly code: string };
  readonly channel?: string;
  readonly sequence?: number;
  readonly previous?: number;
}

/** What stands in a frame of the stream: one message, or the replies to several that were said together (rule API-29). */
export function messagesIn(text: string): readonly Told[] {
  const frame = JSON.parse(text) as Told | readonly Told[];
  return 'length' in frame ? (frame as readonly Told[]) : [frame];
}

export class Answers {
  readonly #record: RunRecord;
  /** Everything that the venue has said, in order. */
  readonly texts: string[] = [];
  readonly #log = new PlainLog();
  /** By the id of the message in which it is asked. */
  readonly #requests = new Map<string, Request>();

  constructor(record: RunRecord) {
    this.#record = record;
  }

  asked(request: Request): void {
    if (request.message !== undefined) this.#requests.set(request.message.id, request);
  }

  hear(published: Published, facts: Facts): void {
    this.#log.hear(published, facts);
  }

  /** What is in the books of a contract after command `sequence`. */
  booksAt(sequence: number, code: string): string | undefined {
    return this.#log.at(sequence)?.books.get(code);
  }

  /** The venue says this on a connection of `client`. */
  told(client: Client, text: string): void {
    this.texts.push(text);
    for (const message of messagesIn(text)) this.#told(client, message, text);
  }

  #told(client: Client, message: Told, text: string): void {
    const { type, channel, sequence = 0, error } = message;
    this.#record.count(error?.code ?? `${channel ?? ''} ${type}`.trimStart());
    if (type === 'reply') return this.#reply(client, message);
    this.#publishedLine(sequence, text);
    if (channel === 'account')
      compareAccount(message as unknown as AccountMessage, client, this.#log, (promise, what) =>
        this.#record.report(promise, what),
      );
  }

  #reply(client: Client, { id = '', ok, result, error }: Told): void {
    const request = this.#requests.get(id);
    if (request === undefined) return;
    const expect = (holds: boolean, what: () => string) =>
      this.#record.expect(holds, ANSWERS, () => `${client.name} is answered to ${id}: ${what()}`);
    expect(request.client === client, () => `it is ${request.client.name} who asked that`);
    const told = (ok === true ? result : error) as Json & { readonly sequence?: number };
    const { sequence } = told;
    // Whether a client may be refused without a number, the client knows.
    if (sequence === undefined) return expect(ok === false, () => 'it has no number');
    const { command, clientId, isRejected, answer } = this.#publishedLine(sequence, `the answer to ${id}`);
    const isAsked = JSON.stringify(command) === JSON.stringify(request.command);
    expect(isAsked, () => `command ${sequence} is ${JSON.stringify(command)}`);
    const named = command.type === 'placeOrder' ? request.clientId : undefined;
    expect(clientId === named, () => `command ${sequence} has the id ${clientId}`);
    expect(ok === !isRejected, () => `command ${sequence} was ${ok === true ? 'taken' : 'refused'}`);
    expect(agrees(answer, told), () => `${JSON.stringify(told)} and not ${JSON.stringify(answer)}`);
  }

  #publishedLine(sequence: number, what: string) {
    return this.#log.at(sequence) ?? this.#record.report(DURABLE, `${what} is told, and not published`);
  }
}
