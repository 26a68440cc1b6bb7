/** Kill switches, rule by rule: what they take out, what they keep out, and who lets it in again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { Exchange } from '#core/exchange.ts';
import type { SwitchTarget } from '#core/protection/switches.ts';
import type { AccountId, ContractId } from '#core/units.ts';
import { changed, product } from '../model/commands.ts';
import { amend, pair, quote, release, throwAt, waiting } from '../model/protected.ts';
import { Scenario } from '../model/scenario.ts';

const VENUE: SwitchTarget = { level: 'venue' };

/** Anna and chen are one owner's, bao stands alone; each has an order in December and one in January. */
function trading(): Scenario {
  const venue = new Scenario();
  const [anna, chen] = [venue.id('anna'), venue.id('chen')];
  venue.given({ type: 'joinGroup', account: chen, owner: anna });
  for (const [name, price] of [
    ['anna', 90],
    ['bao', 91],
    ['chen', 92],
  ])
    venue.given(`${name} buys 1 @ ${price}`, `${name} buys 1 @ ${price} in SIT2701`);
  return venue;
}

/** Who still has an order where, in the order of the book. */
function resting(venue: Scenario): string[] {
  const { contracts, accounts } = venue.exchange.snapshot();
  return contracts.flatMap(({ month, bids, asks }) =>
    [...bids, ...asks].map(([, account]) => `${accounts[account]?.name} ${month % 12 === 11 ? 'December' : 'January'}`),
  );
}

test('PRO-8 one command takes out what stands there and keeps it out', () => {
  const venue = trading();
  const cases: readonly (readonly [SwitchTarget, string[], string[]])[] = [
    [VENUE, [], ['anna', 'bao', 'chen']],
    [
      { level: 'contract', contract: venue.contract('SIT2612').id },
      ['chen January', 'bao January', 'anna January'],
      ['anna', 'bao', 'chen'],
    ],
    [{ level: 'group', account: venue.id('anna') }, ['bao December', 'bao January'], ['anna', 'chen']],
    [{ level: 'group', account: venue.id('chen') }, ['bao December', 'bao January'], ['anna', 'chen']],
    [
      { level: 'account', account: venue.id('chen') },
      ['bao December', 'anna December', 'bao January', 'anna January'],
      ['chen'],
    ],
  ];
  for (const [target, left, kept] of cases) {
    const one = trading().when(throwAt(target)).happened('switchThrown', { by: 'ada' });
    assert.deepEqual(resting(one), left);
    assert.ok(one.events.every((event) => event.type !== 'orderCancelled' || event.reason === 'switchedOff'));
    one
      .when('anna buys 2 @ 86', 'bao buys 2 @ 86', 'chen buys 2 @ 86')
      .refused(...kept.map(() => 'SWITCHED_OFF' as const));
    const taken = one.events.flatMap((event) => (event.type === 'orderAccepted' ? [one.name(event.account)] : []));
    assert.deepEqual(
      taken,
      ['anna', 'bao', 'chen'].filter((name) => !kept.includes(name)),
    );
  }
});

test('PRO-8 a key takes out every account that it opens, also one that is opened later', () => {
  const venue = new Scenario();
  const open = (name: string, credential: string): Command => ({
    type: 'openAccount',
    name,
    kind: 'member',
    credential,
  });
  const key: SwitchTarget = { level: 'key', credential: 'k1' };
  venue
    .given(open('anna', 'k1'), open('bao', 'k2'), open('chen', 'k1'))
    .given(
      ...[0, 1, 2].map(
        (account): Command => ({ type: 'deposit', account: account as AccountId, amount: 1e9 as never }),
      ),
    )
    .given('anna buys 1 @ 90', 'bao buys 1 @ 90', 'chen buys 1 @ 90')
    .when(throwAt({ level: 'key', credential: 'k3' }))
    .refused('ACCOUNT_UNKNOWN')
    .when(throwAt(key))
    .refused()
    .given(open('dana', 'k1'))
    .when('anna buys 1 @ 86', 'bao buys 1 @ 86', 'chen buys 1 @ 86', 'dana buys 1 @ 86')
    .refused('SWITCHED_OFF', 'SWITCHED_OFF', 'SWITCHED_OFF');
  assert.deepEqual(resting(venue), ['bao December', 'bao December']);
});

test('PRO-8 it acts in a freeze, in which nobody cancels, and on orders that wait', () => {
  const venue = new Scenario();
  const [anna, contract] = [venue.id('anna'), venue.contract().id];
  const phase = (to: 'closingAuction' | 'closingFreeze'): Command => ({
    type: 'changePhase',
    product: 'SIT',
    phase: to,
  });
  venue
    .given('anna buys 1 @ 90', waiting(venue.order('anna buys 1 @ 111'), 110))
    .given(pair(waiting(venue.order('anna buys 1 @ 112'), 110), venue.order('anna buys 1 @ 91')))
    .given(quote(anna, [contract, [1, 89], [1, 115]]), phase('closingAuction'), phase('closingFreeze'))
    .when('anna cancels #1')
    .refused('NO_CANCEL_IN_FREEZE')
    .when(throwAt({ level: 'account', account: anna }))
    .happened('orderCancelled', { order: 1 }, { order: 2 }, { order: 3 }, { order: 4 }, { order: 5 }, { order: 6 })
    .book('bid  price  ask');
  assert.equal(venue.contract().stops.size, 0);
});

test('PRO-8 whatever an order comes by is kept out, and cancelling is not', () => {
  const venue = new Scenario().given('anna buys 1 @ 90', 'bao sells 1 @ 110');
  const [bao, contract] = [venue.id('bao'), venue.contract().id];
  const order = venue.order('bao sells 1 @ 105');
  venue
    .given(
      throwAt({ level: 'contract', contract: venue.contract('SIT2701').id }),
      throwAt({ level: 'account', account: bao }),
    )
    .when(order, waiting(order, 95), pair(order, order), quote(bao, [contract, [1, 90], undefined]), 'anna buys 1 @ 90')
    .refused('SWITCHED_OFF', 'SWITCHED_OFF', 'SWITCHED_OFF', 'SWITCHED_OFF')
    .when({ type: 'cancelOrders', account: bao }, 'anna cancels #1', amend(bao, 2, { quantity: 2 }))
    .refused('ORDER_UNKNOWN');
});

test('PRO-8 a switch under load takes out every order of the venue, and later ones are refused', () => {
  const venue = new Scenario();
  const orders = Array.from({ length: 2_000 }, (_, i) => {
    const [name, month] = [`trader${i % 40}`, i % 3 === 0 ? ' in SIT2701' : ''];
    return i % 2 === 0 ? `${name} buys 1 @ ${90 + (i % 9)}${month}` : `${name} sells 1 @ ${102 + (i % 9)}${month}`;
  });
  venue.given(...orders);
  assert.equal(resting(venue).length, 2_000);
  venue.when(throwAt(VENUE), ...orders.slice(0, 50));
  assert.deepEqual(resting(venue), []);
  assert.equal(venue.events.filter(({ type }) => type === 'orderCancelled').length, 2_000);
  assert.equal(venue.events.filter(({ type }) => type === 'rejected').length, 50);
  for (const { id } of venue.exchange.accounts) assert.equal(venue.exchange.summary(id).initialMargin, 0);
});

test('PRO-8 no account walks out of a switched off group, and who joins one is off', () => {
  const venue = new Scenario();
  const [anna, bao, chen] = [venue.id('anna'), venue.id('bao'), venue.id('chen')];
  venue
    .given(throwAt({ level: 'group', account: anna }))
    .when({ type: 'joinGroup', account: anna, owner: bao })
    .refused('SWITCHED_OFF')
    .when({ type: 'joinGroup', account: chen, owner: anna }, 'chen buys 1 @ 90', 'anna buys 1 @ 90', 'bao buys 1 @ 90')
    .refused('SWITCHED_OFF', 'SWITCHED_OFF')
    .when(release({ level: 'group', account: chen }, 'ada'), release({ level: 'group', account: anna }, 'ben'))
    .happened('switchReleased', { askedBy: 'ada', by: 'ben', target: { level: 'group', account: anna } })
    .when('chen buys 1 @ 90')
    .refused();
});

test('PRO-8 a switch names a person and a place, stands once, and outlives days and other switches', () => {
  const venue = new Scenario().given(product(changed(SIT, { code: 'NEW' })));
  const contract: SwitchTarget = { level: 'contract', contract: 99 as ContractId };
  venue
    .when(throwAt(contract, ''), throwAt({ level: 'account', account: 9 as AccountId }), throwAt(VENUE, ''))
    .refused('CONTRACT_UNKNOWN', 'ACCOUNT_UNKNOWN', 'PERSON_UNNAMED')
    .when(throwAt(VENUE, ' ada'), throwAt(VENUE), throwAt(VENUE, 'ben'))
    .refused('PERSON_UNNAMED', 'SWITCH_ALREADY_THROWN')
    .given(throwAt({ level: 'account', account: venue.id('anna') }), 'the day ends')
    .given(release(VENUE, 'ada'), release(VENUE, 'ben'))
    .when('anna buys 1 @ 100', 'bao buys 1 @ 100')
    .refused('SWITCHED_OFF');
});

test('PRO-9 it takes two persons to release a switch', () => {
  new Scenario()
    .when(release(VENUE, 'ada'))
    .refused('SWITCH_NOT_THROWN')
    .when(throwAt(VENUE, 'ada'), release(VENUE, 'ada'))
    .happened('releaseAsked', { by: 'ada' })
    .when(release(VENUE, 'ada'), release(VENUE, 'ada '), release(VENUE, ''), 'anna buys 1 @ 100')
    .refused('SECOND_PERSON_NEEDED', 'PERSON_UNNAMED', 'PERSON_UNNAMED', 'SWITCHED_OFF')
    .when(release(VENUE, 'ben'))
    .happened('switchReleased', { askedBy: 'ada', by: 'ben' })
    .when(release(VENUE, 'ada'), 'anna buys 1 @ 100')
    .refused('SWITCH_NOT_THROWN');
});

test('PRO-9 nobody has asked for the release of a switch that is thrown anew', () => {
  const venue = new Scenario()
    .given(throwAt(VENUE), release(VENUE, 'ada'), release(VENUE, 'ben'))
    .when(throwAt(VENUE, 'eve'), release(VENUE, 'ben'), 'anna buys 1 @ 100')
    .refused('SWITCHED_OFF')
    .when(release(VENUE, 'eve'))
    .happened('switchReleased', { askedBy: 'ben', by: 'eve' });
  assert.equal(Exchange.restore(venue.exchange.snapshot()).hash(), venue.exchange.hash());
});
