/**
 * How late the book is at a thousand readers when it changes ten thousand times a second, and what telling them costs.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BUY, GOOD_TILL_CANCEL, SELL } from '#core/commands.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';
import type { Sequencer } from '#sequencer/sequencer.ts';
import type { Figure } from '../figure.ts';
import { heard } from '../journalled.ts';
import { type Heard, type Subscribers, sharedNow } from '../load/subscriber-thread.ts';
import { percentile } from '../measure.ts';
import { codeOf, type OpenDoors, withDoors } from '../open-doors.ts';
import type { Part } from '../part.ts';

const CONTRACTS = 10;
const ACCOUNTS = 100;
const CHANGES_PER_SECOND = 10_000;
const WARM_UP_MS = 3_000;
const MEASURE_MS = 10_000;
/** An order rests this many changes long, so that a price does not come and go within one message. */
const LIFE = 10_000;
const MIDDLE = 131_072;
const POSTED = 1 << 17;

export const marketData: Part = {
  workload:
    '10,000 changes a second, even in time and over 10 contracts, each a price that comes or goes; readers each hear the book of one contract',
  warmUp: 'three seconds of the same; figures of ten seconds',
  leftOut: 'TLS, other channels; readers share one thread on the same two cores, and their reading is part of the lag',
  jobs: {
    'ten readers': () => readers(10),
    'a thousand readers': () => readers(1_000),
  },
};

function readers(count: number): Promise<Figure[]> {
  return withDoors({ contracts: CONTRACTS, accounts: ACCOUNTS }, async (doors) => {
    const posted = new SharedArrayBuffer(POSTED * Float64Array.BYTES_PER_ELEMENT);
    const contracts = Array.from({ length: count }, (_, reader) => codeOf(reader % CONTRACTS));
    const workerData: Subscribers = { port: doors.port, contracts, posted };
    const worker = new Worker(new URL('../load/subscriber-thread.ts', import.meta.url), { workerData });
    await said(worker);
    const changes = new Changes(doors, new Float64Array(posted));
    await changes.run(WARM_UP_MS);
    worker.postMessage('count');
    const busy = process.threadCpuUsage();
    const made = await changes.run(MEASURE_MS);
    const { user, system } = process.threadCpuUsage(busy);
    worker.postMessage('stop');
    const { lags, messages, bytes } = (await said(worker)) as Heard;
    const name = `${count.toLocaleString('en-US')} readers`;
    return [
      { name: `${name}, changes`, value: (made * 1e3) / MEASURE_MS, unit: '/s' },
      { name: `${name}, lag p50`, value: percentile(lags, 0.5), unit: 'ms' },
      { name: `${name}, lag p99`, value: percentile(lags, 0.99), unit: 'ms' },
      { name: `${name}, messages`, value: (messages * 1e3) / MEASURE_MS, unit: '/s' },
      { name: `${name}, bytes`, value: (bytes * 1e3) / MEASURE_MS, unit: '/s' },
      { name: `${name}, of the venue's core`, value: (user + system) / (MEASURE_MS * 10), unit: '%' },
    ];
  });
}

function said(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Makes a price come in one contract after the other, and go again a second later. */
class Changes {
  readonly #sequencer: Sequencer;
  readonly #posted: Float64Array;
  #made = 0;

  constructor({ sequencer }: OpenDoors, posted: Float64Array) {
    this.#sequencer = sequencer;
    this.#posted = posted;
  }

  /** Goes on for so long and returns how many changes it made. */
  async run(milliseconds: number): Promise<number> {
    const begin = performance.now();
    const before = this.#made;
    for (let now = begin; now < begin + milliseconds; now = performance.now()) {
      const due = before + ((now - begin) * CHANGES_PER_SECOND) / 1e3;
      while (this.#made < due) this.#change();
      await wait(1);
    }
    return this.#made - before;
  }

  #change(): void {
    const change = this.#made;
    this.#made += 1;
    this.#posted[(this.#sequencer.sequence + 1) % POSTED] = sharedNow();
    // Turn and turn about: a life of orders comes, then they go in the same order.
    const round = Math.floor(change / LIFE);
    const order = change % LIFE;
    const account = (order % ACCOUNTS) as AccountId;
    if (round % 2 === 1) {
      const first = Math.floor(round / 2) * LIFE + 1;
      this.#sequencer.post({ type: 'cancelOrder', account, order: (first + order) as OrderId }, heard);
      return;
    }
    const contract = (order % CONTRACTS) as ContractId;
    const level = Math.floor(order / CONTRACTS) >> 1;
    const side = Math.floor(order / CONTRACTS) & 1 ? BUY : SELL;
    const price = (side === BUY ? MIDDLE - 1 - level : MIDDLE + level) as Ticks;
    const quantity = 1 as Lots;
    const timeInForce = GOOD_TILL_CANCEL;
    this.#sequencer.post({ type: 'placeOrder', account, contract, side, price, quantity, timeInForce }, heard);
  }
}
