/** Settlement and expiry, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT, SITP } from '#core/contract.ts';
import { type DayStep, daySteps } from '#core/settlement/day-steps.ts';
import { nearestTick } from '#core/settlement/settlement-price.ts';
import { AROUND_THE_CLOCK } from '#core/trading-calendar.ts';
import { ticks } from '#core/units.ts';
import { changed, dayOf, dollars, endOfDay, fixing, product } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

/** One listed month, so that a day has one settlement. */
const oneMonth = changed(SIT, { consecutiveMonths: 1, quarterlyMonths: 0 });
const venueAt = (price: number, date = '2026-11-23') => new Scenario({ specification: oneMonth, price, date });

test('SET-1 a day settles at the mean of its trades by volume', () => {
  venueAt(1_500)
    .given('anna sells 7 @ 1510', 'bao buys 7 @ 1510', 'anna sells 3 @ 1517', 'bao buys 3 @ 1517')
    .given('anna sells 5 @ 1523', 'bao buys 5 @ 1523', 'chen buys 1 @ 1700', 'anna sells 9 @ 1701')
    .when('the day ends')
    .happened('contractSettled', { price: 1_516, method: 'vwap', volume: 15, openInterest: 15 });
});

test('SET-1 without a trade the quotes decide, and without quotes the day before', () => {
  for (const [orders, price, method] of [
    [['anna buys 1 @ 1505', 'bao sells 1 @ 1510'], 1_505, 'quotes'],
    [['anna buys 1 @ 1480', 'bao sells 1 @ 1490'], 1_490, 'quotes'],
    [['anna buys 1 @ 1490', 'bao sells 1 @ 1510'], 1_500, 'quotes'],
    [['anna buys 1 @ 1505'], 1_500, 'previous'],
    [['bao sells 1 @ 1490'], 1_500, 'previous'],
    [[], 1_500, 'previous'],
  ] as const)
    venueAt(1_500)
      .when(...orders, 'the day ends')
      .happened('contractSettled', { price, method, volume: 0 });
});

test("SET-1 a day's trades count on that day only", () => {
  venueAt(1_500)
    .given('anna sells 5 @ 1600', 'bao buys 5 @ 1600', 'the day ends')
    .when('anna sells 1 @ 1400', 'bao buys 1 @ 1400', 'the day ends')
    .happened('contractSettled', { price: 1_400 })
    .when('the day ends')
    .happened('contractSettled', { price: 1_400, method: 'previous', volume: 0 });
});

test('SET-2 the daily cash, worked by hand over two days', () => {
  venueAt(1_500)
    .given('bao sells 10 @ 1510', 'anna buys 10 @ 1510', 'chen sells 4 @ 1530', 'bao buys 4 @ 1530')
    .when('emil sells 6 @ 1540', 'dana buys 6 @ 1540', 'the day ends')
    .happened('contractSettled', { price: 1_523, openInterest: 16 })
    .paid('bao -158.00', 'anna +130.00', 'chen +28.00', 'emil +102.00', 'dana -102.00')
    .when('emil buys 6 @ 1481', 'dana sells 6 @ 1481', 'the day ends')
    .happened('contractSettled', { price: 1_481, openInterest: 10 })
    .paid('bao +252.00', 'anna -420.00', 'chen +168.00', 'emil +252.00', 'dana -252.00')
    .account('anna', { position: 10, variation: 0, balance: 1_000_000 + 130 - 420 - 1.51 })
    .account('dana', { position: 0, initialMargin: 0 });
});

test('SET-2 a tick of the contract of the paper is worth a cent', () => {
  new Scenario({ specification: changed(SITP, { consecutiveMonths: 1, quarterlyMonths: 0 }), price: 150 })
    .given('anna buys 1000 @ 150', 'bao sells 1000 @ 150', 'chen buys 1000 @ 151', 'dana sells 1000 @ 151')
    .given('chen buys 2000 @ 153', 'dana sells 2000 @ 153')
    .when('the day ends')
    // (150 + 151 + 2 × 153) / 4 = 151.75
    .happened('contractSettled', { price: 152 })
    .paid('anna +20.00', 'bao -20.00', 'chen -10.00', 'dana +10.00');
});

test('SET-3 a mean is rounded to the nearest tick, a half towards the day before', () => {
  assert.equal(nearestTick(22_736, 15, ticks(1_500)), 1_516);
  assert.equal(nearestTick(3_001, 2, ticks(1_490)), 1_500);
  assert.equal(nearestTick(3_001, 2, ticks(1_500)), 1_500);
  assert.equal(nearestTick(3_001, 2, ticks(1_501)), 1_501);
  assert.equal(nearestTick(3_001, 2, ticks(1_510)), 1_501);
  assert.equal(nearestTick(4_501, 3, ticks(1_600)), 1_500, '1,500.33');
  assert.equal(nearestTick(4_502, 3, ticks(1_400)), 1_501, '1,500.67');
  assert.equal(nearestTick(1_500, 1, ticks(1_400)), 1_500);
});

const times = (count: number, sentence: string) => Array<string>(count).fill(sentence);

test('SET-4 a contract ends at the mean of the fixings of its delivery period', () => {
  venueAt(1_900, '2026-11-30')
    .given('anna buys 2 @ 1900', 'bao sells 2 @ 1900', 'it is 2026-12-15', 'the index is fixed at 1.900')
    .given(
      ...times(8, 'the index is fixed at 1.500'),
      'the index is withheld',
      ...times(6, 'the index is fixed at 1.520'),
    )
    .given('the day ends', 'the day ends')
    .given('chen buys 1 @ 1700', 'dana sells 1 @ 1700', 'the index is fixed at 1.520')
    .when('the day ends')
    .happened('contractSettled', { date: dayOf('2026-12-16'), price: 1_509, method: 'final', volume: 1 })
    .happened('contractExpired', { finalPrice: 1_509, fixings: 15 })
    .paid('anna -782.00', 'bao +782.00', 'chen -191.00', 'dana +191.00');
});

test('SET-4 the mean is rounded once, half to even, and goes no higher than the highest price', () => {
  const ends = (first: number, second: string, specification = oneMonth) =>
    new Scenario({ specification, price: first, date: '2026-12-16' }).when(
      `the index is fixed at ${second}`,
      'the day ends',
    );
  ends(1_500, '1.501').happened('contractExpired', { finalPrice: 1_500, fixings: 2 });
  ends(1_501, '1.502').happened('contractExpired', { finalPrice: 1_502, fixings: 2 });
  ends(1_500, '1.700', changed(oneMonth, { priceMax: 1_510 })).happened('contractExpired', { finalPrice: 1_510 });
});

test('SET-4 a contract whose fixings were all withheld ends as a day does', () => {
  venueAt(1_500, '2026-11-30')
    .given('it is 2026-12-16', 'the index is fixed at 1.600', ...times(16, 'the index is withheld'), 'the day ends')
    .when('anna buys 2 @ 1450', 'bao sells 2 @ 1450', 'the day ends')
    .happened('contractSettled', { price: 1_450, method: 'vwap' })
    .happened('contractExpired', { finalPrice: 1_450, fixings: 0 });
});

test('SET-5 a contract expires: orders and positions go, and their margin', () => {
  const venue = venueAt(1_500, '2026-12-16')
    .given('anna buys 2 @ 1500', 'bao sells 2 @ 1500', 'anna buys 3 @ 1400', 'bao sells 4 @ 1600')
    .account('anna', { position: 2, initialMargin: 600 })
    .when('the day ends')
    .happened(
      'orderCancelled',
      { order: 3, quantity: 3, reason: 'expired' },
      { order: 4, quantity: 4, reason: 'expired' },
    )
    .account('anna', { initialMargin: 0, maintenanceMargin: 0, equity: 1_000_000 - 0.06 });
  assert.deepEqual(venue.exchange.summary(venue.id('anna')).positions, []);
  const [expired] = venue.exchange.contracts;
  assert.deepEqual([expired?.code, expired?.expired, expired?.openInterest], ['SIT2612', true, 0]);
  assert.equal(venue.exchange.findContract('SIT2612'), undefined);
  venue.when('anna buys 1 @ 1500').happened('orderAccepted', { contract: venue.contract('SIT2701').id });
});

const ended = (date: string) => endOfDay(dayOf(date));
const step = (date: string, name: DayStep) => ({ type: 'endDay', date: dayOf(date), step: name }) as const;

test('SET-6 a day ends once, when it is over and its fixing has been made', () => {
  venueAt(1_500)
    .when('it is 2026-11-23 23:59', fixing(dayOf('2026-11-23'), dollars(1.5)), step('2026-11-23', 'close'))
    .refused('DATE_NOT_NEXT')
    .when('it is 2026-11-24', step('2026-11-24', 'close'), step('2026-11-22', 'close'))
    .refused('DATE_NOT_NEXT', 'DATE_NOT_NEXT')
    .when(...ended('2026-11-23'))
    .happened('dayEnded', { date: dayOf('2026-11-23'), next: dayOf('2026-11-24') })
    .when(...ended('2026-11-23'))
    .refused(...daySteps.map(() => 'DATE_NOT_NEXT' as const))
    .when('it is 2026-11-25', step('2026-11-24', 'close'))
    .refused('FIXING_MISSING')
    .when('the index is withheld', ...ended('2026-11-24'))
    .happened('dayEnded', { next: dayOf('2026-11-25') });
});

test('SET-6 each step follows the one before it, and asking for it again changes nothing', () => {
  const venue = venueAt(1_500)
    .given('anna buys 10 @ 1510', 'bao sells 10 @ 1510', 'dana buys 5 @ 1520', 'chen sells 5 @ 1520')
    .given('it is 2026-11-24', 'the index is fixed at 1.500');
  const date = '2026-11-23';
  const total = { variationPaid: 0, contractSettled: 0, dayEnded: 0 };
  for (const [at, name] of daySteps.entries()) {
    const others = daySteps.filter((_, i) => i !== at);
    // A scenario goes on, after every batch, with the exchange that was read from the snapshot of the one before.
    venue.when(...others.map((other) => step(date, other))).refused(...others.map(() => 'STEP_NOT_NEXT' as const));
    venue.when(step(date, name)).happened('dayStepDone', { date: dayOf(date), step: name });
    for (const { type } of venue.events) if (type in total) total[type as keyof typeof total] += 1;
  }
  const months = venue.exchange.contracts.length;
  assert.deepEqual(total, { variationPaid: 4, contractSettled: months, dayEnded: 1 });
  // Settled at 1,513: (10 × 1,510 + 5 × 1,520) / 15 = 1,513.33. Fees: a taker pays 0.0001, a maker 0.00002.
  venue.account('anna', { balance: 1_000_000 + 30 - 0.302, position: 10 });
});

test('SET-6 between the steps money stays, nothing is listed, and no phase changes', () => {
  const venue = venueAt(1_500).given('anna opens with 100', 'it is 2026-11-24', 'the index is fixed at 1.500');
  const asked = [
    'anna withdraws 1',
    'SIT goes into the opening auction',
    'SIT2612 is halted',
    'SIT2612 resumes',
    product(SITP),
    { type: 'setCalendar', calendar: AROUND_THE_CLOCK },
  ] as const;
  for (const name of daySteps.slice(0, -1))
    venue
      .when(step('2026-11-23', name))
      .when(...asked)
      .refused(...asked.map(() => 'DAY_IS_ENDING' as const));
  venue.when(step('2026-11-23', 'nextDay'), 'anna withdraws 1', product(SITP)).refused();
});

test('IDX-9 a day is fixed in its turn, and not before it has begun', () => {
  const on = (day: string) => fixing(dayOf(day), dollars(1.5));
  venueAt(1_500)
    .when('it is 2026-11-24 23:59', on('2026-11-22'), on('2026-11-24'))
    .refused('FIXING_DATE_NOT_NEXT', 'FIXING_DATE_NOT_NEXT')
    .when(on('2026-11-23'), on('2026-11-24'), on('2026-11-25'))
    .refused('FIXING_DATE_NOT_NEXT')
    .when('it is 2026-11-25', on('2026-11-25'))
    .refused();
});

test('SET-6 the steps settle, expire, renew the terms, list and call, in that order', () => {
  const venue = new Scenario({
    specification: changed(oneMonth, { quarterlyMonths: 1 }),
    price: 1_500,
    date: '2026-12-16',
  })
    .given('anna opens with 900', 'anna buys 5 @ 1500 in SIT2703', 'bao sells 5 @ 1500 in SIT2703')
    .given('chen sells 9 @ 1300 in SIT2703', 'dana buys 9 @ 1300 in SIT2703', 'chen sells 1 @ 1700 in SIT2703')
    .given('dana buys 1 @ 1490', 'the index is fixed at 1.500', 'it is 2026-12-17')
    .when(...ended('2026-12-16'));
  const told = venue.events.filter(({ type }) => type !== 'dayStepDone');
  const order = told.map(({ type }) => type).filter((type, i, types) => type !== types[i - 1]);
  assert.deepEqual(order, [
    'contractSettled',
    'variationPaid',
    'orderCancelled',
    'contractExpired',
    'orderCancelled',
    'contractTerms',
    'contractListed',
    'contractTerms',
    'marginCalled',
    'marginStated',
    'dayEnded',
  ]);
});

test('SET-7 a day that was missed is ended like any other, in its turn', () => {
  const venue = venueAt(1_500)
    .given('anna buys 1 @ 1510', 'bao sells 1 @ 1510', 'anna buys 1 @ 1520')
    .when('it is 2026-11-26 09:00', 'anna buys 1 @ 1500')
    .refused('MARKET_CLOSED')
    .when('the day ends')
    .happened(
      'contractSettled',
      { date: dayOf('2026-11-23'), price: 1_510, method: 'vwap', volume: 1 },
      { date: dayOf('2026-11-24'), price: 1_510, method: 'previous', volume: 0 },
      { date: dayOf('2026-11-25'), price: 1_510, method: 'previous', volume: 0 },
    )
    .paid('anna +0.00', 'bao +0.00', 'anna +0.00', 'bao +0.00', 'anna +0.00', 'bao +0.00');
  venue.when('anna buys 1 @ 1500').refused();
});

test('SET-7 a contract whose last trading day was missed ends at the mean of its fixings', () => {
  venueAt(1_500, '2026-12-14')
    .given('the index is fixed at 1.500', 'the day ends', 'anna buys 1 @ 1600', 'bao sells 1 @ 1600')
    .given('it is 2026-12-18 09:00', 'the index is fixed at 1.500', ...ended('2026-12-15'))
    .when(step('2026-12-16', 'close'))
    .refused('FIXING_MISSING')
    // Fixings of 13 to 16 December: (3 × 1.500 + 1.580) / 4 = 1.520. That of the 17th comes too late.
    .given('the index is fixed at 1.580', 'the index is fixed at 1.900')
    .when(...ended('2026-12-16'))
    .happened('contractSettled', { date: dayOf('2026-12-16'), price: 1_520, method: 'final' })
    .paid('anna -80.00', 'bao +80.00')
    .happened('contractExpired', { finalPrice: 1_520, fixings: 4 })
    .happened('dayEnded', { next: dayOf('2026-12-17') });
});
