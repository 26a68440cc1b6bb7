/**
 * Takes records out of the ring, chains them and makes them durable: whatever has gathered goes out with one write and
 * one flush.
 *
 * While a flush is under way the next records gather, so the group grows with the load and a lone record waits for
 * nobody. The durable position moves when the flush has returned, and not before. Whatever the system refuses is thrown
 * and final: a flush that failed once may report success the next time for bytes that are gone.
 */
import type { Chain } from '#journal/chain.ts';
import type { Segments } from '#journal/segments.ts';
import { ASLEEP, CLOSED, DURABLE, HEAD, type Ring, RUNNING, STATE, WAKE } from './ring.ts';

/** The watermark is flushed this often while there is work, and when there is none: see `Segments.keepWatermark`. */
const KEEP_WATERMARK_MS = 1000;

export class RingWriter {
  readonly #ring: Ring;
  readonly #chain: Chain;
  readonly #segments: Segments;
  #durable: number;
  #keptAt = performance.now();
  #isKept = true;

  /** `position` is where the first byte of the ring belongs. */
  constructor(ring: Ring, chain: Chain, segments: Segments, position: number) {
    this.#ring = ring;
    this.#chain = chain;
    this.#segments = segments;
    this.#durable = position;
  }

  /** Works, and sleeps when there is nothing to do, until the ring is being closed and empty. */
  run(): void {
    const { words } = this.#ring;
    while (this.writeGroup() || Atomics.load(words, STATE) === RUNNING) {
      if (this.#isIdle() && !this.#segments.prepare()) this.#sleep();
      if (!this.#isKept && performance.now() - this.#keptAt >= KEEP_WATERMARK_MS) this.#keepWatermark();
    }
    this.#keepWatermark();
    Atomics.store(words, STATE, CLOSED);
    Atomics.notify(words, DURABLE);
  }

  /** Makes durable what has gathered; false when nothing has. */
  writeGroup(): boolean {
    const length = this.#ring.ahead(HEAD, this.#durable);
    if (length === 0) return false;
    const group = this.#ring.stretch(this.#durable, length);
    this.#chain.close(group, this.#durable);
    this.#durable = this.#segments.commit(this.#durable, group);
    Atomics.store(this.#ring.words, DURABLE, this.#durable);
    Atomics.notify(this.#ring.words, DURABLE);
    this.#isKept = false;
    return true;
  }

  #isIdle(): boolean {
    return this.#ring.ahead(HEAD, this.#durable) === 0 && Atomics.load(this.#ring.words, STATE) === RUNNING;
  }

  #sleep(): void {
    const { words } = this.#ring;
    Atomics.store(words, ASLEEP, 1);
    const wake = Atomics.load(words, WAKE);
    // Whoever adds work after this look sees ASLEEP and moves WAKE.
    if (this.#isIdle()) Atomics.wait(words, WAKE, wake, KEEP_WATERMARK_MS);
    Atomics.store(words, ASLEEP, 0);
  }

  #keepWatermark(): void {
    this.#segments.keepWatermark();
    this.#keptAt = performance.now();
    this.#isKept = true;
  }
}
