/** Accounts, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountKind, Command } from '#core/commands.ts';
import { type AccountId, money } from '#core/units.ts';
import { dollars } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const open = (name: string, kind: AccountKind = 'member'): Command => ({
  type: 'openAccount',
  name,
  kind,
  credential: '',
});

test('MEM-1 who is not there cannot order, deposit or withdraw', () => {
  const venue = new Scenario().given('anna opens with 100');
  for (const account of [1, 7, -1].map((id) => id as AccountId)) {
    venue
      .when(
        { type: 'deposit', account, amount: money(1) },
        { type: 'withdraw', account, amount: money(1) },
        { ...venue.order('anna buys 1 @ 100'), account },
      )
      .refused('ACCOUNT_UNKNOWN', 'ACCOUNT_UNKNOWN', 'ACCOUNT_UNKNOWN');
  }
});

test('MEM-2 a name is 3 to 32 small letters, digits and hyphens, and belongs to one account', () => {
  const venue = new Scenario().when(open('anna'), open('desk-7'), open('bao'), open('a'.repeat(32))).refused();
  for (const name of ['', 'bo', 'Anna', '7up', '-up', 'anna_b', 'anna b', 'anna\n', 'änna', 'a'.repeat(33)])
    venue.when(open(name)).refused('ACCOUNT_NAME_INVALID');
  venue.when(open('anna')).refused('ACCOUNT_NAME_TAKEN').happened('accountOpened');
});

test('MEM-3 simulated participants are marked, and treated alike', () => {
  const story = (kind: AccountKind) =>
    new Scenario()
      .given(open('robo', kind), { type: 'deposit', account: 0 as AccountId, amount: money(5e8) })
      .given('anna sells 5 @ 101', 'robo buys 7 @ 102', 'robo buys 9 @ 101', 'the day ends')
      .account('robo', { position: 5, balance: 499.9495 });
  const [member, robot] = [story('member').exchange.snapshot(), story('simulated').exchange.snapshot()];
  assert.deepEqual(
    [member, robot].map(({ accounts }) => accounts[0]?.kind),
    ['member', 'simulated'],
  );
  assert.deepEqual({ ...member, accounts: [] }, { ...robot, accounts: [] });
});

test('MEM-4 accounts are numbered from 0 and begin without money', () => {
  new Scenario()
    .when(open('anna'), open('bao', 'simulated'))
    .happened(
      'accountOpened',
      { account: 0, name: 'anna', kind: 'member' },
      { account: 1, name: 'bao', kind: 'simulated' },
    )
    .account('anna', { balance: 0, equity: 0, initialMargin: 0, maintenanceMargin: 0 })
    .when('anna buys 1 @ 100')
    .refused('MARGIN_INSUFFICIENT');
});

const client = (name: string, member: number): Command => ({
  type: 'openAccount',
  name,
  kind: 'member',
  credential: '',
  member: member as AccountId,
});

test('MEM-5 an account is a member’s own or the client account of one member', () => {
  const venue = new Scenario()
    .given(open('delta'))
    .when(client('delta-client-1', 0))
    .happened('accountOpened', { account: 1, name: 'delta-client-1', member: 0 })
    .when(client('xyz', 1), client('xyz', 7), client('xyz', -1), client('xyz', 2))
    .refused('MEMBER_UNKNOWN', 'MEMBER_UNKNOWN', 'MEMBER_UNKNOWN', 'MEMBER_UNKNOWN')
    .when(open('echo'), client('echo-1', 2), client('delta-client-2', 0))
    .happened(
      'accountOpened',
      { account: 2, name: 'echo', member: 2 },
      { account: 3, name: 'echo-1', member: 2 },
      { account: 4, name: 'delta-client-2', member: 0 },
    );
  // After every batch the exchange was written down and read back.
  assert.deepEqual(
    venue.exchange.accounts.map(({ member }) => member),
    [0, 0, 2, 2, 0],
  );
  venue.when(client('bo', 0), client('echo', 0)).refused('ACCOUNT_NAME_INVALID', 'ACCOUNT_NAME_TAKEN');
});

test('MEM-6 cash, positions and margin of a client account are its own', () => {
  const deposit = (account: number, amount: number): Command => ({
    type: 'deposit',
    account: account as AccountId,
    amount: dollars(amount),
  });
  const venue = new Scenario()
    .given(open('delta'), client('one', 0), client('two', 0), open('echo'))
    .given(deposit(0, 1_000), deposit(1, 100), deposit(2, 100), deposit(3, 1_000));
  // A lot needs 8.00. The member has money for the order, and its client has not; and the other way about.
  venue
    .when('one buys 13 @ 100', 'two buys 13 @ 100', 'one buys 5 @ 100', 'echo sells 5 @ 100')
    .refused('MARGIN_INSUFFICIENT', 'MARGIN_INSUFFICIENT')
    .account('one', { position: 5, initialMargin: 40 })
    .account('delta', { position: 0, initialMargin: 0, balance: 1_000 })
    .account('two', { position: 0, initialMargin: 0, balance: 100 });
  venue
    .when({ type: 'withdraw', account: 0 as AccountId, amount: dollars(1_001) })
    .refused('MARGIN_INSUFFICIENT')
    .when('two sells 5 @ 99', 'echo buys 5 @ 99', 'the day ends');
  // Half way between the two prices it settles at the tick that is nearer to the last settlement, 100. One has bought
  // there and pays its fee alone, 0.002 % of 500; two has sold at 99 and loses 5 dollars, and its fee is 0.0099.
  venue
    .account('delta', { balance: 1_000, equity: 1_000 })
    .account('one', { balance: 99.99, position: 5 })
    .account('two', { balance: 94.9901, position: -5 });
});

test('MEM-7 an account is declared a hedger, and no longer one', () => {
  const hedges = (account: number, is: boolean): Command => ({
    type: 'declareHedger',
    account: account as AccountId,
    hedges: is,
  });
  const venue = new Scenario().given(open('anna'), open('bao'));
  const before = venue.exchange.hash();
  venue
    .when(hedges(1, true), hedges(1, true))
    .happened('hedgerDeclared', { account: 1, hedges: true }, { account: 1, hedges: true });
  assert.deepEqual(venue.exchange.snapshot().hedgers, [1]);
  venue.when(hedges(2, true), hedges(-1, false)).refused('ACCOUNT_UNKNOWN', 'ACCOUNT_UNKNOWN');
  venue.when(hedges(1, false)).happened('hedgerDeclared', { account: 1, hedges: false });
  assert.equal(venue.exchange.hash(), before, 'nothing of it is left');
});
