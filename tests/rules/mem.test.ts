/** Accounts, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountKind, Command } from '#core/commands.ts';
import { type AccountId, money } from '#core/units.ts';
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
