/**
 * A venue that is killed again and again, and the clients who remember what it answered them.
 *
 * Orders and cancellations go in through HTTP and through the stream, each order under an id of its own. The kill comes
 * while they are under way, while the venue starts, or while it stops and saves its state. After every start everything
 * that was ever answered must stand in the journal once, and the venue's state must be what the journal gives.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { TokenpitError } from '#client/tokenpit-error.ts';
import type { TokenpitStream } from '#client/tokenpit-stream.ts';
import { FRIDAY, RunningVenue } from '../venue/running-venue.ts';
import { JournalWitness } from './journal-witness.ts';

const HTTP_SENDERS = 4;
const STREAM_SENDERS = 2;
const LOOKED_AT = 5;

/** A whole number below `below`. */
export type Dice = (below: number) => number;

export class Victim {
  /** What was answered, and how often the venue was killed when. */
  readonly counts = { placed: 0, cancelled: 0, unanswered: 0, loaded: 0, starting: 0, stopping: 0 };
  readonly #flags: readonly string[];
  readonly #dice: Dice;
  readonly #witness: JournalWitness;
  /** Orders that were answered, by client id. */
  readonly #placed = new Map<string, number>();
  readonly #cancelled = new Set<number>();
  /** Orders that were sent and not answered. */
  readonly #unanswered = new Set<string>();
  #key: string | undefined;
  #names = 0;

  constructor(data: string, dice: Dice) {
    this.#flags = ['--port', '0', '--data', data, '--bare', ...FRIDAY];
    this.#dice = dice;
    this.#witness = new JournalWitness(join(data, 'journal'));
  }

  /** Starts the venue, looks whether everything is there, and kills it at a moment that chance chooses. */
  async startAndKill(): Promise<void> {
    const moment = this.#dice(6);
    // The first start has nothing to lose yet.
    if (moment === 0 && this.#key !== undefined) return this.#killStarting();
    const venue = await RunningVenue.start(this.#flags);
    const client = await this.#admitted(venue);
    await this.#check(client);
    if (moment === 1) {
      this.counts.stopping += 1;
      const ended = venue.interrupt();
      await pause(this.#dice(60));
      await venue.kill();
      await ended;
      return;
    }
    this.counts.loaded += 1;
    await this.#killLoaded(venue, client);
  }

  /** Starts the venue a last time, looks, and lets it stop as it should. */
  async finish(): Promise<void> {
    const venue = await RunningVenue.start(this.#flags);
    await this.#check(await this.#admitted(venue));
    assert.equal((await venue.interrupt()).code, 0);
  }

  async #killStarting(): Promise<void> {
    this.counts.starting += 1;
    const started = RunningVenue.start(this.#flags, AbortSignal.timeout(this.#dice(1_000)));
    await started.then((venue) => venue.kill()).catch(() => undefined);
  }

  async #killLoaded(venue: RunningVenue, client: TokenpitClient): Promise<void> {
    const stream = client.stream();
    const doors: (TokenpitClient | TokenpitStream)[] = [];
    for (let n = 0; n < HTTP_SENDERS; n += 1) doors.push(client);
    for (let n = 0; n < STREAM_SENDERS; n += 1) doors.push(stream);
    const senders = doors.map((door) => this.#sendUntilDead(door));
    await pause(50 + this.#dice(250));
    await venue.kill();
    stream.close();
    await Promise.all(senders);
  }

  async #admitted(venue: RunningVenue): Promise<TokenpitClient> {
    const client = new TokenpitClient(venue.address, this.#key);
    if (this.#key === undefined) client.key = (await client.openAccount('anna')).key;
    this.#key = client.key;
    return client;
  }

  /** Places small orders and cancels most of them, one after the other, until the venue is gone. */
  async #sendUntilDead(door: TokenpitClient | TokenpitStream): Promise<void> {
    for (;;) {
      this.#names += 1;
      const id = `order-${this.#names}`;
      try {
        const order = await this.#place(door, id);
        if (order === undefined || this.#dice(8) === 0) continue;
        await door.cancelOrder(order);
        this.#cancelled.add(order);
        this.counts.cancelled += 1;
      } catch {
        return;
      }
    }
  }

  /** The order's number; undefined when the exchange or a limit refused it. */
  async #place(door: TokenpitClient | TokenpitStream, id: string): Promise<number | undefined> {
    this.#unanswered.add(id);
    try {
      const request = { contract: 'SITP2612', side: 'buy', price: '0.77', quantity: 1, clientOrderId: id } as const;
      const { order } = await door.placeOrder(request);
      this.#unanswered.delete(id);
      this.#placed.set(id, order.order);
      this.counts.placed += 1;
      return order.order;
    } catch (cause) {
      if (!(cause instanceof TokenpitError) || cause.rule === undefined) throw cause;
      this.#unanswered.delete(id);
      return undefined;
    }
  }

  async #check(client: TokenpitClient): Promise<void> {
    const { sequence, hash } = await client.state();
    assert.equal(this.#witness.hashAt(sequence), hash, `the state after command ${sequence}`);
    for (const id of this.#placed.keys()) assert.ok(this.#witness.placed.has(id), `${id} was answered and is gone`);
    for (const order of this.#cancelled)
      assert.ok(this.#witness.cancelled.has(order), `order ${order} was cancelled, and that is gone`);
    for (const [id, number] of [...this.#placed].slice(-LOOKED_AT)) {
      const order = await client.order(number);
      assert.equal(order.clientOrderId, id);
      if (this.#cancelled.has(number)) assert.equal(order.status, 'cancelled');
    }
    // What nobody was answered for is there or not; asked for again, it is there once.
    for (const id of [...this.#unanswered]) {
      const wasThere = this.#witness.placed.has(id);
      const before = (await client.state()).sequence;
      await this.#place(client, id);
      this.counts.unanswered += 1;
      if (wasThere) assert.equal((await client.state()).sequence, before, `${id} was carried out before the crash`);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
