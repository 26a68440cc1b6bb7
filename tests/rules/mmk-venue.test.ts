/** Market-maker protection on the exchange: what a fill takes away before anything else trades. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, FILL_OR_KILL, type PlaceOrder } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import type { AccountId, Lots, Millis, Ticks } from '#core/units.ts';
import { changed, product } from '../model/commands.ts';
import { amend, pair, protect, quote, under, waiting } from '../model/protected.ts';
import { Scenario } from '../model/scenario.ts';

const limits = (quantity: number | null, delta: number | null = null, frozenMs = 0) => ({
  ...{ quantity: quantity as Lots | null, delta: delta as Lots | null, frozenMs },
});

/** Bao's protected orders rest to sell 60 at 100, 101 and 102, and anna's 5 at 102 behind them. */
function guarded(...settings: Parameters<typeof limits>): Scenario {
  const venue = new Scenario();
  return venue
    .given(protect(venue.id('bao'), limits(...settings)))
    .given(...[100, 101, 102].map((price) => under(venue.order(`bao sells 60 @ ${price}`))), 'anna sells 5 @ 102');
}

test('MMK-15 after the fill that reaches the limit no protected order trades in the same sweep', () => {
  guarded(100)
    .when('chen buys 180 @ 102')
    .trades('chen buys 60 @ 100 from bao', 'chen buys 60 @ 101 from bao', 'chen buys 5 @ 102 from anna')
    .happened('protectionTriggered', { product: 'SIT', until: null })
    .happened('orderCancelled', { order: 3, quantity: 60, reason: 'protection' })
    .book(`
      bid      price  ask
      55 chen  102
    `);
});

test('MMK-15 the limit is reached by the fill that comes to it, not by the one before it', () => {
  guarded(119)
    .when('chen buys 180 @ 102')
    .trades(...sold(60, 100), ...sold(60, 101), 'chen buys 5 @ 102 from anna');
  guarded(120)
    .when('chen buys 180 @ 102')
    .trades(...sold(60, 100), ...sold(60, 101), 'chen buys 5 @ 102 from anna');
  guarded(121)
    .when('chen buys 180 @ 102')
    .trades(...sold(60, 100), ...sold(60, 101), ...sold(60, 102));
  guarded(null, 120)
    .when('chen buys 180 @ 102')
    .trades(...sold(60, 100), ...sold(60, 101), 'chen buys 5 @ 102 from anna');
});

test('MMK-15 while it is frozen everything protected is refused, in the product and nowhere else', () => {
  const venue = guarded(60, null, 100);
  const [bao, contract] = [venue.id('bao'), venue.contract().id];
  const order = under(venue.order('bao sells 1 @ 105'));
  const tries: (string | Command)[] = [
    order,
    quote(bao, [contract, [1, 90], [1, 110]]),
    waiting(order, 95),
    pair(order, venue.order('bao sells 1 @ 106')),
    under(venue.order('bao sells 1 @ 105 in SIT2701')),
  ];
  venue.given(product(changed(SIT, { code: 'NEW' })), 'chen buys 60 @ 100').happened('protectionTriggered', {});
  const { time } = venue;
  venue.time = (time + 99) as Millis;
  venue
    .when(...tries, 'bao sells 1 @ 104', under(venue.order('bao sells 1 @ 105 in NEW2612')))
    .refused(...Array(5).fill('PROTECTION_FROZEN'));
  venue.time = (time + 100) as Millis;
  venue.when(...tries).refused();
});

test('MMK-15 orders that wait, are amended, hide or belong to a pair are under the same protection', () => {
  const venue = new Scenario();
  const bao = venue.id('bao');
  const [first, second] = [under(venue.order('bao sells 10 @ 104')), venue.order('bao sells 10 @ 105')];
  const iceberg: PlaceOrder = { ...venue.order('bao sells 50 @ 101'), terms: { protected: true, display: 10 as Lots } };
  venue
    .given(protect(bao, limits(30)), iceberg, waiting(under(venue.order('bao sells 9 @ 90')), 89), pair(first, second))
    .given(under(venue.order('bao sells 5 @ 106')), amend(bao, 5, { price: 103 }))
    .when('chen buys 100 @ 110')
    .trades(...Array<string>(3).fill('chen buys 10 @ 101 from bao'))
    .happened(
      'orderCancelled',
      { order: 1, quantity: 20, reason: 'protection' },
      { order: 2, reason: 'protection' },
      { order: 3, reason: 'protection' },
      { order: 4, reason: 'otherOfPair' },
      { order: 5, reason: 'protection' },
    );
});

test('MMK-15 a stop order that wakes is a sweep like any other, and quotes in all months go', () => {
  const venue = new Scenario();
  const [bao, first, second] = [venue.id('bao'), venue.contract('SIT2612').id, venue.contract('SIT2701').id];
  venue
    .given(protect(bao, limits(null, 10)))
    .given(quote(bao, [first, [9, 95], [9, 105]], [second, [9, 95], [9, 105]]))
    .given(waiting(venue.order('chen buys 20 @ 110'), 105), 'dana sells 1 @ 106')
    .when('emil buys 1 @ 105', 'fay buys 1 @ 105 in SIT2701')
    .trades(
      'emil buys 1 @ 105 from bao',
      'chen buys 8 @ 105 from bao',
      'chen buys 1 @ 106 from dana',
      'fay buys 1 @ 105 from bao',
    )
    .happened('orderCancelled', { reason: 'protection' }, { reason: 'protection' }, { reason: 'protection' })
    .happened('protectionTriggered', { account: bao });
});

test('MMK-15 a fill-or-kill order counts on no lots that would have gone', () => {
  const fillOrKill = (lots: number, venue: Scenario): PlaceOrder => ({
    ...venue.order(`chen buys ${lots} @ 102`),
    timeInForce: FILL_OR_KILL,
  });
  const [short, enough] = [guarded(100), guarded(100)];
  short.when(fillOrKill(126, short)).trades().happened('orderCancelled', { order: 5, reason: 'unfilled' });
  enough.when(fillOrKill(125, enough)).trades(...sold(60, 100), ...sold(60, 101), 'chen buys 5 @ 102 from anna');
  const least = guarded(100);
  const minimum = (lots: number): PlaceOrder => ({
    ...least.order('chen buys 180 @ 102 ioc'),
    terms: { minimumQuantity: lots as Lots },
  });
  least
    .when(minimum(126))
    .trades()
    .when(minimum(125))
    .trades(...sold(60, 100), ...sold(60, 101), 'chen buys 5 @ 102 from anna');
});

test('MMK-15 fills of an auction, of orders that take and of orders that are not protected do not count', () => {
  const venue = new Scenario();
  const bao = venue.id('bao');
  const phase = (to: 'closingAuction' | 'closed' | 'continuous'): Command => ({
    type: 'changePhase',
    product: 'SIT',
    phase: to,
  });
  venue
    .given(protect(bao, limits(10)), 'bao sells 9 @ 100', 'chen buys 9 @ 100', 'chen sells 9 @ 100')
    .given(under(venue.order('bao buys 9 @ 100')), phase('closingAuction'))
    .when(under(venue.order('bao sells 20 @ 100')), 'chen buys 20 @ 100', phase('closed'))
    .happened('protectionTriggered')
    .trades('chen buys 20 @ 100 from bao')
    .when(phase('continuous'), under(venue.order('bao sells 9 @ 100')), 'chen buys 9 @ 100')
    .happened('protectionTriggered')
    .when(under(venue.order('bao sells 1 @ 100')), 'chen buys 1 @ 100')
    .happened('protectionTriggered', { account: bao });
});

test('MMK-15 new settings begin anew, and a reset is for whoever is protected', () => {
  const venue = guarded(100);
  const bao = venue.id('bao');
  const reset = (account: AccountId, code = 'SIT'): Command => ({ type: 'resetProtection', account, product: code });
  venue
    .when(reset(9 as AccountId), reset(bao, 'NONE'), reset(venue.id('anna')), protect(bao, {}))
    .refused('ACCOUNT_UNKNOWN', 'PRODUCT_UNKNOWN', 'NOT_PROTECTED', 'PROTECTION_INVALID')
    .given('chen buys 60 @ 100', protect(bao, limits(100)), 'chen buys 60 @ 101')
    .happened('protectionTriggered')
    .given(protect(bao, limits(1)), 'chen buys 1 @ 102', reset(bao), under(venue.order('bao sells 1 @ 102')))
    .refused()
    .given('chen buys 6 @ 102', protect(bao, null), under(venue.order('bao sells 1 @ 102')))
    .refused();
});

test('MMK-15 restored in between, the window and the freeze go on', () => {
  // A scenario is written to JSON and read back after every batch.
  const venue = guarded(100, null, 1_000).when('chen buys 60 @ 100').when('chen buys 40 @ 101');
  venue.happened('protectionTriggered', { until: venue.time + 1_000 });
  venue.when(under(venue.order('bao sells 1 @ 105'))).refused('PROTECTION_FROZEN');
  assert.equal(venue.contract().positions.sellingOf(venue.id('bao')), 0);
  venue.time = (venue.time + 1_000) as Millis;
  venue.when(under(venue.order('bao sells 100 @ 105'))).refused();
  venue.when('chen buys 104 @ 105').happened('protectionTriggered').when('chen buys 1 @ 105');
  venue.happened('protectionTriggered', {});
  assert.equal(venue.contract().lastPrice, 105 as Ticks);
});

function sold(lots: number, price: number): string[] {
  return [`chen buys ${lots} @ ${price} from bao`];
}
