/**
 * The memory that the sequencer's thread and the writer's thread share: bytes on their way to the disk.
 *
 * One side puts in and advances the head; the other takes out, makes durable and advances the durable position, which
 * is also what frees the space. Positions are positions of the journal; their low 32 bits stand in the shared words, and
 * each side keeps its own whole number. A byte of the journal stands at its position modulo the ring's size.
 */

/** The shared words. */
export const HEAD = 0;
export const DURABLE = 1;
/** Raised by the writer before it sleeps on WAKE. */
export const ASLEEP = 2;
export const WAKE = 3;
export const STATE = 4;
const WORDS = 8;

export const RUNNING = 0;
export const CLOSING = 1;
export const CLOSED = 2;
export const FAILED = 3;

/** Room for the sentence that says why the writer failed. */
const MESSAGE_BYTES = 1024;

export class Ring {
  readonly shared: SharedArrayBuffer;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly #message: Uint8Array<SharedArrayBuffer>;

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.words = new Int32Array(shared, 0, WORDS);
    this.#message = new Uint8Array(shared, WORDS * 4, MESSAGE_BYTES);
    this.bytes = new Uint8Array(shared, WORDS * 4 + MESSAGE_BYTES);
  }

  /** An empty ring of `size` bytes, a power of two, whose first byte will be that of `position`. */
  static create(size: number, position: number): Ring {
    const ring = new Ring(new SharedArrayBuffer(WORDS * 4 + MESSAGE_BYTES + size));
    ring.words[HEAD] = position;
    ring.words[DURABLE] = position;
    return ring;
  }

  /** How far the shared position in `word` is ahead of `position`, which is never more than the ring's size. */
  ahead(word: number, position: number): number {
    return (Atomics.load(this.words, word) - position) >>> 0;
  }

  /** Puts the first `length` of `bytes` at `position`; there must be room. The head is for the caller to move. */
  put(position: number, bytes: Uint8Array, length: number): void {
    const start = position % this.bytes.length;
    const straight = Math.min(length, this.bytes.length - start);
    this.bytes.set(bytes.subarray(0, straight), start);
    if (straight < length) this.bytes.set(bytes.subarray(straight, length), 0);
  }

  /** The `length` bytes from `position` on in one piece: where they lie, or, where the ring's end cuts them, copied. */
  stretch(position: number, length: number): Uint8Array {
    const start = position % this.bytes.length;
    const straight = this.bytes.subarray(start, start + length);
    if (straight.length === length) return straight;
    const whole = new Uint8Array(length);
    whole.set(straight);
    whole.set(this.bytes.subarray(0, length - straight.length), straight.length);
    return whole;
  }

  fail(sentence: string): void {
    this.#message.set(new TextEncoder().encode(sentence).subarray(0, MESSAGE_BYTES));
    Atomics.store(this.words, STATE, FAILED);
    Atomics.notify(this.words, DURABLE);
  }

  /** Why the writer failed. */
  failure(): string {
    const text = new TextDecoder().decode(this.#message.slice());
    return text.slice(0, text.indexOf('\0'));
  }
}
