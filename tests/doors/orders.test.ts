/**
 * Orders through the doors: what the exchange refuses, what happens once however often it is asked for, what is nobody
 * else's business, and what is told only when it is durable.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Millis } from '#core/units.ts';
import { OpenDoors, order, refusalOf } from './open-doors.ts';

test('API-15 what the exchange refuses carries its code, its rule and the number of the command', async (t) => {
  const doors = await OpenDoors.with(t);
  const key = doors.keyOf('anna');
  const cases = [
    // 5 lots need USD 600 of margin; 9,000 lots need 1,080,000, more than the account has.
    [{ quantity: 9_000 }, 'MARGIN_INSUFFICIENT', 'MAR-4'],
    [{ quantity: 10_001 }, 'QUANTITY_TOO_LARGE', 'ORD-5'],
    [{ price: '1.726' }, 'PRICE_OUTSIDE_LIMIT', 'PRC-1'],
    [{ price: '1.274' }, 'PRICE_OUTSIDE_LIMIT', 'PRC-1'],
  ] as const;
  for (const [changes, code, rule] of cases) {
    const hash = doors.exchange.hash();
    const sequence = doors.sequencer.sequence + 1;
    const answer = await doors.ask('POST', '/orders', { key, body: order(changes) });
    assert.deepEqual(refusalOf(answer), { status: 422, code, rule, sequence });
    assert.equal(doors.exchange.hash(), hash, `${code}: the state is as it was`);
    assert.equal(doors.sequencer.sequence, sequence, `${code}: the command is journalled`);
  }
});

test('API-15 an order on a day without trading is refused by the exchange', async (t) => {
  const doors = await OpenDoors.with(t);
  doors.clock.time = (doors.clock.time + 5 * 86_400_000) as Millis;
  const answer = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: order() });
  assert.deepEqual(refusalOf(answer), { status: 422, code: 'MARKET_CLOSED', rule: 'ORD-3', sequence: 8 });
  const { phase, opensAt, settlesAt } = await doors.client().venue();
  assert.deepEqual(
    { phase, opensAt, settlesAt },
    { phase: 'closed', opensAt: '2026-11-30T00:00:00.000Z', settlesAt: null },
  );
});

test("API-6, API-15 somebody else's order is as unknown as none, and says nothing", async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const { order: placed } = await anna.placeOrder({ contract: 'SIT2612', side: 'buy', price: '1.500', quantity: 5 });
  for (const number of [placed.order, 999]) {
    const hash = doors.exchange.hash();
    const looked = await doors.ask('GET', `/orders/${number}`, { key: doors.keyOf('bao') });
    assert.deepEqual(refusalOf(looked), { status: 404, code: 'ORDER_UNKNOWN', rule: 'ORD-8' });
    const sequence = doors.sequencer.sequence + 1;
    const cancelled = await doors.ask('DELETE', `/orders/${number}`, { key: doors.keyOf('bao') });
    assert.deepEqual(refusalOf(cancelled), { status: 404, code: 'ORDER_UNKNOWN', rule: 'ORD-8', sequence });
    assert.equal(doors.exchange.hash(), hash);
  }
  assert.equal((await anna.order(placed.order)).status, 'resting');
  assert.deepEqual(await doors.client('bao').orders({ status: 'all' }), []);
});

test('API-7 the same order under the same clientOrderId happens once and is answered alike', async (t) => {
  const doors = await OpenDoors.with(t);
  const body = order({ clientOrderId: 'quote-1' });
  const ask = () => doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body });
  const first = await ask();
  const { footprint } = doors;
  // In between the order trades, and is still answered as it was.
  const bao = doors.client('bao');
  const [second, third] = await Promise.all([ask(), ask()]);
  assert.deepEqual([second?.status, second?.body, third?.body], [201, first.body, first.body]);
  assert.equal(doors.footprint, footprint, 'once');
  await bao.placeOrder({ contract: 'SIT2612', side: 'sell', price: '1.500', quantity: 2 });
  assert.deepEqual((await ask()).body, first.body);
  const [resting] = await doors.client('anna').orders();
  assert.equal(resting?.filled, 2);
  assert.equal(resting?.clientOrderId, 'quote-1');
});

test('API-7 another order under a clientOrderId that was used is refused and changes nothing', async (t) => {
  const doors = await OpenDoors.with(t);
  const key = doors.keyOf('anna');
  await doors.ask('POST', '/orders', { key, body: order({ clientOrderId: 'quote-1' }) });
  const { footprint } = doors;
  const others = [
    { price: '1.501' },
    { quantity: 6 },
    { side: 'sell' },
    { timeInForce: 'IOC' },
    { contract: 'SIT2701' },
  ];
  for (const changes of others) {
    const answer = await doors.ask('POST', '/orders', { key, body: order({ clientOrderId: 'quote-1', ...changes }) });
    const rest = { status: 409, rule: 'API-7', field: 'clientOrderId' };
    assert.deepEqual(refusalOf(answer), { code: 'DUPLICATE_ID_MISMATCH', ...rest });
    assert.equal(doors.footprint, footprint);
  }
  const same = await doors.ask('POST', '/orders', {
    key,
    body: order({ price: '1.5', timeInForce: 'GTC', clientOrderId: 'quote-1' }),
  });
  assert.equal(same.status, 201, 'another spelling of the same order is the same order');
  const theirs = await doors.ask('POST', '/orders', {
    key: doors.keyOf('bao'),
    body: order({ clientOrderId: 'quote-1' }),
  });
  assert.equal(theirs.status, 201, "every account's ids are its own");
});

test('API-7 a refusal of the exchange is repeated too', async (t) => {
  const doors = await OpenDoors.with(t);
  const body = order({ quantity: 9_000, clientOrderId: 'too-much' });
  const first = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body });
  const { footprint } = doors;
  const second = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body });
  assert.deepEqual([second.status, second.body], [422, first.body]);
  assert.equal(doors.footprint, footprint);
});

test('API-16 a preview says what an order would need and refuses what could not be sent, and sends nothing', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const { footprint } = doors;
  // 10 lots at 1.510: value 15,100, fee 0.01 % of it, margin 8 % of 15,000, and 10 ticks of 10 lots lost at once.
  assert.deepEqual(await anna.previewOrder({ contract: 'SIT2612', side: 'buy', price: '1.510', quantity: 10 }), {
    contract: 'SIT2612',
    notional: '15100.000000',
    feeAtMost: '1.510000',
    lossAtOnce: '100.000000',
    initialMarginBefore: '0.000000',
    initialMarginAfter: '1200.000000',
    marginNeeded: '1200.000000',
    availableBefore: '1000000.000000',
    availableAfter: '998698.490000',
    wouldBeRefused: null,
  });
  const { wouldBeRefused } = await anna.previewOrder({
    contract: 'SIT2612',
    side: 'buy',
    price: '1.800',
    quantity: 10,
  });
  assert.equal(wouldBeRefused, 'PRICE_OUTSIDE_LIMIT');
  const huge = await doors.ask('POST', '/orders/preview', {
    key: doors.keyOf('anna'),
    body: order({ quantity: 2 ** 53 - 1 }),
  });
  const rest = { rule: 'ORD-5', field: 'quantity' };
  assert.deepEqual(refusalOf(huge), { status: 422, code: 'QUANTITY_TOO_LARGE', ...rest });
  const offTick = await doors.ask('POST', '/orders/preview', {
    key: doors.keyOf('anna'),
    body: order({ price: '1.5001' }),
  });
  assert.equal(refusalOf(offTick).code, 'PRICE_OFF_TICK');
  assert.equal(doors.footprint, footprint);
});

test('API-17 cancelling all takes every resting order of the account, or those of one contract, and of nobody else', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const at = (contract: string, price: string) => ({ contract, side: 'buy', price, quantity: 1 }) as const;
  for (const price of ['1.400', '1.401']) await anna.placeOrder(at('SIT2612', price));
  for (const price of ['1.402', '1.403']) await anna.placeOrder(at('SIT2701', price));
  await doors.client('bao').placeOrder(at('SIT2612', '1.404'));

  const some = await anna.cancelOrders('SIT2612');
  assert.deepEqual(
    some.orders.map(({ price, status, cancelReason }) => [price, status, cancelReason]),
    [
      ['1.400', 'cancelled', 'requested'],
      ['1.401', 'cancelled', 'requested'],
    ],
  );
  assert.equal(some.sequence, doors.sequencer.sequence);
  assert.equal((await anna.cancelOrders()).orders.length, 2);
  assert.deepEqual((await anna.cancelOrders()).orders, []);
  assert.deepEqual((await anna.book('SIT2612')).bids, [['1.404', 1]]);
});

test('API-11 an order is not answered, and nothing of it shown, before it is durable', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  doors.storage.held = true;
  const answered: string[] = [];
  const placed = anna.placeOrder({ contract: 'SIT2612', side: 'buy', price: '1.500', quantity: 5 });
  void placed.then(() => answered.push('order'));
  while (doors.sequencer.sequence < 8) await new Promise(setImmediate);
  // The exchange knows the order and its margin; what it says of them has to wait.
  const account = anna.account();
  void account.then(() => answered.push('account'));
  const { sequence, bids } = await anna.book('SIT2612');
  assert.deepEqual([sequence, bids], [7, []]);
  assert.deepEqual(await anna.orders(), []);
  assert.deepEqual(answered, []);

  doors.storage.held = false;
  doors.storage.flush();
  assert.equal((await placed).sequence, 8);
  const { sequence: seen, initialMargin } = await account;
  assert.deepEqual([seen, initialMargin], [8, '600.000000']);
  assert.deepEqual((await anna.book('SIT2612')).bids, [['1.500', 5]]);
});

test('API-10 a venue that has halted says so, takes nothing, and still shows what was durable', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  await anna.placeOrder({ contract: 'SIT2612', side: 'buy', price: '1.500', quantity: 5 });
  doors.sequencer.subscribe(() => {
    throw new Error('a listener failed');
  });
  for (const _ of [1, 2]) {
    const answer = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: order() });
    assert.deepEqual(refusalOf(answer), { status: 503, code: 'VENUE_HALTED', rule: 'API-10' });
  }
  const account = await doors.ask('GET', '/account', { key: doors.keyOf('anna') });
  assert.equal(refusalOf(account).code, 'VENUE_HALTED');
  assert.equal((await anna.venue()).phase, 'halted');
  assert.equal((await anna.orders()).length, 2);
  assert.match(doors.failures.splice(0).join(), /halted at command 9: a listener failed/);
});

test('API-10 a venue that is closing takes nothing more', async (t) => {
  const doors = await OpenDoors.with(t);
  await doors.sequencer.close();
  const answer = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: order() });
  assert.deepEqual(refusalOf(answer), { status: 503, code: 'VENUE_CLOSING', rule: 'API-10' });
});

test('API-10 a venue whose disk runs low takes cancellations and nothing new', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const { order: placed } = await anna.placeOrder({ contract: 'SIT2612', side: 'buy', price: '1.500', quantity: 5 });
  // Room for three segments of the journal: new business needs four.
  Object.assign(doors.storage, { free: () => 3 * 65_536 });
  const { footprint } = doors;
  const answer = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: order() });
  assert.deepEqual(refusalOf(answer), { status: 503, code: 'DISK_LOW', rule: 'API-10' });
  const opened = await doors.ask('POST', '/accounts', { body: { name: 'chen' } });
  assert.equal(refusalOf(opened).code, 'DISK_LOW');
  assert.equal(doors.footprint, footprint);
  for (const [method, path, body] of [
    ['PATCH', `/orders/${placed.order}`, { price: '1.499' }],
    ['PUT', '/quotes', { quotes: [{ contract: 'SIT2612', bid: { price: '1.490', quantity: 1 } }] }],
    ['POST', '/orders/pair', { first: order(), second: order({ price: '1.400' }) }],
  ] as const)
    assert.equal(refusalOf(await doors.ask(method, path, { key: doors.keyOf('anna'), body })).code, 'DISK_LOW');
  assert.equal((await anna.cancelOrder(placed.order)).order.status, 'cancelled');
  assert.equal((await anna.cancelOrders()).count, 0);
});

test('API-10 a failure of the doors is an answer, and is heard', async (t) => {
  const doors = await OpenDoors.with(t);
  doors.marketData.find = () => {
    throw new Error('a view failed');
  };
  const answer = await doors.ask('GET', '/contracts/SIT2612');
  assert.deepEqual(refusalOf(answer), { status: 500, code: 'INTERNAL_ERROR', rule: 'API-10' });
  assert.match(doors.failures.splice(0).join(), /a view failed/);
});
