/** Price limits, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import { priceLimits } from '#core/settlement/settlement-price.ts';
import type { Ticks } from '#core/units.ts';
import { Scenario } from '../model/scenario.ts';

test('PRC-1 the limits lie 15 % around the settlement price, rounded inwards, and at least a tick away', () => {
  for (const [settlement, down, up] of [
    [1_516, 1_289, 1_743],
    [100, 85, 115],
    [7, 6, 8],
    [6, 5, 7],
    [1, 1, 2],
    [49_000, 41_650, 50_000],
    [50_000, 42_500, 50_000],
  ] as const)
    assert.deepEqual(priceLimits(settlement as Ticks, SIT.priceLimitRate, SIT.priceMax), { down, up });
});

test('PRC-1 a price beyond the limits is refused', () => {
  new Scenario({ price: 1_516 })
    .when('anna buys 1 @ 1289', 'bao sells 1 @ 1743')
    .refused()
    .when('anna buys 1 @ 1288', 'bao sells 1 @ 1744', 'anna buys 1 @ 0', 'anna sells 1 @ 1288', 'bao buys 1 @ 1744')
    .refused(...Array(5).fill('PRICE_OUTSIDE_LIMIT'));
});

test('PRC-1 a price of one tick can rise again', () => {
  new Scenario({ price: 1 })
    .given('anna buys 1 @ 2', 'bao sells 1 @ 2', 'the day ends')
    .when('anna buys 1 @ 3', 'bao sells 1 @ 1 ioc')
    .refused()
    .trades('bao sells 1 @ 3 to anna');
});

test('PRC-2 orders that the next limits leave outside are cancelled, and their margin is released', () => {
  new Scenario({ price: 1_516 })
    .given('anna buys 3 @ 1350', 'anna buys 2 @ 1360', 'bao sells 4 @ 1740', 'bao sells 1 @ 1600', 'chen buys 1 @ 1600')
    .when('the day ends')
    .happened('contractSettled', ...[1_600, ...Array(9).fill(1_516)].map((price) => ({ price })))
    .happened('orderCancelled', { order: 1, quantity: 3, price: 1_350, reason: 'outsideLimit' })
    .account('anna', { initialMargin: 2 * 128 })
    .book(`
      bid     price  ask
              1740   4 bao
      2 anna  1360
    `);
});

test('PRC-3 the final settlement price may lie outside the limits', () => {
  new Scenario({ price: 1_500, date: '2026-12-16' })
    .given('anna buys 1 @ 1500', 'bao sells 1 @ 1500', 'the index is fixed at 0.500')
    .when('the day ends')
    .happened('contractExpired', { finalPrice: 1_000, fixings: 2 })
    .paid('anna -500.00', 'bao +500.00');
});
