/** Frequent messages read by one expression, against the same messages read as JSON and held to their schemas. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlainOrder, readPlain } from '#session/plain-messages.ts';
import { parseJson, readFields } from '#session/reading.ts';
import { CancelOrderMessage, PlaceOrderMessage } from '#wire/stream.ts';

const order = '{"contract":"SIT2612","side":"buy","price":"1.523","quantity":7}';
const place = `{"op":"placeOrder","id":1,"order":${order}}`;
const cancel = '{"op":"cancelOrder","id":2,"order":15}';

test('API-29, API-4 what is read as plain is what its schema takes, value by value', () => {
  const values = {
    id: ['0', '1', '123456789012345'],
    contract: ['SIT2612', 'B', 'ABCDEFGH12345678'],
    side: ['buy', 'sell'],
    price: ['1', '0.131072', '000.5', '123456789.123456789'],
    quantity: ['1', '999999999'],
    more: ['', ',"clientOrderId":"a.b_c:d-1"', `,"clientOrderId":"${'x'.repeat(64)}"`],
  };
  let read = 0;
  for (const id of values.id)
    for (const contract of values.contract)
      for (const side of values.side)
        for (const price of values.price)
          for (const quantity of values.quantity)
            for (const more of values.more) {
              const asked = `"contract":"${contract}","side":"${side}","price":"${price}","quantity":${quantity}${more}`;
              const text = `{"op":"placeOrder","id":${id},"order":{${asked}}}`;
              const plain = readPlain(text);
              assert.ok(plain instanceof PlainOrder, text);
              const long = readFields(PlaceOrderMessage, parseJson(text) as Record<string, unknown>);
              assert.deepEqual({ ...plain }, long);
              read += 1;
            }
  assert.equal(read, 3 * 3 * 2 * 4 * 2 * 3);
  for (const number of ['1', '15', '999999999999999']) {
    const text = `{"op":"cancelOrder","id":0,"order":${number}}`;
    const long = readFields(CancelOrderMessage, parseJson(text) as Record<string, unknown>);
    assert.deepEqual({ ...(readPlain(text) as object) }, long);
  }
});

test('API-29 messages that came together are read in their order', () => {
  const together = readPlain(`[${place},${cancel},${place}]`);
  assert.deepEqual(JSON.parse(JSON.stringify(together)), JSON.parse(`[${place},${cancel},${place}]`));
});

test('API-29, API-4 a frame with anything that is not plain is left to JSON, all of it', () => {
  const others = [
    '',
    '[]',
    '[',
    `[${place}`,
    `[${place},]`,
    `[${place}]]`,
    `[${place}] `,
    `[${place} ,${place}]`,
    `[${place};${place}]`,
    `${place}${place}`,
    `${place} `,
    ` ${place}`,
    `[${place},{"op":"ping"}]`,
    place.replace('"id":1', '"id":"1"'),
    place.replace('"id":1', '"id":-1'),
    place.replace('"id":1', '"id":01'),
    place.replace('"id":1', '"id":1.0'),
    place.replace('"id":1', '"id":1234567890123456'),
    place.replace('"id":1,', ''),
    place.replace('"quantity":7', '"quantity":0'),
    place.replace('"quantity":7', '"quantity":7.0'),
    place.replace('"quantity":7', '"quantity":7e1'),
    place.replace('"quantity":7', '"quantity":"7"'),
    place.replace('"quantity":7', '"quantity":1234567890'),
    place.replace('"quantity":7', '"quantity":7,"postOnly":"refuse"'),
    place.replace('"quantity":7', '"quantity":7,"clientOrderId":""'),
    place.replace('"quantity":7', `"quantity":7,"clientOrderId":"${'x'.repeat(65)}"`),
    place.replace('"quantity":7', '"quantity":7,"clientOrderId":"a\\u0062"'),
    place.replace('"1.523"', '"-1.523"'),
    place.replace('"1.523"', '"1."'),
    place.replace('"1.523"', '1.523'),
    place.replace('SIT2612', 'SIT2612-SIT2701'),
    place.replace('"buy"', '"BUY"'),
    place.replace('placeOrder', 'amendOrder'),
    cancel.replace('15', '0'),
    cancel.replace('15', '-15'),
    cancel.replace('15', '"15"'),
    cancel.replace('}', ',"order":16}'),
  ];
  for (const text of others) assert.equal(readPlain(text), undefined, text);
});
