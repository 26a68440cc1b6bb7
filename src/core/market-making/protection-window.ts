/**
 * Market-maker protection: how much a maker may be filled within a moment before its quotes are taken away.
 *
 * Fills of the maker's resting orders are counted in a window that moves with time; when they reach a limit, the maker
 * is frozen, and whoever matches cancels its protected orders before the next fill. The sums are always those of the
 * fills in the window. Which orders are protected, and their cancelling, is not done here.
 */
import type { Lots, Millis } from '../units.ts';
import type { ProtectionSettings } from './protection-settings.ts';

/** When a freeze ends: at a time, at a reset, or there is none. */
type Freeze = Millis | 'untilReset' | null;

export class ProtectionWindow {
  readonly settings: ProtectionSettings;
  /** Signed lots by fill, oldest first; what lies before `#first` has left the window. */
  readonly #times: Millis[] = [];
  readonly #fills: number[] = [];
  #first = 0;
  #quantity = 0;
  #delta = 0;
  #freeze: Freeze = null;

  constructor(settings: ProtectionSettings) {
    this.settings = settings;
  }

  /**
   * Counts a fill of the maker's resting order: bought lots are positive, sold ones negative. True when it reaches a
   * limit: the maker is frozen from now on, and its protected orders must go before anything else is matched. A fill
   * while frozen is not counted. `time` never goes back.
   */
  fill(time: Millis, signedLots: Lots): boolean {
    if (this.isFrozen(time)) return false;
    this.#forget(time);
    this.#count(time, signedLots);
    if (!this.#isReached()) return false;
    const { frozenMs } = this.settings;
    this.#empty();
    this.#freeze = frozenMs === 0 ? 'untilReset' : ((time + frozenMs) as Millis);
    return true;
  }

  /** Whether protected orders are refused at `time`. 100 ms that begin at 1,000 are over at 1,100 (rule MMK-14). */
  isFrozen(time: Millis): boolean {
    return this.#freeze === 'untilReset' || (this.#freeze !== null && time < this.#freeze);
  }

  /** A window that is as this one, to try fills on. */
  copy(): ProtectionWindow {
    return ProtectionWindow.restore(this.snapshot());
  }

  /** Ends a freeze, and forgets every fill (rule MMK-14). */
  reset(): void {
    this.#empty();
    this.#freeze = null;
  }

  #isReached(): boolean {
    const { quantity, delta } = this.settings;
    return (quantity !== null && this.#quantity >= quantity) || (delta !== null && Math.abs(this.#delta) >= delta);
  }

  #count(time: Millis, signedLots: Lots): void {
    this.#times.push(time);
    this.#fills.push(signedLots);
    this.#quantity += Math.abs(signedLots);
    this.#delta += signedLots;
  }

  /** A fill is in the window while less than the interval has passed since it (rule MMK-13). */
  #forget(time: Millis): void {
    while (
      this.#first < this.#times.length &&
      time - (this.#times[this.#first] as Millis) >= this.settings.intervalMs
    ) {
      const left = this.#fills[this.#first] as number;
      this.#quantity -= Math.abs(left);
      this.#delta -= left;
      this.#first += 1;
    }
    // What has left is dropped when it is most of the list, so that each fill is moved at most once on average.
    if (this.#first * 2 <= this.#times.length) return;
    this.#times.splice(0, this.#first);
    this.#fills.splice(0, this.#first);
    this.#first = 0;
  }

  #empty(): void {
    this.#times.length = 0;
    this.#fills.length = 0;
    this.#first = 0;
    this.#quantity = 0;
    this.#delta = 0;
  }

  snapshot() {
    const fills = this.#times
      .slice(this.#first)
      .map((time, i) => [time, this.#fills[this.#first + i] as Lots] as const);
    return { settings: this.settings, fills, freeze: this.#freeze };
  }

  static restore({ settings, fills, freeze }: ReturnType<ProtectionWindow['snapshot']>): ProtectionWindow {
    const window = new ProtectionWindow(settings);
    for (const [time, signedLots] of fills) window.#count(time, signedLots);
    window.#freeze = freeze;
    return window;
  }
}
