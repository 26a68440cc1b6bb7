/** Changing orders, and cancelling many. */
import { test } from 'node:test';
import type { AccountId, ContractId } from '#core/units.ts';
import { Scenario } from '../model/scenario.ts';

test('ORD-12 fewer lots at the same price keep the place, anything else goes to the end of a queue', () => {
  const venue = new Scenario().given('anna buys 5 @ 99', 'bao buys 5 @ 99', 'chen buys 5 @ 99');
  venue
    .when('anna amends #1 to 3')
    .happened('orderAmended', { order: 1, fromPrice: 99, fromShown: 2, price: 99, quantity: 3, remaining: 3, shown: 3 })
    .book(`
      bid                    price  ask
      3 anna, 5 bao, 5 chen  99
    `)
    .when('anna amends #1 to 4')
    .happened('orderAmended', { order: 1, fromShown: 3, quantity: 4, remaining: 4, shown: 0 })
    .happened('orderRested', { order: 1, quantity: 4 })
    .when('bao amends #2 to @ 98')
    .book(`
      bid             price  ask
      5 chen, 4 anna  99
      5 bao           98
    `)
    .when('dana sells 6 @ 99')
    .happened('trade', { makerOrder: 3, quantity: 5 }, { makerOrder: 1, quantity: 1 });
});

test('ORD-12 an order that is amended to cross trades as the incoming one, under its number', () => {
  new Scenario()
    .given('anna buys 5 @ 99', 'bao sells 2 @ 101', 'bao sells 9 @ 103')
    .when('anna amends #1 to @ 102')
    .trades('anna buys 2 @ 101 from bao')
    .happened('trade', { makerOrder: 2, takerOrder: 1 })
    .book(`
      bid     price  ask
              103    9 bao
      3 anna  102
    `);
});

test('ORD-12 the quantity is what is wanted in all, what was filled included', () => {
  new Scenario()
    .given('anna buys 5 @ 99', 'bao sells 2 @ 99')
    .when('anna amends #1 to 2', 'anna amends #1 to 1 @ 98')
    .refused('AMENDED_BELOW_FILLED', 'AMENDED_BELOW_FILLED')
    .when('anna amends #1 to 4')
    .happened('orderAmended', { quantity: 4, remaining: 2, shown: 2 })
    .when('anna amends #1 to 9')
    .happened('orderAmended', { quantity: 9, remaining: 7 })
    .happened('orderRested', { order: 1, quantity: 7 })
    .account('anna', { position: 2, initialMargin: 9 * 8 });
});

test('ORD-12 what changes nothing, or cannot be, is refused', () => {
  new Scenario()
    .given('anna buys 5 @ 99', 'anna buys 1 @ 100', 'bao sells 1 @ 100')
    .when('anna amends #1 to 5', 'anna amends #1 to @ 99', 'anna amends #1 to 5 @ 99')
    .refused(...Array(3).fill('NOTHING_TO_AMEND'))
    .when('anna amends #2 to 3', 'bao amends #1 to 3', 'anna amends #9 to 3')
    .refused(...Array(3).fill('ORDER_UNKNOWN'))
    .when('anna amends #1 to 0', 'anna amends #1 to 10001', 'anna amends #1 to @ 116')
    .refused('QUANTITY_NOT_POSITIVE', 'QUANTITY_TOO_LARGE', 'PRICE_OUTSIDE_LIMIT');
});

test('ORD-12 an amended order keeps its terms, and they must make sense with it', () => {
  new Scenario()
    .given('anna buys 5 @ 99 post-only', 'emil buys 9 @ 98 showing 4', 'bao sells 1 @ 101')
    .when('anna amends #1 to @ 101', 'emil amends #2 to 4 @ 97')
    .refused('POST_ONLY_WOULD_TRADE', 'DISPLAY_QUANTITY_INVALID')
    .when('emil amends #2 to 8 @ 97')
    .happened('orderRested', { order: 2, price: 97, quantity: 4 });
});

test('ORD-12, MAR-4 the account is judged as if the order were gone', () => {
  new Scenario()
    .given('anna opens with 100', 'anna buys 12 @ 99')
    .when('anna amends #1 to 13')
    .refused('MARGIN_INSUFFICIENT')
    .account('anna', { initialMargin: 96 })
    .when('anna amends #1 to @ 98')
    .refused()
    .account('anna', { initialMargin: 96 });
});

test('ORD-12 nothing is amended while nothing is taken', () => {
  new Scenario()
    .given('anna buys 5 @ 99', 'SIT2612 is halted')
    .when('anna amends #1 to 3')
    .refused('CONTRACT_HALTED')
    .given('SIT goes into closed')
    .when('anna amends #1 to 3')
    .refused('MARKET_CLOSED');
});

test('ORD-12 of two orders at one price the other stays as it is', () => {
  new Scenario()
    .given('anna buys 5 @ 99', 'anna buys 6 @ 99')
    .when('anna amends #1 to @ 98', 'anna cancels #1')
    .book(`
      bid     price  ask
      6 anna  99
    `);
});

test('ORD-11 one command cancels all orders of an account, or those of a contract, or of a side', () => {
  const venue = () =>
    new Scenario().given(
      'anna sells 1 @ 101 in SIT2701',
      'anna buys 2 @ 99',
      'bao buys 2 @ 99',
      'anna sells 3 @ 101',
      'anna sells 4 @ 95 when last is 96',
    );
  const cancelled = (sentence: string, ...orders: number[]) =>
    venue()
      .when(sentence)
      .happened('orderCancelled', ...orders.map((order) => ({ order, reason: 'requested' })));
  cancelled('anna cancels all', 1, 2, 4, 5);
  cancelled('anna cancels all in SIT2701', 1);
  cancelled('anna cancels all asks', 1, 4, 5);
  cancelled('anna cancels all bids in SIT2612', 2);
  cancelled('chen cancels all');
});

test('ORD-11 an account or a contract that is not there is unknown', () => {
  const venue = new Scenario().given('anna buys 1 @ 99');
  const account = venue.id('anna');
  venue
    .when({ type: 'cancelOrders', account: 9 as AccountId })
    .refused('ACCOUNT_UNKNOWN')
    .when({ type: 'cancelOrders', account, contract: 99 as ContractId })
    .refused('CONTRACT_UNKNOWN');
});
