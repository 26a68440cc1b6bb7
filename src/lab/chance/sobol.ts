/**
 * Points that fill a cube evenly, and by chance all the same (Sobol 1967, in the order of Gray's code: Antonov and Saleev
 * 1979).
 *
 * Every dimension is scrambled by a random matrix of bits and a random shift (Matoušek 1998), so each point alone is even
 * from 0 to 1 and a mean over any number of points has no bias, while 2ᵏ of them still fall one into each of 2ᵏ equal
 * pieces of every dimension. Points of one scramble depend on each other: an error is measured between scrambles.
 */
import type { Dice } from './dice.ts';
import { sobolNumbers } from './sobol-numbers.ts';

const BITS = 32;
/** How many dimensions there are numbers for. */
export const SOBOL_DIMENSIONS_MAX = sobolNumbers.length + 1;

/** The direction numbers of dimension `at`, from 0: bit 31 is the first binary place. */
export function directionsOf(at: number): Uint32Array {
  const directions = new Uint32Array(BITS);
  const [polynomial, first] = at === 0 ? [0, []] : (sobolNumbers[at - 1] as (typeof sobolNumbers)[number]);
  const degree = first.length;
  for (let bit = 0; bit < BITS; bit += 1) {
    if (at === 0 || bit < degree) {
      directions[bit] = (first[bit] ?? 1) << (BITS - 1 - bit);
      continue;
    }
    let number = (directions[bit - degree] as number) ^ ((directions[bit - degree] as number) >>> degree);
    for (let k = 1; k < degree; k += 1)
      if (((polynomial >>> (degree - 1 - k)) & 1) === 1) number ^= directions[bit - k] as number;
    directions[bit] = number;
  }
  return directions;
}

/** The points of one scramble, one after the other. */
export class SobolPoints {
  readonly #directions: Int32Array;
  readonly #at: Int32Array;
  #drawn = 0;

  /** Of `dimensions` up to `SOBOL_DIMENSIONS_MAX`, scrambled by `dice`; without dice as they are. */
  constructor(dimensions: number, dice?: Dice) {
    this.#directions = new Int32Array(BITS * dimensions);
    this.#at = new Int32Array(dimensions);
    for (let at = 0; at < dimensions; at += 1) {
      const directions = dice === undefined ? directionsOf(at) : scrambled(directionsOf(at), dice);
      // By bit, because a point takes the numbers of one bit of all dimensions.
      for (let bit = 0; bit < BITS; bit += 1) this.#directions[bit * dimensions + at] = directions[bit] as number;
      this.#at[at] = dice === undefined ? 0 : word(dice);
    }
  }

  /** Writes the next point, each place above 0 and below 1, into `into`; there are 2³² of them. */
  next(into: Float64Array): void {
    const at = this.#at;
    const directions = this.#directions;
    for (let i = 0; i < at.length; i += 1) into[i] = (((at[i] as number) >>> 0) + 0.5) / 2 ** BITS;
    this.#drawn += 1;
    // The lowest bit that is set in the number of the next point is the only one that changes in Gray's code.
    const row = (BITS - 1 - Math.clz32(this.#drawn & -this.#drawn)) * at.length;
    for (let i = 0; i < at.length; i += 1) at[i] = (at[i] as number) ^ (directions[row + i] as number);
  }
}

/** A place of the result is that place and a random choice of those before it, added without carry. */
function scrambled(directions: Uint32Array, dice: Dice): Uint32Array {
  const chosen = Array.from({ length: BITS }, (_, place) => {
    const own = 1 << (BITS - 1 - place);
    const before = place === 0 ? 0 : -1 << (BITS - place);
    return own | (word(dice) & before);
  });
  return directions.map((number) => chosen.reduce((sum, mask) => (sum << 1) | parity(number & mask), 0));
}

function parity(bits: number): number {
  let folded = bits ^ (bits >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return (0x6996 >>> (folded & 0xf)) & 1;
}

/** Thirty-two random bits. */
function word(dice: Dice): number {
  return Math.floor(dice.next() * 2 ** BITS) | 0;
}
