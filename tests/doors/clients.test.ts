/** Client accounts at the doors: a member opens and sees them, each has its own key. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTRACT, OpenDoors, refusalOf } from './open-doors.ts';

test('MEM-8 a member opens client accounts, whose keys open them alone', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const opened = await anna.openClient('anna-one');
  assert.match(opened.key, /^tp_[0-9a-f]{64}$/);
  assert.deepEqual([opened.account, opened.balance], ['anna-one', '1000000.000000']);
  await anna.openClient('anna-two');
  const client = doors.client();
  client.key = opened.key;
  await doors.client('bao').placeOrder({ contract: CONTRACT, side: 'sell', price: '1.501', quantity: 5 });
  await client.placeOrder({ contract: CONTRACT, side: 'buy', price: '1.501', quantity: 5 });
  assert.equal((await client.account()).positions[0]?.position, 5);
  assert.deepEqual((await anna.account()).positions, []);

  // A lot needs 120 dollars; the taker's fee is 0.01 % of 7,505.
  const untouched = { equity: '1000000.000000', initialMargin: '0.000000', maintenanceMargin: '0.000000' };
  assert.deepEqual(await anna.clients(), [
    {
      account: 'anna-one',
      balance: '999999.249500',
      equity: '999999.249500',
      initialMargin: '600.000000',
      maintenanceMargin: '450.000000',
      available: '999399.249500',
    },
    { account: 'anna-two', balance: '1000000.000000', ...untouched, available: '1000000.000000' },
  ]);
  assert.deepEqual(await doors.client('bao').clients(), [], 'nobody sees the clients of another member');
  await doors.endDay();
  assert.equal((await client.statement('2026-11-23')).member, 'anna');
});

test('MEM-5, MEM-8 a client has no clients, and clients count among the practice accounts', async (t) => {
  const doors = await OpenDoors.with(t, ['anna', 'bao'], { limits: { practiceAccountsMax: 3 } });
  const { key } = await doors.client('anna').openClient('anna-one');
  const open = (whose: string, name: string) => doors.ask('POST', '/account/clients', { key: whose, body: { name } });
  const full = { status: 429, code: 'TOO_MANY_ACCOUNTS', rule: 'API-8' };
  assert.deepEqual(refusalOf(await open(doors.keyOf('bao'), 'bao-one')), full);
  assert.deepEqual(refusalOf(await doors.ask('POST', '/accounts', { body: { name: 'chen' } })), full);

  const roomy = await OpenDoors.with(t, ['anna', 'bao']);
  const first = await roomy.client('anna').openClient('anna-one');
  const asked = await roomy.ask('POST', '/account/clients', { key: first.key, body: { name: 'grandchild' } });
  const { sequence } = roomy.sequencer;
  assert.deepEqual(refusalOf(asked), { status: 422, code: 'MEMBER_UNKNOWN', rule: 'MEM-5', sequence });
  assert.deepEqual(await roomy.ask('GET', '/account/clients', { key: first.key }).then(({ body }) => body), []);
  assert.equal(refusalOf(await roomy.ask('GET', '/account', { key })).code, 'KEY_UNKNOWN');
});
