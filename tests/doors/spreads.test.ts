/**
 * Calendar spreads through the doors of a whole venue: what is seen of them, what an order in one is answered, and what
 * is refused. Both months settled at 1.500, so a leg trades from 1.275 to 1.725 and a spread from −0.450 to 0.450.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Fill } from '#wire/accounts.ts';
import type { Order, OrderRequest, PlaceOrderAnswer } from '#wire/orders.ts';
import { timeOf } from '../model/commands.ts';
import { OpenDoors, order, refusalOf, SPREAD } from './open-doors.ts';
import { Speaker } from './speaker.ts';

const [NEAR, FAR] = ['SIT2612', 'SIT2701'];

const at = (side: 'buy' | 'sell', price: string, quantity: number, more: Partial<OrderRequest> = {}): OrderRequest => ({
  contract: SPREAD,
  side,
  price,
  quantity,
  ...more,
});

/** How a fill reads: side, lots, month, price, whose fee, fee. */
const read = ({ side, quantity, contract, price, liquidity, fee }: Fill) =>
  `${side} ${quantity} ${contract} @ ${price} ${liquidity} ${fee}`;
/** How an order stands: status, filled, remaining, average price. */
const standing = ({ status, filled, remaining, averagePrice }: Order) => [status, filled, remaining, averagePrice];

async function open(t: TestContext) {
  const doors = await OpenDoors.with(t, ['anna', 'bao', 'chen']);
  const [anna, bao, chen] = [doors.client('anna'), doors.client('bao'), doors.client('chen')];
  /** The answer is what the account is shown afterwards, too. */
  const isShown = async (who: typeof anna, { order: placed, fills }: PlaceOrderAnswer) => {
    assert.deepEqual(await who.order(placed.order), placed);
    const kept = (await who.fills()).filter(({ order: number }) => number === placed.order).reverse();
    assert.deepEqual(kept, fills);
  };
  return { doors, anna, bao, chen, isShown };
}

test('API-27 an order in a spread rests at a negative price, is seen, holds margin in both months, and is cancelled', async (t) => {
  const { anna, isShown } = await open(t);
  const answer = await anna.placeOrder(at('buy', '-0.012', 3));
  const { order: placed, fills } = answer;
  assert.deepEqual(
    [placed.contract, placed.side, placed.type, placed.price, placed.timeInForce],
    [SPREAD, 'buy', 'limit', '-0.012', 'GTC'],
  );
  assert.deepEqual([standing(placed), fills], [['resting', 0, 3, null], []]);
  await isShown(anna, answer);
  assert.deepEqual(await anna.orders(), [placed]);
  // A lot needs 120.00 in either month.
  assert.equal((await anna.account()).initialMargin, '720.000000');

  await anna.placeOrder(at('buy', '-0.020', 2));
  await anna.placeOrder(at('sell', '0.000', 4));
  const [first] = await anna.spreads();
  assert.deepEqual(first, {
    code: SPREAD,
    product: 'SIT',
    near: NEAR,
    far: FAR,
    bidPrice: '-0.012',
    bidQuantity: 3,
    askPrice: '0.000',
    askQuantity: 4,
    lastPrice: null,
  });
  const { contract, bids, asks } = await anna.spreadBook(SPREAD);
  assert.equal(contract, SPREAD);
  assert.deepEqual(
    [bids, asks],
    [
      [
        ['-0.012', 3],
        ['-0.020', 2],
      ],
      [['0.000', 4]],
    ],
  );
  assert.deepEqual((await anna.spreadBook(SPREAD, 1)).bids, [['-0.012', 3]]);

  const { order: gone } = await anna.cancelOrder(placed.order);
  assert.deepEqual([gone.status, gone.cancelReason, gone.price], ['cancelled', 'requested', '-0.012']);
  await anna.placeOrder({ contract: NEAR, side: 'buy', price: '1.400', quantity: 1 });
  const { count, orders } = await anna.cancelOrders(SPREAD);
  assert.deepEqual([count, orders.map(({ price }) => price)], [2, ['-0.020', '0.000']]);
  assert.deepEqual((await anna.spreadBook(SPREAD)).bids, []);
  assert.equal((await anna.orders()).length, 1, 'the order in the month stays');
});

test('API-27 two orders in a spread trade, each is told the lots of the spread and the fills of the months', async (t) => {
  const { anna, bao, isShown } = await open(t);
  const { order: resting } = await anna.placeOrder(at('buy', '-0.012', 3));
  const sold = await bao.placeOrder(at('sell', '-0.020', 2));
  // At anna's price: the near month at its settlement price, 1.500. 0.01 % of 3,000.00 and of 3,024.00 for bao.
  assert.deepEqual(sold.fills.map(read), [
    `sell 2 ${NEAR} @ 1.500 taker 0.300000`,
    `buy 2 ${FAR} @ 1.512 taker 0.302400`,
  ]);
  assert.deepEqual(standing(sold.order), ['filled', 2, 0, '-0.01200']);
  await isShown(bao, sold);
  assert.deepEqual(standing(await anna.order(resting.order)), ['resting', 2, 1, '-0.01200']);
  assert.deepEqual((await anna.fills()).map(read), [
    `sell 2 ${FAR} @ 1.512 maker 0.060480`,
    `buy 2 ${NEAR} @ 1.500 maker 0.060000`,
  ]);
  const positions = (await anna.account()).positions.map(({ contract, position }) => [contract, position]);
  assert.deepEqual(positions, [
    [NEAR, 2],
    [FAR, -2],
  ]);
  const [line] = await anna.spreads();
  assert.deepEqual([line?.lastPrice, line?.bidPrice, line?.bidQuantity], ['-0.012', '-0.012', 1]);
});

test('API-27 an order in a spread trades with the orders of two months, better prices first', async (t) => {
  const { anna, bao, chen, isShown } = await open(t);
  await bao.placeOrder({ contract: NEAR, side: 'sell', price: '1.510', quantity: 3 });
  await chen.placeOrder({ contract: FAR, side: 'buy', price: '1.500', quantity: 5 });
  await chen.placeOrder(at('sell', '-0.003', 1));
  const bought = await anna.placeOrder(at('buy', '0.010', 5));
  assert.deepEqual(bought.fills.map(read), [
    `buy 1 ${NEAR} @ 1.500 taker 0.150000`,
    `sell 1 ${FAR} @ 1.503 taker 0.150300`,
    `buy 3 ${NEAR} @ 1.510 taker 0.453000`,
    `sell 3 ${FAR} @ 1.500 taker 0.450000`,
  ]);
  // One at −0.003 and three at 0.010 are 0.027 for four.
  assert.deepEqual(standing(bought.order), ['resting', 4, 1, '0.00675']);
  await isShown(anna, bought);
  assert.equal((await anna.book(FAR)).bids[0]?.[1], 2, 'two of five are left in the far month');
});

test('API-27 an order in a month that trades with a spread order is told its own fill, the other both', async (t) => {
  const { anna, bao, chen, isShown } = await open(t);
  const { order: spread } = await anna.placeOrder(at('sell', '0.010', 4));
  await bao.placeOrder({ contract: FAR, side: 'sell', price: '1.490', quantity: 3 });
  const bought = await chen.placeOrder({ contract: NEAR, side: 'buy', price: '1.505', quantity: 5 });
  assert.deepEqual(bought.fills.map(read), [`buy 3 ${NEAR} @ 1.500 taker 0.450000`]);
  assert.deepEqual(standing(bought.order), ['resting', 3, 2, '1.50000']);
  await isShown(chen, bought);
  assert.deepEqual(standing(await anna.order(spread.order)), ['resting', 3, 1, '0.01000']);
  assert.deepEqual(
    (await anna.fills()).map(({ side, contract, price }) => [side, contract, price]),
    [
      ['buy', FAR, '1.490'],
      ['sell', NEAR, '1.500'],
    ],
  );
});

test('API-27 what an immediate order in a spread cannot trade goes', async (t) => {
  const { anna, bao, isShown } = await open(t);
  await anna.placeOrder(at('buy', '0.3', 1));
  const sold = await bao.placeOrder(at('sell', '0.299', 3, { timeInForce: 'IOC' }));
  assert.deepEqual(standing(sold.order), ['cancelled', 1, 0, '0.30000']);
  assert.deepEqual([sold.order.cancelReason, sold.fills.length], ['unfilled', 2]);
  await isShown(bao, sold);
});

test('API-7, API-27 an order in a spread happens once under one clientOrderId, however its price is spelt', async (t) => {
  const { doors, anna, bao } = await open(t);
  const first = await anna.placeOrder(at('buy', '0.000', 2, { clientOrderId: 'roll-1' }));
  assert.deepEqual([first.order.price, first.order.clientOrderId], ['0.000', 'roll-1']);
  await bao.placeOrder(at('sell', '-0', 1));
  const { footprint } = doors;
  for (const price of ['0', '-0', '-0.000', '0.000000'])
    assert.deepEqual(await anna.placeOrder(at('buy', price, 2, { clientOrderId: 'roll-1' })), first);
  for (const changes of [{ price: '-0.001' }, { contract: 'SIT2701-SIT2702' }, { contract: NEAR, price: '1.500' }]) {
    const body = { ...at('buy', '0', 2, { clientOrderId: 'roll-1' }), ...changes };
    const answer = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body });
    const refused = { status: 409, code: 'DUPLICATE_ID_MISMATCH', rule: 'API-7', field: 'clientOrderId' };
    assert.deepEqual(refusalOf(answer), refused);
  }
  assert.equal(doors.footprint, footprint, 'once');
  const sold = await bao.placeOrder(at('sell', '0', 1, { clientOrderId: 'roll-1' }));
  assert.deepEqual(await bao.placeOrder(at('sell', '0', 1, { clientOrderId: 'roll-1' })), sold, 'also one that traded');
  assert.deepEqual(standing(await anna.order(first.order.order)), ['filled', 2, 0, '0.00000']);
});

test('API-27 what is no price or no code of a spread is refused and changes nothing', async (t) => {
  const { doors } = await open(t);
  const key = doors.keyOf('anna');
  const { footprint } = doors;
  const prices = (...bad: readonly unknown[]) => bad.map((price) => ({ price }));
  const codes = (...bad: readonly string[]) => bad.map((contract) => ({ contract }));
  const cases: [code: string, status: number, rule: string, field: string, changes: readonly object[]][] = [
    ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price', prices('--1', '−1', '- 1', '+0.012', '-', '-.5', '-1.', '-1e-3', '')],
    ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price', prices(' -0.012', -0.012, 0, null)],
    ['PRICE_OFF_TICK', 400, 'API-3', 'price', prices('-0.0005', '0.0001', '-0.000000001')],
    ['PRICE_OUT_OF_RANGE', 400, 'API-3', 'price', prices('50.000', '-50.000', '-999999999999999', '-1000000000000000')],
    ['PRICE_OUT_OF_RANGE', 400, 'API-3', 'price', codes(NEAR)],
    ['FIELD_MISSING', 400, 'API-2', 'price', prices(undefined)],
    ['QUANTITY_NOT_POSITIVE', 400, 'API-4', 'quantity', [{ quantity: 0 }]],
    ['QUANTITY_NOT_WHOLE', 400, 'API-4', 'quantity', [{ quantity: 1.5 }]],
    [
      'CONTRACT_UNKNOWN',
      404,
      'API-6',
      'contract',
      codes('SIT2701-SIT2612', 'SIT2612-SIT2702', 'SIT2612-', `${SPREAD} `),
    ],
    ['CONTRACT_UNKNOWN', 404, 'API-6', 'contract', codes('sit2612-sit2701', 'SITP2612-SITP2701', 'S'.repeat(33))],
  ];
  for (const [code, status, rule, field, bad] of cases)
    for (const changes of bad) {
      const body = order({ contract: SPREAD, price: '-0.012', ...changes });
      const answer = await doors.ask('POST', '/orders', { key, body });
      assert.deepEqual(refusalOf(answer), { status, code, rule, field }, JSON.stringify(changes));
    }
  const preview = await doors.ask('POST', '/orders/preview', { key, body: order({ contract: SPREAD, price: '0' }) });
  assert.deepEqual(refusalOf(preview), { status: 400, code: 'FIELD_INVALID', rule: 'API-2', field: 'contract' });
  const unknown = { status: 404, code: 'CONTRACT_UNKNOWN', rule: 'API-6' };
  assert.deepEqual(refusalOf(await doors.ask('GET', `/spreads/${NEAR}/book`)), { ...unknown, field: 'spread' });
  assert.deepEqual(refusalOf(await doors.ask('GET', `/contracts/${SPREAD}/book`)), { ...unknown, field: 'code' });
  const cancelled = await doors.ask('DELETE', '/orders?contract=SIT2612-SIT2702', { key });
  assert.deepEqual(refusalOf(cancelled), { ...unknown, field: 'contract' });
  assert.equal(doors.footprint, footprint);
});

test('API-15, API-27 what a spread does not take the exchange refuses, and stands as it was', async (t) => {
  const { doors, anna } = await open(t);
  const key = doors.keyOf('anna');
  const { order: resting } = await anna.placeOrder(at('buy', '-0.012', 3));
  const limit = at('buy', '-0.012', 3);
  const market = { contract: SPREAD, side: 'buy', type: 'market', quantity: 1 };
  const terms = ['SPREAD_TERMS_UNKNOWN', 'SPR-3'] as const;
  const cases: [method: string, path: string, body: object, code: string, rule: string][] = [
    ...[
      { timeInForce: 'FOK' },
      { timeInForce: 'DAY' },
      { timeInForce: 'GTD', goodTill: '2026-12-01' },
      { displayQuantity: 1 },
      { postOnly: 'slide' },
      { reduceOnly: true },
      { protected: true },
      { selfTradePrevention: 'expireMaker' },
      { trigger: { by: 'last', price: '-0.020' } },
    ].map((more): (typeof cases)[number] => ['POST', '/orders', { ...limit, ...more }, ...terms]),
    ['POST', '/orders', market, ...terms],
    ['POST', '/orders/pair', { first: limit, second: limit }, ...terms],
    ['PUT', '/quotes', { quotes: [{ contract: SPREAD, bid: { price: '-0.012', quantity: 1 } }] }, ...terms],
    ['PATCH', `/orders/${resting.order}`, { price: '-0.011' }, ...terms],
    ['POST', '/orders', { ...limit, price: '0.451' }, 'PRICE_OUTSIDE_LIMIT', 'PRC-1'],
    ['POST', '/orders', { ...limit, price: '-49.999' }, 'PRICE_OUTSIDE_LIMIT', 'PRC-1'],
    ['POST', '/orders', { ...limit, quantity: 10_001 }, 'QUANTITY_TOO_LARGE', 'ORD-5'],
    ['POST', '/orders', { ...limit, quantity: 9_000 }, 'MARGIN_INSUFFICIENT', 'MAR-4'],
  ];
  for (const [method, path, body, code, rule] of cases) {
    const hash = doors.exchange.hash();
    const sequence = doors.sequencer.sequence + 1;
    const answer = await doors.ask(method, path, { key, body });
    assert.deepEqual(refusalOf(answer), { status: 422, code, rule, sequence }, JSON.stringify(body));
    assert.equal(doors.exchange.hash(), hash, `${code}: the state is as it was`);
  }
  assert.deepEqual(await anna.orders(), [resting]);
});

test('API-6, API-27 a spread that has expired is shown no more, and takes nothing', async (t) => {
  const doors = await OpenDoors.with(t, ['anna'], { time: timeOf('2026-12-16 09:00') });
  const anna = doors.client('anna');
  const { order: resting } = await anna.placeOrder(at('buy', '-0.012', 3));
  await doors.endDay();
  assert.ok(!(await anna.spreads()).some(({ code }) => code === SPREAD));
  const { status, cancelReason, contract } = await anna.order(resting.order);
  assert.deepEqual([status, cancelReason, contract], ['cancelled', 'expired', SPREAD]);
  const answer = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: at('buy', '0', 1) });
  assert.deepEqual([refusalOf(answer).code, refusalOf(answer).rule], ['CONTRACT_EXPIRED', 'ORD-2']);
  assert.deepEqual((await anna.spreadBook(SPREAD)).bids, []);
});

test('API-13, API-27 the stream takes orders in spreads, and the account channel tells of them', async (t) => {
  const { doors, anna } = await open(t);
  const { order: earlier } = await anna.placeOrder(at('buy', '-0.020', 1));
  const [mine, other] = [await Speaker.to(doors.address), await Speaker.to(doors.address)];
  await mine.done({ op: 'authenticate', key: doors.keyOf('anna') });
  await other.done({ op: 'authenticate', key: doors.keyOf('bao') });
  await mine.done({ op: 'subscribe', channel: 'account' });
  await mine.until(() => mine.on('account').length === 1);
  assert.deepEqual(mine.on('account')[0]?.orders, [earlier]);

  const placed = await mine.done({ op: 'placeOrder', order: at('buy', '-0.012', 2) });
  await other.done({ op: 'placeOrder', order: at('sell', '-0.012', 2) });
  const told = () => mine.on('account').flatMap(({ orders }) => orders as Order[]);
  const number = (placed.order as Order).order;
  const isFilled = ({ order: one, status }: Order) => one === number && status === 'filled';
  await mine.until(() => told().some(isFilled));
  assert.deepEqual(standing(told().find(isFilled) as Order), ['filled', 2, 0, '-0.01200']);
  const fills = mine.on('account').flatMap((message) => message.fills as Fill[]);
  assert.deepEqual(
    fills.map(({ contract, quantity }) => [contract, quantity]),
    [
      [NEAR, 2],
      [FAR, 2],
    ],
  );
  const cancelled = await mine.done({ op: 'cancelOrders', contract: SPREAD });
  assert.equal(cancelled.count, 1);
  for (const channel of ['book', 'trades', 'candles']) {
    const { error } = await mine.ask({ op: 'subscribe', channel, contract: SPREAD });
    assert.equal((error as { code: string }).code, 'CONTRACT_UNKNOWN', 'these are of contracts alone');
  }
  const replies = [...mine.heard, ...other.heard];
  assert.ok(!JSON.stringify(replies).includes('INTERNAL_ERROR'));
});
