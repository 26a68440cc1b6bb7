/**
 * Writes the commands whose time has come: the fixing of every calendar day that is over, and the end of every trading
 * day. A venue that was down catches up in order, day by day.
 */
import { dateOf, startOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import type { Exchange } from '#core/exchange.ts';
import type { Contribution } from '#core/price-index/contribution.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import { DiskLow } from '#sequencer/refusals.ts';
import type { VenueClock } from './clock.ts';

/** What the keeper needs of the exchange. */
type Days = Pick<Exchange, 'fixings' | 'tradeDate'>;
export type ContributionsFor = (date: TradeDate) => readonly Contribution[];

/**
 * The next command that is due at `now`, or undefined. Carry it out, then ask again. `firstFixing` is the day with which
 * the index of a new venue begins.
 */
export function dueCommand(
  days: Days,
  now: Millis,
  firstFixing: TradeDate,
  contributionsFor: ContributionsFor,
): Command | undefined {
  const today = dateOf(now);
  const { tradeDate } = days;
  const fixed = days.fixings.at(-1)?.date;
  // A trading day ends when it is over and its own fixing is there, before the fixings of later days.
  if (tradeDate !== undefined && fixed !== undefined && fixed >= tradeDate && tradeDate < today)
    return { type: 'endDay', date: tradeDate };
  const next = (fixed === undefined ? firstFixing : fixed + 1) as TradeDate;
  if (next < today) return { type: 'fixIndex', date: next, contributions: contributionsFor(next) };
  return undefined;
}

/** The longest wait that a timer can be set to. */
const WAIT_MAX_MS = 60_000;

export interface DayKeeperOptions {
  readonly days: Days;
  readonly clock: VenueClock;
  readonly firstFixing: TradeDate;
  readonly contributionsFor: ContributionsFor;
  /** Has a command carried out; rejects when the venue takes no more. */
  readonly submit: (command: Command) => Promise<unknown>;
}

/** Keeps the days of a running venue: wakes at every midnight of the venue's clock. */
export class DayKeeper {
  readonly #options: DayKeeperOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DayKeeperOptions) {
    this.#options = options;
  }

  /** Carries out everything that is due; on a full disk, what is left waits for the next time. */
  async catchUp(): Promise<void> {
    const { days, clock, firstFixing, contributionsFor, submit } = this.#options;
    for (;;) {
      const command = dueCommand(days, clock.now(), firstFixing, contributionsFor);
      if (command === undefined) return;
      try {
        await submit(command);
      } catch (cause) {
        if (cause instanceof DiskLow) return;
        throw cause;
      }
    }
  }

  /** Catches up at every midnight until `stop`. A venue that takes no more commands has no days to keep. */
  start(): void {
    const { clock } = this.#options;
    const midnight = startOf((dateOf(clock.now()) + 1) as TradeDate);
    const wait = Math.min(clock.realMillisUntil(midnight) + 1, WAIT_MAX_MS);
    this.#timer = setTimeout(() => {
      this.catchUp().then(
        () => this.start(),
        () => undefined,
      );
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
