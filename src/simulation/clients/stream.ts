/**
 * A client's end of the stream: it connects when there is something to say, says who it is, and when the connection is
 * lost it opens another. Every other one begins with words of nobody, and then listens to the account and more.
 */
import { messagesIn, type Told } from '../checks/answers.ts';
import { Listener } from '../checks/listener.ts';
import { keyOf } from '../keys.ts';
import type { RunRecord } from '../record.ts';
import { Connection } from '../world/connection.ts';
import type { Network } from '../world/network.ts';
import type { Client } from './client.ts';
import type { Said } from './words.ts';

/** A connection to the venue, which is asked what clients say and answers with texts. */
export type Line = Connection<Said, string>;

/** What can be listened to: a channel, and for some a contract. */
export interface Topic {
  readonly channel: string;
  readonly contract?: string;
}

export interface StreamWorld {
  readonly network: Network;
  readonly record: RunRecord;
  readonly witness: { booksAt(sequence: number, code: string): string | undefined };
  /** A connection of this client reaches the venue, or nobody. */
  readonly connect: (line: Line, client: Client) => void;
}

export class Stream {
  readonly #world: StreamWorld;
  readonly #client: Client;
  #line: Line | undefined;
  #isWelcome = false;
  #opened = 0;

  constructor(world: StreamWorld, client: Client) {
    this.#world = world;
    this.#client = client;
  }

  /** Says something if the venue knows who speaks; else sees to it that it will, and returns false. */
  say(said: Said): boolean {
    if (this.#isWelcome) this.#line?.ask(said);
    else this.#connect();
    return this.#isWelcome;
  }

  /** Listens to a channel, if it listens at all. */
  listen(topic: Topic): void {
    if (this.#isWelcome && this.#opened % 2 === 1) this.#say({ op: 'subscribe', id: 'listen', ...topic });
  }

  /** Hangs up, or does not read for a while. */
  trouble(deafMs: number): void {
    if (deafMs > 0) this.#line?.deafen(deafMs);
    else this.#line?.break();
  }

  #connect(): void {
    if (this.#line !== undefined) return;
    const { network, record, witness, connect } = this.#world;
    const listener = new Listener(record, witness.booksAt);
    const line: Line = new Connection(network, {
      hear: (text) => {
        for (const message of messagesIn(text)) if (this.#line === line) this.#hear(message, listener);
      },
      ended: () => {
        if (this.#isWelcome) record.count('a connection is lost');
        this.#line = undefined;
        this.#isWelcome = false;
      },
    });
    this.#line = line;
    this.#opened += 1;
    connect(line, this.#client);
    if (this.#opened % 2 === 1)
      line.ask({ text: JSON.stringify({ op: 'cancelOrder', id: 'nobody', order: 1 }), refusedAs: 'KEY_MISSING' });
    this.#say({ op: 'authenticate', id: 'key', key: keyOf(this.#client.name) });
  }

  #hear(message: Told, listener: Listener): void {
    if (message.type !== 'reply') return listener.hear(message);
    const { id, ok, result, error } = message;
    if (id === 'key') return this.#recognized(ok === true, result?.account);
    if (id !== 'listen') return this.#client.answered(message);
    if (ok === true) return listener.subscribed(result);
    this.#world.record.expect(error?.code === 'TOO_MANY_REQUESTS', NAME, () => `who listens is told ${error?.code}`);
  }

  /** Before its account is open nobody knows its key; then it tries again when it has something to say. */
  #recognized(ok: boolean, account: unknown): void {
    if (!ok) return this.#line?.break();
    const { name } = this.#client;
    this.#world.record.expect(account === name, NAME, () => `${name} is taken for ${account}`);
    this.#isWelcome = true;
    this.listen({ channel: 'account' });
    this.#client.welcomed();
  }

  #say(message: object): void {
    this.#line?.ask({ text: JSON.stringify(message) });
  }
}

const NAME = 'the venue knows who speaks';
