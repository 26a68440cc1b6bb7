/**
 * How much of an intended turnover falls on one decision: turnover is per hour, decisions come when they come.
 *
 * A played history asks every half hour and the live venue every few seconds; the same strategy trades as much in both.
 */
import type { Millis } from '#core/units.ts';
import type { Random } from './random.ts';

const MILLIS_PER_HOUR = 3_600_000;
/** After a night of silence nobody makes up for all of it. */
const HOURS_MAX = 2;

export class Pace {
  readonly #random: Random;
  #before: Millis | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Hours since the last decision, at most `HOURS_MAX`; 0 at the first. */
  hours(time: Millis): number {
    const hours = this.#before === undefined ? 0 : (time - this.#before) / MILLIS_PER_HOUR;
    this.#before = time;
    return Math.min(hours, HOURS_MAX);
  }

  /** `lotsPerHour` over `hours` in whole clips, somewhat more or less than that, right on average. */
  lots(lotsPerHour: number, hours: number, clip: number): number {
    return clip * this.#random.round((lotsPerHour * hours * 2 * this.#random.next()) / clip);
  }
}
