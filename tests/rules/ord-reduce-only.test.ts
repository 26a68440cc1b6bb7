/** Orders that only ever bring a position nearer to zero. */
import { test } from 'node:test';
import { Scenario } from '../model/scenario.ts';

/** Anna is 5 long and Bao 5 short; the next order is number 3. */
const withPositions = (cash = 1_000) =>
  new Scenario().given(`anna opens with ${cash}`, 'anna buys 5 @ 100', 'bao sells 5 @ 100');

test('ORD-25 a reduce-only order wants no more than the position', () => {
  withPositions()
    .when('anna sells 8 @ 102 reducing')
    .happened('orderReduced', { order: 3, quantity: 3, shown: 0, reason: 'reduceOnly' })
    .happened('orderRested', { order: 3, quantity: 5 })
    .when('anna sells 5 @ 102 reducing')
    .happened('orderReduced');
});

test('ORD-25 without a position that it could reduce it is refused', () => {
  withPositions()
    .when('anna buys 1 @ 99 reducing', 'bao sells 1 @ 101 reducing', 'chen buys 1 @ 99 reducing')
    .refused(...Array(3).fill('REDUCE_ONLY_WITHOUT_POSITION'));
});

test('ORD-25 one that rests is cut to the position when an order meets it', () => {
  withPositions()
    .given('anna sells 5 @ 102 reducing', 'chen buys 3 @ 100', 'anna sells 3 @ 100')
    .when('dana buys 9 @ 102')
    .trades('dana buys 2 @ 102 from anna')
    .happened('orderReduced', { order: 3, quantity: 3, shown: 3, reason: 'reduceOnly' })
    .account('anna', { position: 0 });
});

test('ORD-25 one that can reduce nothing any more goes when an order meets it', () => {
  withPositions()
    .given('anna sells 5 @ 102 reducing', 'chen buys 5 @ 100', 'anna sells 5 @ 100')
    .when('dana buys 9 @ 102')
    .trades()
    .happened('orderCancelled', { order: 3, quantity: 5, reason: 'reduceOnly' })
    .book(`
      bid     price  ask
      9 dana  102
    `);
});

test('ORD-25 it is judged as it is cut: whoever has no margin left can close', () => {
  // 41.00 bear the 5 lots that are there; 1,000 lots would need 8,000.00.
  withPositions(41).when('anna sells 1000 @ 100 reducing').refused().happened('orderRested', { quantity: 5 });
});

test('ORD-25 a stop order may protect a position that comes later, and is looked at when it wakes', () => {
  new Scenario()
    .given('anna sells 5 @ 90 reducing when last is 96', 'emil sells 5 @ 90 reducing when last is 96')
    .given('anna buys 2 @ 100', 'bao sells 2 @ 100', 'bao buys 9 @ 95', 'bao buys 1 @ 96')
    .when('chen sells 1 @ 96')
    .trades('chen sells 1 @ 96 to bao', 'anna sells 2 @ 95 to bao')
    .happened('orderReduced', { order: 1, quantity: 3, reason: 'reduceOnly' })
    .happened('orderCancelled', { order: 2, quantity: 5, reason: 'reduceOnly' });
});

test('ORD-25, AUC-7 before an auction trades, such orders are cut to the position, all of an account together', () => {
  withPositions()
    .given('anna sells 4 @ 99 reducing', 'anna sells 4 @ 98 reducing', 'SIT goes into closed')
    .given('SIT goes into the opening auction', 'dana buys 9 @ 99')
    .when('SIT goes into continuous trading')
    .happened('orderReduced', { order: 3, quantity: 3, reason: 'reduceOnly' })
    .happened('trade', { quantity: 4, price: 99 }, { quantity: 1, price: 99 })
    .account('anna', { position: 0 });
});
