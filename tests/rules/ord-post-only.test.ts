/** Orders that never take. */
import { test } from 'node:test';
import { Scenario } from '../model/scenario.ts';

test('ORD-23 a post-only order that would trade is refused', () => {
  new Scenario()
    .given('anna sells 5 @ 101', 'chen buys 5 @ 98')
    .when('bao buys 1 @ 101 post-only', 'bao buys 1 @ 105 post-only', 'bao sells 1 @ 98 post-only')
    .refused(...Array(3).fill('POST_ONLY_WOULD_TRADE'))
    .when('bao buys 1 @ 100 post-only', 'bao sells 1 @ 101 post-only')
    .trades()
    .book(`
      bid     price  ask
              101    5 anna, 1 bao
      1 bao   100
      5 chen  98
    `);
});

test('ORD-23 or it is put one tick before the best price of the other side', () => {
  new Scenario()
    .given('anna sells 5 @ 101', 'chen buys 5 @ 98')
    .when('bao buys 1 @ 105 sliding', 'dana sells 1 @ 95 sliding', 'bao buys 1 @ 97 sliding')
    .trades()
    .happened('orderAccepted', { price: 100 }, { price: 101 }, { price: 97 })
    .book(`
      bid     price  ask
              101    5 anna, 1 dana
      1 bao   100
      5 chen  98
      1 bao   97
    `);
});

test('ORD-23 neither its own price nor the one it is put at is beyond the limits', () => {
  new Scenario()
    .given('anna sells 1 @ 85')
    .when('bao buys 1 @ 90 sliding', 'bao buys 1 @ 116 sliding', 'bao buys 1 @ 84 sliding')
    .refused(...Array(3).fill('PRICE_OUTSIDE_LIMIT'));
});

test('ORD-23 what trades at once is not post-only', () => {
  new Scenario()
    .given('anna sells 1 @ 101')
    .when(
      'bao buys 1 @ 100 ioc post-only',
      'bao buys 1 @ 100 fok sliding',
      'bao buys 1 at market post-only',
      'bao buys 1 market-to-limit post-only',
    )
    .refused(...Array(4).fill('POST_ONLY_NOT_RESTING'));
});

test('ORD-23, AUC-7 in an auction a post-only order is collected like any other', () => {
  new Scenario()
    .given('SIT goes into closed', 'SIT goes into the opening auction', 'anna sells 1 @ 101')
    .when('bao buys 1 @ 102 post-only')
    .refused()
    .when('SIT goes into continuous trading')
    .happened('trade', { quantity: 1, origin: 'auction' });
});
