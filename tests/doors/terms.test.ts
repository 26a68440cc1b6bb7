/**
 * Orders that ask for more, pairs, amendments, quotes and mass cancellation, through the doors of a whole venue: what is
 * sent, what is shown, and that an answer is about its own order alone.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Published } from '#sequencer/machine.ts';
import type { Order, OrderRequest } from '#wire/orders.ts';
import { CONTRACT, OpenDoors, order, refusalOf } from './open-doors.ts';
import { Speaker } from './speaker.ts';

const at = (side: 'buy' | 'sell', price: string, quantity: number, more: Partial<OrderRequest> = {}): OrderRequest => ({
  contract: CONTRACT,
  side,
  price,
  quantity,
  ...more,
});
const market = (side: 'buy' | 'sell', quantity: number, more: Partial<OrderRequest> = {}): OrderRequest => ({
  contract: CONTRACT,
  side,
  type: 'market',
  quantity,
  ...more,
});

test('API-20 a plain order is the same command as ever, and whatever it asks for is in the command', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const heard: Published[] = [];
  doors.sequencer.subscribe((published) => void heard.push(published));
  const plain = { type: 'placeOrder', account: 0, contract: 0, side: 0, price: 1_400, quantity: 5, timeInForce: 0 };
  await anna.placeOrder(at('buy', '1.400', 5));
  await anna.placeOrder(at('buy', '1.400', 5, { type: 'limit', reduceOnly: false, protected: false }));
  for (const { command } of heard) assert.equal(JSON.stringify(command), JSON.stringify(plain));

  await anna.placeOrder(
    at('buy', '1.400', 5, {
      timeInForce: 'GTD',
      goodTill: '2026-12-01',
      displayQuantity: 2,
      postOnly: 'slide',
      selfTradePrevention: 'decrement',
      protected: true,
    }),
  );
  const goodTill = 20_788;
  const terms = { goodTill, display: 2, postOnly: 'slide', selfTrade: 'decrement', protected: true };
  assert.deepEqual(heard.at(-1)?.command, { ...plain, timeInForce: 4, terms });
  await anna.placeOrder(market('sell', 5, { trigger: { by: 'mark', trail: '0.020' } }));
  const trailing = { pricing: 'market', trigger: { by: 'mark', trail: 20 } };
  assert.deepEqual(heard.at(-1)?.command, { ...plain, side: 1, price: 0, terms: trailing });
  await anna.placeOrder(at('buy', '1.400', 5, { timeInForce: 'IOC', minimumQuantity: 3 }));
  assert.deepEqual(heard.at(-1)?.command, { ...plain, timeInForce: 1, terms: { minimumQuantity: 3 } });
});

test('API-20 an order is shown with what it has asked for, and a plain one with no more than that', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const { order: plain } = await anna.placeOrder(at('buy', '1.400', 5));
  assert.deepEqual(Object.keys(plain).sort(), PLAIN);
  const asked = { displayQuantity: 2, goodTill: '2026-12-01', selfTradePrevention: 'expireMaker' } as const;
  const { order: shown } = await anna.placeOrder(at('buy', '1.401', 5, { timeInForce: 'GTD', ...asked }));
  const { displayQuantity, goodTill, selfTradePrevention, type, timeInForce, remaining } = shown;
  assert.deepEqual({ displayQuantity, goodTill, selfTradePrevention }, asked);
  assert.deepEqual([type, timeInForce, remaining], ['limit', 'GTD', 5]);
  assert.deepEqual((await anna.book(CONTRACT)).bids, [
    ['1.401', 2],
    ['1.400', 5],
  ]);

  const { order: waits } = await anna.placeOrder(market('sell', 5, { trigger: { by: 'last', trail: '0.030' } }));
  assert.deepEqual(
    [waits.status, waits.type, waits.price, waits.trigger, waits.triggerPrice, waits.timeInForce],
    ['waiting', 'market', null, { by: 'last', trail: '0.030' }, '1.470', 'GTC'],
  );
  assert.deepEqual(await anna.order(waits.order), waits);
  assert.deepEqual(
    (await anna.orders()).map(({ status }) => status),
    ['waiting', 'resting', 'resting'],
  );
});

test('API-21 an answer is about its own order: others trade, refill and wake in the same command', async (t) => {
  const doors = await OpenDoors.with(t, ['anna', 'bao', 'chen']);
  const [anna, bao, chen] = [doors.client('anna'), doors.client('bao'), doors.client('chen')];
  // Bao's iceberg refills twice while anna's order meets it; chen's stop wakes at 1.510 and takes the last lot.
  await bao.placeOrder(at('sell', '1.510', 6, { displayQuantity: 2 }));
  await chen.placeOrder(market('buy', 4, { trigger: { by: 'last', price: '1.510' } }));
  const { order: bought, fills } = await anna.placeOrder(at('buy', '1.510', 5));
  assert.deepEqual([bought.status, bought.filled, bought.averagePrice], ['filled', 5, '1.51000']);
  assert.deepEqual(
    fills.map(({ order, quantity, liquidity, side }) => [order, quantity, liquidity, side]),
    [
      [bought.order, 2, 'taker', 'buy'],
      [bought.order, 2, 'taker', 'buy'],
      [bought.order, 1, 'taker', 'buy'],
    ],
  );
  assert.deepEqual(await anna.order(bought.order), bought);
  const woken = (await chen.orders({ status: 'all' })).find(({ type }) => type === 'market') as Order;
  assert.deepEqual([woken.status, woken.filled, woken.cancelReason], ['cancelled', 1, 'unfilled']);
});

test('API-21 an order that rests, and is met by a stop that it has woken, is the maker of that fill', async (t) => {
  const doors = await OpenDoors.with(t, ['anna', 'bao', 'chen']);
  const [anna, bao, chen] = [doors.client('anna'), doors.client('bao'), doors.client('chen')];
  await bao.placeOrder(at('sell', '1.520', 1));
  await chen.placeOrder(at('buy', '1.520', 1));
  await chen.placeOrder(market('sell', 2, { trigger: { by: 'last', price: '1.505' } }));
  await bao.placeOrder(at('sell', '1.500', 1));
  // Anna takes the lot at 1.500, so the last price falls from 1.520 below 1.505, and chen sells two to her bid.
  const { order: bought, fills } = await anna.placeOrder(at('buy', '1.500', 4));
  assert.deepEqual(
    fills.map(({ side, quantity, liquidity, fee }) => [side, quantity, liquidity, fee]),
    [
      ['buy', 1, 'taker', '0.150000'],
      ['buy', 2, 'maker', '0.060000'],
    ],
  );
  assert.deepEqual([bought.status, bought.filled, bought.remaining], ['resting', 3, 1]);
  assert.deepEqual(await anna.order(bought.order), bought);
});

test('API-21 of a pair whose first order trades at once the second goes, and each is told its own', async (t) => {
  const doors = await OpenDoors.with(t);
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  await bao.placeOrder(at('sell', '1.500', 2));
  const body = {
    clientOrderId: 'pair-1',
    first: at('buy', '1.500', 2),
    second: market('buy', 2, { trigger: { by: 'last', price: '1.600' } }),
  };
  const answer = await anna.placePair(body);
  assert.deepEqual([answer.first.order.status, answer.first.fills.length], ['filled', 1]);
  const { order, fills } = answer.second;
  assert.deepEqual([order.status, order.cancelReason, fills], ['cancelled', 'otherOfPair', []]);
  assert.deepEqual([answer.first.order.clientOrderId, order.clientOrderId], ['pair-1', 'pair-1']);
  const { footprint } = doors;
  assert.deepEqual(await anna.placePair(body), answer, 'a repeat is told the same');
  const other = { ...body, second: market('buy', 2, { trigger: { by: 'last', price: '1.601' } }) };
  const refused = await doors.ask('POST', '/orders/pair', { key: doors.keyOf('anna'), body: other });
  assert.equal(refusalOf(refused).code, 'DUPLICATE_ID_MISMATCH');
  assert.equal(doors.footprint, footprint);
});

test('API-22 two orders of a pair rest until one of them is cancelled', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const { first, second } = await anna.placePair({ first: at('buy', '1.400', 1), second: at('sell', '1.600', 1) });
  assert.deepEqual([first.order.status, second.order.status], ['resting', 'resting']);
  await anna.cancelOrder(first.order.order);
  assert.equal((await anna.order(second.order.order)).cancelReason, 'otherOfPair');
});

test('API-7 the same order with terms happens once, and every term tells two orders apart', async (t) => {
  const doors = await OpenDoors.with(t);
  const key = doors.keyOf('anna');
  const body = order({ clientOrderId: 'stop-1', price: '1.600', trigger: { by: 'last', price: '1.550' } });
  const first = await doors.ask('POST', '/orders', { key, body });
  assert.equal(first.status, 201);
  const { footprint } = doors;
  assert.deepEqual((await doors.ask('POST', '/orders', { key, body })).body, first.body);
  const changes = [
    { trigger: { by: 'mark', price: '1.550' } },
    { trigger: { by: 'last', price: '1.551' } },
    { trigger: { by: 'last', trail: '0.050' } },
    { trigger: undefined },
    { displayQuantity: 2 },
    { postOnly: 'slide' },
    { reduceOnly: true },
    { selfTradePrevention: 'expireTaker' },
    { protected: true },
    { timeInForce: 'DAY' },
    { timeInForce: 'GTD', goodTill: '2026-12-01' },
    { timeInForce: 'IOC', minimumQuantity: 2 },
    { type: 'market', price: undefined },
  ];
  for (const change of changes) {
    const answer = await doors.ask('POST', '/orders', { key, body: { ...body, ...change } });
    assert.equal(refusalOf(answer).code, 'DUPLICATE_ID_MISMATCH', JSON.stringify(change));
  }
  assert.equal(doors.footprint, footprint);
});

test('API-22 an amendment is answered with the order as it stands and its own fills', async (t) => {
  const doors = await OpenDoors.with(t);
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  const { order: placed } = await anna.placeOrder(at('buy', '1.400', 5));
  const fewer = await anna.amendOrder(placed.order, { quantity: 4 });
  assert.deepEqual([fewer.order.quantity, fewer.order.remaining, fewer.fills], [4, 4, []]);
  await bao.placeOrder(at('sell', '1.500', 3));
  const { order: now, fills } = await anna.amendOrder(placed.order, { price: '1.500' });
  assert.deepEqual([now.price, now.filled, now.remaining, now.status], ['1.500', 3, 1, 'resting']);
  assert.deepEqual(
    fills.map(({ quantity, liquidity }) => [quantity, liquidity]),
    [[3, 'taker']],
  );
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  const said = await speaker.done({ op: 'amendOrder', order: placed.order, quantity: 6 });
  assert.deepEqual((said.order as Order).remaining, 3);
  const theirs = await doors.ask('PATCH', `/orders/${placed.order}`, {
    key: doors.keyOf('bao'),
    body: { quantity: 1 },
  });
  assert.equal(refusalOf(theirs).code, 'ORDER_UNKNOWN');
});

test('API-23 every quote is answered with its two orders and its fills, also one that keeps its place', async (t) => {
  const doors = await OpenDoors.with(t);
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  const side = (price: string, quantity = 5) => ({ price, quantity });
  const first = await anna.placeQuotes([
    { contract: CONTRACT, bid: side('1.490'), ask: side('1.510') },
    { contract: 'SIT2701', ask: side('1.520') },
  ]);
  assert.deepEqual(
    first.quotes.map(({ contract, bid, ask, fills }) => [contract, bid?.price, ask?.price, fills.length]),
    [
      [CONTRACT, '1.490', '1.510', 0],
      ['SIT2701', undefined, '1.520', 0],
    ],
  );
  // An ordinary order that looks like the quote's bid is not taken for it.
  await anna.placeOrder(at('buy', '1.490', 5, { protected: true }));
  await bao.placeOrder(at('sell', '1.500', 2));
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  const moved = [{ contract: CONTRACT, bid: side('1.490'), ask: side('1.512') }];
  const second = (await speaker.done({ op: 'placeQuotes', quotes: moved })) as unknown as typeof first;
  assert.equal(second.quotes[0]?.bid?.order, first.quotes[0]?.bid?.order, 'the bid keeps its place');
  assert.equal((await anna.order(first.quotes[0]?.ask?.order as number)).cancelReason, 'replaced');
  const third = await anna.placeQuotes([{ contract: CONTRACT, bid: side('1.500') }]);
  const [quote] = third.quotes;
  assert.deepEqual([quote?.bid?.filled, quote?.bid?.remaining, quote?.ask], [2, 3, null]);
  assert.deepEqual(
    quote?.fills.map(({ order, quantity, liquidity }) => [order, quantity, liquidity]),
    [[quote?.bid?.order, 2, 'taker']],
  );
});

test('API-17 cancelling all is one command, of a contract or a side where that is asked', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  for (const price of ['1.400', '1.401', '1.402']) await anna.placeOrder(at('buy', price, 1));
  await anna.placeOrder(at('sell', '1.600', 1));
  await anna.placeOrder(market('sell', 1, { trigger: { by: 'last', price: '1.300' } }));
  const { sequence } = doors.sequencer;
  const sold = await anna.cancelOrders(undefined, 'sell');
  assert.deepEqual([sold.sequence, sold.count], [sequence + 1, 2]);
  assert.deepEqual(
    sold.orders.map(({ type, status }) => [type, status]),
    [
      ['limit', 'cancelled'],
      ['market', 'cancelled'],
    ],
  );
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  const bought = await speaker.done({ op: 'cancelOrders', contract: CONTRACT });
  assert.deepEqual([bought.sequence, bought.count, (bought.orders as Order[]).length], [sequence + 2, 3, 3]);
  assert.equal((await anna.cancelOrders()).count, 0);
});

test('API-17 of more than a thousand orders the last thousand are named, and all are counted', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  await Promise.all(Array.from({ length: 1_003 }, () => anna.placeOrder(at('buy', '1.400', 1))));
  const { count, orders } = await anna.cancelOrders();
  assert.deepEqual([count, orders.length], [1_003, 1_000]);
  assert.deepEqual((await anna.book(CONTRACT)).bids, []);
});

test('API-7 an id that an order has is not taken for a pair', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  await anna.placeOrder(at('buy', '1.400', 1, { clientOrderId: 'one' }));
  const { footprint } = doors;
  const pair = { first: at('buy', '1.400', 1), second: at('sell', '1.600', 1), clientOrderId: 'one' };
  const answer = await doors.ask('POST', '/orders/pair', { key: doors.keyOf('anna'), body: pair });
  assert.equal(refusalOf(answer).code, 'DUPLICATE_ID_MISMATCH');
  assert.equal(doors.footprint, footprint);
});

test('API-9, API-12 on the stream, too, what cannot be read or is nobody’s is refused and touches nothing', async (t) => {
  const doors = await OpenDoors.with(t);
  const speaker = await Speaker.to(doors.address);
  const codeOf = async (message: Record<string, unknown>) => {
    const { footprint } = doors;
    const reply = await speaker.ask(message);
    assert.equal(doors.footprint, footprint, JSON.stringify(message));
    return (reply.error as { code: string }).code;
  };
  for (const op of ['amendOrder', 'placeQuotes', 'cancelOrders']) assert.equal(await codeOf({ op }), 'KEY_MISSING');
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  const cases = [
    ['FIELD_MISSING', { op: 'amendOrder', price: '1.500' }],
    ['FIELD_INVALID', { op: 'amendOrder', order: 0 }],
    ['FIELD_UNKNOWN', { op: 'amendOrder', order: 1, side: 'buy' }],
    ['ORDER_UNKNOWN', { op: 'amendOrder', order: 1, price: '1.500' }],
    ['FIELD_MISSING', { op: 'placeQuotes' }],
    ['CONTRACT_UNKNOWN', { op: 'placeQuotes', quotes: [{ contract: 'SIT9912' }] }],
    ['FIELD_INVALID', { op: 'cancelOrders', side: 'both' }],
    ['CONTRACT_UNKNOWN', { op: 'cancelOrders', contract: 'SIT9912' }],
    ['FIELD_MISSING', { op: 'placeOrder', order: order({ price: undefined }) }],
    ['PRICE_OFF_TICK', { op: 'placeOrder', order: order({ trigger: { by: 'last', trail: '0.0001' } }) }],
  ] as const;
  for (const [code, message] of cases) assert.equal(await codeOf(message), code, JSON.stringify(message));
});

test('API-16 a preview foresees what an order with terms would need', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const { footprint } = doors;
  // A market order to buy is judged at the upper limit, 1.725: the worst price at which it could trade.
  const { notional, lossAtOnce, wouldBeRefused } = await anna.previewOrder(market('buy', 10));
  assert.deepEqual([notional, lossAtOnce, wouldBeRefused], ['17250.000000', '2250.000000', null]);
  const stop = await anna.previewOrder(market('sell', 1, { trigger: { by: 'last', price: '1.550' } }));
  assert.equal(stop.wouldBeRefused, 'TRIGGER_ON_WRONG_SIDE');
  assert.equal(doors.footprint, footprint);
});

const PLAIN = [
  'averagePrice',
  'cancelReason',
  'clientOrderId',
  'contract',
  'filled',
  'order',
  'placedAt',
  'price',
  'quantity',
  'remaining',
  'sequence',
  'side',
  'status',
  'timeInForce',
  'type',
];
