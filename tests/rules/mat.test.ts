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

test('MAT-5 what may only trade at once never rests, whatever it waited for', () => {
  new Scenario()
    .given('anna sells 5 at market gtc when last is 96', 'bao buys 1 @ 96', 'bao buys 2 @ 95')
    .when('chen sells 1 @ 96')
    .trades('chen sells 1 @ 96 to bao', 'anna sells 2 @ 95 to bao')
    .happened('orderCancelled', { order: 1, quantity: 3, reason: 'unfilled' });
});

test('MAT-7 the accounts of a group do not trade with each other', () => {
  new Scenario()
    .given('anna joins bao', 'chen joins anna', 'bao sells 2 @ 100', 'dana sells 2 @ 100')
    .when('chen buys 3 @ 100', 'anna buys 3 @ 99')
    .trades()
    .happened('orderCancelled', { quantity: 3, reason: 'selfTrade' })
    .when('dana buys 2 @ 100')
    .trades('dana buys 2 @ 100 from bao');
});

test('MAT-7 an account joins one group, and while neither has orders', () => {
  new Scenario()
    .when('anna joins bao')
    .happened('groupJoined', { account: 0, group: 1 })
    .when('anna joins chen', 'anna joins bao', 'bao joins chen', 'dana joins dana')
    .refused(...Array(4).fill('GROUP_INVALID'))
    .given('emil sells 1 @ 101', 'fay sells 1 @ 95 when last is 96')
    .when('emil joins bao', 'chen joins emil', 'chen joins fay')
    .refused(...Array(3).fill('ACCOUNT_HAS_ORDERS'))
    .given('anna sells 1 @ 103', 'emil cancels #1')
    // Orders of a group are known as such, so one that has them can still be joined.
    .when('emil joins bao', 'dana buys 2 @ 103', 'emil buys 1 @ 103')
    .refused()
    .happened('groupJoined', { account: 4, group: 1 });
});

test('MAT-8 of two orders of a group the incoming one’s mode decides', () => {
  const meets = (mode: string, quantity: number) =>
    new Scenario()
      .given('bao sells 1 @ 100', 'anna sells 4 @ 100', 'bao sells 2 @ 101')
      .when(`anna buys ${quantity} @ 101${mode}`);

  meets('', 9)
    .trades('anna buys 1 @ 100 from bao')
    .happened('orderCancelled', { order: 4, quantity: 8, reason: 'selfTrade' })
    .book(`
      bid  price  ask
           101    2 bao
           100    4 anna
    `);
  meets(' expiring the maker', 9)
    .trades('anna buys 1 @ 100 from bao', 'anna buys 2 @ 101 from bao')
    .happened('orderCancelled', { order: 2, quantity: 4, reason: 'selfTrade' })
    .book(`
      bid     price  ask
      6 anna  101
    `);
  meets(' expiring both', 9)
    .trades('anna buys 1 @ 100 from bao')
    .happened(
      'orderCancelled',
      { order: 2, quantity: 4, reason: 'selfTrade' },
      { order: 4, quantity: 8, reason: 'selfTrade' },
    )
    .book(`
      bid  price  ask
           101    2 bao
    `);
  meets(' decrementing', 9)
    .trades('anna buys 1 @ 100 from bao', 'anna buys 2 @ 101 from bao')
    .happened('orderCancelled', { order: 2, quantity: 4, reason: 'selfTrade' })
    .happened('orderReduced', { order: 4, quantity: 4, reason: 'selfTrade' })
    .book(`
      bid     price  ask
      2 anna  101
    `);
  meets(' decrementing', 4)
    .trades('anna buys 1 @ 100 from bao')
    .happened('orderReduced', { order: 2, quantity: 3, shown: 3, reason: 'selfTrade' })
    .happened('orderCancelled', { order: 4, quantity: 3, reason: 'selfTrade' })
    .book(`
      bid  price  ask
           101    2 bao
           100    1 anna
    `);
});

test('MAT-8 decrementing counts the hidden lots of an iceberg, and takes those first', () => {
  new Scenario()
    .given('anna sells 9 @ 100 showing 2')
    .when('anna buys 4 @ 100 decrementing')
    .happened('orderReduced', { order: 1, quantity: 4, shown: 0, reason: 'selfTrade' })
    .when('bao buys 9 @ 100')
    .happened('trade', { quantity: 2 }, { quantity: 2 }, { quantity: 1 });
});

test('MAT-8 in an auction the later order’s mode decides, and only the two that would trade are concerned', () => {
  const ends = (mode: string) =>
    new Scenario()
      .given('SIT goes into closed', 'SIT goes into the opening auction')
      .given('anna sells 4 @ 99', 'bao buys 9 @ 98', `anna buys 6 @ 101${mode}`, 'bao sells 2 @ 100')
      .when('SIT goes into continuous trading');

  ends('').trades().happened('orderCancelled', { order: 3, quantity: 6, reason: 'selfTrade' });
  ends(' expiring the maker')
    .happened('orderCancelled', { order: 1, quantity: 4, reason: 'selfTrade' })
    .happened('trade', { makerOrder: 3, takerOrder: 4, quantity: 2 });
  ends(' expiring both')
    .trades()
    .happened(
      'orderCancelled',
      { order: 1, quantity: 4, reason: 'selfTrade' },
      { order: 3, quantity: 6, reason: 'selfTrade' },
    );
  ends(' decrementing')
    .happened('orderCancelled', { order: 1, quantity: 4, reason: 'selfTrade' })
    .happened('orderReduced', { order: 3, quantity: 4, reason: 'selfTrade' })
    .happened('trade', { makerOrder: 3, takerOrder: 4, quantity: 2 });
});

test('MAT-8, ORD-24 in an auction the second of a pair goes, and no other order of its account', () => {
  new Scenario()
    .given('SIT goes into closed', 'SIT goes into the opening auction', 'bao buys 1 @ 90')
    .given('bao sells 5 @ 100 or sells 5 @ 101 expiring the maker', 'anna buys 10 @ 101')
    .when('SIT goes into continuous trading')
    .happened('trade', { quantity: 5, makerOrder: 2, takerOrder: 4 })
    .happened('orderCancelled', { order: 3, quantity: 5, reason: 'otherOfPair' })
    .book(`
      bid     price  ask
      5 anna  101
      1 bao   90
    `);
});

test('MAT-8 in an auction an order with which it does not trade stays', () => {
  // Anna's ask at 98 trades with Dana's older bid; it is the one at 100 that would meet Anna's own bid.
  new Scenario()
    .given('SIT goes into closed', 'SIT goes into the opening auction')
    .given('dana buys 4 @ 102', 'anna sells 4 @ 98', 'anna sells 4 @ 100', 'anna buys 4 @ 101 expiring the maker')
    .when('SIT goes into continuous trading')
    .happened('orderCancelled', { order: 3, quantity: 4, reason: 'selfTrade' })
    .happened('trade', { quantity: 4, makerOrder: 1, takerOrder: 2 })
    .book(`
      bid     price  ask
      4 anna  101
    `);
});
