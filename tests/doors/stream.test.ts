/**
 * The stream: what it refuses, how a subscription goes on, and what becomes of readers that do not read.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BookView } from '#client/book-view.ts';
import type { MessageOf } from '#client/tokenpit-stream.ts';
import type { AccountId } from '#core/units.ts';
import { dollars, timeOf } from '../model/commands.ts';
import { CONTRACT, OpenDoors, order, refusalOf } from './open-doors.ts';
import { Speaker } from './speaker.ts';

const book = { op: 'subscribe', channel: 'book', contract: CONTRACT };

test('API-9, API-12 what is not a message, or means nothing, is refused, and the conversation goes on', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  const { footprint } = doors;
  const frames: [frame: string | Uint8Array, code: string, rule: string, field?: string][] = [
    ['subscribe', 'MESSAGE_NOT_JSON', 'API-9'],
    ['', 'MESSAGE_NOT_JSON', 'API-9'],
    ['{"op":"ping"', 'MESSAGE_NOT_JSON', 'API-9'],
    ['null', 'MESSAGE_NOT_JSON', 'API-9'],
    ['7', 'MESSAGE_NOT_JSON', 'API-9'],
    [new TextEncoder().encode('{"op":"ping"}'), 'MESSAGE_NOT_TEXT', 'API-9'],
    [new Uint8Array(), 'MESSAGE_NOT_TEXT', 'API-9'],
    ['{"op":"withdraw"}', 'OPERATION_UNKNOWN', 'API-9', 'op'],
    ['{"op":7}', 'OPERATION_UNKNOWN', 'API-9', 'op'],
    ['{"op":"__proto__"}', 'OPERATION_UNKNOWN', 'API-9', 'op'],
    ['{}', 'FIELD_MISSING', 'API-2', 'op'],
    ['{"op":"subscribe"}', 'FIELD_MISSING', 'API-2', 'channel'],
    ['{"op":"subscribe","channel":"gossip"}', 'CHANNEL_UNKNOWN', 'API-9', 'channel'],
    ['{"op":"unsubscribe","channel":"gossip"}', 'CHANNEL_UNKNOWN', 'API-9', 'channel'],
    ['{"op":"subscribe","channel":"book"}', 'FIELD_MISSING', 'API-2', 'contract'],
    ['{"op":"subscribe","channel":"book","contract":"SIT9912"}', 'CONTRACT_UNKNOWN', 'API-6', 'contract'],
    ['{"op":"subscribe","channel":"book","contract":7}', 'FIELD_INVALID', 'API-2', 'contract'],
    ['{"op":"subscribe","channel":"venue","contract":"SIT2612"}', 'FIELD_UNKNOWN', 'API-2', 'contract'],
    ['{"op":"subscribe","channel":"venue","depth":5}', 'FIELD_UNKNOWN', 'API-2', 'depth'],
    ['{"op":"ping","id":{}}', 'FIELD_INVALID', 'API-2', 'id'],
    ['{"op":"ping","__proto__":{}}', 'FIELD_UNKNOWN', 'API-2', '__proto__'],
    ['{"op":"authenticate"}', 'FIELD_MISSING', 'API-2', 'key'],
    ['{"op":"authenticate","key":"tp_0"}', 'KEY_UNKNOWN', 'API-5'],
    ['{"op":"subscribe","channel":"account"}', 'KEY_MISSING', 'API-5'],
    [JSON.stringify({ op: 'placeOrder', order: order() }), 'KEY_MISSING', 'API-5'],
    ['{"op":"cancelOrder","order":1}', 'KEY_MISSING', 'API-5'],
  ];
  for (const [frame, code, rule, field] of frames) {
    const { ok, error } = await speaker.say(frame);
    const { message, ...rest } = error as Record<string, unknown>;
    assert.deepEqual(
      { ok, ...rest },
      { ok: false, code, rule, ...(field === undefined ? {} : { field }) },
      String(frame),
    );
    assert.match(String(message), /^[A-Z]/);
  }
  assert.deepEqual(await speaker.done({ op: 'ping' }), {});
  assert.equal(doors.footprint, footprint);
});

test('API-29 what trades can come together, and each is judged as if it had come alone', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  const place = (id: number, changes = {}) => ({ op: 'placeOrder', id, order: order(changes) });
  const together = (...messages: unknown[]) =>
    speaker.say(JSON.stringify(messages)) as unknown as Promise<readonly Record<string, { code?: string }>[]>;

  const placed = await together(
    place(1),
    { op: 'subscribe', id: 2, channel: 'venue' },
    place(3, { quantity: 0 }),
    7,
    place(5),
  );
  assert.deepEqual(
    placed.map(({ type, id, ok, error }) => [type, id, ok, error?.code]),
    [
      ['reply', 1, true, undefined],
      ['reply', 2, false, 'OPERATION_UNKNOWN'],
      ['reply', 3, false, 'QUANTITY_NOT_POSITIVE'],
      ['reply', undefined, false, 'MESSAGE_NOT_JSON'],
      ['reply', 5, true, undefined],
    ],
  );
  const orders = placed.flatMap(
    ({ result }) => (result as { order?: { order: number } } | undefined)?.order?.order ?? [],
  );
  assert.equal(orders.length, 2);
  assert.equal(orders[1], (orders[0] as number) + 1);

  // The second cancellation of one order finds it gone: they are carried out in their order.
  const [first] = orders;
  const cancelled = await together(...[8, 9].map((id) => ({ op: 'cancelOrder', id, order: first })));
  assert.deepEqual(
    cancelled.map(({ id, ok, error }) => [id, ok, error?.code]),
    [
      [8, true, undefined],
      [9, false, 'ORDER_UNKNOWN'],
    ],
  );

  const { footprint } = doors;
  for (const frame of ['[]', JSON.stringify(Array.from({ length: 201 }, () => ({})))]) {
    const { ok, error } = await speaker.say(frame);
    assert.deepEqual([ok, (error as { code: string }).code], [false, 'FIELD_INVALID']);
  }
  assert.equal(doors.footprint, footprint);
});

test('API-9, API-12 an order on the stream is read as strictly as one over HTTP', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  const { footprint } = doors;
  const text = (field: string, value: string) =>
    JSON.stringify({ op: 'placeOrder', order: order({ [field]: '$' }) }).replace('"$"', value);
  const frames = [
    [text('price', '1.5'), 'PRICE_NOT_DECIMAL', 'price'],
    [text('price', '"1.5005"'), 'PRICE_OFF_TICK', 'price'],
    [text('price', '"-1.500"'), 'PRICE_OUT_OF_RANGE', 'price'],
    [text('quantity', '5.0'), 'QUANTITY_NOT_WHOLE', 'quantity'],
    [text('quantity', '0'), 'QUANTITY_NOT_POSITIVE', 'quantity'],
    [text('quantity', '9007199254740993'), 'QUANTITY_TOO_LARGE', 'quantity'],
    [text('contract', '"SIT9912"'), 'CONTRACT_UNKNOWN', 'contract'],
    [text('leverage', '50'), 'FIELD_UNKNOWN', 'leverage'],
    ['{"op":"placeOrder","order":{"contract":"SIT2612","side":"buy","quantity":5}}', 'FIELD_MISSING', 'price'],
    ['{"op":"placeOrder","order":[]}', 'FIELD_INVALID', 'order'],
    ['{"op":"placeOrder"}', 'FIELD_MISSING', 'order'],
    ['{"op":"cancelOrder","order":1.0}', 'FIELD_INVALID', 'order'],
    ['{"op":"cancelOrder","order":9007199254740993}', 'FIELD_INVALID', 'order'],
  ] as const;
  for (const [frame, code, field] of frames) {
    const { error } = await speaker.say(frame);
    assert.deepEqual([(error as { code: string }).code, (error as { field: string }).field], [code, field], frame);
  }
  assert.equal(doors.footprint, footprint);
});

test('API-9 a message that is too long ends the conversation with its code', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  const { footprint } = doors;
  speaker.socket.send(JSON.stringify({ op: 'ping', id: 'x'.repeat(20_000) }));
  assert.deepEqual(await speaker.ended(), [1009, '']);
  assert.equal(doors.footprint, footprint);
});

test('API-9 the stream is at its own address only', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaking = Speaker.to(`${doors.address}/elsewhere`);
  await assert.rejects(speaking, /404/);
});

test('API-15, API-7 orders on the stream are answered as over HTTP', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  assert.deepEqual(await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') }), { account: 'anna' });
  const request = order({ clientOrderId: 'quote-1' });
  const placed = await speaker.done({ op: 'placeOrder', order: request });
  const { body } = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: request });
  assert.deepEqual(body, placed);
  const { footprint } = doors;
  const other = await speaker.ask({ op: 'placeOrder', order: { ...request, quantity: 6 } });
  assert.equal((other.error as { code: string }).code, 'DUPLICATE_ID_MISMATCH');
  assert.equal(doors.footprint, footprint);

  const cancelled = await speaker.done({ op: 'cancelOrder', order: 1 });
  assert.deepEqual(cancelled.sequence, 9);
  const again = await speaker.ask({ op: 'cancelOrder', order: 1 });
  assert.deepEqual(refusalOf({ status: 404, headers: new Headers(), body: again }), {
    status: 404,
    code: 'ORDER_UNKNOWN',
    rule: 'ORD-8',
    sequence: 10,
  });
});

test('API-13 a subscription is a snapshot and then an unbroken chain of deltas', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const bao = doors.client('bao');
  const place = (client: typeof anna, side: 'buy' | 'sell', price: string, quantity: number) =>
    client.placeOrder({ contract: CONTRACT, side, price, quantity });
  await place(anna, 'buy', '1.490', 3);

  const speaker = await Speaker.to(doors.address);
  const view = new BookView();
  for (const channel of ['book', 'trades', 'candles'])
    await speaker.done({ op: 'subscribe', channel, contract: CONTRACT });
  for (const channel of ['tickers', 'venue', 'index']) await speaker.done({ op: 'subscribe', channel });

  for (const step of [1, 2, 3, 4]) {
    await place(anna, 'sell', `1.50${step}`, step);
    await place(bao, 'buy', `1.50${step}`, 2);
  }
  await doors.endDay();
  const settled = (await speaker.hear(
    (heard) => heard.channel === 'venue' && heard.sequence === doors.sequencer.sequence,
  )) as {
    venue: { tradeDate: string };
  };
  assert.equal(settled.venue.tradeDate, '2026-11-24');

  for (const channel of ['book', 'trades', 'candles', 'tickers', 'venue', 'index']) {
    const messages = speaker.on(channel);
    assert.ok(messages.length > (channel === 'candles' ? 0 : 1), channel);
    if (channel !== 'candles') assert.equal(messages[0]?.type, 'snapshot', channel);
    for (const [at, message] of messages.entries())
      if (message.type === 'delta' && at > 0) assert.equal(message.previous, messages[at - 1]?.sequence, channel);
  }
  for (const message of speaker.on('book')) view.apply(message as unknown as MessageOf<'book'>);
  const { bids, asks } = await anna.book(CONTRACT);
  assert.deepEqual([view.bids, view.asks], [bids, asks]);
  const traded = speaker.on('trades').flatMap(({ trades }) => trades as { trade: number }[]);
  assert.deepEqual(
    traded.map(({ trade }) => trade).sort((a, b) => a - b),
    (await anna.trades(CONTRACT)).map(({ trade }) => trade).reverse(),
  );
});

test('API-13 who subscribes again gets a new snapshot, and who leaves hears no more', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const speaker = await Speaker.to(doors.address);
  const other = await Speaker.to(doors.address);
  await speaker.done(book);
  await other.done(book);
  await anna.placeOrder({ contract: CONTRACT, side: 'buy', price: '1.490', quantity: 3 });
  const { sequence } = await speaker.done(book);
  await other.hear(({ type }) => type === 'delta');
  assert.deepEqual(
    speaker.on('book').map(({ type, bids }) => [type, bids]),
    [
      ['snapshot', []],
      ['delta', [['1.490', 3]]],
      ['snapshot', [['1.490', 3]]],
    ],
  );
  assert.equal(speaker.on('book').at(-1)?.sequence, sequence);
  assert.equal(other.on('book').length, 2, "another one's snapshot is not heard");

  await speaker.done({ ...book, op: 'unsubscribe' });
  await anna.placeOrder({ contract: CONTRACT, side: 'buy', price: '1.491', quantity: 3 });
  await other.until(() => other.on('book').length === 3);
  await speaker.done({ op: 'ping' });
  assert.equal(speaker.on('book').length, 3);
});

test('API-13 what waits for the disk when somebody subscribes again is not heard after the new beginning', async (t) => {
  const doors = await OpenDoors.with(t);
  const { sequencer, storage } = doors;
  const account = 0 as AccountId;
  const deposit = (amount: number) => sequencer.submit({ type: 'deposit', account, amount: dollars(amount) });
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  const channel = { op: 'subscribe', channel: 'account' };
  await speaker.done(channel);
  await speaker.until(() => speaker.on('account').length === 1);

  // One deposit is known, and the summary that is to tell of it waits for the next.
  let next: Promise<unknown> = Promise.resolve();
  const unsubscribe = sequencer.subscribe(() => {
    unsubscribe();
    storage.held = true;
    next = deposit(2);
  });
  await deposit(1);
  const { sequence } = await speaker.done(channel);
  storage.held = false;
  storage.flush();
  await next;
  await speaker.until(() => speaker.on('account').some((message) => Number(message.sequence) > Number(sequence)));
  const [first, again, delta] = speaker.on('account');
  assert.equal(first?.type, 'snapshot');
  assert.deepEqual([again?.type, again?.sequence], ['snapshot', sequence]);
  assert.deepEqual([delta?.type, delta?.previous], ['delta', sequence]);
});

test('API-13 whoever joins while trades are on their way hears each of them once', async (t) => {
  const doors = await OpenDoors.with(t);
  const trades = { op: 'subscribe', channel: 'trades', contract: CONTRACT };
  const first = await Speaker.to(doors.address);
  await first.done(trades);
  const sellAndBuy = async () => {
    await doors.client('anna').placeOrder({ contract: CONTRACT, side: 'sell', price: '1.500', quantity: 1 });
    await doors.client('bao').placeOrder({ contract: CONTRACT, side: 'buy', price: '1.500', quantity: 1 });
  };
  const speakers = [first];
  for (const _ of [1, 2, 3, 4, 5]) {
    const speaker = await Speaker.to(doors.address);
    await sellAndBuy();
    await speaker.done(trades);
    speakers.push(speaker);
  }
  await sellAndBuy();
  for (const speaker of speakers) {
    const heard = () => speaker.on('trades').flatMap((message) => message.trades as { trade: number }[]);
    await speaker.until(() => heard().some(({ trade }) => trade === 6));
    const numbers = heard().map(({ trade }) => trade);
    assert.deepEqual(numbers.sort(), [1, 2, 3, 4, 5, 6]);
  }
});

test('API-13 the account channel tells an account its own orders, fills and margin, and nobody else', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  const { sequence } = await speaker.done({ op: 'subscribe', channel: 'account' });
  const snapshot = await speaker.hear(({ channel }) => channel === 'account');
  assert.deepEqual([snapshot.type, snapshot.sequence, snapshot.orders, snapshot.fills], ['snapshot', sequence, [], []]);

  await doors.client('anna').placeOrder({ contract: CONTRACT, side: 'sell', price: '1.500', quantity: 5 });
  await speaker.until(() => speaker.on('account').length === 2);
  await doors.client('bao').placeOrder({ contract: CONTRACT, side: 'buy', price: '1.400', quantity: 1 });
  await doors.client('bao').placeOrder({ contract: CONTRACT, side: 'buy', price: '1.500', quantity: 5 });
  await speaker.until(() => speaker.on('account').length === 3);
  const [, rested, filled] = speaker.on('account') as {
    previous: number;
    sequence: number;
    summary: unknown;
    orders: unknown;
    fills: unknown;
  }[];
  assert.equal(rested?.previous, sequence);
  assert.equal(filled?.previous, rested?.sequence);
  assert.deepEqual(filled?.summary, await doors.client('anna').account());
  assert.deepEqual(filled?.fills, await doors.client('anna').fills());
  assert.deepEqual(filled?.orders, await doors.client('anna').orders({ status: 'all' }));

  // Another key: the first account's channel is over.
  await speaker.done({ op: 'authenticate', key: doors.keyOf('bao') });
  await doors.client('anna').placeOrder({ contract: CONTRACT, side: 'sell', price: '1.600', quantity: 5 });
  await speaker.done({ op: 'subscribe', channel: 'account' });
  await speaker.until(() => speaker.on('account').length === 4);
  const last = speaker.on('account')[3] as { summary: { account: string } };
  assert.equal(last.summary.account, 'bao');
});

test('API-11 the stream shows nothing that is not durable', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  await speaker.done(book);
  doors.storage.held = true;
  const placed = speaker.done({ op: 'placeOrder', order: order() });
  await speaker.done({ op: 'subscribe', channel: 'account' });
  await speaker.done({ op: 'ping' });
  assert.deepEqual(
    speaker.heard.map(({ type, channel }) => channel ?? type),
    ['reply', 'reply', 'book', 'reply', 'reply'],
  );
  doors.storage.held = false;
  doors.storage.flush();
  await placed;
  await speaker.until(() => speaker.on('account').length === 2 && speaker.on('book').length === 2);
  const [snapshot, delta] = speaker.on('account');
  assert.deepEqual([snapshot?.sequence, delta?.previous, delta?.sequence], [7, 7, 8]);
});

test('API-14 a reader that does not read is disconnected, and the others notice nothing', async (t) => {
  const doors = await OpenDoors.with(t, ['anna'], {
    limits: { bufferBytesMax: 100_000, messages: { perSecond: 1e6, burst: 1e6 } },
  });
  const anna = doors.client('anna');
  for (let at = 0; at < 200; at += 1)
    await anna.placeOrder({ contract: CONTRACT, side: 'buy', price: `1.${300 + at}`, quantity: 1 });
  const sleeper = await Speaker.to(doors.address);
  const reader = await Speaker.to(doors.address);
  await reader.done(book);

  const ended = sleeper.ended();
  sleeper.socket.pause();
  // Each subscription is answered with a book of 4 KB: in all far more than a socket's own buffers and the venue's hold.
  const subscriptions = 10_000;
  for (let at = 0; at < subscriptions; at += 1) sleeper.socket.send(JSON.stringify(book));
  await anna.placeOrder({ contract: CONTRACT, side: 'buy', price: '1.299', quantity: 1 });
  await reader.hear(({ type }) => type === 'delta');
  while (sleeper.socket.bufferedAmount > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  sleeper.socket.resume();
  const [code] = await ended;
  assert.ok(code === 4001 || code === 1006, `too slow, or cut off before it could be told: ${code}`);
  assert.ok(sleeper.on('book').length < subscriptions);
  assert.deepEqual(await reader.done({ op: 'ping' }), {});
});

test('API-8 a conversation that talks too fast is told to wait, and its orders are not in the way', async (t) => {
  const doors = await OpenDoors.with(t, ['anna'], { limits: { messages: { perSecond: 0.001, burst: 3 } } });
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  for (const _ of [1, 2]) await speaker.done({ op: 'ping' });
  for (const frame of ['{"op":"ping"}', 'nonsense', JSON.stringify(book)])
    assert.equal(((await speaker.say(frame)).error as { code: string }).code, 'TOO_MANY_REQUESTS');
  await speaker.done({ op: 'placeOrder', order: order() });
});

test('API-10 the stream says when the market closes by the clock, and when the venue has halted', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'subscribe', channel: 'venue' });
  const phase = (wanted: string) =>
    speaker.hear(({ venue }) => (venue as { phase: string } | undefined)?.phase === wanted);
  await phase('continuous');
  doors.clock.time = timeOf('2026-11-28 00:00');
  const { venue } = await phase('closed');
  assert.equal((venue as { opensAt: string }).opensAt, '2026-11-30T00:00:00.000Z');
  doors.sequencer.subscribe(() => {
    throw new Error('a listener failed');
  });
  await assert.rejects(doors.client('anna').cancelOrder(1), { code: 'VENUE_HALTED' });
  await phase('halted');
  doors.failures.length = 0;
});

test('API-10 a venue that closes says goodbye', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  const ended = speaker.ended();
  await doors.gateway.close();
  assert.deepEqual(await ended, [1001, 'GOING_AWAY']);
});
