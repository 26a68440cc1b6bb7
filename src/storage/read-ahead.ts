/**
 * A journal read by two threads: one reads and checks its segments, the other carries out what stands in them.
 *
 * They share a few pieces of memory, handed over in a fixed order and handed back in the same. Whether frames are whole is
 * a quarter of the work of a replay and needs nothing of the state. The thread is a help and nothing to rely on: what
 * it has not handed over in time is read by whoever asks, with whatever error the disk has for them.
 */
import { Worker } from 'node:worker_threads';
import { FRAME_BYTES_MAX, viewOf } from '#journal/frame.ts';
import type { Ahead, Piece } from '#journal/storage.ts';

const PIECES = 8;
/** How long to wait for a piece. A thread that is fifty times slower than the slowest disk is not coming. */
const PATIENCE_MS = 10_000;

/** The shared words: how many pieces were handed over, how many were handed back; then two for each piece. */
const GIVEN = 0;
const RETURNED = 1;
const LENGTHS = 2;
const CHECKED = LENGTHS + PIECES;
const WORDS = CHECKED + PIECES;

/** What both threads see of the memory they share. */
export class SharedPieces {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #rooms: readonly Uint8Array[];
  readonly #views: readonly DataView[];
  /** How many this side has handed on. */
  #count = 0;

  constructor(shared = new SharedArrayBuffer(WORDS * 4 + PIECES * FRAME_BYTES_MAX)) {
    this.shared = shared;
    this.#words = new Int32Array(shared, 0, WORDS);
    this.#rooms = Array.from(
      { length: PIECES },
      (_, piece) => new Uint8Array(shared, WORDS * 4 + piece * FRAME_BYTES_MAX, FRAME_BYTES_MAX),
    );
    this.#views = this.#rooms.map(viewOf);
  }

  /** For the thread that reads: waits for room and returns it. */
  room(): Uint8Array {
    this.#waitWhile(RETURNED, (returned) => this.#count - returned === PIECES);
    return this.#rooms[this.#count % PIECES] as Uint8Array;
  }

  /** For the thread that reads: hands over the room, with what stands in it. */
  give(length: number, checked: number): void {
    const piece = this.#count % PIECES;
    this.#words[LENGTHS + piece] = length;
    this.#words[CHECKED + piece] = checked;
    this.#count += 1;
    this.#say(GIVEN);
  }

  /** For the thread that carries out: waits for the next piece; undefined when it does not come. */
  take(patience: number): Piece | undefined {
    if (!this.#waitWhile(GIVEN, (given) => given === this.#count, patience)) return undefined;
    const piece = this.#count % PIECES;
    const bytes = this.#rooms[piece] as Uint8Array;
    const length = this.#words[LENGTHS + piece] as number;
    return {
      bytes: length === bytes.length ? bytes : bytes.subarray(0, length),
      view: this.#views[piece] as DataView,
      checked: this.#words[CHECKED + piece] as number,
    };
  }

  /** For the thread that carries out: the piece that it took may be written over. */
  giveBack(): void {
    this.#count += 1;
    this.#say(RETURNED);
  }

  #say(word: number): void {
    Atomics.store(this.#words, word, this.#count);
    Atomics.notify(this.#words, word);
  }

  /** False when `patience`, in milliseconds, has run out. */
  #waitWhile(word: number, isSo: (value: number) => boolean, patience = Number.POSITIVE_INFINITY): boolean {
    for (;;) {
      const value = Atomics.load(this.#words, word);
      if (!isSo(value)) return true;
      if (Atomics.wait(this.#words, word, value, patience) === 'timed-out') return false;
    }
  }
}

export interface ReaderData {
  readonly folder: string;
  readonly files: readonly string[];
  readonly shared: SharedArrayBuffer;
}

export class ReadAhead implements Ahead {
  readonly #files: ReadonlySet<string>;
  readonly #patience: number;
  readonly #pieces = new SharedPieces();
  readonly #reader: Worker;
  #isHolding = false;
  #isOver = false;

  /** Begins to read these files of `folder`. */
  constructor(folder: string, files: readonly string[], patience = PATIENCE_MS) {
    this.#files = new Set(files);
    this.#patience = patience;
    const workerData: ReaderData = { folder, files, shared: this.#pieces.shared };
    this.#reader = new Worker(new URL('./reader-thread.ts', import.meta.url), { workerData });
    // What it could not do is done by whoever asks.
    this.#reader.on('error', () => undefined);
    this.#reader.unref();
  }

  next(file: string): Piece | undefined {
    if (this.#isHolding) this.#pieces.giveBack();
    this.#isHolding = false;
    if (this.#isOver || !this.#files.has(file)) return undefined;
    const piece = this.#pieces.take(this.#patience);
    this.#isHolding = piece !== undefined;
    // From then on, because whoever asks goes on from a place to which the reader does not.
    if (piece === undefined) this.close();
    return piece;
  }

  close(): void {
    this.#isOver = true;
    void this.#reader.terminate();
  }
}
