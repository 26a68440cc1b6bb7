/**
 * Writes the commands whose time has come: the fixing of every calendar day that is over, the end of every trading day,
 * and the phases in between. A venue that was down catches up in order, day by day.
 */
import { dateOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import { dueEndOfDay, duePhase, dueRisk, nextDue, type Risks } from '#core/due.ts';
import type { Evidence } from '#core/price-index/evidence.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import type { Outcome } from '#sequencer/machine.ts';
import { DiskLow } from '#sequencer/refusals.ts';
import type { VenueClock } from './clock.ts';

/** What was seen of the prices of a day, by what is known now. */
export type EvidenceFor = (date: TradeDate) => Evidence;

/**
 * The next command that is due at `now`, or undefined. Carry it out, then ask again. `firstFixing` is the day with which
 * the index of a new venue begins. A trading day ends before the fixings of later days, and before the next day's phases.
 */
export function dueCommand(
  days: Risks,
  now: Millis,
  firstFixing: TradeDate,
  evidenceFor: EvidenceFor,
): Command | undefined {
  const end = dueEndOfDay(days, now);
  if (end !== undefined) return end;
  const fixed = days.fixings.at(-1)?.date;
  const next = (fixed === undefined ? firstFixing : fixed + 1) as TradeDate;
  if (next < dateOf(now)) return { type: 'fixIndex', date: next, evidence: evidenceFor(next) };
  return duePhase(days, now) ?? dueRisk(days, now);
}

/** How long the keeper waits at most: an interruption that begins meanwhile may end within it. */
const WAIT_MAX_MS = 1_000;

export interface DayKeeperOptions {
  readonly days: Risks;
  readonly clock: VenueClock;
  readonly firstFixing: TradeDate;
  readonly evidenceFor: EvidenceFor;
  /** Has a command carried out; rejects when the venue takes no more. */
  readonly submit: (command: Command) => Promise<Pick<Outcome, 'events'>>;
  /** What the venue owes its makers; asked at first, and whenever a day has ended. */
  readonly dueRebates: () => readonly Command[];
  /** The products that can be listed by now; asked at the same times. */
  readonly dueProducts: () => readonly Command[];
}

/** Keeps the days of a running venue: wakes whenever something is due by the venue's clock. */
export class DayKeeper {
  readonly #options: DayKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #hasDayEnded = true;

  constructor(options: DayKeeperOptions) {
    this.#options = options;
  }

  /** Carries out everything that is due; on a full disk, what is left waits for the next time. */
  async catchUp(): Promise<void> {
    const { days, clock, firstFixing, evidenceFor, submit, dueRebates, dueProducts } = this.#options;
    try {
      for (;;) {
        const command = dueCommand(days, clock.now(), firstFixing, evidenceFor);
        if (command === undefined) break;
        const { events } = await submit(command);
        // What is refused would be refused again and again; the next time something may have changed.
        if (events.some(({ type }) => type === 'rejected')) break;
        this.#hasDayEnded ||= command.type === 'endDay' && command.step === 'nextDay';
      }
      if (!this.#hasDayEnded) return;
      for (const command of [...dueRebates(), ...dueProducts()]) await submit(command);
      this.#hasDayEnded = false;
    } catch (cause) {
      if (!(cause instanceof DiskLow)) throw cause;
    }
  }

  /** Catches up whenever something is due until `stop`. A venue that takes no more commands has no days to keep. */
  start(): void {
    const { clock, days } = this.#options;
    const wait = Math.min(clock.realMillisUntil(nextDue(days, clock.now())) + 1, WAIT_MAX_MS);
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
