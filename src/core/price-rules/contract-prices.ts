/**
 * What price rules remember of one contract: its guard, whether it stands locked, where it is on the ladder.
 *
 * A contract of a product without rules has none of this, and costs nothing for it.
 */
import type { Millionths, Millis, Ticks } from '../units.ts';
import type { Limits } from './distance.ts';
import { type LadderState, type LockedSide, ladderAfterDay, NO_LADDER } from './ladder.ts';
import { LockWatch, type LockWatchSnapshot } from './lock-watch.ts';
import { limitsOfNextDay, type NextDayLimits } from './next-day.ts';
import { PriceGuard, type PriceGuardSnapshot } from './price-guard.ts';
import type { PriceRules } from './price-rules.ts';

export interface ContractPricesSnapshot {
  readonly guard: PriceGuardSnapshot;
  readonly lock: LockWatchSnapshot;
  readonly ladder: LadderState;
  readonly limitRate: number;
  readonly hasTraded: boolean;
  readonly wasNew: boolean;
  /** On which side the day closed locked; absent while it has not closed. */
  readonly closed?: LockedSide | null;
}

export class ContractPrices {
  readonly rules: PriceRules;
  guard: PriceGuard;
  /** Whether the contract ever traded. */
  hasTraded = false;
  ladder: LadderState = NO_LADDER;
  /** Whether it had never traded when the day began: limits hold for a day. */
  #wasNew = true;
  #lock = new LockWatch();
  #limitRate = 0 as Millionths;
  #closed: LockedSide | null | undefined;

  constructor(rules: PriceRules, settlement: Ticks) {
    this.rules = rules;
    this.guard = new PriceGuard(rules, settlement);
  }

  /** The limits of the day that follows `settlement`, of which averaging leaves `left` (rules PRC-6 and MAR-14). */
  limits(settlement: Ticks, priceMax: Ticks, isSpotMonth: boolean, left: Millionths): NextDayLimits {
    const { rules, ladder } = this;
    const next = { settlement, priceMax, isSpotMonth, left, isNewAndUntraded: this.#wasNew, ladder };
    const limits = limitsOfNextDay(rules, next);
    this.#limitRate = limits.limitRate;
    return limits;
  }

  /** A command has left the book like this; 0 where a side is empty. */
  observe(time: Millis, bid: Ticks, ask: Ticks, limits: Limits): void {
    if (this.rules.ladder.length > 0) this.#lock.observe(time, bid, ask, limits.down, limits.up);
  }

  /** The day has closed; what happens until the next one says nothing about locks (rule PRC-7). */
  close(time: Millis): void {
    this.#closed ??= this.#lock.lockedSide(time);
  }

  /** On which side the day closed locked; null when it did not, or has not closed. */
  get lockedSide(): LockedSide | null {
    return this.#closed ?? null;
  }

  /** The day is over, at `time` at the latest, and settled; `daysLeft` trading days remain (rules PRC-8, PRC-9). */
  startDay(settlement: Ticks, time: Millis, daysLeft: number): void {
    this.close(time);
    const day = { lockedSide: this.#closed ?? null, limitRate: this.#limitRate, tradingDaysLeft: daysLeft };
    this.ladder = ladderAfterDay(this.rules, this.ladder, day);
    this.#lock = new LockWatch();
    this.#closed = undefined;
    this.#wasNew = !this.hasTraded;
    this.guard.startDay(settlement);
  }

  snapshot(): ContractPricesSnapshot {
    return {
      guard: this.guard.snapshot(),
      lock: this.#lock.snapshot(),
      ladder: { ...this.ladder },
      limitRate: this.#limitRate,
      hasTraded: this.hasTraded,
      wasNew: this.#wasNew,
      ...(this.#closed !== undefined && { closed: this.#closed }),
    };
  }

  static restore(rules: PriceRules, settlement: Ticks, snapshot: ContractPricesSnapshot): ContractPrices {
    const prices = new ContractPrices(rules, settlement);
    prices.guard = PriceGuard.restore(rules, snapshot.guard);
    prices.#lock = new LockWatch(snapshot.lock);
    prices.ladder = snapshot.ladder;
    prices.#limitRate = snapshot.limitRate as Millionths;
    prices.hasTraded = snapshot.hasTraded;
    prices.#wasNew = snapshot.wasNew;
    prices.#closed = snapshot.closed;
    return prices;
  }
}
