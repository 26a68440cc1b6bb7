/**
 * When a product without phases of its own trades continuously (rules CON-4 and MMK-5).
 *
 * It does from the settlement of the trading day before, but not before its own day begins, until that day is over. The
 * moments at which it starts and stops are told exactly, even when nothing else happens at them. Products with phases say
 * so through events, which are not read here.
 */
import { AROUND_THE_CLOCK, type TradingCalendar } from '#core/trading-calendar.ts';
import { endOfTradingDay, startOfTradingDay, tradeDateAt } from '#core/trading-clock.ts';
import type { Millis, TradeDate } from '#core/units.ts';

export class TradingTime {
  #calendar: TradingCalendar = AROUND_THE_CLOCK;
  #date: TradeDate | undefined;
  #day: 'before' | 'open' | 'over' = 'over';
  /** When the trading day before was settled, the first product was defined, or the calendar was changed. */
  #settledAt = 0 as Millis;

  /** The trading day that is open, was last, or comes next; undefined before the first product. */
  get date(): TradeDate | undefined {
    return this.#date;
  }

  get isOpen(): boolean {
    return this.#day === 'open';
  }

  /** The first product is defined: there are trading days from now on. */
  begin(time: Millis): void {
    if (this.#date === undefined) this.startDay(tradeDateAt(this.#calendar, time), time);
  }

  /** The trading day before `date` was settled at `time`. */
  startDay(date: TradeDate, time: Millis): void {
    this.#date = date;
    this.#day = 'before';
    this.#settledAt = time;
  }

  /** From `time` on the running day begins and ends by another calendar (rule CON-9). */
  setCalendar(calendar: TradingCalendar, time: Millis): void {
    this.#calendar = calendar;
    this.#day = 'before';
    this.#settledAt = time;
  }

  /** Lets time pass until `time`; `changed` is called with each moment on the way at which trading started or stopped. */
  pass(time: Millis, changed: (at: Millis) => void): void {
    if (this.#date === undefined) return;
    const begins = this.#notBeforeSettled(startOfTradingDay(this.#calendar, this.#date));
    const ends = this.#notBeforeSettled(endOfTradingDay(this.#calendar, this.#date));
    if (this.#day === 'before' && time >= begins) {
      this.#day = 'open';
      changed(begins);
    }
    if (this.#day === 'open' && time >= ends) {
      this.#day = 'over';
      changed(ends);
    }
  }

  /** `time`, or the end of the day that is open where that is earlier. */
  inDay(time: Millis): Millis {
    if (this.#date === undefined || !this.isOpen) return time;
    return Math.min(time, endOfTradingDay(this.#calendar, this.#date)) as Millis;
  }

  /** A day that is settled late begins late, and one that was over by then has no time at all. */
  #notBeforeSettled(time: Millis): Millis {
    return Math.max(time, this.#settledAt) as Millis;
  }

  snapshot() {
    return { calendar: this.#calendar, date: this.#date ?? null, day: this.#day, settledAt: this.#settledAt };
  }

  static restore({ calendar, date, day, settledAt }: ReturnType<TradingTime['snapshot']>): TradingTime {
    const time = new TradingTime();
    time.#calendar = calendar;
    time.#date = date ?? undefined;
    time.#day = day;
    time.#settledAt = settledAt;
    return time;
  }
}
