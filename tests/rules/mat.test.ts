/** Matching, rule by rule, on the whole exchange. The books themselves are compared in `tests/conformance`. */
import { test } from 'node:test';
import { BUY, SELL } from '#core/commands.ts';
import { Scenario } from '../model/scenario.ts';

test('MAT-1 the best price trades first, as far as the limit goes', () => {
  new Scenario()
    .given('anna sells 1 @ 102', 'bao sells 2 @ 100', 'chen sells 3 @ 101')
    .when('dana buys 9 @ 101')
    .trades('dana buys 2 @ 100 from bao', 'dana buys 3 @ 101 from chen')
    .book(`
      bid     price  ask
              102    1 anna
      4 dana  101
    `)
    .when('emil sells 5 @ 99')
    .trades('emil sells 4 @ 101 to dana')
    .book(`
      bid     price  ask
              102    1 anna
              99     1 emil
    `);
});

test('MAT-2 a trade is made at the price of the resting order', () => {
  new Scenario()
    .when('anna sells 1 @ 100', 'bao buys 1 @ 110', 'bao buys 1 @ 104', 'anna sells 1 @ 90')
    .trades('bao buys 1 @ 100 from anna', 'anna sells 1 @ 104 to bao');
});

test('MAT-3 at one price the older order trades first', () => {
  new Scenario()
    .given('anna sells 5 @ 100', 'bao sells 5 @ 100', 'chen buys 2 @ 98')
    .when('dana buys 7 @ 101')
    .trades('dana buys 5 @ 100 from anna', 'dana buys 2 @ 100 from bao')
    .book(`
      bid     price  ask
              100    3 bao
      2 chen  98
    `);
});

test('MAT-4 what is left of a resting order keeps its place', () => {
  new Scenario()
    .given('anna buys 5 @ 100', 'bao buys 5 @ 100', 'chen sells 2 @ 100')
    .book(`
      bid             price  ask
      3 anna, 5 bao   100
    `)
    .when('chen sells 4 @ 100')
    .trades('chen sells 3 @ 100 to anna', 'chen sells 1 @ 100 to bao');
});

test('MAT-5 what an IOC order cannot fill at once is cancelled', () => {
  new Scenario()
    .given('anna sells 2 @ 100', 'anna sells 2 @ 102')
    .when('bao buys 5 @ 101 ioc')
    .trades('bao buys 2 @ 100 from anna')
    .happened('orderCancelled', { order: 3, side: BUY, price: 101, quantity: 3, reason: 'unfilled' })
    .happened('orderRested')
    .when('bao sells 1 @ 99 ioc')
    .trades()
    .happened('orderCancelled', { order: 4, side: SELL, price: 99, quantity: 1, reason: 'unfilled' })
    .book(`
      bid  price  ask
           102    2 anna
    `);
});

test('MAT-5 what a GTC order cannot fill at once rests at its limit, behind the others', () => {
  new Scenario()
    .given('anna sells 2 @ 100', 'bao buys 1 @ 99')
    .when('chen buys 5 @ 100', 'dana buys 1 @ 99')
    .happened('orderRested', { order: 3, price: 100, quantity: 3 }, { order: 4, price: 99, quantity: 1 })
    .book(`
      bid            price  ask
      3 chen         100
      1 bao, 1 dana  99
    `);
});

test('MAT-6 an incoming order stops before it would trade with its own account', () => {
  new Scenario()
    .given('bao sells 2 @ 100', 'anna sells 3 @ 100', 'bao sells 4 @ 101')
    .when('anna buys 9 @ 101')
    .trades('anna buys 2 @ 100 from bao')
    .happened('orderCancelled', { order: 4, quantity: 7, reason: 'selfTrade' })
    .book(`
      bid  price  ask
           101    4 bao
           100    3 anna
    `)
    .when('anna buys 1 @ 100 ioc', 'anna buys 1 @ 99')
    .happened('orderCancelled', { order: 5, quantity: 1, reason: 'selfTrade' })
    .book(`
      bid     price  ask
              101    4 bao
              100    3 anna
      1 anna  99
    `)
    .account('anna', { position: 2, initialMargin: 3 * 8 });
});
