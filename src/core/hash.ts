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
  const hash = new Fnv();
  walk(value, hash);
  return hash.digest();
}

function walk(value: Plain, hash: Fnv): void {
  if (value === null) hash.word(0);
  else if (typeof value === 'number') hash.number(value);
  else if (typeof value === 'string') hash.text(value);
  else if (typeof value === 'boolean') hash.word(value ? 2 : 1);
  else if (isList(value)) {
    hash.word(3);
    hash.word(value.length);
    for (const item of value) walk(item, hash);
  } else {
    hash.word(4);
    for (const key of Object.keys(value).sort()) {
      const item = value[key];
      if (item === undefined) continue;
      hash.text(key);
      walk(item, hash);
    }
  }
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

class Fnv {
  #first = 0x811c9dc5;
  #second = 0x1b873593;

  word(word: number): void {
    this.#first = Math.imul(this.#first ^ word, 16_777_619);
    this.#second = Math.imul(this.#second ^ word, 0x01000197) ^ (this.#second >>> 15);
  }

  /** A whole number up to 2^53, as its low and its high word. */
  number(value: number): void {
    this.word(5);
    this.word(value | 0);
    this.word(Math.floor(value / 4_294_967_296) | 0);
  }

  text(value: string): void {
    this.word(6);
    this.word(value.length);
    for (let i = 0; i < value.length; i += 1) this.word(value.charCodeAt(i));
  }

  digest(): string {
    const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
    return hex(this.#first) + hex(this.#second);
  }
}
