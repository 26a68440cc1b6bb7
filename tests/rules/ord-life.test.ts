/** How long an order lives, and how much of it must trade at once. */
import { test } from 'node:test';
import { type OrderWish, SELL, type TimeInForce } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { changed, dayOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

test('ORD-13 there is no other time in force', () => {
  const venue = new Scenario();
  for (const timeInForce of [6, -1, 0.5, Number.NaN].map((life) => life as TimeInForce))
    venue.when({ ...venue.order('anna buys 1 @ 100'), timeInForce }).refused('TIME_IN_FORCE_UNKNOWN');
});

test('ORD-14 fill or kill trades all its lots at once or none', () => {
  new Scenario()
    .given('anna sells 3 @ 100', 'bao sells 2 @ 101', 'bao sells 9 @ 102')
    .when('dana buys 6 @ 101 fok')
    .trades()
    .happened('orderCancelled', { order: 4, quantity: 6, reason: 'unfilled' })
    .when('dana buys 5 @ 101 fok')
    .trades('dana buys 3 @ 100 from anna', 'dana buys 2 @ 101 from bao')
    .happened('orderCancelled');
});

test('ORD-14 hidden lots can be had at once, those behind an order of its own cannot', () => {
  const hidden = new Scenario()
    .given('bao sells 5 @ 100 showing 2')
    .when('dana buys 6 @ 100 fok')
    .trades()
    .when('dana buys 5 @ 100 fok');
  hidden.trades('dana buys 2 @ 100 from bao', 'dana buys 2 @ 100 from bao', 'dana buys 1 @ 100 from bao');
  new Scenario()
    .given('bao sells 5 @ 100 showing 2', 'dana sells 1 @ 100')
    .when('dana buys 3 @ 100 fok')
    .trades()
    .when('dana buys 2 @ 100 fok')
    .trades('dana buys 2 @ 100 from bao')
    .when('dana buys 3 @ 100 fok expiring the maker')
    .trades('dana buys 2 @ 100 from bao', 'dana buys 1 @ 100 from bao');
});

test('ORD-14 of a pair only one order can be had, and of reduce-only orders no more than the position', () => {
  new Scenario()
    .given('bao sells 5 @ 100 or sells 5 @ 101')
    .when('dana buys 6 @ 101 fok')
    .trades()
    .when('dana buys 5 @ 101 fok')
    .trades('dana buys 5 @ 100 from bao');
  new Scenario()
    .given('bao buys 4 @ 100', 'chen sells 4 @ 100', 'bao sells 4 @ 101 reducing', 'bao sells 3 @ 102 reducing')
    .when('dana buys 5 @ 102 fok')
    .trades()
    .when('dana buys 4 @ 102 fok')
    .trades('dana buys 4 @ 101 from bao');
});

test('ORD-14 where a trade on the way would stop trading, fill or kill trades nothing and stops nothing', () => {
  // Velocity is 1.5 % of 1,516: 22 ticks. From 1,500 to 1,525 are 25.
  new Scenario({ specification: changed(SIT, { prices: profiles.tokenpit }), price: 1_516 })
    .given('anna sells 1 @ 1500', 'bao sells 1 @ 1525')
    .when('dana buys 2 @ 1530 fok', 'dana buys 2 @ 1530 ioc at least 2')
    .trades()
    .inPhase('continuous')
    .when('dana buys 2 @ 1530 ioc at least 1')
    .trades('dana buys 1 @ 1500 from anna')
    .inPhase('volatilityAuction');
});

test('ORD-14 no auction takes an order that trades at once, and only an auction one that is good for it', () => {
  new Scenario()
    .when('anna buys 5 @ 100 for the auction', 'anna buys 5 at market for the auction')
    .refused('NO_AUCTION', 'NO_AUCTION')
    .given('SIT goes into closed', 'SIT goes into the opening auction')
    .when('anna buys 5 @ 100 ioc', 'anna buys 5 @ 100 fok', 'anna buys 5 at market', 'anna buys 5 market-to-limit')
    .refused(...Array(4).fill('IMMEDIATE_IN_AUCTION'))
    .when('anna buys 5 @ 100 for the auction', 'anna buys 5 at market for the auction')
    .refused();
});

test('ORD-15 a day order goes with its day', () => {
  new Scenario()
    .given('anna buys 5 @ 100 day', 'anna buys 4 @ 99', 'anna sells 3 @ 120 day', 'anna sells 3 @ 110 day')
    .when('the day ends')
    .happened('orderCancelled', { order: 1, quantity: 5, reason: 'lapsed' }, { order: 3, side: SELL, reason: 'lapsed' })
    .book(`
      bid     price  ask
      4 anna  99
    `)
    .account('anna', { initialMargin: 4 * 8 });
});

test('ORD-16 an order good till a date goes when the last trading day up to it is over', () => {
  new Scenario({ date: '2026-11-23' })
    .given('anna buys 1 @ 100 till 2026-11-24', 'bao buys 1 @ 100 till 2026-11-28', 'the day ends')
    .happened('orderCancelled')
    .when('the day ends')
    .happened('orderCancelled', { order: 1, reason: 'lapsed' })
    .given('the day ends', 'the day ends')
    .happened('orderCancelled')
    // 28 November is a Saturday: the order is not there on Monday.
    .when('the day ends')
    .happened('orderCancelled', { order: 2, reason: 'lapsed' });
});

test('ORD-16 good till a date and the date go together, and the date has not passed', () => {
  const venue = new Scenario({ date: '2026-11-24' });
  const goodTill = dayOf('2026-11-30');
  const till = venue.order('anna buys 1 @ 100 till 2026-11-30');
  const { terms: _, ...without } = till;
  venue
    .when(without, { ...venue.order('anna buys 1 @ 100'), terms: { goodTill } })
    .refused('GOOD_TILL_DATE_MISSING', 'GOOD_TILL_DATE_MISSING')
    .when('anna buys 1 @ 100 till 2026-11-23', 'anna buys 1 @ 100 till 2026-11-24', till)
    .refused('GOOD_TILL_DATE_PAST')
    .happened('orderAccepted', { order: 1 }, { order: 2 });
});

test('ORD-17 a minimum quantity trades at once, or nothing does', () => {
  new Scenario()
    .given('anna sells 3 @ 100')
    .when('dana buys 5 @ 100 ioc at least 4')
    .trades()
    .happened('orderCancelled', { order: 2, quantity: 5, reason: 'unfilled' })
    .when('dana buys 5 @ 100 ioc at least 3')
    .trades('dana buys 3 @ 100 from anna')
    .happened('orderCancelled', { order: 3, quantity: 2, reason: 'unfilled' });
});

test('ORD-17 only an immediate or cancel order has a minimum, of one lot to all', () => {
  new Scenario()
    .when('anna buys 5 @ 100 at least 3', 'anna buys 5 @ 100 fok at least 3', 'anna buys 5 @ 100 day at least 3')
    .refused(...Array(3).fill('MINIMUM_NOT_IMMEDIATE'))
    .when('anna buys 5 @ 100 ioc at least 0', 'anna buys 5 @ 100 ioc at least 6', 'anna buys 5 @ 100 ioc at least 5')
    .refused('MINIMUM_QUANTITY_INVALID', 'MINIMUM_QUANTITY_INVALID');
});

test('ORD-13, ORD-14, ORD-17 what makes no sense together changes nothing, whoever asks', () => {
  const venue = new Scenario();
  const odd: Partial<OrderWish>[] = [
    { timeInForce: 9 as TimeInForce },
    { timeInForce: 5, terms: { pricing: 'market' } },
    { timeInForce: 2, terms: { minimumQuantity: venue.order('anna buys 1 @ 100').quantity } },
  ];
  venue
    .when(...odd.map((wish) => ({ ...venue.order('anna buys 5 @ 100'), ...wish })))
    .refused('TIME_IN_FORCE_UNKNOWN', 'NO_AUCTION', 'MINIMUM_NOT_IMMEDIATE');
});

test('ORD-17, ORD-25 an order that is cut to its position below its minimum goes', () => {
  new Scenario()
    .given('anna buys 2 @ 100', 'bao sells 2 @ 100', 'chen buys 9 @ 99')
    .when('anna sells 5 @ 99 ioc at least 3 reducing')
    .trades()
    .happened('orderCancelled', { order: 4, quantity: 2, reason: 'unfilled' })
    .when('anna sells 5 @ 99 fok reducing')
    .trades('anna sells 2 @ 99 to chen');
});
