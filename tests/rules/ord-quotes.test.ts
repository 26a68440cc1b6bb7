/** Two-sided quotes that replace each other. */
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { changed } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

test('ORD-26 a quote replaces the one before; a side with no more lots at its price keeps its place', () => {
  new Scenario()
    .given('anna quotes 5 @ 99 / 5 @ 101', 'bao buys 1 @ 99', 'bao sells 1 @ 101')
    .when('anna quotes 3 @ 99 / 6 @ 101')
    .happened('orderReduced', { order: 1, quantity: 2, shown: 2, reason: 'replaced' })
    .happened('orderCancelled', { order: 2, quantity: 5, reason: 'replaced' })
    .book(`
      bid            price  ask
                     101    1 bao, 6 anna
      3 anna, 1 bao  99
    `);
});

test('ORD-26 a side that is missing is withdrawn, and other orders of the account stay', () => {
  new Scenario()
    .given('anna buys 1 @ 98', 'anna quotes 5 @ 99 / 5 @ 101')
    .when('anna quotes none / 5 @ 101')
    .happened('orderCancelled', { order: 2, reason: 'replaced' })
    .when('anna quotes none / none')
    .happened('orderCancelled', { order: 3, reason: 'replaced' })
    .book(`
      bid     price  ask
      1 anna  98
    `);
});

test('ORD-26 a quote that moves beyond its own other side does not meet itself', () => {
  new Scenario()
    .given('anna quotes 5 @ 99 / 5 @ 101')
    .when('anna quotes 5 @ 102 / 5 @ 104')
    .happened('orderCancelled', { order: 1, reason: 'replaced' }, { order: 2, reason: 'replaced' })
    .book(`
      bid     price  ask
              104    5 anna
      5 anna  102
    `);
});

test('ORD-26 quotes in several contracts are carried out all or none', () => {
  new Scenario()
    .given('anna quotes 5 @ 99 / 5 @ 101')
    .when('anna quotes 4 @ 98 / 4 @ 102, 4 @ 98 / 4 @ 116 in SIT2701')
    .refused('PRICE_OUTSIDE_LIMIT')
    .when('anna quotes 4 @ 98 / 4 @ 102, 4 @ 98 / 4 @ 103 in SIT2701')
    .refused()
    .happened('orderRested', { price: 98 }, { price: 102 }, { price: 98 }, { price: 103 });
});

test('ORD-26 a message has quotes, one a contract, each with its bid below its ask', () => {
  const venue = new Scenario();
  venue
    .when({ type: 'placeQuotes', account: venue.id('anna'), quotes: [] })
    .refused('QUOTE_EMPTY')
    .when('anna quotes 5 @ 99 / 5 @ 101, 5 @ 98 / 5 @ 102 in SIT2612')
    .refused('QUOTE_REPEATED')
    .when('anna quotes 5 @ 100 / 5 @ 100', 'anna quotes 5 @ 101 / 5 @ 100')
    .refused('QUOTE_CROSSED', 'QUOTE_CROSSED')
    .when('anna quotes 0 @ 99 / 5 @ 101', 'anna quotes 5 @ 99 / 10001 @ 101')
    .refused('QUANTITY_NOT_POSITIVE', 'QUANTITY_TOO_LARGE');
});

test('ORD-26, MAR-4 margin is asked for the new quotes, and not for those that they replace', () => {
  // 12 lots need 96.00 and fees of at most 0.2424; 13 need 104.00.
  new Scenario()
    .given('anna opens with 100', 'anna quotes 12 @ 99 / 12 @ 101')
    .when('anna quotes 13 @ 99 / 12 @ 101')
    .refused('MARGIN_INSUFFICIENT')
    .when('anna quotes 12 @ 98 / 12 @ 102')
    .refused()
    .account('anna', { initialMargin: 96 });
});

test('ORD-26, PRC-15 a quote lies within the band like any other order', () => {
  // 2 % of the mark price of 1,516 is 30.
  new Scenario({ specification: changed(SIT, { prices: profiles.tokenpit }), price: 1_516 })
    .when('anna quotes 1 @ 1547 / 1 @ 1560', 'anna quotes 1 @ 1470 / 1 @ 1485')
    .refused('PRICE_OUTSIDE_BAND', 'PRICE_OUTSIDE_BAND')
    .when('anna quotes 1 @ 1546 / 1 @ 1560')
    .refused();
});

test('ORD-26, AUC-9 in a freeze a quote can come, and none can be replaced or withdrawn', () => {
  new Scenario()
    .given('anna quotes 5 @ 99 / 5 @ 101', 'SIT goes into closed', 'SIT goes into the opening auction')
    .given('anna quotes 5 @ 98 / 5 @ 101', 'SIT goes into the opening freeze')
    .when('anna quotes 5 @ 99 / 5 @ 101', 'anna quotes none / none')
    .refused('NO_CANCEL_IN_FREEZE', 'NO_CANCEL_IN_FREEZE')
    .when('bao quotes 5 @ 99 / 5 @ 101')
    .refused();
});
