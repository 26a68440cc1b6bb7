/** Files of contributions: what they say, and what is wrong with them, line by line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { millionths } from '#core/units.ts';
import {
  CONTRIBUTION_BYTES_MAX,
  ContributionInvalid,
  type Registered,
  readContribution,
} from '#feeds/contribution-csv.ts';
import { at } from './readings.ts';

const now = at('2026-11-20T12:00Z');
const PRICES = 'observedAt,seller,listing,input,cached,output';
const HOURS = 'observedAt,seller,gpu,hour';

/** A registry in which acme sells models of many names, and hours of one GPU. */
const listing = (name: string) => ({ seller: 'acme', listing: name, model: 'M', volume: 1 });
const names = ['acme-large', 'free', 'a model', 'a, "b"', ' r', 'two\nlines', ...'bmnopqx'];
const registry: Registered = {
  listings: [...names, ...Array.from({ length: 10_001 }, (_, i) => `m${i}`)].map(listing),
  gpus: [{ gpu: 'H100-80GB-SXM', units: millionths(1_000_000) }],
  gpuSellers: [{ seller: 'acme', owner: 'acme', volume: 1 }],
};

const read = (text: string | Uint8Array) => readContribution(Buffer.from(text), now, [registry]);
const file = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

function wrong(text: string | Uint8Array, ...expected: readonly string[]): void {
  assert.throws(
    () => read(text),
    (error) => {
      assert.ok(error instanceof ContributionInvalid, `${error}`);
      assert.deepEqual(
        error.problems.map(({ place, reason }) => `${place} ${reason}`),
        expected,
      );
      return true;
    },
  );
}

test('IDX-45 a file of prices says what was posted, in dollars per million tokens, and when it was seen', () => {
  const { prices, gpuHours } = read(
    file(PRICES, '2026-11-20T09:30Z,acme,acme-large,1.25,0.125,5', '2026-11-20T12:00:00.000Z,acme,free,0,,0.000001'),
  );
  const large = { seller: 'acme', listing: 'acme-large', observedAt: Date.UTC(2026, 10, 20, 9, 30) };
  const free = { seller: 'acme', listing: 'free', observedAt: now };
  assert.deepEqual(prices, [
    { ...large, input: 1_250_000, cached: 125_000, output: 5_000_000 },
    { ...free, input: 0, cached: null, output: 1 },
  ]);
  assert.deepEqual(gpuHours, []);
});

test('IDX-45 a file of GPU hours says what an hour costs', () => {
  const { prices, gpuHours } = read(file(HOURS, '2026-11-20T09:30:15Z,acme,H100-80GB-SXM,2.19'));
  const observedAt = Date.UTC(2026, 10, 20, 9, 30, 15);
  assert.deepEqual(gpuHours, [{ seller: 'acme', gpu: 'H100-80GB-SXM', observedAt, hour: 2_190_000 }]);
  assert.deepEqual(prices, []);
});

test('IDX-45 files are read as RFC 4180 and its readers have them', () => {
  const plain = read(file(PRICES, '2026-11-20T09:30Z,acme,a model,1,,2', '2026-11-20T09:31Z,acme,b,1,,2'));
  const quoted = '"2026-11-20T09:30Z","acme","a model","1","","2"';
  assert.deepEqual(read(`\ufeff${PRICES}\r\n\r\n${quoted}\r\n2026-11-20T09:31Z,acme,b,1,,2`), plain);
  const [odd] = read(file(PRICES, '2026-11-20T09:30Z,acme,"a, ""b""",1,,2')).prices;
  assert.equal(odd?.listing, 'a, "b"');
});

test('IDX-45 of a file with a mistake nothing is taken, and every mistake is told with its line', () => {
  const good = '2026-11-20T09:30Z,acme,m,1,,2';
  wrong(
    file(
      PRICES,
      good,
      '2026-11-20T09:30Z,acme,n,1e3,-1,1.2345678',
      '20.11.2026,,o,1,,2',
      '2026-11-20T09:30Z,acme,p,1,2',
      '2026-11-20T12:01Z,acme,q,1,,2',
      '2026-02-30T09:30Z,acme, r,1,,99999999',
      good,
    ),
    'line 3 input is not an amount like 1.25',
    'line 3 output is not an amount like 1.25',
    'line 3 cached is not an amount like 1.25',
    'line 4 seller is not a name',
    'line 4 observedAt is not a time like 2026-11-20T09:30Z',
    'line 4 speaks of what is not in the registry',
    'line 5 has 5 fields and not 6',
    'line 6 observedAt has not come yet',
    'line 7 observedAt is not a time like 2026-11-20T09:30Z',
    'line 7 output is not an amount like 1.25',
    'line 7 listing is not a name',
    'line 8 says something again about one name and moment',
  );
  const hour = '2026-11-20T09:30Z,acme,H100-80GB-SXM,';
  for (const text of [hour, `${hour}-1`, `${hour}1000.000001`])
    wrong(file(HOURS, text), 'line 2 hour is not an amount like 1.25');
});

test('IDX-45 a line is counted where it ends, over quoted breaks and empty lines', () => {
  const text = file(PRICES, '', '2026-11-20T09:30Z,acme,"two\nlines",1,,2', '2026-11-20T09:30Z,acme,x,one,,2');
  wrong(text, 'line 4 listing is not a name', 'line 5 input is not an amount like 1.25');
});

test('IDX-45 a file speaks of what the registry has, or one that is announced', () => {
  const unknown = 'line 2 speaks of what is not in the registry';
  wrong(file(PRICES, '2026-11-20T09:30Z,acme,unheard-of,1,,2'), unknown);
  wrong(file(PRICES, '2026-11-20T09:30Z,bolt,m,1,,2'), unknown);
  wrong(file(HOURS, '2026-11-20T09:30Z,acme,B200,2'), unknown);
  wrong(file(HOURS, '2026-11-20T09:30Z,bolt,H100-80GB-SXM,2'), unknown);
  const announced = { ...registry, listings: [listing('unheard-of')] };
  const bytes = Buffer.from(file(PRICES, '2026-11-20T09:30Z,acme,unheard-of,1,,2'));
  assert.equal(readContribution(bytes, now, [registry, announced]).prices.length, 1);
});

test('IDX-45 times are of UTC and say so', () => {
  for (const time of [
    '2026-11-20',
    '2026-11-20T09:30',
    '2026-11-20T09:30+01:00',
    '2026-11-20 09:30Z',
    '2026-11-20T24:00Z',
  ])
    wrong(file(PRICES, `${time},acme,m,1,,2`), 'line 2 observedAt is not a time like 2026-11-20T09:30Z');
});

test('IDX-45 what is no such file is refused as a whole', () => {
  const neither = `line 1 is neither ${PRICES} nor ${HOURS}`;
  for (const text of ['', 'a,b,c\n', file('seller,observedAt,listing,input,cached,output'), '<html>'])
    wrong(text, neither);
  wrong(file(PRICES), 'line 1 is all there is');
  wrong(`${PRICES}\n2026-11-20T09:30Z,acme,"m,1,,2\n`, 'line 2 has a quotation mark that nothing matches');
  wrong(`${PRICES}\n"a"b,c\n`, 'line 2 has a quotation mark that nothing matches');
  wrong(Buffer.from([0xff, 0xfe, 0x41]), 'line 1 begins a file that is not UTF-8');
  wrong('x'.repeat(CONTRIBUTION_BYTES_MAX + 1), `line 1 begins more than ${CONTRIBUTION_BYTES_MAX} bytes`);
});

test('IDX-45 ten thousand rows are read and not one more; of many mistakes the first hundred are told', () => {
  const rows = (count: number, input: string): string[] =>
    Array.from({ length: count }, (_, i) => `2026-11-20T09:30Z,acme,m${i},${input},,2`);
  assert.equal(read(file(PRICES, ...rows(10_000, '1'))).prices.length, 10_000);
  wrong(file(PRICES, ...rows(10_001, '1')), 'line 10002 is one more than 10000 rows');
  const told = Array.from({ length: 100 }, (_, i) => `line ${i + 2} input is not an amount like 1.25`);
  wrong(file(PRICES, ...rows(150, 'x')), ...told, 'further on there are 50 more');
});
