/** The trading calendar and the clock of a trading day, rule by rule: the tables of the chapter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDate, isTradingDay, nextTradingDay, startOf, tradingDayAt } from '#core/calendar.ts';
import {
  AROUND_THE_CLOCK,
  isTradeDate,
  nextTradeDate,
  previousTradeDate,
  refuseCalendar,
  SHANGHAI,
  type TradingCalendar,
} from '#core/trading-calendar.ts';
import { endOfTradingDay, minuteAt, startOfTradingDay, timeOfMinute, tradeDateAt } from '#core/trading-clock.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import { chicago, inShanghai } from '../model/calendars.ts';
import { dayOf, timeOf } from '../model/commands.ts';

test('CON-9 a trade date is a day of the week that trades and no holiday', () => {
  for (const date of ['2027-02-04', '2027-02-15', '2027-04-02', '2027-04-06', '2028-02-29'])
    assert.equal(isTradeDate(SHANGHAI, dayOf(date)), true, date);
  for (const date of ['2027-01-01', '2027-02-05', '2027-02-12', '2027-02-13', '2027-10-07'])
    assert.equal(isTradeDate(SHANGHAI, dayOf(date)), false, date);
  assert.equal(SHANGHAI.holidays.length, 18);
  assert.equal(formatDate(nextTradeDate(SHANGHAI, dayOf('2027-02-04'))), '2027-02-15');
  assert.equal(formatDate(previousTradeDate(SHANGHAI, dayOf('2027-02-15'))), '2027-02-04');
  assert.equal(formatDate(nextTradeDate(SHANGHAI, dayOf('2028-02-28'))), '2028-02-29');
});

test('CON-9 around the clock, the days are those of CON-4', () => {
  for (let date = dayOf('1999-12-01'); date < dayOf('2101-02-01'); date = (date + 1) as TradeDate) {
    assert.equal(isTradeDate(AROUND_THE_CLOCK, date), isTradingDay(date));
    assert.equal(nextTradeDate(AROUND_THE_CLOCK, date), nextTradingDay(date));
    assert.equal(startOfTradingDay(AROUND_THE_CLOCK, date), startOf(date));
    assert.equal(endOfTradingDay(AROUND_THE_CLOCK, date), startOf((date + 1) as TradeDate));
    for (const moment of [0, 1, 43_200_000, 86_399_999]) {
      const time = (startOf(date) + moment) as Millis;
      assert.equal(tradeDateAt(AROUND_THE_CLOCK, time), tradingDayAt(time));
      assert.equal(minuteAt(AROUND_THE_CLOCK, time), isTradingDay(date) ? Math.floor(moment / 60_000) : undefined);
    }
  }
});

test('CON-9 every figure of a calendar has its bounds', () => {
  const offsets = (...changes: (readonly [from: string, minutes: number])[]) => ({
    utcOffsets: changes.map(([from, minutes]) => ({ from: timeOf(from), minutes })),
  });
  const dates = (count: number) => Array.from({ length: count }, (_, i) => (20_000 + i) as TradeDate);
  const taken: Partial<TradingCalendar>[] = [
    {},
    { name: 'C' },
    { name: 'C'.repeat(60) },
    { weekdays: [6] },
    { weekdays: [0, 1, 2, 3, 4, 5, 6] },
    { holidays: dates(1_000) },
    offsets(['1970-01-01', -720]),
    offsets(['1970-01-01', 840]),
    offsets(['1970-01-01', 0], ['2027-03-01', 120], ['2027-03-02', 0]),
    { dayStartMinute: -1_439, nightEndMinute: 0 },
    { dayStartMinute: 1_439, nightEndMinute: 1_439 },
  ];
  const refused: Partial<TradingCalendar>[] = [
    { name: '' },
    { name: 'C'.repeat(61) },
    { weekdays: [] },
    { weekdays: [7] },
    { weekdays: [-1, 0] },
    { weekdays: [1, 1] },
    { weekdays: [2, 1] },
    { weekdays: [1.5] },
    { holidays: [...dates(2)].reverse() },
    { holidays: [20_000.5 as TradeDate] },
    { holidays: dates(1_001) },
    { utcOffsets: [] },
    offsets(['1970-01-02', 0]),
    offsets(['1970-01-01', -721]),
    offsets(['1970-01-01', 841]),
    offsets(['1970-01-01', 0.5]),
    offsets(['1970-01-01', 0], ['2027-03-01', 121]),
    offsets(['1970-01-01', 0], ['2027-03-01', 60], ['2027-03-01 23:59', 0]),
    { dayStartMinute: -1_440, nightEndMinute: -1_440 },
    { dayStartMinute: 1_440, nightEndMinute: 1_440 },
    { dayStartMinute: 0, nightEndMinute: -1 },
    { dayStartMinute: 0, nightEndMinute: 1_440 },
    { dayStartMinute: 0.5, nightEndMinute: 0.5 },
    { dayStartMinute: Number.NaN },
  ];
  for (const figures of taken)
    assert.equal(refuseCalendar({ ...chicago, ...figures }), undefined, JSON.stringify(figures));
  for (const figures of refused)
    assert.equal(refuseCalendar({ ...chicago, ...figures }), 'CALENDAR_INVALID', JSON.stringify(figures));
  for (const calendar of [AROUND_THE_CLOCK, SHANGHAI]) assert.equal(refuseCalendar(calendar), undefined);
});

test('CON-10 a trading day begins when the one before it ends, in summer and winter time', () => {
  for (const [date, begins, ends, hours] of [
    ['2027-03-13', '2027-03-12 23:00', '2027-03-13 23:00', 24],
    ['2027-03-14', '2027-03-13 23:00', '2027-03-14 22:00', 23],
    ['2027-03-15', '2027-03-14 22:00', '2027-03-15 22:00', 24],
    ['2027-11-07', '2027-11-06 22:00', '2027-11-07 23:00', 25],
  ] as const) {
    const [start, end] = [startOfTradingDay(chicago, dayOf(date)), endOfTradingDay(chicago, dayOf(date))];
    assert.deepEqual([start, end], [timeOf(begins), timeOf(ends)], date);
    assert.equal(end - start, hours * 3_600_000);
    assert.equal(tradeDateAt(chicago, start), dayOf(date));
    assert.equal(tradeDateAt(chicago, (end - 1) as Millis), dayOf(date));
    assert.equal(tradeDateAt(chicago, end), dayOf(date) + 1);
  }
});

test('CON-10 a day whose first minute the clock shows twice begins the first time', () => {
  // The clock shows 01:00 to 02:00 from 06:00 UTC, and from 07:00 UTC once more. Days begin at 01:30.
  const calendar = { ...chicago, dayStartMinute: 90, nightEndMinute: 90 };
  assert.equal(startOfTradingDay(calendar, dayOf('2027-11-07')), timeOf('2027-11-07 06:30'));
  for (const [time, date] of [
    ['2027-11-07 06:29', '2027-11-06'],
    ['2027-11-07 06:30', '2027-11-07'],
    ['2027-11-07 07:10', '2027-11-07'],
    ['2027-11-08 07:29', '2027-11-07'],
    ['2027-11-08 07:30', '2027-11-08'],
  ] as const)
    assert.equal(formatDate(tradeDateAt(calendar, timeOf(time))), date, time);
});

test('CON-11 a night takes place after the trade date before it', () => {
  for (const [date, nightBegins, nightEnds, dayBegins, dayEnds] of [
    ['2027-03-05', '2027-03-04 20:00', '2027-03-05 06:00', '2027-03-05 06:00', '2027-03-05 20:00'],
    ['2027-03-08', '2027-03-05 20:00', '2027-03-06 06:00', '2027-03-08 06:00', '2027-03-08 20:00'],
    ['2027-04-06', '2027-04-02 20:00', '2027-04-03 06:00', '2027-04-06 06:00', '2027-04-06 20:00'],
  ] as const) {
    const tradeDate = dayOf(date);
    assert.equal(startOfTradingDay(SHANGHAI, tradeDate), inShanghai(nightBegins), date);
    assert.equal(timeOfMinute(SHANGHAI, tradeDate, 599), inShanghai(nightEnds) - 60_000, date);
    assert.equal(timeOfMinute(SHANGHAI, tradeDate, 600), inShanghai(dayBegins), date);
    assert.equal(endOfTradingDay(SHANGHAI, tradeDate), inShanghai(dayEnds), date);
  }
  for (const [time, date, minute] of [
    ['2027-03-05 19:59', '2027-03-05', 1_439],
    ['2027-03-05 20:00', '2027-03-08', 0],
    ['2027-03-06 02:30', '2027-03-08', 390],
    ['2027-03-06 06:00', '2027-03-08', 599],
    ['2027-03-07 21:00', '2027-03-08', 599],
    ['2027-03-08 06:00', '2027-03-08', 600],
    ['2027-03-08 09:00', '2027-03-08', 780],
    ['2027-03-08 21:00', '2027-03-09', 60],
  ] as const) {
    assert.equal(formatDate(tradeDateAt(SHANGHAI, inShanghai(time))), date, time);
    assert.equal(minuteAt(SHANGHAI, inShanghai(time)), minute, time);
  }
});

test('CON-11 without a night, a day that begins on the evening before does so on that evening', () => {
  const calendar = { ...chicago, weekdays: [1, 2, 3, 4, 5] };
  // Friday 2027-01-15 ends at 17:00 in Chicago, and Monday begins on Sunday at 17:00.
  assert.equal(endOfTradingDay(calendar, dayOf('2027-01-15')), timeOf('2027-01-15 23:00'));
  assert.equal(startOfTradingDay(calendar, dayOf('2027-01-18')), timeOf('2027-01-17 23:00'));
  assert.equal(formatDate(tradeDateAt(calendar, timeOf('2027-01-16 12:00'))), '2027-01-18');
  assert.equal(minuteAt(calendar, timeOf('2027-01-16 12:00')), undefined);
  assert.equal(minuteAt(calendar, timeOf('2027-01-17 23:01')), 1);
});
