/**
 * What the exchange refuses of orders that ask for more: every reason is met through the doors of a whole venue, is
 * answered with its code, its rule and the number of its command, and leaves the state as it was.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { type Rejection, ruleOfRejection } from '#core/rejections.ts';
import { type AccountId, type ContractId, type Lots, type Money, millionths } from '#core/units.ts';
import { statusOf } from '#session/refused.ts';
import { product, timeOf } from '../model/commands.ts';
import { OpenDoors, order, refusalOf } from './open-doors.ts';

type Ask = readonly [method: string, path: string, body?: object];
type Case = readonly [code: Rejection, ask: Ask];

const place = (changes: object): Ask => ['POST', '/orders', order(changes as Record<string, unknown>)];
const market = (changes: object = {}): Ask => place({ type: 'market', price: undefined, ...changes });

/** Sends each in anna's name and sees its refusal, and that the state is as it was. */
async function areRefused(doors: OpenDoors, cases: readonly Case[]): Promise<void> {
  const key = doors.keyOf('anna');
  for (const [code, [method, path, body]] of cases) {
    const says = `${code}: ${method} ${path} ${JSON.stringify(body)}`;
    const [hash, sequence] = [doors.exchange.hash(), doors.sequencer.sequence + 1];
    const answer = await doors.ask(method, path, { key, body });
    assert.equal(answer.status >= 400, true, `${says} is refused, but ${JSON.stringify(answer.body)}`);
    assert.deepEqual(refusalOf(answer), { status: statusOf(code), code, rule: ruleOfRejection[code], sequence }, says);
    assert.equal(doors.exchange.hash(), hash, `${says}: the state is as it was`);
    if (method !== 'POST' || path !== '/orders') continue;
    const preview = await doors.ask('POST', '/orders/preview', { key, body });
    assert.equal((preview.body as { wouldBeRefused: string }).wouldBeRefused, code, `${says}: the preview foresees it`);
    assert.equal(doors.exchange.hash(), hash);
  }
}

const [ANNA, BAO] = [0 as AccountId, 1 as AccountId];
const lots = (value: number) => value as Lots;

test('API-15, API-20 terms that make no sense together are refused by the exchange', async (t) => {
  const doors = await OpenDoors.with(t);
  await areRefused(doors, [['NO_OPPOSITE_PRICE', place({ type: 'marketToLimit', price: undefined })]]);
  await doors.client('bao').placeOrder({ contract: 'SIT2612', side: 'sell', price: '1.600', quantity: 5 });
  await areRefused(doors, [
    ['NO_AUCTION', place({ timeInForce: 'GFA' })],
    ['GOOD_TILL_DATE_MISSING', place({ timeInForce: 'GTD' })],
    ['GOOD_TILL_DATE_MISSING', place({ goodTill: '2026-12-01' })],
    ['GOOD_TILL_DATE_PAST', place({ timeInForce: 'GTD', goodTill: '2026-11-20' })],
    ['MINIMUM_NOT_IMMEDIATE', place({ minimumQuantity: 2 })],
    ['MINIMUM_QUANTITY_INVALID', place({ timeInForce: 'IOC', minimumQuantity: 6 })],
    ['MARKET_ORDER_RESTING', market({ timeInForce: 'GTC' })],
    ['TRIGGER_INVALID', place({ trigger: { by: 'last' } })],
    ['TRIGGER_INVALID', place({ trigger: { by: 'last', price: '1.600', trail: '0.010' } })],
    ['TRIGGER_INVALID', place({ trigger: { by: 'mark', price: '1.600' }, postOnly: 'slide' })],
    ['TRIGGER_ON_WRONG_SIDE', place({ trigger: { by: 'last', price: '1.400' } })],
    ['ICEBERG_NOT_RESTING', place({ timeInForce: 'IOC', displayQuantity: 2 })],
    ['DISPLAY_QUANTITY_INVALID', place({ displayQuantity: 5 })],
    ['POST_ONLY_NOT_RESTING', place({ timeInForce: 'IOC', postOnly: 'reject' })],
    ['POST_ONLY_WOULD_TRADE', place({ price: '1.600', postOnly: 'reject' })],
    ['REDUCE_ONLY_WITHOUT_POSITION', place({ reduceOnly: true })],
    [
      'QUANTITY_TOO_LARGE',
      ['PUT', '/quotes', { quotes: [{ contract: 'SIT2612', bid: { price: '1.5', quantity: 10_001 } }] }],
    ],
    ['PAIR_INVALID', ['POST', '/orders/pair', { first: order(), second: order({ contract: 'SIT2701' }) }]],
    ['PRICE_OUTSIDE_LIMIT', ['POST', '/orders/pair', { first: order(), second: order({ price: '1.900' }) }]],
  ]);
});

test('API-15, API-23 quotes that cross, repeat or are none are refused, all of them', async (t) => {
  const doors = await OpenDoors.with(t);
  const side = (price: string, quantity = 2) => ({ price, quantity });
  const good = { contract: 'SIT2701', bid: side('1.400') };
  const quotes = (...some: object[]): Ask => ['PUT', '/quotes', { quotes: [good, ...some] }];
  await areRefused(doors, [
    ['QUOTE_EMPTY', ['PUT', '/quotes', { quotes: [] }]],
    ['QUOTE_REPEATED', quotes(good)],
    ['QUOTE_CROSSED', quotes({ contract: 'SIT2612', bid: side('1.500'), ask: side('1.500') })],
    ['PRICE_OUTSIDE_LIMIT', quotes({ contract: 'SIT2612', ask: side('1.900') })],
    ['MARGIN_INSUFFICIENT', quotes({ contract: 'SIT2612', ask: side('1.600', 9_000) })],
  ]);
});

test('API-15, API-22 an amendment that changes nothing, or takes back what was filled, is refused', async (t) => {
  const doors = await OpenDoors.with(t);
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  const at = (price: string, quantity: number) => ({ contract: 'SIT2612', price, quantity }) as const;
  await anna.placeOrder({ side: 'buy', ...at('1.500', 5) });
  await bao.placeOrder({ side: 'sell', ...at('1.500', 2) });
  const { order: gone } = await anna.placeOrder({ side: 'buy', ...at('1.400', 1) });
  await anna.cancelOrder(gone.order);
  const amend = (body: object, number = 1): Ask => ['PATCH', `/orders/${number}`, body];
  await areRefused(doors, [
    ['NOTHING_TO_AMEND', amend({})],
    ['NOTHING_TO_AMEND', amend({ price: '1.5', quantity: 5 })],
    ['AMENDED_BELOW_FILLED', amend({ quantity: 2 })],
    ['PRICE_OUTSIDE_LIMIT', amend({ price: '1.900' })],
    ['QUANTITY_TOO_LARGE', amend({ quantity: 10_001 })],
    ['MARGIN_INSUFFICIENT', amend({ quantity: 9_999 })],
    ['ORDER_UNKNOWN', amend({ price: '1.401' }, gone.order)],
  ]);
});

test('API-15 what the operator has barred, capped, switched off or halted is refused', async (t) => {
  const doors = await OpenDoors.with(t);
  const permit = (permission: 'trade' | 'closeOnly' | 'cancelOnly') =>
    ({ type: 'permitAccount', account: ANNA, product: 'SIT', permission }) as const;
  await doors.send(permit('cancelOnly'));
  await areRefused(doors, [['NOT_PERMITTED', place({})]]);
  await doors.send(permit('closeOnly'));
  await areRefused(doors, [['CLOSE_ONLY', place({})]]);
  await doors.send(permit('trade'), { type: 'capOrders', account: ANNA, quantity: lots(4), value: null });
  await areRefused(doors, [['QUANTITY_ABOVE_CAP', place({})]]);
  await doors.send({ type: 'capOrders', account: ANNA, quantity: null, value: 1_000_000 as Money });
  await areRefused(doors, [['ORDER_VALUE_TOO_LARGE', place({})]]);
  await doors.send({ type: 'capOrders', account: ANNA, quantity: null, value: null });
  const target = { level: 'account', account: ANNA } as const;
  await doors.send({ type: 'throwSwitch', target, by: 'Ada' });
  await areRefused(doors, [['SWITCHED_OFF', place({})]]);
  await doors.send({ type: 'releaseSwitch', target, by: 'Ada' }, { type: 'releaseSwitch', target, by: 'Ben' });
  await doors.send({ type: 'haltContract', contract: 0 as ContractId, until: null });
  await areRefused(doors, [
    ['CONTRACT_HALTED', place({})],
    ['CONTRACT_HALTED', ['PUT', '/quotes', { quotes: [{ contract: 'SIT2612', bid: { price: '1.5', quantity: 1 } }] }]],
  ]);
});

test('API-15 in an auction nothing trades at once, and in its freeze nothing is taken back', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  const { order: resting } = await anna.placeOrder({ contract: 'SIT2612', side: 'buy', price: '1.400', quantity: 1 });
  await doors.send({ type: 'changePhase', product: 'SIT', phase: 'closingAuction' });
  await areRefused(doors, [
    ['IMMEDIATE_IN_AUCTION', place({ timeInForce: 'IOC' })],
    ['IMMEDIATE_IN_AUCTION', place({ timeInForce: 'FOK' })],
    ['IMMEDIATE_IN_AUCTION', market()],
  ]);
  await doors.send({ type: 'changePhase', product: 'SIT', phase: 'closingFreeze' });
  await areRefused(doors, [
    ['NO_CANCEL_IN_FREEZE', ['DELETE', `/orders/${resting.order}`]],
    ['NO_CANCEL_IN_FREEZE', ['DELETE', '/orders?contract=SIT2612']],
    ['NO_CANCEL_IN_FREEZE', ['PATCH', `/orders/${resting.order}`, { price: '1.401' }]],
  ]);
  await doors.send({ type: 'changePhase', product: 'SIT', phase: 'closed' });
  await areRefused(doors, [['MARKET_CLOSED', place({})]]);
});

test("API-15 a protection that has acted keeps the account's protected orders out", async (t) => {
  const doors = await OpenDoors.with(t);
  const settings = { intervalMs: 1_000, frozenMs: 0, quantity: lots(1), delta: null };
  await doors.send({ type: 'protectMaker', account: ANNA, product: 'SIT', settings });
  await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: order({ protected: true }) });
  await doors.client('bao').placeOrder({ contract: 'SIT2612', side: 'sell', price: '1.500', quantity: 1 });
  await areRefused(doors, [
    ['PROTECTION_FROZEN', place({ protected: true })],
    [
      'PROTECTION_FROZEN',
      ['PUT', '/quotes', { quotes: [{ contract: 'SIT2612', bid: { price: '1.5', quantity: 1 } }] }],
    ],
  ]);
});

test('API-15 a product with bands, repeats and limits of months refuses what goes beyond them', async (t) => {
  const doors = await OpenDoors.with(t, ['anna', 'bao'], { time: timeOf('2026-12-01 09:00') });
  const protection = {
    orderValueMax: 100_000_000_000 as Money,
    repeats: { most: 2, windowMs: 60_000 },
    spotMonthMax: lots(20),
    allMonthsMax: lots(30),
    openInterestShare: millionths(100_000),
    openInterestFloor: lots(19),
  };
  await doors.send(product({ ...SIT, code: 'TPX', prices: profiles.tokenpit, protection }));
  const tpx = (changes: object = {}) => place({ contract: 'TPX2612', ...changes });
  await areRefused(doors, [
    ['PRICE_OUTSIDE_BAND', tpx({ price: '1.560' })],
    ['ORDER_VALUE_TOO_LARGE', tpx({ quantity: 100 })],
    ['SPOT_MONTH_LIMIT_EXCEEDED', tpx({ quantity: 21 })],
    ['OPEN_INTEREST_LIMIT_EXCEEDED', tpx({ quantity: 20 })],
  ]);
  const key = doors.keyOf('anna');
  for (const _ of [1, 2]) await doors.ask('POST', '/orders', { key, body: tpx({ quantity: 1 })[2] });
  await doors.ask('POST', '/orders', { key, body: tpx({ contract: 'TPX2701', quantity: 19 })[2] });
  await areRefused(doors, [['ALL_MONTHS_LIMIT_EXCEEDED', tpx({ contract: 'TPX2702', quantity: 10 })]]);
  await areRefused(doors, [['REPEATED_TOO_OFTEN', tpx({ quantity: 1 })]]);
});

test('API-15 a position that would be too large is refused', async (t) => {
  const doors = await OpenDoors.with(t);
  await doors.send({ type: 'deposit', account: BAO, amount: 1_000_000_000_000_000 as Money });
  await doors.send({ type: 'deposit', account: ANNA, amount: 100_000_000_000_000 as Money });
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  for (let i = 0; i < 10; i += 1) {
    await bao.placeOrder({ contract: 'SIT2612', side: 'sell', price: '1.500', quantity: 10_000 });
    await anna.placeOrder({ contract: 'SIT2612', side: 'buy', price: '1.500', quantity: 10_000 });
  }
  await areRefused(doors, [['POSITION_LIMIT_EXCEEDED', place({ quantity: 1 })]]);
});
