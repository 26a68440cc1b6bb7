/** A series of one's own: taken whole, or refused with every bad line by its number. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDate } from '#core/calendar.ts';
import { CsvUnreadable, readDatedCsv } from '#lab/series/dated-csv.ts';

const refused = (text: string): string[] => {
  try {
    readDatedCsv(text);
  } catch (cause) {
    assert.ok(cause instanceof CsvUnreadable);
    return cause.message.split('\n');
  }
  return [];
};

test('dates and prices are read exactly, with or without a heading, spaces, and lines that end as on Windows', () => {
  const { dates, prices } = readDatedCsv(
    '\uFEFFdate,price\r\n2026-11-20,2.135948\r\n 2026-11-23 , 0.000001\r\n\r\n2028-02-29,1000\r\n',
  );
  assert.deepEqual(dates.map(formatDate), ['2026-11-20', '2026-11-23', '2028-02-29']);
  assert.deepEqual(prices, [2_135_948, 1, 1_000_000_000]);
  assert.deepEqual(readDatedCsv('2026-11-20,0.1').prices, [100_000]);
  assert.deepEqual(readDatedCsv('').prices, []);
});

test('everything that is wrong is named at once, by line and reason', () => {
  const lines = [
    '2026-11-20,2.1',
    '2026-11-20,2.1',
    '2026-11-19,2.1',
    '2026-02-29,2.1',
    '21.11.2026,2.1',
    '2026-11-21;2.1',
    '2026-11-22,2.1,3',
    '2026-11-23,two',
    '2026-11-24,-2.1',
    '2026-11-25,0',
    '2026-11-26,1000.000001',
    '2026-11-27,2.1234567',
    'date,price',
  ];
  assert.deepEqual(refused(lines.join('\n')), [
    'line 2: 2026-11-20 does not come after 2026-11-20',
    'line 3: 2026-11-19 does not come after 2026-11-20',
    'line 4: "2026-02-29" is not a day like 2026-11-20',
    'line 5: "21.11.2026" is not a day like 2026-11-20',
    'line 6: has to be date,price and is "2026-11-21;2.1"',
    'line 7: has to be date,price and is "2026-11-22,2.1,3"',
    'line 8: "two" is not a price like 2.135948',
    'line 9: "-2.1" is not a price like 2.135948',
    'line 10: 0 is not above 0 and up to 1000',
    'line 11: 1000.000001 is not above 0 and up to 1000',
    'line 12: "2.1234567" is not a price like 2.135948',
    'line 13: "date" is not a day like 2026-11-20',
  ]);
});

test('of very many bad lines the first twenty are named and the rest counted', () => {
  const problems = refused(Array(30).fill('nothing').join('\n'));
  assert.equal(problems.length, 21);
  assert.equal(problems.at(-1), 'and 10 more lines');
});
