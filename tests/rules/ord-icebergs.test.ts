/** Orders that show a part of themselves. */
import { test } from 'node:test';
import { SELL } from '#core/commands.ts';
import { Scenario } from '../model/scenario.ts';

test('ORD-22 an iceberg shows a part at a time, and its next part stands at the end of the queue', () => {
  new Scenario()
    .given('anna sells 10 @ 100 showing 3', 'bao sells 4 @ 100')
    .book(`
      bid  price  ask
           100    3 anna, 4 bao
    `)
    .when('dana buys 5 @ 100')
    .trades('dana buys 3 @ 100 from anna', 'dana buys 2 @ 100 from bao')
    .book(`
      bid  price  ask
           100    2 bao, 3 anna
    `)
    .when('dana buys 20 @ 100 ioc')
    .trades(
      'dana buys 2 @ 100 from bao',
      'dana buys 3 @ 100 from anna',
      'dana buys 3 @ 100 from anna',
      'dana buys 1 @ 100 from anna',
    )
    .happened('orderCancelled', { quantity: 11, reason: 'unfilled' })
    .when('anna cancels #1')
    .refused('ORDER_UNKNOWN');
});

test('ORD-22 an iceberg that comes in trades with all its lots; margin is held for hidden ones too', () => {
  new Scenario()
    .given('bao sells 4 @ 100')
    .when('anna buys 10 @ 100 showing 2')
    .trades('anna buys 4 @ 100 from bao')
    .happened('orderRested', { order: 2, quantity: 2 })
    .account('anna', { position: 4, initialMargin: 10 * 8 })
    .when('anna cancels #2')
    .happened('orderCancelled', { order: 2, quantity: 6, shown: 2, reason: 'requested' })
    .account('anna', { initialMargin: 4 * 8 });
});

test('ORD-22 an iceberg rests, and shows fewer lots than it wants', () => {
  new Scenario()
    .when('anna buys 5 @ 100 ioc showing 2', 'anna buys 5 @ 100 fok showing 2')
    .refused('ICEBERG_NOT_RESTING', 'ICEBERG_NOT_RESTING')
    .when('anna buys 5 @ 100 showing 0', 'anna buys 5 @ 100 showing 5', 'anna buys 5 @ 100 showing 6')
    .refused(...Array(3).fill('DISPLAY_QUANTITY_INVALID'))
    .given('SIT goes into closed', 'SIT goes into the opening auction')
    .when('anna buys 5 at market for the auction showing 2')
    .refused('ICEBERG_NOT_RESTING');
});

test('ORD-22, ORD-12 fewer lots are taken from what is hidden first, and the place is kept', () => {
  new Scenario()
    .given('anna sells 10 @ 100 showing 3', 'bao sells 4 @ 100')
    .when('anna amends #1 to 4')
    .happened('orderAmended', { order: 1, side: SELL, fromShown: 0, quantity: 4, remaining: 4, shown: 3 })
    .when('anna amends #1 to 2')
    .happened('orderAmended', { order: 1, fromShown: 1, quantity: 2, remaining: 2, shown: 2 })
    .book(`
      bid  price  ask
           100    2 anna, 4 bao
    `);
});
