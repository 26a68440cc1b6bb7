/**
 * The bench's dice: the same throws from the same seed on every machine, because all arithmetic is in whole numbers.
 */

/** Chris Doty-Humphrey's sfc32: small, fast, and the same everywhere. */
export class Dice {
  #a = 0x9e37_79b9 | 0;
  #b = 0x243f_6a88 | 0;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.#c = seed | 0;
    for (let i = 0; i < 20; i += 1) this.next();
  }

  /** A whole number from 0 to 2^32 − 1. */
  next(): number {
    const result = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** A whole number from 0 to `bound` − 1. The bounds here are small, so the remainder's bias does not matter. */
  below(bound: number): number {
    return this.next() % bound;
  }

  coin(): boolean {
    return (this.next() & 1) === 1;
  }
}
