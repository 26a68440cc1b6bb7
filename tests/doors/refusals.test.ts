/**
 * What the HTTP door refuses: every bad request has its own code, is not journalled, and leaves the exchange as it was.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Asking, OpenDoors, order, refusalOf } from './open-doors.ts';

interface Bad {
  readonly says: string;
  readonly method?: string;
  readonly path?: string;
  readonly asking: Asking;
  /** Code, HTTP status, rule, and the field that is meant. */
  readonly is: readonly [code: string, status: number, rule: string, field?: string];
}

/** Sends each bad request in anna's name, and sees its refusal and that nothing else has happened. */
async function areRefused(t: TestContext, bads: readonly Bad[]): Promise<void> {
  const doors = await OpenDoors.with(t);
  for (const { says, method = 'POST', path = '/orders', asking, is } of bads) {
    const before = doors.footprint;
    const answer = await doors.ask(method, path, { key: doors.keyOf('anna'), ...asking });
    const [code, status, rule, field] = is;
    assert.deepEqual(refusalOf(answer), { status, code, rule, ...(field === undefined ? {} : { field }) }, says);
    assert.equal(doors.footprint, before, `${says}: nothing else has happened`);
  }
  const { status } = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: order() });
  assert.equal(status, 201, 'the order that is not bad is taken');
}

/** One bad request for each value of an order's field. */
function badValues(field: string, values: readonly unknown[], is: Bad['is']): Bad[] {
  return values.map((value) => ({
    says: `${field} ${JSON.stringify(value)}`,
    asking: { body: order({ [field]: value }) },
    is,
  }));
}

/** As `badValues`, with the value as it stands in the body's text. */
function badTexts(field: string, texts: readonly string[], is: Bad['is']): Bad[] {
  const [before, after] = JSON.stringify(order({ [field]: '$' })).split('"$"') as [string, string];
  return texts.map((text) => ({ says: `${field} ${text}`, asking: { text: before + text + after }, is }));
}

test('API-1, API-12 a body that is not a JSON object, is too long or is of another kind is refused', (t) =>
  areRefused(t, [
    { says: 'half an object', asking: { text: '{"contract":' }, is: ['BODY_NOT_JSON', 400, 'API-1'] },
    { says: 'single quotes', asking: { text: "{'contract':'SIT2612'}" }, is: ['BODY_NOT_JSON', 400, 'API-1'] },
    { says: 'NaN', asking: { text: '{"quantity":NaN}' }, is: ['BODY_NOT_JSON', 400, 'API-1'] },
    { says: 'a list', asking: { body: [order()] }, is: ['BODY_NOT_JSON', 400, 'API-1'] },
    { says: 'a text', asking: { body: 'buy 5' }, is: ['BODY_NOT_JSON', 400, 'API-1'] },
    { says: 'null', asking: { body: null }, is: ['BODY_NOT_JSON', 400, 'API-1'] },
    { says: 'an empty body', asking: { text: '' }, is: ['BODY_NOT_JSON', 400, 'API-1'] },
    { says: 'no body', asking: {}, is: ['BODY_NOT_JSON', 400, 'API-1'] },
    {
      says: 'plain text',
      asking: { text: JSON.stringify(order()), headers: { 'content-type': 'text/plain' } },
      is: ['MEDIA_TYPE_UNSUPPORTED', 415, 'API-1'],
    },
    {
      says: 'a form',
      asking: { text: 'contract=SIT2612', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      is: ['MEDIA_TYPE_UNSUPPORTED', 415, 'API-1'],
    },
    {
      says: 'no kind at all',
      asking: { text: JSON.stringify(order()), headers: { 'content-type': '' } },
      is: ['MEDIA_TYPE_UNSUPPORTED', 415, 'API-1'],
    },
    {
      says: 'a body of 17,000 bytes',
      asking: { body: order({ clientOrderId: 'x'.repeat(17_000) }) },
      is: ['BODY_TOO_LARGE', 413, 'API-1'],
    },
    {
      says: 'a body of ten million bytes',
      asking: { body: order({ clientOrderId: 'x'.repeat(10_000_000) }) },
      is: ['BODY_TOO_LARGE', 413, 'API-1'],
    },
  ]));

test('API-2, API-12 a field that is unknown, missing or of another shape is refused', (t) =>
  areRefused(t, [
    {
      says: 'an unknown field',
      asking: { body: order({ leverage: 50 }) },
      is: ['FIELD_UNKNOWN', 400, 'API-2', 'leverage'],
    },
    {
      says: '__proto__',
      asking: { text: JSON.stringify(order()).replace('{', '{"__proto__":{"quantity":9},') },
      is: ['FIELD_UNKNOWN', 400, 'API-2', '__proto__'],
    },
    {
      says: '__proto__ instead of the fields',
      asking: { text: `{"__proto__":${JSON.stringify(order())}}` },
      is: ['FIELD_UNKNOWN', 400, 'API-2', '__proto__'],
    },
    {
      says: 'constructor',
      asking: { body: order({ constructor: { prototype: { admin: true } } }) },
      is: ['FIELD_UNKNOWN', 400, 'API-2', 'constructor'],
    },
    ...['contract', 'side', 'price', 'quantity'].map(
      (field): Bad => ({
        says: `no ${field}`,
        asking: { body: order({ [field]: undefined }) },
        is: ['FIELD_MISSING', 400, 'API-2', field],
      }),
    ),
    ...badValues('side', ['BUY', 'long', '', 0, null, ['buy']], ['FIELD_INVALID', 400, 'API-2', 'side']),
    ...badValues('timeInForce', ['FAK', 'gtc', 1, null], ['FIELD_INVALID', 400, 'API-2', 'timeInForce']),
    ...badValues(
      'clientOrderId',
      ['', 'x'.repeat(65), 'a b', 'ä', 7, null, 'a\n'],
      ['FIELD_INVALID', 400, 'API-2', 'clientOrderId'],
    ),
    ...badValues('contract', [2612, null, {}, true], ['FIELD_INVALID', 400, 'API-2', 'contract']),
    {
      says: 'an unknown query',
      method: 'GET',
      path: '/contracts/SIT2612/trades?from=1',
      asking: {},
      is: ['FIELD_UNKNOWN', 400, 'API-2', 'from'],
    },
    ...['0', '-1', '1.5', '1e3', '0x10', 'ten', '1001', '', '99999999999999999999'].map(
      (limit): Bad => ({
        says: `limit ${limit}`,
        method: 'GET',
        path: `/contracts/SIT2612/trades?limit=${limit}`,
        asking: {},
        is: ['FIELD_INVALID', 400, 'API-2', 'limit'],
      }),
    ),
    {
      says: 'a limit twice',
      method: 'GET',
      path: '/contracts/SIT2612/trades?limit=1&limit=2',
      asking: {},
      is: ['FIELD_INVALID', 400, 'API-2', 'limit'],
    },
    {
      says: 'no interval',
      method: 'GET',
      path: '/contracts/SIT2612/candles',
      asking: {},
      is: ['FIELD_MISSING', 400, 'API-2', 'interval'],
    },
    {
      says: 'an interval that there is not',
      method: 'GET',
      path: '/contracts/SIT2612/candles?interval=5m',
      asking: {},
      is: ['FIELD_INVALID', 400, 'API-2', 'interval'],
    },
    ...['0', 'abc', '1.5', '-3', '1e3', '9007199254740993'].map(
      (number): Bad => ({
        says: `order ${number}`,
        method: 'DELETE',
        path: `/orders/${number}`,
        asking: {},
        is: ['FIELD_INVALID', 400, 'API-2', 'order'],
      }),
    ),
    {
      says: 'a date that is none',
      method: 'GET',
      path: '/index/fixings/yesterday',
      asking: {},
      is: ['FIELD_INVALID', 400, 'API-2', 'date'],
    },
  ]));

test('API-3, API-12 a price that is not a decimal string on the tick and in range is refused', (t) =>
  areRefused(t, [
    ...badValues('price', [1.5, 2, null, true, ['1.500'], {}], ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price']),
    ...badValues(
      'price',
      [
        '',
        ' 1.500',
        '1.500 ',
        '+1.500',
        '1.5e0',
        '15e-1',
        'NaN',
        'Infinity',
        '-Infinity',
        '0x1',
        '1,500',
        '1.',
        '.5',
        '１.500',
      ],
      ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price'],
    ),
    ...badValues('price', ['1.5000000000', '1.50000000001'], ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price']),
    ...badTexts('price', ['1e400', '-1e400', '9007199254740993'], ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price']),
    ...badValues('price', ['1.5005', '1.500000001', '1.4999'], ['PRICE_OFF_TICK', 400, 'API-3', 'price']),
    ...badValues(
      'price',
      ['-1.500', '-0.001', '0', '0.000', '-0', '50.001', '999999999999999', '9007199254740993', '9'.repeat(400)],
      ['PRICE_OUT_OF_RANGE', 400, 'API-3', 'price'],
    ),
  ]));

test('API-4, API-12 a quantity that is not a whole positive number that can be counted is refused', (t) =>
  areRefused(t, [
    ...badValues('quantity', ['5', null, true, [5], 1.5, -0.5], ['QUANTITY_NOT_WHOLE', 400, 'API-4', 'quantity']),
    ...badTexts(
      'quantity',
      ['5.0', '5e0', '1e3', '1.00000000000000000001', '1e400', '-1e400', '1e-400'],
      ['QUANTITY_NOT_WHOLE', 400, 'API-4', 'quantity'],
    ),
    ...badTexts(
      'quantity',
      ['0', '-0', '-1', '-9007199254740993'],
      ['QUANTITY_NOT_POSITIVE', 400, 'API-4', 'quantity'],
    ),
    ...badTexts(
      'quantity',
      ['9007199254740992', '9007199254740993', '18446744073709551617', '9'.repeat(400)],
      ['QUANTITY_TOO_LARGE', 400, 'API-4', 'quantity'],
    ),
  ]));

test('API-5, API-12 whoever has no key, or one that no account has, is refused before anything else is looked at', async (t) => {
  const missing = ['KEY_MISSING', 401, 'API-5'] as const;
  const unknown = ['KEY_UNKNOWN', 401, 'API-5'] as const;
  const routes = [
    ['GET', '/account'],
    ['GET', '/account/orders'],
    ['GET', '/account/fills'],
    ['GET', '/account/statements'],
    ['GET', '/account/statements/2026-11-23'],
    ['GET', '/account/clients'],
    ['POST', '/account/clients'],
    ['GET', '/operator/reconciliation'],
    ['GET', '/operator/large-traders'],
    ['POST', '/orders'],
    ['POST', '/orders/preview'],
    ['GET', '/orders/1'],
    ['DELETE', '/orders/1'],
    ['DELETE', '/orders'],
    ['PATCH', '/orders/1'],
    ['POST', '/orders/pair'],
    ['PUT', '/quotes'],
    ['PUT', '/protection/SIT'],
    ['POST', '/protection/SIT/reset'],
    ['DELETE', '/protection/SIT'],
    ['GET', '/makers/report'],
  ] as const;
  await areRefused(t, [
    ...routes.map(
      ([method, path]): Bad => ({ says: `${method} ${path}`, method, path, asking: { key: undefined }, is: missing }),
    ),
    ...routes.map(
      ([method, path]): Bad => ({ says: `${method} ${path}`, method, path, asking: { key: 'tp_0' }, is: unknown }),
    ),
    { says: 'another scheme', asking: { key: undefined, headers: { authorization: 'Basic YW5uYTo=' } }, is: missing },
    { says: 'an empty key', asking: { key: undefined, headers: { authorization: 'Bearer ' } }, is: missing },
    { says: 'a body that is not read', asking: { key: undefined, text: '{' }, is: missing },
  ]);
});

test('API-5 a key opens its own account alone, and the venue keeps no key', async (t) => {
  const doors = await OpenDoors.with(t);
  assert.equal((await doors.client('bao').account()).account, 'bao');
  const { key } = await doors.client().openAccount('chen');
  assert.match(key, /^tp_[0-9a-f]{64}$/);
  doors.client().key = key;
  assert.ok(!JSON.stringify(doors.exchange.snapshot()).includes(key.slice(3)));
  for (const bytes of (doors.storage.disk as unknown as { files: Map<string, Uint8Array> }).files.values())
    assert.ok(!Buffer.from(bytes).includes(key.slice(3)));
});

test('API-6, API-12 what is not there is said to be not there', (t) =>
  areRefused(t, [
    ...badValues(
      'contract',
      ['SIT9912', '', 'sit2612', 'SIT2612 ', 'X'.repeat(99)],
      ['CONTRACT_UNKNOWN', 404, 'API-6', 'contract'],
    ),
    ...['', '/book', '/trades', '/candles?interval=1m', '/settlements'].map(
      (path): Bad => ({
        says: `a contract that is not listed${path}`,
        method: 'GET',
        path: `/contracts/SIT9912${path}`,
        asking: {},
        is: ['CONTRACT_UNKNOWN', 404, 'API-6', 'code'],
      }),
    ),
    {
      says: 'cancelling in a contract that is not listed',
      method: 'DELETE',
      path: '/orders?contract=SIT9912',
      asking: {},
      is: ['CONTRACT_UNKNOWN', 404, 'API-6', 'contract'],
    },
    {
      says: 'a day without fixing',
      method: 'GET',
      path: '/index/fixings/2020-01-01',
      asking: {},
      is: ['NOT_FOUND', 404, 'API-6', 'date'],
    },
    {
      says: 'no day',
      method: 'GET',
      path: '/index/fixings/2026-02-30',
      asking: {},
      is: ['NOT_FOUND', 404, 'API-6', 'date'],
    },
    { says: 'no route', method: 'GET', path: '/nothing', asking: {}, is: ['NOT_FOUND', 404, 'API-6'] },
    {
      says: 'a code far too long',
      method: 'GET',
      path: `/contracts/${'A'.repeat(9_000)}`,
      asking: {},
      is: ['NOT_FOUND', 404, 'API-6'],
    },
    { says: 'no route to post to', path: '/nothing', asking: { body: {} }, is: ['NOT_FOUND', 404, 'API-6'] },
    {
      says: 'a broken address',
      method: 'GET',
      path: '/contracts/%E0%A4%A',
      asking: {},
      is: ['NOT_FOUND', 404, 'API-6'],
    },
    { says: 'the stream as a page', method: 'GET', path: '/stream', asking: {}, is: ['NOT_FOUND', 404, 'API-6'] },
    {
      says: 'a method for another',
      method: 'PUT',
      asking: { body: order() },
      is: ['METHOD_NOT_ALLOWED', 405, 'API-6'],
    },
    {
      says: 'deleting the venue',
      method: 'DELETE',
      path: '/venue',
      asking: {},
      is: ['METHOD_NOT_ALLOWED', 405, 'API-6'],
    },
    {
      says: 'replacing an order',
      method: 'PUT',
      path: '/orders/1',
      asking: {},
      is: ['METHOD_NOT_ALLOWED', 405, 'API-6'],
    },
  ]));

test('API-6 a wrong method is told the right ones', async (t) => {
  const doors = await OpenDoors.with(t);
  const { headers } = await doors.ask('PUT', '/orders', { key: doors.keyOf('anna'), body: order() });
  assert.equal(headers.get('allow'), 'POST, DELETE');
});

/** A route that takes orders inside of a larger body. */
const within = (method: string, path: string, bodies: readonly (readonly [body: object, is: Bad['is']])[]): Bad[] =>
  bodies.map(([body, is]) => ({
    says: `${method} ${path} ${JSON.stringify(body)}`,
    method,
    path,
    asking: { body },
    is,
  }));

test('API-20, API-12 a term that has a value that it cannot have is refused', (t) => {
  const invalid = (field: string): Bad['is'] => ['FIELD_INVALID', 400, 'API-2', field];
  const trigger = (value: object, is: Bad['is']): Bad[] => badValues('trigger', [value], is);
  const sizes = ['minimumQuantity', 'displayQuantity'].flatMap((field) => [
    ...badValues(field, ['2', 1.5, null, true], ['QUANTITY_NOT_WHOLE', 400, 'API-4', field]),
    ...badValues(field, [0, -1], ['QUANTITY_NOT_POSITIVE', 400, 'API-4', field]),
    ...badTexts(field, ['9007199254740993'], ['QUANTITY_TOO_LARGE', 400, 'API-4', field]),
  ]);
  return areRefused(t, [
    ...sizes,
    ...badValues('type', ['stop', 'MARKET', null, 1], invalid('type')),
    ...badValues('postOnly', [true, 'yes', null], invalid('postOnly')),
    ...badValues('reduceOnly', ['true', 1, null], invalid('reduceOnly')),
    ...badValues('protected', ['true', 1, null], invalid('protected')),
    ...badValues('selfTradePrevention', ['cancel', null, true], invalid('selfTradePrevention')),
    ...badValues(
      'goodTill',
      ['tomorrow', '2026-02-30', '2026-13-01', '2026-12-1', 20_788, null, ''],
      invalid('goodTill'),
    ),
    ...badValues('trigger', ['1.500', null, 5, ['last']], invalid('trigger')),
    ...trigger({ price: '1.600' }, ['FIELD_MISSING', 400, 'API-2', 'by']),
    ...trigger({ by: 'bid', price: '1.600' }, invalid('by')),
    ...trigger({ by: 'last', price: '1.600', at: 1 }, ['FIELD_UNKNOWN', 400, 'API-2', 'at']),
    ...trigger({ by: 'last', price: 1.6 }, ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price']),
    ...trigger({ by: 'last', trail: '1e-2' }, ['PRICE_NOT_DECIMAL', 400, 'API-3', 'trail']),
    ...trigger({ by: 'last', price: '1.6005' }, ['PRICE_OFF_TICK', 400, 'API-3', 'trigger']),
    ...trigger({ by: 'last', trail: '0.0105' }, ['PRICE_OFF_TICK', 400, 'API-3', 'trigger']),
    ...trigger({ by: 'last', trail: '-0.010' }, ['PRICE_OUT_OF_RANGE', 400, 'API-3', 'trigger']),
    ...trigger({ by: 'last', trail: '0' }, ['PRICE_OUT_OF_RANGE', 400, 'API-3', 'trigger']),
    ...trigger({ by: 'last', price: '50.001' }, ['PRICE_OUT_OF_RANGE', 400, 'API-3', 'trigger']),
    ...['market', 'marketToLimit'].flatMap((type): Bad[] => [
      { says: `${type} with a price`, asking: { body: order({ type }) }, is: ['FIELD_UNKNOWN', 400, 'API-2', 'price'] },
    ]),
  ]);
});

test('API-22, API-23, API-12 a pair, an amendment, a quote or a mass cancellation of another shape is refused', (t) => {
  const missing = (field: string): Bad['is'] => ['FIELD_MISSING', 400, 'API-2', field];
  const unknown = (field: string): Bad['is'] => ['FIELD_UNKNOWN', 400, 'API-2', field];
  const invalid = (field: string): Bad['is'] => ['FIELD_INVALID', 400, 'API-2', field];
  const quote = (changes: object, ...others: object[]) => ({
    quotes: [
      { contract: 'SIT2612', bid: { price: '1.490', quantity: 1 } },
      { contract: 'SIT2701', ...changes },
      ...others,
    ],
  });
  const bid = (price: unknown, quantity: unknown = 1) => quote({ bid: { price, quantity } });
  return areRefused(t, [
    ...within('POST', '/orders/pair', [
      [{ first: order() }, missing('second')],
      [{ first: order(), second: 7 }, invalid('second')],
      [{ first: order(), second: order({ price: undefined }) }, missing('price')],
      [{ first: order(), second: order({ price: '1.5005' }) }, ['PRICE_OFF_TICK', 400, 'API-3', 'price']],
      [{ first: order({ clientOrderId: 'a' }), second: order() }, unknown('clientOrderId')],
      [{ first: order(), second: order({ contract: 'SIT9912' }) }, ['CONTRACT_UNKNOWN', 404, 'API-6', 'contract']],
    ]),
    ...within('PUT', '/quotes', [
      [{}, missing('quotes')],
      [{ quotes: {} }, invalid('quotes')],
      [{ quotes: [1] }, invalid('quotes')],
      [{ quotes: Array.from({ length: 51 }, () => ({ contract: 'SIT2612' })) }, invalid('quotes')],
      [quote({ offer: {} }), unknown('offer')],
      [quote({ bid: { price: '1.490' } }), missing('quantity')],
      [bid(1.49), ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price']],
      [bid('1.4905'), ['PRICE_OFF_TICK', 400, 'API-3', 'bid']],
      [bid('1.490', 0), ['QUANTITY_NOT_POSITIVE', 400, 'API-4', 'quantity']],
      [bid('1.490', 1.5), ['QUANTITY_NOT_WHOLE', 400, 'API-4', 'quantity']],
      [quote({}, { contract: 'SIT9912' }), ['CONTRACT_UNKNOWN', 404, 'API-6', 'contract']],
    ]),
    ...within('PATCH', '/orders/1', [
      [{ side: 'sell' }, unknown('side')],
      [{ price: 1.5 }, ['PRICE_NOT_DECIMAL', 400, 'API-3', 'price']],
      [{ quantity: 0 }, ['QUANTITY_NOT_POSITIVE', 400, 'API-4', 'quantity']],
      [{ price: '1.500' }, ['ORDER_UNKNOWN', 404, 'ORD-8']],
    ]),
    { says: 'a side that is none', method: 'DELETE', path: '/orders?side=both', asking: {}, is: invalid('side') },
    { says: 'a price of many', method: 'DELETE', path: '/orders?price=1.5', asking: {}, is: unknown('price') },
  ]);
});
