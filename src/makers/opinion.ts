/**
 * An opinion that comes and goes: a number that wanders and is drawn back to zero, as a function of time alone.
 *
 *   x(n) = ρ x(n − 1) + ε(n) at every quarter of an hour, and a straight line between two of them
 *
 * It starts at zero on a fixed date and is made from its seed, so whoever asks for a moment gets the same answer, in
 * the played history and after it. A shared seed is what everybody has read; a seed of one's own is a private view.
 */
import { dateOf, dateOfCivil, isTradingDay, MILLIS_PER_DAY, startOf } from '#core/calendar.ts';
import type { Millis } from '#core/units.ts';
import { Random } from './random.ts';

const STEP_MS = MILLIS_PER_DAY / 96;
const ORIGIN = startOf(dateOfCivil(2025, 0, 1));
/** Weekends bring less news: their shocks are this share of a weekday's. */
const WEEKEND = 0.35;

export interface OpinionTerms {
  /** Deviation of one day's move, as a share of the price: 0.04 is 4 %. */
  readonly dailyMove: number;
  /** After so many days half of a move has been forgotten. */
  readonly halfLifeDays: number;
}

export class Opinion {
  readonly #random: Random;
  readonly #kept: number;
  readonly #shock: number;
  #step = 0;
  #before = 0;
  #after: number;

  constructor(seed: number, name: string, { dailyMove, halfLifeDays }: OpinionTerms) {
    this.#random = Random.of(seed, name);
    this.#kept = 0.5 ** (STEP_MS / (halfLifeDays * MILLIS_PER_DAY));
    this.#shock = dailyMove * Math.sqrt(STEP_MS / MILLIS_PER_DAY);
    this.#after = this.#draw(this.#before);
  }

  /** The opinion at `time`, which is not before the time last asked for; zero before 2025. */
  at(time: Millis): number {
    const steps = Math.max(0, (time - ORIGIN) / STEP_MS);
    for (; this.#step + 1 <= steps; this.#step += 1) {
      this.#before = this.#after;
      this.#after = this.#draw(this.#after);
    }
    return this.#before + (this.#after - this.#before) * (steps - this.#step);
  }

  #draw(from: number): number {
    const time = (ORIGIN + this.#step * STEP_MS) as Millis;
    const share = isTradingDay(dateOf(time)) ? 1 : WEEKEND;
    return this.#kept * from + share * this.#shock * this.#random.normal();
  }
}
