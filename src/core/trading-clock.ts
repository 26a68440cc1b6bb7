/**
 * The clock of a trading day, read from the trading calendar.
 *
 * A trade date names a trading day; it need not be the date on which people trade it, because a night belongs to the
 * trade date after it (rule CON-11). Trading days never overlap, whatever the local clock does (rule CON-10), and every
 * minute of one is reached once. Which phase a minute brings is the schedule's business.
 */
import { MILLIS_PER_DAY } from './calendar.ts';
import {
  isTradeDate,
  MINUTES_PER_DAY,
  nextTradeDate,
  previousTradeDate,
  type TradingCalendar,
} from './trading-calendar.ts';
import type { Millis, TradeDate } from './units.ts';

const MILLIS_PER_MINUTE = 60_000;

/** The first millisecond of the trading day of a trade date. */
export function startOfTradingDay(calendar: TradingCalendar, date: TradeDate): Millis {
  return timeOfMinute(calendar, date, 0);
}

/** The first millisecond after the trading day of a trade date. */
export function endOfTradingDay(calendar: TradingCalendar, date: TradeDate): Millis {
  return localDayBegins(calendar, date + 1);
}

/** The trade date whose trading day holds `time`, or the next one when none does. */
export function tradeDateAt(calendar: TradingCalendar, time: Millis): TradeDate {
  const date = localDayAt(calendar, time) as TradeDate;
  return isTradeDate(calendar, date) ? date : nextTradeDate(calendar, date);
}

/**
 * When the clock of a trade date reaches `minute` (0 to 1,439, from the start of its trading day). Minutes that the
 * local clock skips are reached at the moment at which it does, if need be with the end of the day; of those that it
 * shows twice, the first counts (rule CON-12).
 */
export function timeOfMinute(calendar: TradingCalendar, date: TradeDate, minute: number): Millis {
  const local = calendar.dayStartMinute + minute;
  const isNight = local < calendar.nightEndMinute;
  return firstMomentAt(calendar, isNight ? previousTradeDate(calendar, date) + 1 : date, local);
}

/** The minute that the clock of the trading day has reached at `time`; undefined when no trading day holds `time`. */
export function minuteAt(calendar: TradingCalendar, time: Millis): number | undefined {
  const date = tradeDateAt(calendar, time);
  if (time < startOfTradingDay(calendar, date)) return undefined;
  let [reached, ahead] = [0, MINUTES_PER_DAY];
  while (ahead - reached > 1) {
    const middle = Math.floor((reached + ahead) / 2);
    if (timeOfMinute(calendar, date, middle) <= time) reached = middle;
    else ahead = middle;
  }
  return reached;
}

/** The local date in which `time` lies, if local days begin at `dayStartMinute`. */
function localDayAt(calendar: TradingCalendar, time: Millis): number {
  const ahead = calendar.utcOffsets.findLast(({ from }) => from <= time)?.minutes ?? 0;
  const date = Math.floor((time + (ahead - calendar.dayStartMinute) * MILLIS_PER_MINUTE) / MILLIS_PER_DAY);
  // When the clock goes back over the start of a day, that day has begun the first time.
  return localDayBegins(calendar, date + 1) <= time ? date + 1 : date;
}

function localDayBegins(calendar: TradingCalendar, date: number): Millis {
  return firstMomentAt(calendar, date, calendar.dayStartMinute);
}

/** The first moment at which the local clock shows `minute` of `date` or later. It never falls when they rise. */
function firstMomentAt(calendar: TradingCalendar, date: number, minute: number): Millis {
  const local = date * MILLIS_PER_DAY + minute * MILLIS_PER_MINUTE;
  let moment = 0;
  for (const { from, minutes } of calendar.utcOffsets) {
    if (moment < from) break; // the clock shows it before it is moved
    moment = Math.max(from, local - minutes * MILLIS_PER_MINUTE);
  }
  return moment as Millis;
}
