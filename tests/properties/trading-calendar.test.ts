/**
 * The clock of trading days: over whole years, under any calendar that is taken, and against the time zones that the
 * language knows.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDate } from '#core/calendar.ts';
import { nextPoint, type Schedule, scheduledPhase } from '#core/schedule.ts';
import {
  AROUND_THE_CLOCK,
  isTradeDate,
  MINUTES_PER_DAY,
  nextTradeDate,
  previousTradeDate,
  refuseCalendar,
  SHANGHAI,
  type TradingCalendar,
} from '#core/trading-calendar.ts';
import { endOfTradingDay, minuteAt, startOfTradingDay, timeOfMinute, tradeDateAt } from '#core/trading-clock.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import { chicago } from '../model/calendars.ts';
import { dayOf, timeOf } from '../model/commands.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- trading-calendar`;
const MINUTE = 60_000;

/** Berlin in the leap year 2028: the day begins at 02:30, which the clock skips in March and shows twice in October. */
const berlin: TradingCalendar = {
  name: 'Berlin',
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  holidays: [dayOf('2028-02-29'), dayOf('2028-12-25')],
  utcOffsets: [
    { from: 0 as Millis, minutes: 60 },
    { from: timeOf('2028-03-26 01:00'), minutes: 120 },
    { from: timeOf('2028-10-29 01:00'), minutes: 60 },
  ],
  dayStartMinute: 150,
  nightEndMinute: 150,
};

test('CON-9, CON-10, CON-11 every moment of a year has one trade date, and they follow each other', () => {
  for (const [calendar, year] of [
    [AROUND_THE_CLOCK, 2028],
    [SHANGHAI, 2027],
    [chicago, 2027],
    [berlin, 2028],
    [{ ...berlin, weekdays: [1, 3, 6], nightEndMinute: 400 }, 2028],
  ] as const) {
    const starts: [time: Millis, date: TradeDate][] = [];
    let date = previousTradeDate(calendar, dayOf(`${year}-01-01`));
    for (; date < dayOf(`${year + 1}-01-20`); date = nextTradeDate(calendar, date)) {
      const [start, end] = [startOfTradingDay(calendar, date), endOfTradingDay(calendar, date)];
      const next = startOfTradingDay(calendar, nextTradeDate(calendar, date));
      assert.ok(start < end && end <= next, `${calendar.name} ${formatDate(date)}`);
      if (calendar.nightEndMinute > calendar.dayStartMinute) assert.equal(end, next);
      starts.push([start, date]);
    }
    // The plain answer: the last day that has begun and is not over, else the one that begins next.
    let at = 0;
    for (let time = timeOf(`${year}-01-01`); time < timeOf(`${year + 1}-01-01`); time = (time + 7 * MINUTE) as Millis) {
      while ((starts[at + 1]?.[0] ?? 0) <= time) at += 1;
      const begun = starts[at]?.[1] as TradeDate;
      const holds = time < endOfTradingDay(calendar, begun);
      assert.equal(tradeDateAt(calendar, time), holds ? begun : starts[at + 1]?.[1]);
      assert.equal(minuteAt(calendar, time) !== undefined, holds);
    }
    for (const [start, started] of starts) {
      assert.equal(tradeDateAt(calendar, start), started);
      assert.ok(tradeDateAt(calendar, (start - 1) as Millis) <= started);
    }
  }
});

test('CON-10, CON-11, CON-12 date and minute are what the clock on the wall of the time zone says', () => {
  for (const [calendar, timeZone, year] of [
    [AROUND_THE_CLOCK, 'UTC', 2028],
    [SHANGHAI, 'Asia/Shanghai', 2027],
    [chicago, 'America/Chicago', 2027],
    [berlin, 'Europe/Berlin', 2028],
  ] as const) {
    const wall = wallClock(timeZone);
    for (
      let time = timeOf(`${year}-01-01`);
      time < timeOf(`${year + 1}-01-01`);
      time = (time + 15 * MINUTE) as Millis
    ) {
      // What the wall shows for the second time in an hour does not count.
      if (wall(time) === wall((time - 60 * MINUTE) as Millis)) continue;
      const sinceStart = wall(time) - calendar.dayStartMinute;
      const local = Math.floor(sinceStart / MINUTES_PER_DAY) as TradeDate;
      const date = isTradeDate(calendar, local) ? local : nextTradeDate(calendar, local);
      const minute = minuteOnTheWall(calendar, date, local, sinceStart - local * MINUTES_PER_DAY);
      const where = `${new Date(time).toISOString()} in ${timeZone}`;
      assert.equal(formatDate(tradeDateAt(calendar, time)), formatDate(date), where);
      assert.equal(minuteAt(calendar, time), minute, where);
    }
  }
});

test('CON-12 every point of a schedule is switched once on every trading day', () => {
  const session: Schedule = [
    { minute: 0, phase: 'preOpen' },
    { minute: 30, phase: 'openingAuction' },
    { minute: 60, phase: 'continuous' },
    { minute: 545, phase: 'closed' }, // in an hour that the clock of Chicago skips once and repeats once
    { minute: 570, phase: 'continuous' },
    { minute: 1_050, phase: 'closingAuction' },
    { minute: 1_060, phase: 'settlement' },
  ];
  for (const calendar of [AROUND_THE_CLOCK, SHANGHAI, chicago]) {
    const switches = new Map<string, number>();
    let [date, minute] = [tradeDateAt(calendar, timeOf('2027-01-02')), -1];
    for (let time = timeOf('2027-01-02'); time < timeOf('2028-01-01'); time = (time + 5 * MINUTE) as Millis) {
      const [today, now] = [tradeDateAt(calendar, time), minuteAt(calendar, time)];
      assert.ok(today >= date && (today > date || now === undefined || now >= minute));
      if (today > date) [date, minute] = [today, -1];
      for (let point = nextPoint(session, minute); point !== undefined && point.minute <= (now ?? -1); ) {
        const name = `${formatDate(date)} ${point.minute}`;
        switches.set(name, (switches.get(name) ?? 0) + 1);
        minute = point.minute;
        point = nextPoint(session, minute);
      }
      if (now !== undefined) assert.equal(scheduledPhase(session, now), scheduledPhase(session, minute));
    }
    let days = 0;
    for (let day = dayOf('2027-01-04'); day < dayOf('2027-12-31'); day = nextTradeDate(calendar, day)) {
      days += 1;
      for (const { minute } of session) assert.equal(switches.get(`${formatDate(day)} ${minute}`), 1, calendar.name);
    }
    assert.ok(days > 200);
  }
});

const calendars = fc
  .record({
    name: fc.constant('Random'),
    weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
    holidays: fc.uniqueArray(fc.integer({ min: 20_500, max: 20_900 }), { maxLength: 30 }),
    changes: fc.array(
      fc.record({ after: fc.integer({ min: 1_440, max: 60_000 }), by: fc.integer({ min: -120, max: 120 }) }),
    ),
    first: fc.integer({ min: -720, max: 840 }),
    dayStartMinute: fc.integer({ min: -1_439, max: 1_439 }),
    nightMinutes: fc.oneof(fc.constant(0), fc.nat({ max: 1_439 })),
  })
  .map(({ changes, first, nightMinutes, holidays, ...rest }): TradingCalendar => {
    const utcOffsets = [{ from: 0 as Millis, minutes: first }];
    let [from, minutes] = [timeOf('2026-06-01'), first];
    for (const { after, by } of changes) {
      from = (from + after * MINUTE) as Millis;
      minutes = Math.min(840, Math.max(-720, minutes + by));
      utcOffsets.push({ from, minutes });
    }
    const ascending = holidays.sort((a, b) => a - b) as TradeDate[];
    return { ...rest, holidays: ascending, utcOffsets, nightEndMinute: rest.dayStartMinute + nightMinutes };
  });

test('CON-9, CON-10, CON-11 under any calendar that is taken, days do not overlap and minutes do not go back', () => {
  const days = fc.integer({ min: 20_500, max: 20_900 });
  const minutes = fc.tuple(fc.nat({ max: 1_439 }), fc.nat({ max: 1_439 }));
  fc.assert(
    fc.property(calendars, days, minutes, fc.nat({ max: 86_399_999 }), (calendar, day, [one, other], moment) => {
      assert.equal(refuseCalendar(calendar), undefined);
      const date = nextTradeDate(calendar, day as TradeDate);
      assert.ok(isTradeDate(calendar, date) && date > day && previousTradeDate(calendar, date) <= day);

      const [start, end] = [startOfTradingDay(calendar, date), endOfTradingDay(calendar, date)];
      const [before, after] = [previousTradeDate(calendar, date), nextTradeDate(calendar, date)];
      assert.ok(endOfTradingDay(calendar, before) <= start && end <= startOfTradingDay(calendar, after));
      assert.ok(end - start >= 20 * 60 * MINUTE);
      for (const time of [start, (start + moment) as Millis, (end - 1) as Millis])
        if (time < end) assert.equal(tradeDateAt(calendar, time), date);

      const [early, late] = [Math.min(one, other), Math.max(one, other)];
      const times = [early, late].map((minute) => timeOfMinute(calendar, date, minute));
      assert.ok(start <= (times[0] as number) && (times[0] as number) <= (times[1] as number));
      assert.ok((times[1] as number) <= end);
      const time = times[1] as Millis;
      if (time < end) {
        assert.ok((minuteAt(calendar, time) as number) >= late);
        if (time > start) assert.ok((minuteAt(calendar, (time - 1) as Millis) as number) < late);
      }
    }),
    { seed: SEED, numRuns: 5_000, reporter },
  );
});

/** Minutes since 1970 as a clock in `timeZone` shows them. */
function wallClock(timeZone: string): (time: Millis) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (time) => timeOf(format.format(time)) / MINUTE;
}

/** The minute of `date` when the wall shows `minute` of the day `local`: a night directly follows the date before. */
function minuteOnTheWall(calendar: TradingCalendar, date: number, local: number, minute: number): number | undefined {
  const night = calendar.nightEndMinute - calendar.dayStartMinute;
  const isFirst = local === previousTradeDate(calendar, date as TradeDate) + 1;
  if (local === date) return isFirst ? minute : Math.max(minute, night - 1);
  if (night === 0) return undefined;
  return isFirst ? Math.min(minute, night - 1) : night - 1;
}

function reporter<T>(details: fc.RunDetails<T>): void {
  if (details.failed) throw new Error(`${fc.defaultReportMessage(details)}\n${REPLAY}`);
}
