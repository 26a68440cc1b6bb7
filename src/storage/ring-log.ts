/**
 * The log as the sequencer's thread sees it: bytes into the ring, and word from the writer when they last.
 *
 * When the ring is full, `append` waits for the disk. That holds up the whole venue, and it is the rule: nothing is lost
 * and nothing changes places, and the doors see the backlog grow long before.
 */
import { Worker } from 'node:worker_threads';
import { frameBytesMax } from '#journal/journal.ts';
import type { Log } from '#journal/storage.ts';
import { ASLEEP, CLOSED, CLOSING, DURABLE, FAILED, HEAD, Ring, STATE, WAKE } from './ring.ts';
import type { WriterData } from './writer-thread.ts';

/** How often a full ring looks whether the writer has failed, and how long it waits for a writer that says nothing. */
const WRITER_CHECK_MS = 100;
const WRITER_SILENCE_MAX_MS = 60_000;

export interface RingLogOptions {
  readonly folder: string;
  readonly segmentBytes: number;
  readonly position: number;
  /** Size of the ring: a power of two, at least twice the longest record. */
  readonly ringBytes: number;
  readonly onDurable: () => void;
  /** Called once when the writer fails; nothing becomes durable from then on. */
  readonly onFailure: (sentence: string) => void;
}

export class RingLog implements Log {
  readonly #ring: Ring;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #options: RingLogOptions;
  #head: number;
  #durable: number;
  #failed = false;

  private constructor(options: RingLogOptions) {
    const { ringBytes, position, folder, segmentBytes } = options;
    const longest = 2 * frameBytesMax(segmentBytes);
    if (ringBytes < longest) throw new RangeError(`a ring of ${ringBytes} bytes cannot take a piece of ${longest}`);
    this.#options = options;
    this.#head = position;
    this.#durable = position;
    this.#ring = Ring.create(ringBytes, position);
    const workerData: WriterData = { shared: this.#ring.shared, folder, segmentBytes, position };
    this.#worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.once('error', (error) => this.#ring.fail(error.message));
    this.#worker.once('exit', () => this.#checkWriter());
  }

  /** Starts the writer; resolves when it runs, because a thread that is starting needs this one not to wait for it. */
  static async open(options: RingLogOptions): Promise<RingLog> {
    const log = new RingLog(options);
    await new Promise<void>((resolve, reject) => {
      log.#worker.once('online', () => resolve());
      log.#worker.once('error', reject);
    });
    void log.#watch();
    return log;
  }

  append(bytes: Uint8Array, length: number): void {
    if (this.#room() < length) this.#waitForRoom(length);
    this.#ring.put(this.#head, bytes, length);
    this.#head += length;
    Atomics.store(this.#ring.words, HEAD, this.#head);
    if (Atomics.load(this.#ring.words, ASLEEP) === 1) this.#wakeWriter();
  }

  durable(): number {
    this.#durable += this.#ring.ahead(DURABLE, this.#durable);
    return this.#durable;
  }

  async close(): Promise<void> {
    if (!this.#failed) Atomics.store(this.#ring.words, STATE, CLOSING);
    this.#wakeWriter();
    await this.#exited;
  }

  #room(): number {
    return this.#ring.bytes.length - (this.#head - this.durable());
  }

  #wakeWriter(): void {
    Atomics.add(this.#ring.words, WAKE, 1);
    Atomics.notify(this.#ring.words, WAKE);
  }

  #waitForRoom(length: number): void {
    let waited = 0;
    while (this.#room() < length) {
      if (waited >= WRITER_SILENCE_MAX_MS) this.#ring.fail(`the disk took nothing for ${waited / 1000} seconds`);
      this.#checkWriter();
      if (this.#failed) throw new Error('The journal takes nothing more.');
      const woken = Atomics.wait(this.#ring.words, DURABLE, this.#durable | 0, WRITER_CHECK_MS);
      waited = woken === 'timed-out' ? waited + WRITER_CHECK_MS : 0;
    }
  }

  /** Tells `onDurable` whenever the writer got further. */
  async #watch(): Promise<void> {
    const { words } = this.#ring;
    for (let told = this.#durable; ; told = this.#durable) {
      if (this.durable() !== told) {
        this.#options.onDurable();
        continue;
      }
      this.#checkWriter();
      if (this.#failed || Atomics.load(words, STATE) === CLOSED) return;
      const woken = Atomics.waitAsync(words, DURABLE, told | 0);
      if (woken.async) await woken.value;
    }
  }

  #checkWriter(): void {
    if (this.#failed || Atomics.load(this.#ring.words, STATE) !== FAILED) return;
    this.#failed = true;
    this.#options.onFailure(this.#ring.failure());
  }
}
