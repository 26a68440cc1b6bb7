/**
 * Chance with a seed: xoshiro128** (Blackman and Vigna, 2018), seeded through splitmix32.
 *
 * The same seed gives the same numbers, everywhere and always. The state is four words of plain data, so whoever draws
 * can be put aside and taken up again.
 */

export type RandomState = readonly [number, number, number, number];

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** Goes on from `state`, of which not every word may be zero. */
  constructor([a, b, c, d]: RandomState) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** A stream of its own for every `seed` and `name`. */
  static of(seed: number, name: string): Random {
    let word = seed | 0;
    for (let i = 0; i < name.length; i += 1) word = Math.imul(word ^ name.charCodeAt(i), 0x01000193);
    const draw = (): number => {
      word = (word + 0x9e3779b9) | 0;
      const x = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      const y = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
      return y ^ (y >>> 16);
    };
    return new Random([draw(), draw(), draw(), draw() | 1]);
  }

  get state(): RandomState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    const scrambled = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return scrambled / 0x1_0000_0000;
  }

  /** Of mean 0 and deviation 1, by Marsaglia's polar method. */
  normal(): number {
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }

  /** `value` rounded to one of its two neighbours, so that the mean over many draws is `value`. */
  round(value: number): number {
    return Math.floor(value + this.next());
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
