/**
 * A small stable hash, so that two states are compared in one line.
 *
 * Two 32-bit FNV-1a lanes with different primes over a canonical walk of plain data: 64 bits, written as sixteen hex
 * digits. It finds accidents, not forgeries; the journal's chain is there for those.
 */

/** Plain data: what a snapshot is made of. Object keys are walked in sorted order. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** The hash of plain data; equal data gives equal hashes on every machine. */
export function hashOf(value: Plain): string {
  const walk = new Walk();
  walk.value(value);
  return walk.digest();
}

class Walk {
  #first = 0x811c9dc5;
  #second = 0x1b873593;
  /** The keys of the object before, as they stood there and in order: rows of a table have the same ones. */
  #keys: readonly string[] = [];
  #sortedKeys: readonly string[] = [];

  value(value: Plain): void {
    if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#text(value);
    else if (value === null) this.#word(0);
    else if (typeof value === 'boolean') this.#word(value ? 2 : 1);
    else if (isList(value)) {
      this.#word(3);
      this.#word(value.length);
      for (const item of value) this.value(item);
    } else {
      this.#word(4);
      for (const key of this.#sorted(Object.keys(value))) {
        const item = value[key];
        if (item === undefined) continue;
        this.#text(key);
        this.value(item);
      }
    }
  }

  #sorted(keys: readonly string[]): readonly string[] {
    if (!areSame(keys, this.#keys)) {
      this.#keys = keys;
      this.#sortedKeys = keys.toSorted();
    }
    return this.#sortedKeys;
  }

  #word(word: number): void {
    this.#first = Math.imul(this.#first ^ word, 16_777_619);
    this.#second = Math.imul(this.#second ^ word, 0x01000197) ^ (this.#second >>> 15);
  }

  /** A whole number up to 2^53, as its low and its high word. */
  #number(value: number): void {
    const low = value | 0;
    this.#word(5);
    this.#word(low);
    this.#word(low === value ? low >> 31 : Math.floor(value / 4_294_967_296) | 0);
  }

  #text(value: string): void {
    this.#word(6);
    this.#word(value.length);
    // Most of a state is text, and what is written to a field of an object is written to memory.
    let first = this.#first;
    let second = this.#second;
    for (let i = 0; i < value.length; i += 1) {
      const word = value.charCodeAt(i);
      first = Math.imul(first ^ word, 16_777_619);
      second = Math.imul(second ^ word, 0x01000197) ^ (second >>> 15);
    }
    this.#first = first;
    this.#second = second;
  }

  digest(): string {
    const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
    return hex(this.#first) + hex(this.#second);
  }
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, i) => one === others[i]);
}
