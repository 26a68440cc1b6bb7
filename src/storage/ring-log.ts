/**
 * The log as the sequencer's thread sees it: bytes into the ring, and word from the writer when they last.
 *
 * What one turn of the thread appends goes into the ring together, when the turn ends: every word that both threads use
 * travels from one core to the other, and so it travels once a turn and not once a record.
 *
 * When the ring is full, `append` waits for the disk. That holds up the whole venue, and it is the rule: nothing is lost
 * and nothing changes places, and the doors see the backlog grow long before.
 */
import type { Worker } from 'node:worker_threads';
import type { Cursor } from '#journal/frame.ts';
import { frameBytesMax } from '#journal/journal.ts';
import type { Log } from '#journal/storage.ts';
import { ASLEEP, CLOSED, CLOSING, DURABLE, FAILED, HEAD, Ring, STATE, WAKE } from './ring.ts';
import type { WriterData } from './writer-thread.ts';

/** As much as a turn gathers before it is handed over: small enough to stay in the core's nearest cache. */
const TURN_BYTES = 16 * 1024;

/** How often a full ring looks whether the writer has failed, and how long it waits for a writer that says nothing. */
const WRITER_CHECK_MS = 100;
const WRITER_SILENCE_MAX_MS = 60_000;

export interface RingLogOptions {
  /** A thread of `writer-thread.ts` that has nothing to do yet. */
  readonly writer: Worker;
  readonly folder: string;
  readonly segmentBytes: number;
  /** Where the journal ends. */
  readonly end: Readonly<Pick<Cursor, 'position' | 'checksum'>>;
  /** Size of the ring: a power of two, at least twice the longest record. */
  readonly ringBytes: number;
  readonly onDurable: () => void;
  /** Called once when the writer fails; nothing becomes durable from then on. */
  readonly onFailure: (sentence: string) => void;
}

export class RingLog implements Log {
  readonly #ring: Ring;
  readonly #exited: Promise<void>;
  readonly #options: RingLogOptions;
  /** What this turn has appended so far. */
  readonly #turn: Int32Array<ArrayBuffer>;
  #gathered = 0;
  readonly #handOver = (): void => {
    if (this.#gathered === 0) return;
    const length = this.#gathered;
    this.#gathered = 0;
    this.#put(this.#turn, length);
  };
  #head: number;
  #durable: number;
  #failed = false;

  private constructor(options: RingLogOptions) {
    const { writer, ringBytes, folder, segmentBytes } = options;
    const { position, checksum } = options.end;
    const longest = 2 * frameBytesMax(segmentBytes);
    if (ringBytes < longest) throw new RangeError(`a ring of ${ringBytes} bytes cannot take a piece of ${longest}`);
    this.#options = options;
    this.#turn = new Int32Array(Math.min(TURN_BYTES, ringBytes) / Int32Array.BYTES_PER_ELEMENT);
    this.#head = position;
    this.#durable = position;
    this.#ring = Ring.create(ringBytes, position);
    this.#exited = new Promise((resolve) => writer.once('exit', () => resolve()));
    writer.once('error', (error) => this.#ring.fail(error.message));
    writer.once('exit', () => this.#checkWriter());
    writer.postMessage({ shared: this.#ring.shared, folder, segmentBytes, position, checksum } satisfies WriterData);
  }

  /** The log of a writer that has started and from now on writes at `end`. */
  static open(options: RingLogOptions): RingLog {
    const log = new RingLog(options);
    void log.#watch();
    return log;
  }

  append(words: Int32Array<ArrayBuffer>, length: number): void {
    if (this.#failed) throw new Error('The journal takes nothing more.');
    if (this.#gathered + length > this.#turn.byteLength) {
      this.#handOver();
      if (length > this.#turn.byteLength) return this.#put(words, length);
    }
    if (this.#gathered === 0) queueMicrotask(this.#handOver);
    // A record is short, and a loop over its words cheaper than a call that copies.
    const turn = this.#turn;
    const start = this.#gathered / Int32Array.BYTES_PER_ELEMENT;
    const count = length / Int32Array.BYTES_PER_ELEMENT;
    for (let at = 0; at < count; at += 1) turn[start + at] = words[at] as number;
    this.#gathered += length;
  }

  /** Puts the first `length` bytes of `words` into the ring and lets the writer know. */
  #put({ buffer }: Int32Array<ArrayBuffer>, length: number): void {
    if (this.#room() < length && !this.#waitForRoom(length)) return;
    this.#ring.put(this.#head, new Uint8Array(buffer, 0, length), length);
    this.#head += length;
    Atomics.store(this.#ring.words, HEAD, this.#head);
    if (Atomics.load(this.#ring.words, ASLEEP) === 1) this.#wakeWriter();
  }

  durable(): number {
    this.#durable += this.#ring.ahead(DURABLE, this.#durable);
    return this.#durable;
  }

  async close(): Promise<void> {
    this.#handOver();
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

  /** Holds the thread up until there is room; false when the writer has failed and there will be none. */
  #waitForRoom(length: number): boolean {
    let waited = 0;
    while (this.#room() < length) {
      if (waited >= WRITER_SILENCE_MAX_MS) this.#ring.fail(`the disk took nothing for ${waited / 1000} seconds`);
      this.#checkWriter();
      if (this.#failed) return false;
      const woken = Atomics.wait(this.#ring.words, DURABLE, this.#durable | 0, WRITER_CHECK_MS);
      waited = woken === 'timed-out' ? waited + WRITER_CHECK_MS : 0;
    }
    return true;
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
