/** Price rules during the day: halts, breaker and velocity, the reach of incoming orders, who stands first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUY, SELL, type Side } from '#core/commands.ts';
import { standsFirst } from '#core/price-rules/close-first.ts';
import { leadMonth, stopsAllMonths } from '#core/price-rules/lead-month.ts';
import { bandLimits, collarPrice } from '#core/price-rules/order-bounds.ts';
import { type Breach, PriceGuard } from '#core/price-rules/price-guard.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { at, limits, ticks } from '../model/price-figures.ts';

const { tokenpit, paper, shanghai } = profiles;
/** The limits of tokenpit after a settlement at 1,516. */
const LIMITS = limits(1_365, 1_667);
const HALT_1 = { cause: 'halt', pauseMs: 600_000, tier: 1 } as const;
const HALT_2 = { cause: 'halt', pauseMs: null, tier: 2 } as const;
const BREAKER = { cause: 'breaker', pauseMs: 180_000, tier: 0 } as const;
const VELOCITY = { cause: 'velocity', pauseMs: 30_000, tier: 0 } as const;

test('PRC-11 a tier stops trading once a day, on either side', () => {
  const guard = new PriceGuard(paper, ticks(1_500));
  const stops = (price: number): Breach | undefined => guard.check(ticks(price), at('12:00:00.000'));
  for (const price of [1_724, 1_276]) assert.equal(stops(price), undefined);
  for (const price of [1_725, 1_275, 1_874, 1_126]) assert.deepEqual(stops(price), HALT_1);
  for (const price of [1_875, 1_125]) assert.deepEqual(stops(price), HALT_2);

  guard.paused(HALT_1);
  guard.restart(at('12:10:00.000'), undefined);
  for (const price of [1_725, 1_275, 1_874]) assert.equal(stops(price), undefined);
  assert.deepEqual(stops(1_125), HALT_2);

  guard.startDay(ticks(1_600));
  assert.deepEqual(stops(1_840), HALT_1);
  assert.equal(stops(1_839), undefined);
});

test('PRC-11 where a trade reaches both tiers the higher one counts, and uses up the lower', () => {
  const guard = new PriceGuard(paper, ticks(1_500));
  guard.paused(guard.check(ticks(1_875), at('12:00:00.000')) as Breach);
  assert.equal(guard.check(ticks(1_725), at('12:00:00.000')), undefined);
});

test('PRC-11 a single tick stops nothing, so that a low price can move', () => {
  const stops = (settlement: number, price: number): Breach | undefined =>
    new PriceGuard(paper, ticks(settlement)).check(ticks(price), at('12:00:00.000'));
  assert.equal(stops(6, 7), undefined);
  assert.equal(stops(8, 9), undefined);
  assert.deepEqual(stops(8, 10), HALT_2);
});

test('PRC-12 a trade beyond the breaker’s move within the hour, up from the lowest or down from the highest', () => {
  const guard = new PriceGuard(tokenpit, ticks(1_516));
  guard.traded(ticks(1_500), at('09:00:00.000'));
  guard.traded(ticks(1_530), at('09:20:00.000'));
  guard.traded(ticks(1_560), at('09:40:00.000'));
  const stops = (price: number): Breach | undefined => guard.check(ticks(price), at('09:50:00.000'));
  for (const price of [1_561, 1_499]) assert.deepEqual(stops(price), BREAKER);
  for (const price of [1_560, 1_500]) assert.equal(stops(price), undefined);
});

test('PRC-12 a trade beyond velocity’s move within the second', () => {
  const guard = new PriceGuard(tokenpit, ticks(1_516));
  guard.traded(ticks(1_500), at('10:00:00.000'));
  assert.equal(guard.check(ticks(1_522), at('10:00:00.400')), undefined);
  guard.traded(ticks(1_522), at('10:00:00.400'));
  assert.deepEqual(guard.check(ticks(1_523), at('10:00:00.800')), VELOCITY);
  assert.deepEqual(guard.check(ticks(1_499), at('10:00:00.800')), VELOCITY);
  assert.deepEqual(guard.check(ticks(1_561), at('10:00:00.800')), BREAKER);
});

test('PRC-12 a low price may move by a tick', () => {
  const guard = new PriceGuard(tokenpit, ticks(20));
  guard.traded(ticks(20), at('10:00:00.000'));
  for (const price of [19, 21]) assert.equal(guard.check(ticks(price), at('10:00:00.000')), undefined);
  for (const price of [18, 22]) assert.deepEqual(guard.check(ticks(price), at('10:00:00.000')), BREAKER);
});

test('PRC-13 a price that is exactly an hour old no longer counts', () => {
  const guard = new PriceGuard(tokenpit, ticks(1_516));
  guard.traded(ticks(1_500), at('09:00:00.000'));
  assert.deepEqual(guard.check(ticks(1_561), at('09:59:59.999')), BREAKER);
  assert.equal(guard.check(ticks(1_561), at('10:00:00.000')), undefined);
});

test('PRC-13 a window keeps no price twice, and nothing that has grown old', () => {
  const guard = new PriceGuard({ ...tokenpit, velocity: null }, ticks(1_516));
  for (const clock of ['09:00:00.000', '09:10:00.000', '09:20:00.000']) guard.traded(ticks(1_500), at(clock));
  guard.traded(ticks(1_510), at('09:30:00.000'));
  const [first, last] = [at('09:20:00.000'), at('09:30:00.000')];
  const lows = [
    [first, 1_500],
    [last, 1_510],
  ];
  assert.deepEqual(guard.snapshot().windows, [{ highs: [[last, 1_510]], lows }]);
  guard.traded(ticks(1_505), at('10:20:00.000'));
  const now = at('10:20:00.000');
  const highs = [
    [last, 1_510],
    [now, 1_505],
  ];
  assert.deepEqual(guard.snapshot().windows, [{ highs, lows: [[now, 1_505]] }]);
  const end = at('11:20:00.000');
  guard.traded(ticks(1_502), end);
  assert.deepEqual(guard.snapshot().windows, [{ highs: [[end, 1_502]], lows: [[end, 1_502]] }]);
});

test('PRC-13 the windows go on into the next day, and the move is a share of its own settlement price', () => {
  const guard = new PriceGuard(tokenpit, ticks(1_516));
  guard.traded(ticks(1_500), at('23:50:00.000'));
  guard.startDay(ticks(1_600));
  assert.equal(guard.check(ticks(1_564), at('24:10:00.000')), undefined);
  assert.deepEqual(guard.check(ticks(1_565), at('24:10:00.000')), BREAKER);
  assert.equal(guard.check(ticks(1_565), at('24:50:00.000')), undefined);
});

test('PRC-13 after a pause the windows begin anew, at the price of the auction', () => {
  const guard = new PriceGuard(tokenpit, ticks(1_516));
  guard.traded(ticks(1_500), at('09:00:00.000'));
  guard.restart(at('09:03:00.000'), ticks(1_580));
  assert.equal(guard.check(ticks(1_640), at('09:10:00.000')), undefined);
  assert.deepEqual(guard.check(ticks(1_641), at('09:10:00.000')), BREAKER);
  guard.restart(at('09:13:00.000'), undefined);
  assert.equal(guard.check(ticks(1_400), at('09:13:00.000')), undefined);
});

test('PRC-14 the breaker of the lead month stops all months, any other breach its own', () => {
  assert.equal(leadMonth([300, 700, 700, 10]), 1);
  assert.equal(leadMonth([0, 0]), 0);
  assert.equal(leadMonth([]), -1);
  assert.equal(stopsAllMonths(tokenpit, BREAKER, true), true);
  assert.equal(stopsAllMonths(tokenpit, BREAKER, false), false);
  assert.equal(stopsAllMonths(tokenpit, VELOCITY, true), false);
  assert.equal(stopsAllMonths(paper, HALT_1, true), false);
});

test('PRC-15 a bid above and an ask below the band are too far, and the limits go before the band', () => {
  for (const [rules, reference, down, up] of [
    [tokenpit, 1_516, 1_486, 1_546],
    [tokenpit, 1_660, 1_627, 1_667],
    [tokenpit, 1_300, 1_365, 1_392],
    [shanghai, 1_516, 1_365, 1_667],
  ] as const)
    assert.deepEqual(bandLimits(rules, ticks(reference), LIMITS), { down, up });
  assert.deepEqual(bandLimits(tokenpit, ticks(20), limits(18, 22)), { down: 19, up: 21 });
});

test('PRC-16 a market order trades no further than the collar', () => {
  for (const [rules, reference, buying, selling] of [
    [tokenpit, 1_516, 1_531, 1_501],
    [tokenpit, 1_660, 1_667, 1_644],
    [tokenpit, 1_300, 1_378, 1_365],
    [shanghai, 1_516, 1_667, 1_365],
  ] as const) {
    assert.equal(collarPrice(rules, BUY, ticks(reference), LIMITS), buying);
    assert.equal(collarPrice(rules, SELL, ticks(reference), LIMITS), selling);
  }
  assert.equal(collarPrice(tokenpit, BUY, ticks(20), limits(18, 22)), 21);
});

test('PRC-17 at the limit price orders that only reduce stand first', () => {
  const cases: readonly [side: Side, price: number, reduces: boolean, first: boolean][] = [
    [BUY, 1_590, true, true],
    [BUY, 1_590, false, false],
    [BUY, 1_589, true, false],
    [BUY, 1_410, true, false],
    [SELL, 1_410, true, true],
    [SELL, 1_410, false, false],
    [SELL, 1_590, true, false],
  ];
  for (const [side, price, reduces, first] of cases) {
    assert.equal(standsFirst(shanghai, side, ticks(price), reduces, limits(1_410, 1_590)), first);
    assert.equal(standsFirst(tokenpit, side, ticks(price), reduces, limits(1_410, 1_590)), false);
  }
});
