/** Pairs of orders at the end of a day: where one goes, the other goes with it, be it the next in the queue. */
import { test } from 'node:test';
import { type OrderWish, SELL } from '#core/commands.ts';
import type { Lots, Ticks } from '#core/units.ts';
import { Scenario } from '../model/scenario.ts';

test('PRC-2, ORD-24 a pair that the limits of the next day leave outside goes as one', () => {
  const venue = new Scenario();
  const wish = (price: number): OrderWish => {
    return { contract: venue.contract().id, side: SELL, price: price as Ticks, quantity: 5 as Lots, timeInForce: 0 };
  };
  // Settled at 95, the contract trades up to 109 the next day.
  venue
    .given({ type: 'placePair', account: venue.id('anna'), orders: [wish(114), wish(115)] })
    .given('bao sells 1 @ 95', 'chen buys 1 @ 95')
    .when('the day ends')
    .happened('orderCancelled', { order: 1, reason: 'outsideLimit' }, { order: 2, reason: 'otherOfPair' })
    .book('bid price ask');
});
