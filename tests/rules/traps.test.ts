/**
 * Where matching engines have gone wrong, a test for each trap that has been seen in one.
 *
 *     the maker's price on both sides        MAT-2        the book remembers an empty level        MAR-6
 *     a middle order leaves the queue        MAT-3        a deep sweep, a long queue, many ticks   MAT-1
 *     a filled maker can still be cancelled  ORD-8        the rest of an IOC order rests           MAT-5
 *     a partial fill loses the place         MAT-4        the end of an IOC order hangs            MAT-6
 *     a change that crosses, a sibling       ORD-12       an order goes beyond its limit           MAT-1
 *     a number is given twice                ORD-6        an unknown number is acknowledged        ORD-8
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUY, IMMEDIATE_OR_CANCEL, SELL, type Side } from '#core/commands.ts';
import { SITP } from '#core/contract.ts';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { AccountId, ContractId, Lots, Money, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { changed, dayOf, dollars, fixing, indexTerms, product, timeOf } from '../model/commands.ts';
import { diceOf } from '../model/random-commands.ts';
import { Scenario } from '../model/scenario.ts';

test('MAT-2 the price is the resting order’s, whichever side comes', () => {
  new Scenario()
    .given('anna sells 1 @ 100', 'chen buys 1 @ 95')
    .when('bao buys 1 @ 110', 'bao sells 1 @ 90')
    .trades('bao buys 1 @ 100 from anna', 'bao sells 1 @ 95 to chen');
});

test('MAT-3 a middle order that is cancelled leaves the others in their order', () => {
  const given = ['anna', 'bao', 'chen', 'dana'].map((name) => `${name} sells 1 @ 100`);
  new Scenario()
    .given(...given, 'bao cancels #2', 'emil sells 1 @ 100')
    .when('fay buys 4 @ 100')
    .happened('trade', ...[1, 3, 4, 5].map((makerOrder) => ({ makerOrder })));
});

test('ORD-8 a maker that was filled is no more', () => {
  new Scenario()
    .given('anna sells 1 @ 100', 'bao buys 1 @ 100')
    .when('anna cancels #1', 'anna amends #1 to 2')
    .refused('ORDER_UNKNOWN', 'ORDER_UNKNOWN');
});

test('ORD-8 a number that was never given cannot be cancelled', () => {
  new Scenario().when('anna cancels #1', 'anna cancels #4000000000').refused('ORDER_UNKNOWN', 'ORDER_UNKNOWN');
});

test('MAT-4 a maker that was filled in part stays first', () => {
  new Scenario()
    .given('anna sells 3 @ 100', 'bao sells 3 @ 100', 'chen buys 1 @ 100')
    .when('chen buys 1 @ 100')
    .trades('chen buys 1 @ 100 from anna');
});

test('MAR-6 an empty level is no best price, whether it was filled or cancelled', () => {
  const venue = new Scenario().given('anna sells 1 @ 96', 'bao sells 1 @ 97', 'chen sells 1 @ 110');
  assert.equal(venue.contract().markPrice(), 96);
  venue.when('dana buys 1 @ 96', 'bao cancels #2');
  assert.equal(venue.contract().book.bestPrice(SELL), 110);
  assert.equal(venue.contract().markPrice(), 96, 'the last price, and no longer an ask');
});

test('MAT-5, MAT-6 the rest of an IOC order goes, also where it meets its own', () => {
  new Scenario()
    .given('bao sells 1 @ 100', 'anna sells 1 @ 101')
    .when('anna buys 5 @ 102 ioc')
    .trades('anna buys 1 @ 100 from bao')
    .happened('orderCancelled', { quantity: 4, reason: 'selfTrade' })
    .book(`
      bid  price  ask
           101    1 anna
    `);
});

test('ORD-12 an order that is changed to cross trades, and its sibling stays', () => {
  new Scenario()
    .given('anna buys 1 @ 99', 'anna buys 1 @ 99', 'bao sells 1 @ 100')
    .when('anna amends #2 to @ 100')
    .trades('anna buys 1 @ 100 from bao')
    .book(`
      bid     price  ask
      1 anna  99
    `);
});

test('MAT-1 an order stops at its own limit', () => {
  new Scenario()
    .given('anna sells 1 @ 100', 'bao sells 1 @ 102')
    .when('chen buys 5 @ 101')
    .trades('chen buys 1 @ 100 from anna')
    .happened('orderRested', { price: 101, quantity: 4 });
});

test('ORD-6 the number of a filled order is not given again, nor after a restart', () => {
  new Scenario()
    .given('anna sells 1 @ 100', 'bao buys 1 @ 100')
    .when('anna sells 1 @ 100')
    .happened('orderAccepted', { order: 3 });
});

const PRICE_MAX = 100_000;
const MANY = 70_000;

/** One large contract in its first day, without the scenario's proofs after every command. */
function hall() {
  const figures = { priceMax: PRICE_MAX, orderQuantityMax: 1_000_000, positionMax: 1_000_000, priceLimitRate: 990_000 };
  const exchange = new Exchange();
  const [time, date] = [timeOf('2026-11-23'), (dayOf('2026-11-23') - 1) as TradeDate];
  const events: Event[] = [];
  const send = (command: Parameters<Exchange['execute']>[0]) => exchange.execute(command, time, recorder(events));
  send(indexTerms);
  send(fixing(date, dollars(500)));
  send(product(changed(SITP, { ...figures, code: 'HALL' })));
  for (const name of ['anna', 'bao']) send({ type: 'openAccount', name, kind: 'member', credential: '' });
  for (const account of [0, 1] as AccountId[]) send({ type: 'deposit', account, amount: 9e14 as Money });
  const place = (account: number, side: Side, quantity: number, price: number, timeInForce: 0 | 1 = 0) =>
    send({
      type: 'placeOrder',
      ...{ account: account as AccountId, contract: 0 as ContractId, side, timeInForce },
      ...{ price: price as Ticks, quantity: quantity as Lots },
    });
  return { exchange, events, send, place };
}

test('MAT-1, MAT-3 one order sweeps 70,000 orders on 70,000 prices, best first', () => {
  const { exchange, events, place } = hall();
  for (let i = 0; i < MANY; i += 1) place(0, SELL, 1, 10_000 + ((i * 7_919) % MANY));
  events.length = 0;
  place(1, BUY, MANY, 99_000, IMMEDIATE_OR_CANCEL);
  const prices = events.flatMap((event) => (event.type === 'trade' ? [event.price as number] : []));
  assert.deepEqual(
    prices,
    Array.from({ length: MANY }, (_, i) => 10_000 + i),
  );
  exchange.audit();
});

test('MAT-3, ORD-11 70,000 orders at one price keep their order while every other one is cancelled', () => {
  const { exchange, events, send, place } = hall();
  for (let i = 0; i < MANY; i += 1) place(0, SELL, 1, 50_000);
  const dice = diceOf(7);
  const numbers = Array.from({ length: MANY / 2 }, (_, i) => 2 * (i + 1));
  for (let i = numbers.length - 1; i > 0; i -= 1) {
    const j = dice(i + 1);
    [numbers[i], numbers[j]] = [numbers[j] as number, numbers[i] as number];
  }
  for (const order of numbers) send({ type: 'cancelOrder', account: 0 as AccountId, order: order as OrderId });
  events.length = 0;
  place(1, BUY, MANY, 50_000);
  const makers = events.flatMap((event) => (event.type === 'trade' ? [event.makerOrder as number] : []));
  assert.deepEqual(
    makers,
    Array.from({ length: MANY / 2 }, (_, i) => 2 * i + 1),
  );
  exchange.audit();
});
