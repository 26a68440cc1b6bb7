/** Products, contract months and the calendar, rule by rule. `Date` is the second opinion on the calendar. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  civilOf,
  dateOfCivil,
  formatDate,
  formatMonth,
  isTradingDay,
  type Month,
  monthOf,
  nextTradingDay,
  startOf,
  thirdWednesday,
  tradingDayAt,
  weekdayOf,
} from '#core/calendar.ts';
import { contractCode, listedMonths, refuseSpecification, SIT, SITP, tickValue } from '#core/contract.ts';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import { changed, dayOf, dollars, fixing, indexTerms, product, timeOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

test('CON-1 a code is two to six capital letters of one product', () => {
  for (const code of ['', 'S', 'sit', 'SIT1', 'SI T', 'SEVENTH', 'SIT\n'])
    assert.equal(refuseSpecification(changed(SIT, { code })), 'PRODUCT_CODE_INVALID', code);
  for (const code of ['SI', 'SIXSIX']) assert.equal(refuseSpecification(changed(SIT, { code })), undefined, code);
  new Scenario()
    .when(product(changed(SIT, { positionMax: 20_000 })))
    .refused('PRODUCT_EXISTS')
    .when(product(SITP))
    .refused();
});

test('CON-1 every figure has its bounds', () => {
  const tiny = { ...SIT, tickSize: 1, lotSize: 1 };
  const bounds = [
    ['priceMax', 1, 262_143],
    ['positionMax', 10_000, 1_000_000_000],
    ['orderQuantityMax', 1, 100_000],
    ['marginCoverageHundredths', 1, 1_000_000],
    ['priceLimitRate', 0, 1_000_000],
    ['marginFloor', 1, 120_000],
    ['marginCap', 80_000, 1_000_000],
    ['maintenanceShare', 0, 1_000_000],
    ['takerFeeRate', 0, 1_000_000],
    ['makerFeeRate', 0, 1_000_000],
    ['consecutiveMonths', 1, 56],
    ['quarterlyMonths', 0, 54],
  ] as const;
  for (const [figure, least, most] of bounds) {
    for (const value of [least, most])
      assert.equal(refuseSpecification(changed(tiny, { [figure]: value })), undefined, `${figure} ${value}`);
    const outside = figure === 'marginCoverageHundredths' ? [least - 1] : [least - 1, most + 1];
    for (const value of [...outside, least + 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      assert.equal(refuseSpecification(changed(tiny, { [figure]: value })), 'SPECIFICATION_INVALID', figure);
  }
});

test('CON-2 the tick value is whole: a dollar for SIT, a cent for the contract of the paper', () => {
  assert.equal(tickValue(SIT), dollars(1));
  assert.equal(tickValue(SITP), dollars(0.01));
  assert.equal(refuseSpecification(SIT), undefined);
  assert.equal(refuseSpecification(SITP), undefined);
  for (const [tickSize, lotSize] of [
    [0.5, 3],
    [0.5, 2],
    [2, 0.5],
    [0, 1],
    [1, 0],
    [-1, -1],
    [2 ** 40, 2 ** 40],
  ] as const)
    assert.equal(refuseSpecification(changed(SIT, { tickSize, lotSize })), 'TICK_VALUE_NOT_WHOLE');
});

test('CON-2 the largest position at the highest price is worth USD 9 billion at most', () => {
  const worth = (positionMax: number) => changed(SIT, { priceMax: 90_000, positionMax, orderQuantityMax: 1 });
  assert.equal(refuseSpecification(worth(100_000)), undefined);
  assert.equal(refuseSpecification(worth(100_001)), 'POSITION_VALUE_TOO_LARGE');
});

test('CON-3 the months that stand listed', () => {
  const table = [
    ['2026-11-16', '2611 2612 2701 2702 2703 2704 2706 2709 2712 2803'],
    ['2026-11-18', '2611 2612 2701 2702 2703 2704 2706 2709 2712 2803'],
    ['2026-11-19', '2612 2701 2702 2703 2704 2705 2706 2709 2712 2803'],
    ['2026-12-17', '2701 2702 2703 2704 2705 2706 2709 2712 2803 2806'],
    ['2027-03-18', '2704 2705 2706 2707 2708 2709 2712 2803 2806 2809'],
  ] as const;
  for (const [day, months] of table) {
    const date = dayOf(day);
    assert.equal(listedMonths(SIT, date, monthOf(date)).map(formatMonth).join(' '), months, day);
    const codes = new Scenario({ date: day }).exchange.contracts.map(({ code }) => code);
    assert.equal(codes.join(' '), months.replaceAll(/\d+/g, 'SIT$&'), day);
  }
});

test('CON-3 a month is listed when one has expired', () => {
  const venue = new Scenario({ date: '2026-11-17' });
  venue.when('the day ends').happened('contractListed');
  venue.when('the day ends').happened('contractListed', { code: 'SIT2705', lastTradingDay: dayOf('2027-05-19') });
  venue.given('the day ends', 'the day ends').when('it is 2026-12-16', 'the day ends', 'the day ends');
  venue.happened('contractListed', { code: 'SIT2806' });
  const living = venue.exchange.contracts.filter(({ expired }) => !expired).map(({ month }) => formatMonth(month));
  assert.equal(living.sort().join(' '), '2701 2702 2703 2704 2705 2706 2709 2712 2803 2806');
});

test('CON-4 trading days are Monday to Friday, UTC, as another calendar has it', () => {
  for (let date = dayOf('1999-12-01'); date < dayOf('2101-02-01'); date = (date + 1) as TradeDate) {
    const other = new Date(startOf(date));
    const weekday = other.getUTCDay();
    assert.equal(weekdayOf(date), weekday);
    assert.equal(isTradingDay(date), weekday !== 0 && weekday !== 6);
    assert.equal(formatDate(date), other.toISOString().slice(0, 10));
    assert.deepEqual(civilOf(date), {
      year: other.getUTCFullYear(),
      month: other.getUTCMonth(),
      day: other.getUTCDate(),
    });
  }
  assert.equal(nextTradingDay(dayOf('2026-11-27')), dayOf('2026-11-30'));
  assert.equal(tradingDayAt(timeOf('2026-11-28 12:00')), dayOf('2026-11-30'));
  assert.equal(tradingDayAt((timeOf('2026-11-28') - 1) as Millis), dayOf('2026-11-27'));
});

test('CON-4 the market opens on a trading day when the one before it has been settled', () => {
  new Scenario({ date: '2026-11-27' })
    .when('it is 2026-11-27 23:59', 'anna buys 1 @ 100')
    .refused()
    .when('it is 2026-11-28', 'anna buys 1 @ 100')
    .refused('MARKET_CLOSED')
    .when('the day ends', 'it is 2026-11-29 12:00', 'anna buys 1 @ 100')
    .refused('MARKET_CLOSED')
    .when('it is 2026-11-30', 'anna buys 1 @ 100')
    .refused()
    .when('it is 2026-12-01 00:01', 'anna buys 1 @ 100')
    .refused('MARKET_CLOSED')
    .when('the day ends', 'anna buys 1 @ 100')
    .refused();
});

test('CON-4 a venue that first opens on a weekend trades on Monday', () => {
  const venue = new Scenario({ date: '2026-11-28' });
  assert.equal(venue.exchange.tradeDate, dayOf('2026-11-30'));
  assert.deepEqual(
    ['2026-11-29 23:59', '2026-11-30 00:00', '2026-11-30 23:59', '2026-12-01 00:00'].map((time) =>
      venue.exchange.isOpenAt(timeOf(time)),
    ),
    [false, true, true, false],
  );
});

test('CON-5 the last trading day is the third Wednesday', () => {
  const known = ['2026-11-18', '2026-12-16', '2027-01-20', '2027-02-17', '2027-03-17', '2028-06-21'];
  for (const day of known) assert.equal(formatDate(thirdWednesday(monthOf(dayOf(day)))), day);
  for (let month: Month = 2000 * 12; month < 2101 * 12; month += 1) {
    const days = Array.from({ length: 21 }, (_, i) => new Date(Date.UTC(2000, month - 24_000, i + 1)));
    const wednesdays = days.filter((day) => day.getUTCDay() === 3);
    assert.equal(formatDate(thirdWednesday(month)), wednesdays[2]?.toISOString().slice(0, 10));
  }
});

test('CON-6 the delivery period is the month up to its last trading day', () => {
  const { deliveryFrom, lastTradingDay } = new Scenario({ date: '2026-11-19' }).contract('SIT2612');
  assert.equal(deliveryFrom, dayOf('2026-12-01'));
  assert.equal(lastTradingDay, dayOf('2026-12-16'));
  assert.equal(lastTradingDay - deliveryFrom + 1, 16);
});

test('CON-7 a contract is listed at the nearest earlier month, the first one at the index', () => {
  const venue = new Scenario({ date: '2026-12-16', price: 1_500 })
    .given('the index is fixed at 1.5226', product({ ...SITP, tickSize: 1_000 }))
    .happened('contractTerms', ...Array(10).fill({ settlementPrice: 1_523, limitDown: 1_295, limitUp: 1_751 }));
  venue
    .given('anna buys 1 @ 1602 in SIT2803', 'bao sells 1 @ 1602 in SIT2803')
    .when('the day ends')
    .happened('contractListed', { code: 'SIT2806' }, { code: 'SITP2806' });
  assert.equal(venue.contract('SIT2806').settlementPrice, 1_602);
  assert.equal(venue.contract('SITP2806').settlementPrice, 1_523);
});

test('CON-7 a month with none before it is listed at the index, not at a later month', () => {
  const specification = changed(SIT, { consecutiveMonths: 1, quarterlyMonths: 1 });
  const venue = new Scenario({ specification, date: '2026-12-16', price: 1_500 })
    .given('anna buys 1 @ 1602 in SIT2703', 'bao sells 1 @ 1602 in SIT2703', 'the index is fixed at 1.450')
    .when('the day ends')
    .happened('contractListed', { code: 'SIT2701' });
  assert.equal(venue.contract('SIT2703').settlementPrice, 1_602);
  assert.equal(venue.contract('SIT2701').settlementPrice, 1_450);
});

test('CON-7 a listing price is at least one tick and at most the highest', () => {
  assert.equal(new Scenario({ price: 0.2 }).contract().settlementPrice, 1);
  assert.equal(new Scenario({ price: 70_000 }).contract().settlementPrice, 50_000);
});

test('CON-7 nothing is listed before the index was published', () => {
  const exchange = new Exchange();
  const events: Event[] = [];
  const steps = [
    product(SIT),
    indexTerms,
    fixing(dayOf('2026-11-21'), undefined),
    product(SIT),
    fixing(dayOf('2026-11-22'), dollars(1.5)),
    product(SIT),
  ];
  for (const step of steps) exchange.execute(step, timeOf('2026-11-23'), recorder(events));
  const reasons = events.flatMap((event) => (event.type === 'rejected' ? [event.reason] : []));
  assert.deepEqual(reasons, ['FIXING_MISSING', 'FIXING_MISSING']);
  assert.equal(exchange.contracts.length, 10);
});

test('CON-8 a contract is named by product, year and month', () => {
  assert.equal(contractCode(SIT, 2026 * 12 + 11), 'SIT2612');
  assert.equal(contractCode(SITP, 2030 * 12), 'SITP3001');
  assert.equal(contractCode(SIT, monthOf(dateOfCivil(2009, 8, 30))), 'SIT0909');
});
