/** How much the doors let in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TokenBuckets } from '#session/token-buckets.ts';
import { OpenDoors, order, refusalOf } from './open-doors.ts';

/** A bucket that in the time of a test does not fill. */
const few = (burst: number) => ({ perSecond: 0.001, burst });

test('API-8 a bucket lets a burst through, then as many as flow in, and says when to come back', () => {
  const buckets = new TokenBuckets<string>({ perSecond: 2, burst: 3 });
  const at = (millis: number) => buckets.take('anna', millis);
  assert.deepEqual([at(0), at(0), at(0), at(0)], [0, 0, 0, 1]);
  // Half a second brings one token.
  assert.deepEqual([at(499), at(500), at(500)], [1, 0, 1]);
  // However long nobody comes, no more than a burst is there.
  assert.deepEqual([at(60_000), at(60_000), at(60_000), at(60_000)], [0, 0, 0, 1]);
  assert.equal(buckets.take('bao', 60_000), 0, 'everybody has a bucket of their own');
  const slow = new TokenBuckets<string>({ perSecond: 0.1, burst: 1 });
  assert.deepEqual([slow.take('anna', 0), slow.take('anna', 1_000)], [0, 9]);
});

test('API-8 whoever sends too many orders is told to wait, and can still cancel', async (t) => {
  const doors = await OpenDoors.with(t, ['anna', 'bao'], { limits: { orders: few(2) } });
  const send = (name: string) => doors.ask('POST', '/orders', { key: doors.keyOf(name), body: order() });
  for (const _ of [1, 2]) assert.equal((await send('anna')).status, 201);
  const { footprint } = doors;
  const third = await send('anna');
  assert.deepEqual(refusalOf(third), { status: 429, code: 'TOO_MANY_REQUESTS', rule: 'API-8' });
  assert.match(third.headers.get('retry-after') ?? '', /^[1-9][0-9]*$/);
  assert.equal(doors.footprint, footprint);
  assert.equal((await send('bao')).status, 201);
  assert.equal((await doors.client('anna').cancelOrders()).orders.length, 2);
});

test('API-8 a bad order costs a token, too', async (t) => {
  const doors = await OpenDoors.with(t, ['anna'], { limits: { orders: few(1) } });
  const send = (text: string) => doors.ask('POST', '/orders', { key: doors.keyOf('anna'), text });
  assert.equal((await send('{')).status, 400);
  assert.equal((await send('{')).status, 429);
});

test('API-8 cancellations have a bucket of their own', async (t) => {
  const doors = await OpenDoors.with(t, ['anna'], { limits: { cancels: few(1) } });
  const { order: placed } = await doors
    .client('anna')
    .placeOrder({ contract: 'SIT2612', side: 'buy', price: '1.500', quantity: 5 });
  await doors.client('anna').cancelOrder(placed.order);
  await assert.rejects(doors.client('anna').cancelOrders(), { code: 'TOO_MANY_REQUESTS' });
});

test('API-8 simulated participants belong to the house and are not limited', async (t) => {
  const doors = await OpenDoors.with(t, ['sim-maker'], { limits: { orders: few(1) } });
  for (const _ of [1, 2, 3])
    assert.equal((await doors.ask('POST', '/orders', { key: doors.keyOf('sim-maker'), body: order() })).status, 201);
});

test('API-8 one address opens only so many practice accounts, and the venue only so many in all', async (t) => {
  const hurried = await OpenDoors.with(t, [], { limits: { accounts: few(2) } });
  for (const name of ['chen', 'dana']) await hurried.client().openAccount(name);
  await assert.rejects(hurried.client().openAccount('emil'), { code: 'TOO_MANY_REQUESTS' });

  const full = await OpenDoors.with(t, ['anna', 'sim-maker'], { limits: { practiceAccountsMax: 2 } });
  await full.client().openAccount('chen');
  const { footprint } = full;
  const answer = await full.ask('POST', '/accounts', { body: { name: 'dana' } });
  assert.deepEqual(refusalOf(answer), { status: 429, code: 'TOO_MANY_ACCOUNTS', rule: 'API-8' });
  assert.equal(full.footprint, footprint);
});

test('API-15 a name that cannot be one is refused without asking, a taken one by the exchange', async (t) => {
  const doors = await OpenDoors.with(t);
  const { footprint } = doors;
  for (const name of ['An', 'Anna', '7up', 'anna b', '', 'a'.repeat(33)]) {
    const answer = await doors.ask('POST', '/accounts', { body: { name } });
    assert.deepEqual(
      refusalOf(answer),
      { status: 422, code: 'ACCOUNT_NAME_INVALID', rule: 'MEM-2', field: 'name' },
      name,
    );
  }
  for (const [body, code] of [
    [{}, 'FIELD_MISSING'],
    [{ name: 7 }, 'FIELD_INVALID'],
    [{ name: 'chen', kind: 'simulated' }, 'FIELD_UNKNOWN'],
  ])
    assert.equal(refusalOf(await doors.ask('POST', '/accounts', { body })).code, code);
  assert.equal(doors.footprint, footprint);
  const taken = await doors.ask('POST', '/accounts', { body: { name: 'anna' } });
  assert.deepEqual(refusalOf(taken), { status: 409, code: 'ACCOUNT_NAME_TAKEN', rule: 'MEM-2', sequence: 8 });
});
