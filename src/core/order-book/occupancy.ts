/**
 * Which price levels of one side hold orders: a set of small whole numbers that knows its least member at all times.
 *
 * Three layers of bits. A bit of `leaves` is a member, a bit of `branches` says that a word of leaves is not empty, a
 * bit of `trunks` says the same of a word of branches. From one member to the next is therefore a handful of steps,
 * however far apart they are: a book that lost all its quotes does not walk over a quarter of a million empty prices.
 *
 * Within a word the highest bit comes first, so that counting leading zeros gives the least member directly.
 */
export class Occupancy {
  /** The least member; `end` when there is none. */
  first: number;
  /** One more than the largest number that can be a member. */
  readonly end: number;
  readonly #leaves: Int32Array;
  readonly #branches: Int32Array;
  readonly #trunks: Int32Array;

  /** An empty set of numbers from 0 to `end` − 1. */
  constructor(end: number) {
    this.end = end;
    this.first = end;
    this.#leaves = new Int32Array((end >>> 5) + 1);
    this.#branches = new Int32Array((end >>> 10) + 1);
    this.#trunks = new Int32Array((end >>> 15) + 1);
  }

  has(member: number): boolean {
    return ((this.#leaves[member >>> 5] as number) & (FIRST_BIT >>> (member & 31))) !== 0;
  }

  add(member: number): void {
    if (insert(this.#leaves, member) === 0 && insert(this.#branches, member >>> 5) === 0) {
      insert(this.#trunks, member >>> 10);
    }
    if (member < this.first) this.first = member;
  }

  delete(member: number): void {
    if (erase(this.#leaves, member) === 0 && erase(this.#branches, member >>> 5) === 0) {
      erase(this.#trunks, member >>> 10);
    }
    if (member === this.first) this.first = this.after(member);
  }

  /** The least member above `member`, or `end`. */
  after(member: number): number {
    const near = bitsAfter(this.#leaves, member);
    if (near !== 0) return (member & ~31) + Math.clz32(near);

    let branch = member >>> 5;
    const wider = bitsAfter(this.#branches, branch);
    if (wider !== 0) {
      branch = (branch & ~31) + Math.clz32(wider);
    } else {
      const trunk = this.#trunkAfter(branch >>> 5);
      if (trunk < 0) return this.end;
      branch = (trunk << 5) + Math.clz32(this.#branches[trunk] as number);
    }
    return (branch << 5) + Math.clz32(this.#leaves[branch] as number);
  }

  /** The next word of branches that is not empty, or −1. */
  #trunkAfter(trunk: number): number {
    const bits = bitsAfter(this.#trunks, trunk);
    if (bits !== 0) return (trunk & ~31) + Math.clz32(bits);
    for (let word = (trunk >>> 5) + 1; word < this.#trunks.length; word += 1) {
      const found = this.#trunks[word] as number;
      if (found !== 0) return (word << 5) + Math.clz32(found);
    }
    return -1;
  }
}

const FIRST_BIT = 0x8000_0000;

/** Sets the bit and returns what was in its word before. */
function insert(words: Int32Array, index: number): number {
  const word = index >>> 5;
  const before = words[word] as number;
  words[word] = before | (FIRST_BIT >>> (index & 31));
  return before;
}

/** Clears the bit and returns what is left of its word. */
function erase(words: Int32Array, index: number): number {
  const word = index >>> 5;
  const left = (words[word] as number) & ~(FIRST_BIT >>> (index & 31));
  words[word] = left;
  return left;
}

/** The bits of the word of `index` that come after it. */
function bitsAfter(words: Int32Array, index: number): number {
  return (words[index >>> 5] as number) & (0x7fff_ffff >>> (index & 31));
}
