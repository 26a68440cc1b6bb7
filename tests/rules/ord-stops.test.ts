/** Orders that wait for a price. */
import { test } from 'node:test';
import type { Trigger } from '#core/trading/terms.ts';
import { Scenario } from '../model/scenario.ts';

test('ORD-20 a stop order waits in no book until the last price comes to its trigger', () => {
  new Scenario()
    .when('anna sells 5 @ 95 when last is 96')
    .happened('orderWaits', { order: 1, triggerPrice: 96 })
    .book('bid  price  ask')
    .given('bao buys 1 @ 97', 'chen sells 1 @ 97', 'bao buys 1 @ 96', 'bao buys 3 @ 95')
    .happened('orderTriggered')
    .when('chen sells 1 @ 96')
    .trades('chen sells 1 @ 96 to bao', 'anna sells 3 @ 95 to bao')
    .happened('orderTriggered', { order: 1, price: 95 })
    .book(`
      bid  price  ask
           95     2 anna
    `);
});

test('ORD-20 a stop order to buy wakes when its reference comes up, here the mark price', () => {
  new Scenario()
    .given('anna buys 5 @ 106 when mark is 104', 'bao buys 5 @ 106 when last is 104', 'chen buys 1 @ 103')
    .happened('orderTriggered')
    .when('chen buys 1 @ 104')
    .happened('orderTriggered', { order: 1 })
    .book(`
      bid     price  ask
      5 anna  106
      1 chen  104
      1 chen  103
    `);
});

test('ORD-20 stop orders wake in the order in which they came, and one may wake the next', () => {
  new Scenario()
    .given(
      'anna sells 2 at market when last is 96',
      'emil sells 2 at market when last is 98',
      'fay sells 1 at market when last is 94',
    )
    .given('bao buys 1 @ 96', 'bao buys 2 @ 95', 'bao buys 2 @ 94', 'bao buys 2 @ 93')
    .when('chen sells 1 @ 96')
    .trades(
      'chen sells 1 @ 96 to bao',
      'anna sells 2 @ 95 to bao',
      'emil sells 2 @ 94 to bao',
      'fay sells 1 @ 93 to bao',
    );
});

test('ORD-20 a trigger that the market has passed already is on the wrong side', () => {
  new Scenario()
    .when(
      'anna sells 5 @ 95 when last is 100',
      'anna sells 5 @ 95 when mark is 101',
      'anna buys 5 @ 105 when last is 100',
      'anna buys 5 @ 105 when mark is 99',
    )
    .refused(...Array(4).fill('TRIGGER_ON_WRONG_SIDE'))
    .when('anna sells 5 @ 95 when last is 99', 'anna buys 5 @ 105 when last is 101')
    .refused();
});

test('ORD-20 a trigger is a price or a distance in whole ticks, and an order with one is neither of these', () => {
  const venue = new Scenario();
  const order = venue.order('anna sells 5 @ 95 when last is 96');
  const wrong = [
    { by: 'last' },
    { by: 'last', price: 96, trail: 3 },
    { by: 'last', price: 0 },
    { by: 'last', price: 95.5 },
    { by: 'last', price: 50_001 },
    { by: 'last', trail: 0 },
    { by: 'index', price: 96 },
  ] as unknown as Trigger[];
  for (const trigger of wrong) venue.when({ ...order, terms: { trigger } }).refused('TRIGGER_INVALID');
  venue
    .when('anna sells 5 @ 95 when last is 96 post-only', 'anna sells 5 market-to-limit when last is 96')
    .refused('TRIGGER_INVALID', 'TRIGGER_INVALID')
    .given('SIT goes into closed', 'SIT goes into the opening auction')
    .when('anna sells 5 @ 95 when last is 96 for the auction')
    .refused('TRIGGER_INVALID');
});

test('ORD-20 a waiting order holds no margin, and is judged when it wakes', () => {
  // 100.00 bear 12 lots of 8.00 each, not 50.
  new Scenario()
    .given('anna opens with 100', 'anna sells 50 @ 95 when last is 96', 'anna sells 2 @ 95 when last is 96')
    .account('anna', { initialMargin: 0 })
    .given('bao buys 1 @ 96')
    .when('chen sells 1 @ 96')
    .happened('orderTriggered', { order: 1 }, { order: 2 })
    .happened('orderCancelled', { order: 1, quantity: 50, shown: 0, reason: 'refusedWhenTriggered' })
    .book(`
      bid  price  ask
           95     2 anna
    `);
});

test('ORD-20 the limit of a waiting order lies within the day’s limits', () => {
  new Scenario().when('anna sells 5 @ 84 when last is 96').refused('PRICE_OUTSIDE_LIMIT');
});

test('ORD-20 nothing wakes while orders are collected; the price of the auction may wake it', () => {
  new Scenario()
    .given('anna sells 1 @ 95 when last is 98', 'SIT goes into closed', 'SIT goes into the opening auction')
    .given('bao buys 2 @ 97', 'chen sells 1 @ 97')
    .happened('orderTriggered')
    .when('SIT goes into continuous trading')
    .trades('chen sells 1 @ 97 to bao', 'anna sells 1 @ 97 to bao');
});

test('ORD-20, ORD-12 a waiting order can be amended and cancelled, and keeps its trigger', () => {
  new Scenario()
    .given('anna sells 5 @ 95 when last is 96', 'anna sells 5 @ 90 ioc at least 4 when last is 96')
    .when('anna amends #1 to 3 @ 94')
    .happened('orderAmended', { order: 1, fromPrice: 95, fromShown: 0, price: 94, quantity: 3, remaining: 3, shown: 0 })
    .when('anna amends #1 to 3 @ 94', 'anna amends #1 to @ 84', 'anna amends #1 to 0', 'anna amends #2 to 3')
    .refused('NOTHING_TO_AMEND', 'PRICE_OUTSIDE_LIMIT', 'QUANTITY_NOT_POSITIVE', 'MINIMUM_QUANTITY_INVALID')
    .when('bao cancels #1')
    .refused('ORDER_UNKNOWN')
    .given('anna cancels #2', 'bao buys 9 @ 96')
    .when('chen sells 1 @ 96')
    .trades('chen sells 1 @ 96 to bao', 'anna sells 3 @ 96 to bao')
    .when('anna cancels #1')
    .refused('ORDER_UNKNOWN');
});

test('ORD-21 a trailing stop follows its reference towards the market and never away from it', () => {
  const venue = new Scenario()
    .when('anna sells 5 @ 90 trailing 3 ticks', 'emil buys 5 @ 110 trailing 3 ticks')
    .happened('orderWaits', { order: 1, triggerPrice: 97 }, { order: 2, triggerPrice: 103 });
  const trade = (price: number) => venue.when(`bao buys 1 @ ${price}`, `chen sells 1 @ ${price}`);
  trade(102).happened('orderWaits', { order: 1, triggerPrice: 99 });
  trade(100).happened('orderWaits').happened('orderTriggered');
  trade(98).happened('orderTriggered', { order: 1 }).happened('orderWaits', { order: 2, triggerPrice: 101 });
});

test('ORD-21 a trailing stop may follow the mark price, which a cancellation can move', () => {
  new Scenario()
    .given('anna sells 5 @ 90 trailing the mark by 3 ticks')
    .when('bao buys 1 @ 104')
    .happened('orderWaits', { order: 1, triggerPrice: 101 })
    .when('bao cancels #2')
    .happened('orderTriggered', { order: 1 });
});

test('ORD-21 a trailing trigger is at least one tick, and then never reached', () => {
  new Scenario({ price: 2 })
    .when('anna sells 5 @ 1 trailing 9 ticks')
    .happened('orderWaits', { order: 1, triggerPrice: 1 });
});

test('ORD-21 what followed its reference is looked at again when another order wakes', () => {
  // Emil's bid at 104 lifts the mark price, and Anna's trigger to 101; his stop wakes, his bid goes, the mark is 100.
  new Scenario()
    .when(
      'anna sells 5 @ 90 trailing the mark by 3 ticks',
      'emil buys 1 @ 99 or buys 1 @ 89 when mark is 104',
      'emil amends #2 to @ 104',
    )
    .happened('orderTriggered', { order: 3 }, { order: 1 });
});
