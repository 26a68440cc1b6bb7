/**
 * Guards a contract's prices during the day: it is asked before every trade and told after it.
 *
 * Three causes stop a trade before it is made: a tier of moves from the settlement price, a move within the breaker's
 * window, a move within that of velocity. They are looked for in this order, and the first that holds is given. Asking
 * changes nothing. Pausing, the auction and its end are the caller's, who says `paused` on heeding a breach and
 * `restart` when trading goes on.
 */
import type { Millis, Ticks } from '../units.ts';
import { distanceWithin } from './distance.ts';
import type { PriceRules, WindowedMove } from './price-rules.ts';
import { type RangeSnapshot, RollingRange } from './rolling-range.ts';

export interface Breach {
  readonly cause: 'halt' | 'breaker' | 'velocity';
  /** How long trading stops, in milliseconds; null: until the next session. */
  readonly pauseMs: number | null;
  /** Of a halt, from 1; else 0. */
  readonly tier: number;
}

export interface PriceGuardSnapshot {
  readonly settlement: number;
  /** The highest tier that has stopped trading today, from 1; 0 before any. */
  readonly tiersUsed: number;
  /** What the windows of the breaker and of velocity hold, as far as the rules have them. */
  readonly windows: readonly RangeSnapshot[];
}

interface Window {
  readonly cause: 'breaker' | 'velocity';
  readonly rule: WindowedMove;
  readonly range: RollingRange;
  /** The move in ticks, on a day that follows the settlement price. */
  distance: Ticks;
}

export class PriceGuard {
  readonly #rules: PriceRules;
  readonly #windows: Window[] = [];
  #settlement!: Ticks;
  #tiersUsed!: number;

  /** A guard whose windows are empty, on a day that follows `settlement`. */
  constructor(rules: PriceRules, settlement: Ticks) {
    this.#rules = rules;
    for (const cause of ['breaker', 'velocity'] as const) {
      const rule = rules[cause];
      if (rule === null) continue;
      this.#windows.push({ cause, rule, range: new RollingRange(rule.windowMs), distance: 1 as Ticks });
    }
    this.startDay(settlement);
  }

  /** A day begins after `settlement`. The windows go on: their prices grow old by the clock, not by the calendar. */
  startDay(settlement: Ticks): void {
    this.#settlement = settlement;
    this.#tiersUsed = 0;
    for (const window of this.#windows) window.distance = distanceWithin(settlement, window.rule.move);
  }

  /**
   * What a trade at `price` would breach at `time`, or undefined (rules PRC-11 to PRC-13). `from` is a price at which the
   * same order would trade before.
   */
  check(price: Ticks, time: Millis, from = price): Breach | undefined {
    const tier = this.#tierReached(price);
    if (tier > 0) return { cause: 'halt', pauseMs: this.#rules.halts[tier - 1]?.pauseMs ?? null, tier };
    for (const { cause, rule, range, distance } of this.#windows)
      if (range.isLeft(time, price, distance) || Math.abs(price - from) > distance)
        return { cause, pauseMs: rule.auctionMs, tier: 0 };
    return undefined;
  }

  /** A trade was made at `price`. Times do not go back. */
  traded(price: Ticks, time: Millis): void {
    for (const { range } of this.#windows) range.add(time, price);
  }

  /** Trading stopped for `breach`: a tier and those below it do not stop it again this day (rule PRC-11). */
  paused({ tier }: Breach): void {
    this.#tiersUsed = Math.max(this.#tiersUsed, tier);
  }

  /** Trading goes on, from `price` where the auction found one; what was before it no longer counts (rule PRC-13). */
  restart(time: Millis, price: Ticks | undefined): void {
    for (const { range } of this.#windows) range.clear();
    if (price !== undefined) this.traded(price, time);
  }

  snapshot(): PriceGuardSnapshot {
    const windows = this.#windows.map(({ range }) => range.snapshot());
    return { settlement: this.#settlement, tiersUsed: this.#tiersUsed, windows };
  }

  /** The guard under `rules` that a snapshot was taken of. */
  static restore(rules: PriceRules, { settlement, tiersUsed, windows }: PriceGuardSnapshot): PriceGuard {
    const guard = new PriceGuard(rules, settlement as Ticks);
    guard.#tiersUsed = tiersUsed;
    for (const [i, rows] of windows.entries()) guard.#windows[i]?.range.restore(rows);
    return guard;
  }

  /** The highest tier that `price` reaches and that has not stopped trading today, from 1; 0 when there is none. */
  #tierReached(price: Ticks): number {
    const { halts } = this.#rules;
    const away = Math.abs(price - this.#settlement);
    // A single tick never stops trading, or a low price could not move at all.
    if (away < 2 || halts.length === 0) return 0;
    const reached = halts.findLastIndex(({ move }) => away >= distanceWithin(this.#settlement, move)) + 1;
    return reached > this.#tiersUsed ? reached : 0;
  }
}
