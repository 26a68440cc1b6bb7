/**
 * A whole venue in memory with its doors open on a free port of this machine, for tests.
 *
 * SIT is listed on Monday, 2026-11-23, 09:00, at 1.500, so the day's limits are 1.275 and 1.725 and a lot needs USD 120
 * of initial margin; its neighbouring months are spreads. Whoever is named has an account with USD 1,000,000; a name that begins with `sim` is a simulated
 * participant. The clock stands still.
 */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { dateOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import type { AccountId, Millis, Money, TradeDate } from '#core/units.ts';
import { credentialOf, newKey } from '#gateway/keys.ts';
import type { Lab } from '#gateway/routes/lab-routes.ts';
import { type Gateway, openGateway } from '#gateway/server.ts';
import { MemoryStorage } from '#journal/memory-storage.ts';
import { plainEvidence } from '#makers/plain-index.ts';
import { newFolds } from '#market-data/folds.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import type { Limits } from '#session/limits.ts';
import type { Prices, Venue } from '#session/venue-port.ts';
import { dollars, endOfDay, fixing, indexTerms, product, timeOf } from '../model/commands.ts';

export const CONTRACT = 'SIT2612';
export const SPREAD = 'SIT2612-SIT2701';

/** Prices that are said to come from a list, and contributions that are always taken. */
const somePrices: Omit<Prices, 'evidenceOf'> = {
  contribute: async ({ name }) => ({ source: `contributor:${name}`, hash: '0'.repeat(64), prices: 1, repeated: false }),
  sources: [
    { name: 'plain', kind: 'embedded', about: 'a list', lastSuccess: null, prices: null, problems: 0, failure: null },
  ],
};

const somethingRun = {
  name: 'paper',
  about: 'what a paper says',
  command: 'npm run lab -- paper',
  state: 'run',
} as const;

/** One experiment, with a report that says little. */
export const someLab: Lab = {
  experiments: async () => [somethingRun],
  finding: async () => ({ ...somethingRun, report: null, trouble: null, files: ['report.json'] }),
  file: async () => new TextEncoder().encode('{}'),
};

interface Opening {
  /** Instead of `someLab`. */
  readonly lab?: Lab;
  readonly limits?: Partial<Limits>;
  readonly terminal?: string;
  /** Where the clock stands, instead of Monday, 2026-11-23, 09:00. */
  readonly time?: Millis;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; undefined when it is none. */
  readonly body: unknown;
}

export interface Asking {
  readonly key?: string | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, as application/json unless `headers` say otherwise. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class OpenDoors {
  readonly storage = new MemoryStorage();
  readonly clock = { time: timeOf('2026-11-23 09:00'), now: (): Millis => this.clock.time };
  readonly folds = newFolds();
  readonly marketData = this.folds.marketData;
  readonly memberRecords = this.folds.memberRecords;
  /** The key of whoever runs the venue. */
  readonly operatorKey = newKey();
  readonly info = {
    name: 'Tokenpit',
    version: '0.1.0',
    venueId: 'doors',
    speed: 1,
    simulated: false,
    registryVersion: '1',
    priceSource: 'prices 1',
  };
  readonly failures: Error[] = [];
  readonly #keys = new Map<string, string>();
  exchange = new Exchange();
  sequencer!: Sequencer;
  gateway!: Gateway;

  /** Opens a venue with these accounts and closes it when the test ends; a failure of the doors fails the test. */
  static async with(
    t: TestContext,
    names: readonly string[] = ['anna', 'bao'],
    opening: Opening = {},
  ): Promise<OpenDoors> {
    const doors = new OpenDoors();
    await doors.#open(names, opening);
    t.after(async () => {
      await doors.gateway.close();
      await doors.sequencer.close();
      assert.deepEqual(doors.failures, []);
    });
    return doors;
  }

  async #open(names: readonly string[], { limits, terminal, time, lab = someLab }: Opening): Promise<void> {
    if (time !== undefined) this.clock.time = time;
    const { storage, clock, folds } = this;
    const keep = (exchange: Exchange) => {
      this.exchange = exchange;
      return exchange;
    };
    this.sequencer = await Sequencer.open({
      storage,
      clock,
      venue: { name: 'doors', id: 'doors' },
      machine: {
        create: () => keep(new Exchange()),
        restore: (snapshot) => keep(Exchange.restore(snapshot as Snapshot)),
      },
      folds,
      segmentBytes: 65_536,
      onHalt: (halted) => this.failures.push(halted),
    });
    await this.send(
      indexTerms,
      fixing((dateOf(clock.time) - 1) as TradeDate, dollars(1.5)),
      product({ ...SIT, spreads: 'adjacent' }),
    );
    for (const [account, name] of names.entries()) {
      const key = newKey();
      this.#keys.set(name, key);
      const kind = name.startsWith('sim') ? 'simulated' : 'member';
      await this.send(
        { type: 'openAccount', name, kind, credential: credentialOf(key) },
        { type: 'deposit', account: account as AccountId, amount: dollars(1_000_000) },
      );
    }
    this.gateway = await openGateway({
      venue: this.venue,
      operatorCredential: credentialOf(this.operatorKey),
      host: '127.0.0.1',
      port: 0,
      lab,
      onFailure: (error) => this.failures.push(error),
      ...(limits === undefined ? {} : { limits }),
      ...(terminal === undefined ? {} : { terminal }),
    });
  }

  /** What every seller is seen to post by now. */
  seen: Money = dollars(1.5);

  /** As the doors know it. */
  get venue(): Venue {
    const { exchange, sequencer, folds, clock, info } = this;
    return {
      exchange,
      sequencer,
      ...folds,
      clock,
      info,
      prices: { ...somePrices, evidenceOf: (date) => plainEvidence(date, this.seen) },
    };
  }

  get address(): string {
    return this.gateway.address;
  }

  keyOf(name: string): string {
    return this.#keys.get(name) as string;
  }

  client(name?: string): TokenpitClient {
    return new TokenpitClient(this.address, name === undefined ? undefined : this.keyOf(name));
  }

  /** Carries out commands behind the doors. */
  async send(...commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      const { events } = await this.sequencer.submit(command);
      assert.equal(
        events.find(({ type }) => type === 'rejected'),
        undefined,
        `${command.type} is carried out`,
      );
    }
  }

  /** Midnight comes: the day is fixed at 1.500 and ends, and the clock stands at 09:00 of the next one. */
  async endDay(): Promise<void> {
    const date = this.exchange.tradeDate as TradeDate;
    this.clock.time = (this.clock.time + 86_400_000) as Millis;
    await this.send(fixing(date, dollars(1.5)), ...endOfDay(date));
  }

  async ask(method: string, path: string, { key, body, text, headers }: Asking = {}): Promise<Answer> {
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${this.address}/api/v1${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const answered = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: answered === '' ? undefined : JSON.parse(answered),
    };
  }

  /** Everything that a refusal at the doors must leave as it was. */
  get footprint(): string {
    return `${this.exchange.hash()} after ${this.sequencer.sequence}`;
  }
}

/** An order of anna's that can be taken, with some of its fields changed. A field that is undefined is left out. */
export function order(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { contract: CONTRACT, side: 'buy', price: '1.500', quantity: 5, ...changes };
}

/** The code, status, rule and field of a refusal. */
export function refusalOf({ status, body }: Answer): Record<string, unknown> {
  const { error } = body as { error: Record<string, unknown> };
  const { message, ...rest } = error;
  assert.match(String(message), /^[A-Z].*\S$/, 'a refusal says a sentence');
  return { status, ...rest };
}
