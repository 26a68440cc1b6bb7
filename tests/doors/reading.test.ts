/** How JSON is read: quickly where nothing unusual is in it, and always to the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '#session/reading.ts';

test('API-3, API-4 a number is whole and written in digits, wherever it stands; any other is none', () => {
  const read: [text: string, number: number][] = [
    ['7', 7],
    ['-7', -7],
    ['-0', -0],
    ['123456789012345', 123_456_789_012_345],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', Number.POSITIVE_INFINITY],
    ['-9007199254740993', Number.NEGATIVE_INFINITY],
    ['1.0', Number.NaN],
    ['-1.5', Number.NaN],
    ['1e0', Number.NaN],
    ['1E3', Number.NaN],
    ['123456789012345678e-3', Number.NaN],
  ];
  for (const [text, number] of read)
    for (const around of [
      '$',
      ' $ ',
      '[$]',
      '[ $]',
      '[1, $ ,2]',
      '{"a":$}',
      '{"a" : \t\n$}',
      '{"a":["1.5",{"b":$}]}',
      '{"1.5":$,"c":1}',
    ]) {
      const numbers: number[] = [];
      JSON.stringify(parseJson(around.replace('$', text)), (_, value: unknown) => {
        if (typeof value === 'number') numbers.push(value);
        return value;
      });
      assert.ok(
        numbers.some((found) => Object.is(found, number)),
        `${around.replace('$', text)} has ${numbers}`,
      );
    }
});

test('API-3, API-4 what looks like a number within a string stays what it is', () => {
  for (const text of ['1.5', ':1.5', ':1.5,', '[1e5]', ',12345678901234567', '\\\\":1.5'])
    assert.deepEqual(parseJson(JSON.stringify({ a: text, b: 1 })), { a: text, b: 1 });
});
