/**
 * How long a maker kept its obligation in one contract, to the millisecond.
 *
 * The meter is told when something changes and adds up what lay between, so nothing is sampled and nothing is missed:
 * what stands at a moment stands until the next change. It never runs backwards, and present time is never more than
 * obligated time. When time counts, and what quotes are worth, is told to it.
 */
import type { Millis } from '../units.ts';
import { ABSENT, type Standing } from './standing.ts';

/** Whether time passes for the maker: it is obligated, excused by exceptional circumstances, or there is no trading. */
export type Clock = 'obligated' | 'excused' | 'stopped';

/** Milliseconds of a period, those under stress counted as often as the terms say (rules MMK-5 and MMK-6). */
export interface Presence {
  readonly obligated: number;
  readonly present: number;
  /** Milliseconds of trading in which the maker was excused; each counts once. */
  readonly excused: number;
  /** The score times the obligated milliseconds it stood for. */
  readonly scoreTime: bigint;
}

const NO_PRESENCE: Presence = { obligated: 0, present: 0, excused: 0, scoreTime: 0n };

export class PresenceMeter {
  #time: Millis;
  #clock: Clock = 'stopped';
  #times = 1;
  #standing: Standing = ABSENT;
  #presence: Presence = NO_PRESENCE;

  /** A meter that stands still, without quotes. */
  constructor(time: Millis) {
    this.#time = time;
  }

  /** From `time` on the clock is `clock`, and a millisecond counts `times` times. */
  setClock(time: Millis, clock: Clock, times: number): void {
    this.#advance(time);
    this.#clock = clock;
    this.#times = times;
  }

  /** From `time` on the maker's quotes are worth `standing`. */
  setStanding(time: Millis, standing: Standing): void {
    this.#advance(time);
    this.#standing = standing;
  }

  /** What has been counted up to `time` since it was last taken; reading changes nothing. */
  read(time: Millis): Presence {
    const elapsed = time - this.#time;
    if (elapsed < 0) throw new RangeError(`the meter stands at ${this.#time} and cannot go back to ${time}`);
    const { obligated, present, excused, scoreTime } = this.#presence;
    if (elapsed === 0 || this.#clock === 'stopped') return this.#presence;
    if (this.#clock === 'excused') return { ...this.#presence, excused: excused + elapsed };

    const counted = elapsed * this.#times;
    const { keeps, score } = this.#standing;
    return {
      obligated: obligated + counted,
      present: present + (keeps ? counted : 0),
      excused,
      scoreTime: scoreTime + BigInt(counted) * BigInt(score),
    };
  }

  /** The same, and counting begins anew. */
  take(time: Millis): Presence {
    this.#advance(time);
    const presence = this.#presence;
    this.#presence = NO_PRESENCE;
    return presence;
  }

  /** A change at a millisecond holds from its beginning, so the time before `time` belongs to what stood until now. */
  #advance(time: Millis): void {
    this.#presence = this.read(time);
    this.#time = time;
  }

  snapshot() {
    const { scoreTime, ...milliseconds } = this.#presence;
    return {
      time: this.#time,
      clock: this.#clock,
      times: this.#times,
      standing: this.#standing,
      // JSON has no numbers of this size.
      presence: { ...milliseconds, scoreTime: String(scoreTime) },
    };
  }

  static restore({ time, clock, times, standing, presence }: ReturnType<PresenceMeter['snapshot']>): PresenceMeter {
    const meter = new PresenceMeter(time);
    meter.#clock = clock;
    meter.#times = times;
    meter.#standing = standing;
    meter.#presence = { ...presence, scoreTime: BigInt(presence.scoreTime) };
    return meter;
  }
}
