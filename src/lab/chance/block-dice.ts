/**
 * Normal numbers in blocks, about as fast as they can be drawn here one after the other.
 *
 * The bits are those of xoshiro128** (Blackman and Vigna 2018), kept in locals while a block is filled. They become normal
 * by the ziggurat (Marsaglia and Tsang 2000) of 256 layers of equal area under e^(−x²/2): nearly always one layer, one
 * comparison and one product. Layer and value come from different bits, because shared ones show in the tail (Doornik
 * 2005), and a value has 53 bits out of two draws, so the tail is as fine as the middle.
 */
import { Random, type RandomState } from '#makers/random.ts';
import type { Dice } from './dice.ts';

const LAYERS = 256;
/** The bits of a layer's number, and the number of the last one, which is at the top. */
const LAYER = LAYERS - 1;
/** Where the lowest layer ends and the tail begins, and the area of each layer; both for 256 layers. */
const TAIL = 3.654152885361009;
const AREA = 4.92867323399e-3;
/** Values before they are scaled: 24 bits of one draw and its sign, above 32 bits of the other. */
const SCALE = 2 ** 55;
const WORD = 2 ** 32;

/** Of layer i: the factor to its width, how far in a value is certainly under the curve, and the curve at its right edge. */
const factors = new Float64Array(LAYERS);
const insides = new Float64Array(LAYERS);
const heights = new Float64Array(LAYERS);
{
  const density = (x: number) => Math.exp((-x * x) / 2);
  // Layer 0 is the rectangle below the tail's height, as wide as gives it the area of the tail too.
  const widths = [AREA / density(TAIL), TAIL];
  for (let i = 2; i < LAYERS; i += 1) {
    const below = widths[i - 1] as number;
    widths.push(Math.sqrt(-2 * Math.log(AREA / below + density(below))));
  }
  widths.push(0);
  for (let i = 0; i < LAYERS; i += 1) {
    const [width, above] = [widths[i] as number, widths[i + 1] as number];
    factors[i] = width / SCALE;
    insides[i] = (above / width) * SCALE;
    heights[i] = i === 0 ? 0 : density(width);
  }
}

/** So many numbers are filled at once; how far those that are not certainly under the curve have come. */
const STRETCH = 512;
const edges = new Int32Array(STRETCH);
const layers = new Int32Array(STRETCH);

/** Dice of one seed: the same seed and name give the same numbers to whoever asks for the same blocks. */
export class BlockDice implements Dice {
  readonly #state: Int32Array;

  constructor(state: RandomState) {
    this.#state = Int32Array.from(state);
  }

  /** A stream of its own for every `seed` and `name`, the one that `Random` has too. */
  static of(seed: number, name: string): BlockDice {
    return new BlockDice(Random.of(seed, name).state);
  }

  /** From 0 up to 1, in steps of 2⁻⁵³. */
  next(): number {
    const high = this.#word() >>> 5;
    return (high * 2 ** 26 + (this.#word() >>> 6)) / 2 ** 53;
  }

  normal(): number {
    const first = this.#word();
    const value = inOne(first, this.#word());
    const layer = first & LAYER;
    const x = value * (factors[layer] as number);
    return Math.abs(value) < (insides[layer] as number) ? x : this.#atTheEdge(x, layer);
  }

  /** Writes `count` independent normal numbers into the first places of `into`. */
  fillNormals(into: Float64Array, count: number): void {
    for (let from = 0; from < count; from += STRETCH) {
      const found = fillStretch(this.#state, into, from, Math.min(count, from + STRETCH));
      for (let i = 0; i < found; i += 1) {
        const at = edges[i] as number;
        into[at] = this.#atTheEdge(into[at] as number, layers[i] as number);
      }
    }
  }

  /** What becomes of a place `x` in a layer that is not certainly under the curve: once in about seventy times. */
  #atTheEdge(x: number, layer: number): number {
    if (layer === 0) return Math.abs(x) < TAIL ? x : Math.sign(x) * this.#beyond();
    const low = heights[layer] as number;
    const high = layer === LAYER ? 1 : (heights[layer + 1] as number);
    return low + this.next() * (high - low) < Math.exp((-x * x) / 2) ? x : this.normal();
  }

  /** A normal number beyond the last layer (Marsaglia 1964). */
  #beyond(): number {
    for (;;) {
      const x = -Math.log1p(-this.next()) / TAIL;
      if (-2 * Math.log1p(-this.next()) > x * x) return TAIL + x;
    }
  }

  #word(): number {
    const state = this.#state;
    const b = state[1] as number;
    const scrambled = Math.imul(b, 5);
    const c = (state[2] as number) ^ (state[0] as number);
    const d = (state[3] as number) ^ b;
    state[0] = (state[0] as number) ^ d;
    state[1] = b ^ c;
    state[2] = c ^ (b << 9);
    state[3] = (d << 11) | (d >>> 21);
    return Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
  }
}

/** A value of 56 bits with its sign; the low byte of `first` is left for the layer. */
function inOne(first: number, second: number): number {
  return (first >> 8) * WORD + (second >>> 0);
}

/**
 * Fills the places `from` up to `to` as if every value were under the curve, and returns how many are in `edges` because
 * that is not certain. A loop without calls and with the state in locals: about as fast as the bits can be drawn.
 */
function fillStretch(state: Int32Array, into: Float64Array, from: number, to: number): number {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let found = 0;
  for (let i = from; i < to; i += 1) {
    let scrambled = Math.imul(b, 5);
    const first = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    let shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    scrambled = Math.imul(b, 5);
    const second = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    const layer = first & LAYER;
    const value = inOne(first, second);
    into[i] = value * (factors[layer] as number);
    if (Math.abs(value) >= (insides[layer] as number)) {
      edges[found] = i;
      layers[found] = layer;
      found += 1;
    }
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
  return found;
}
