/**
 * What sellers post: all of them the same price, which wanders from day to day; sometimes it jumps, and sometimes they
 * are silent, so that the index falls back and is withheld at last.
 */
import type { Evidence } from '#core/price-index/evidence.ts';
import type { Money, TradeDate } from '#core/units.ts';
import { plainEvidence } from '#makers/plain-index.ts';
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

  /** What is posted for one more day, `date`. */
  next(date: TradeDate): Evidence {
    this.move(this.#dice.between(96, 104) / 100);
    this.silentDays -= 1;
    return plainEvidence(date, this.silentDays >= 0 ? undefined : (this.#price as Money));
  }
}
