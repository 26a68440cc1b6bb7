/**
 * What contributors post: four of them the same price, which wanders from day to day; sometimes it jumps, and sometimes
 * they are silent, and the fixing is withheld.
 */
import type { Contribution } from '#core/price-index/contribution.ts';
import { type Millionths, type Money, ONE_MILLION } from '#core/units.ts';
import type { Dice } from './world/dice.ts';

const PRICE_MIN = 100_000;
const PRICE_MAX = 2_500_000;

export class PostedPrices {
  /** For how many more days nobody posts. */
  silentDays = 0;
  /** Micro-dollars per million tokens. */
  #price = 1_000_000;
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  move(factor: number): void {
    this.#price = Math.min(PRICE_MAX, Math.max(PRICE_MIN, Math.round(this.#price * factor)));
  }

  /** What is posted for one more day. */
  next(): Contribution[] {
    this.move(this.#dice.between(96, 104) / 100);
    this.silentDays -= 1;
    if (this.silentDays >= 0) return [];
    const price = this.#price as Money;
    const posted = { model: 'plain', inputPrice: price, outputPrice: price, qualityRatio: ONE_MILLION as Millionths };
    return ['east', 'north', 'south', 'west'].map((provider) => ({ provider, ...posted, volume: 1 }));
  }
}
