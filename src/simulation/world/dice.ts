/**
 * Dice with a seed and a name. Streams of different names do not disturb each other, so a run that is shortened in one
 * place stays what it was in the others.
 */
import { Random } from '#makers/random.ts';

export class Dice {
  readonly #random: Random;

  constructor(seed: number, name: string) {
    this.#random = Random.of(seed, name);
  }

  /** A whole number from 0 to `sides` − 1. */
  below(sides: number): number {
    return Math.floor(this.#random.next() * sides);
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True with this chance, from 0 to 1. */
  happens(chance: number): boolean {
    return this.#random.next() < chance;
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}
