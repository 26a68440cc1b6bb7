/** Orders that find their own limit: market and market-to-limit. */
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { changed } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

test('ORD-18 a market order trades within the limits of the day, and what is left goes', () => {
  new Scenario()
    .given('anna sells 2 @ 101', 'bao sells 2 @ 115')
    .when('dana buys 5 at market')
    .trades('dana buys 2 @ 101 from anna', 'dana buys 2 @ 115 from bao')
    .happened('orderAccepted', { price: 115 })
    .happened('orderCancelled', { order: 3, quantity: 1, reason: 'unfilled' })
    .when('dana sells 1 at market')
    .happened('orderCancelled', { order: 4, price: 85, quantity: 1, reason: 'unfilled' });
});

test('ORD-18, PRC-16 where price rules have a collar, a market order stays within it', () => {
  // 1 % of the mark price of 1,516 is 15.
  new Scenario({ specification: changed(SIT, { prices: profiles.tokenpit }), price: 1_516 })
    .given('anna sells 1 @ 1531', 'bao sells 1 @ 1532')
    .when('dana buys 2 at market')
    .trades('dana buys 1 @ 1531 from anna')
    .happened('orderCancelled', { price: 1_531, quantity: 1, reason: 'unfilled' });
});

test('ORD-18 a market order does not rest, but for an auction', () => {
  new Scenario()
    .when('anna buys 5 at market gtc', 'anna buys 5 at market day', 'anna buys 5 at market till 2026-12-01')
    .refused(...Array(3).fill('MARKET_ORDER_RESTING'))
    .given('SIT goes into closed', 'SIT goes into the opening auction')
    .when('anna buys 5 at market gtc')
    .refused('MARKET_ORDER_RESTING')
    .when('anna buys 5 at market for the auction')
    .book(`
      bid     price  ask
      5 anna  115
    `);
});

test('ORD-18 a market order is judged at the worst price at which it may trade', () => {
  // At 115 five lots lose 75 against the mark price of 100 and need 40 of margin: 115 and the fee are more than 115.
  new Scenario()
    .given('anna opens with 115')
    .when('anna buys 5 at market')
    .refused('MARGIN_INSUFFICIENT')
    .when('anna deposits 1', 'anna buys 5 at market')
    .refused();
});

test('ORD-19 a market-to-limit order takes the best price for its limit, and rests there', () => {
  new Scenario()
    .when('dana buys 5 market-to-limit')
    .refused('NO_OPPOSITE_PRICE')
    .given('anna sells 3 @ 100', 'bao sells 3 @ 101')
    .when('dana buys 5 market-to-limit')
    .trades('dana buys 3 @ 100 from anna')
    .book(`
      bid     price  ask
              101    3 bao
      2 dana  100
    `)
    .when('chen buys 5 market-to-limit ioc')
    .trades('chen buys 3 @ 101 from bao')
    .happened('orderCancelled', { quantity: 2, price: 101, reason: 'unfilled' });
});
