/** Two orders of which one at most takes effect. */
import { test } from 'node:test';
import { Scenario } from '../model/scenario.ts';

test('ORD-24 when one of a pair trades, be it by one lot, the other goes', () => {
  new Scenario()
    .given('anna sells 5 @ 110 or buys 5 @ 90')
    .when('bao buys 1 @ 110')
    .trades('bao buys 1 @ 110 from anna')
    .happened('orderCancelled', { order: 2, quantity: 5, reason: 'otherOfPair' })
    .book(`
      bid  price  ask
           110    4 anna
    `);
});

test('ORD-24 when one of a pair wakes or is cancelled, the other goes', () => {
  new Scenario()
    .given('anna sells 5 @ 110 or sells 5 @ 95 when last is 96', 'bao buys 1 @ 96')
    .when('chen sells 1 @ 96')
    .happened('orderTriggered', { order: 2 })
    .happened('orderCancelled', { order: 1, reason: 'otherOfPair' })
    .book(`
      bid  price  ask
           95     5 anna
    `)
    .given('dana sells 5 @ 110 or sells 5 @ 80 when last is 90')
    .refused('PRICE_OUTSIDE_LIMIT')
    .given('dana sells 5 @ 110 or sells 5 @ 90 when last is 90')
    .when('dana cancels #6')
    .happened('orderCancelled', { order: 6, reason: 'requested' }, { order: 5, reason: 'otherOfPair' });
});

test('ORD-24 when the first trades as it comes, the second gets its number and goes', () => {
  new Scenario()
    .given('bao buys 1 @ 110')
    .when('anna sells 5 @ 110 or buys 5 @ 90')
    .trades('anna sells 1 @ 110 to bao')
    .happened('orderAccepted', { order: 2 }, { order: 3 })
    .happened('orderCancelled', { order: 3, quantity: 5, shown: 0, reason: 'otherOfPair' })
    .when('anna sells 1 @ 111')
    .happened('orderAccepted', { order: 4 });
});

test('ORD-24 both rest or wait, in one contract; a refusal is of both', () => {
  new Scenario()
    .when(
      'anna sells 5 @ 110 ioc or buys 5 @ 90',
      'anna sells 5 @ 110 or buys 5 @ 90 fok',
      'anna sells 5 @ 110 or buys 5 @ 90 in SIT2701',
    )
    .refused(...Array(3).fill('PAIR_INVALID'))
    .when('anna sells 5 @ 110 or buys 0 @ 90')
    .refused('QUANTITY_NOT_POSITIVE')
    .book('bid  price  ask');
});

test('ORD-24 the account bears both while both may rest', () => {
  // Two bids for 8 lots are 16 lots at risk: 128.00.
  new Scenario()
    .given('anna opens with 100')
    .when('anna buys 8 @ 90 or buys 8 @ 91')
    .refused('MARGIN_INSUFFICIENT')
    .when('anna buys 8 @ 90 or sells 8 @ 110')
    .refused()
    .account('anna', { initialMargin: 64 });
});

test('ORD-24 of a pair that meets itself neither stays', () => {
  for (const mode of ['', ' expiring the maker', ' decrementing'])
    new Scenario()
      .when(`anna sells 5 @ 100 or buys 3 @ 100${mode}`)
      .trades()
      .happened('orderCancelled', { order: 2, reason: 'selfTrade' }, { order: 1, reason: 'otherOfPair' })
      .book('bid  price  ask');
});

test('ORD-24, SET-5 two stop orders of a pair expire once each', () => {
  new Scenario({ date: '2026-12-16' })
    .given('anna sells 1 @ 95 when last is 96 or buys 1 @ 105 when last is 104')
    .when('the day ends')
    .happened('orderCancelled', { order: 1, reason: 'expired' }, { order: 2, reason: 'otherOfPair' });
});

test('ORD-24, PRC-2 when the limits of the next day leave one of a pair outside, the other goes', () => {
  // Settled at 1,600 the lower limit is 1,360.
  new Scenario({ price: 1_516 })
    .given('anna buys 3 @ 1350 or buys 2 @ 1340', 'bao buys 1 @ 1345', 'chen buys 1 @ 1600', 'dana sells 1 @ 1600')
    .when('the day ends')
    .happened(
      'orderCancelled',
      { order: 1, reason: 'outsideLimit' },
      { order: 2, reason: 'otherOfPair' },
      { order: 3, reason: 'outsideLimit' },
    )
    .book('bid  price  ask');
});

test('ORD-24, AUC-11 a pair that is good for the auction goes when it is over', () => {
  new Scenario()
    .given('SIT goes into closed', 'SIT goes into the opening auction')
    .given('anna sells 1 @ 105 for the auction or sells 1 @ 106 for the auction', 'bao sells 1 @ 107 for the auction')
    .when('SIT goes into continuous trading')
    .happened(
      'orderCancelled',
      { order: 1, reason: 'lapsed' },
      { order: 2, reason: 'otherOfPair' },
      { order: 3, reason: 'lapsed' },
    );
});
