/**
 * Daily statements at the doors: the page of a day as JSON, as comma-separated values and as a page to print.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { AccountId } from '#core/units.ts';
import type { Statement } from '#wire/statements.ts';
import { dollars } from '../model/commands.ts';
import { CONTRACT, OpenDoors, refusalOf } from './open-doors.ts';

const DAY = '2026-11-23';
const PATH = `/account/statements/${DAY}`;

/** Anna has bought 5 of bao's at 1.501, sold 2 of them at 1.500, and withdrawn USD 100; the day has settled. */
async function traded(t: TestContext): Promise<OpenDoors> {
  const doors = await OpenDoors.with(t);
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  await bao.placeOrder({ contract: CONTRACT, side: 'sell', price: '1.501', quantity: 5 });
  await anna.placeOrder({ contract: CONTRACT, side: 'buy', price: '1.501', quantity: 5 });
  await anna.placeOrder({ contract: CONTRACT, side: 'sell', price: '1.500', quantity: 2 });
  await bao.placeOrder({ contract: CONTRACT, side: 'buy', price: '1.500', quantity: 2 });
  await doors.send({ type: 'withdraw', account: 0 as AccountId, amount: dollars(100) });
  await doors.endDay();
  return doors;
}

/** Micro-dollars of a decimal string. */
const micro = (amount: string): bigint => BigInt(amount.replace('.', ''));

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + micro(amount), 0n);

test('MKT-7, MKT-11 the page of a day has every item, position, margin and trade, and adds up', async (t) => {
  const doors = await traded(t);
  const page = await doors.client('anna').statement(DAY);
  // (5 × 1,501 + 2 × 1,500) / 7 = 1,500.71 ticks settle at 1.501: two of the lots were closed a dollar lower each. The
  // taker's fee is 0.01 % of 7,505 dollars, the maker's 0.002 % of 3,000.
  assert.deepEqual(page.items, [
    { item: 'deposits', amount: '1000000.000000' },
    { item: 'withdrawals', amount: '-100.000000' },
    { item: 'realisedVariation', amount: '-2.000000' },
    { item: 'takerFees', amount: '-0.750500' },
    { item: 'makerFees', amount: '-0.060000' },
  ]);
  assert.deepEqual([page.openingBalance, page.closingBalance], ['0.000000', '999897.189500']);
  assert.equal(sum([page.openingBalance, ...page.items.map(({ amount }) => amount)]), micro(page.closingBalance));
  assert.deepEqual(page.positions, [
    {
      contract: CONTRACT,
      carried: 0,
      bought: 5,
      sold: 2,
      reduced: 0,
      position: 3,
      settlementPrice: '1.501',
      realised: '-2.000000',
      unrealised: '0.000000',
      variation: '-2.000000',
    },
  ]);
  // 8 % of 3 × 1,501 dollars, and three quarters of that.
  assert.deepEqual(page.margin, {
    initial: '360.240000',
    parts: [{ label: 'contract', name: CONTRACT, amount: '360.240000' }],
    maintenance: '270.180000',
    excess: '999536.949500',
    call: null,
  });
  assert.deepEqual([page.account, page.member, page.date, page.closed], ['anna', 'anna', DAY, true]);
  assert.deepEqual([page.tradeCount, page.trades.map(({ price }) => price)], [2, ['1.501', '1.500']]);
  assert.equal(page.closingBalance, (await doors.client('anna').account()).balance);
  const [, line] = await doors.client('anna').statements();
  assert.deepEqual(line, {
    date: DAY,
    openingBalance: '0.000000',
    deposits: '1000000.000000',
    withdrawals: '100.000000',
    variation: '-2.000000',
    fees: '0.810500',
    booked: '0.000000',
    closingBalance: '999897.189500',
  });
});

test('MKT-11 the hash is that of the page without its trades, and stays', async (t) => {
  const doors = await traded(t);
  const page = await doors.client('anna').statement(DAY);
  const { hash, trades, ...rest } = page;
  assert.equal(trades.length, 2);
  const names: string[] = [];
  JSON.stringify(rest, (name, value) => {
    names.push(name);
    return value;
  });
  // A list of names says in which order JSON.stringify writes them.
  const text = JSON.stringify(rest, [...new Set(names)].sort());
  assert.equal(hash, createHash('sha256').update(text).digest('hex'));
  await doors.client('anna').placeOrder({ contract: CONTRACT, side: 'buy', price: '1.400', quantity: 1 });
  await doors.endDay();
  assert.deepEqual(await doors.client('anna').statement(DAY), page);
});

test('MKT-11 as comma-separated values it has a line an item, and those of the balance add up', async (t) => {
  const doors = await traded(t);
  const [key, page] = [doors.keyOf('anna'), await doors.client('anna').statement(DAY)];
  const fetched = async (query: string, headers: Record<string, string> = {}) => {
    const url = `${doors.address}/api/v1${PATH}${query}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${key}`, ...headers } });
    return { type: answer.headers.get('content-type'), name: answer.headers.get('content-disposition'), answer };
  };
  const { type, name, answer } = await fetched('?format=csv');
  assert.equal(type, 'text/csv; charset=utf-8');
  assert.equal(name, `attachment; filename="statement-anna-${DAY}.csv"`);
  const text = await answer.text();
  assert.ok(text.endsWith('\r\n') && !/[^\r]\n/.test(text), 'every line ends in CR LF');
  const [head = [], ...lines] = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  assert.deepEqual(head, ['date', 'account', 'kind', 'item', 'contract', 'quantity', 'price', 'amount', 'reference']);
  const rows = lines.map((line) => Object.fromEntries(line.map((field, i) => [head[i], field])));
  assert.ok(rows.every(({ date, account }) => date === DAY && account === 'anna'));
  const amounts = (kind: string) => rows.filter((row) => row.kind === kind).map(({ amount = '' }) => amount);
  const [opening = '', closing = ''] = amounts('balance');
  assert.equal(sum([opening, ...amounts('item')]), micro(closing));
  assert.equal(closing, page.closingBalance);
  assert.deepEqual(
    rows.filter(({ kind }) => kind === 'trade').map(({ quantity, price, amount }) => [quantity, price, amount]),
    [
      ['5', '1.501', '0.750500'],
      ['-2', '1.500', '0.060000'],
    ],
  );
  assert.equal(rows.find(({ item }) => item === 'hash')?.reference, page.hash);
  // The Accept header asks for it too, and `format` goes before the header.
  assert.equal(await (await fetched('', { accept: 'text/csv' })).answer.text(), text);
  for (const [query, accept] of [
    ['?format=json', 'text/csv'],
    ['', '*/*'],
    ['', 'application/json'],
  ] as const)
    assert.deepEqual(await (await fetched(query, { accept })).answer.json(), page);
  assert.equal((await fetched('?format=csv', { accept: 'text/html' })).type, 'text/csv; charset=utf-8');
});

test('MKT-11 as a page to print it says everything that stands on it, and fetches nothing', async (t) => {
  const doors = await traded(t);
  const page: Statement = await doors.client('anna').statement(DAY);
  const html = await doors.client('anna').statementText(DAY, 'html');
  assert.match(html, /^<!doctype html>\n<html lang="en">/);
  for (const text of [
    ...['anna', DAY, page.hash, CONTRACT, '999,897.189500', '−100.000000', '+1,000,000.000000', '360.240000'],
    ...['Trading fees as taker', 'Closing balance', 'Variation realised', 'Excess'],
  ])
    assert.ok(html.includes(text), text);
  assert.doesNotMatch(html, /src=|href=|url\(|<script/);
});

test('MKT-11 the day that runs has a page that has not closed', async (t) => {
  const doors = await traded(t);
  await doors.send({ type: 'deposit', account: 0 as AccountId, amount: dollars(1) });
  const page = await doors.client('anna').statement('2026-11-24');
  assert.deepEqual(
    [page.closed, page.margin, page.items, page.positions.map(({ carried, position }) => [carried, position])],
    [false, null, [{ item: 'deposits', amount: '1.000000' }], [[3, 3]]],
  );
  assert.match(await doors.client('anna').statementText('2026-11-24', 'html'), /has not closed/);
});

test('MKT-11, API-2 a day without a page is unknown, and what is no day is no date', async (t) => {
  const doors = await traded(t);
  const key = doors.keyOf('anna');
  const ask = async (date: string, query = '') =>
    refusalOf(await doors.ask('GET', `/account/statements/${date}${query}`, { key }));
  const unknown = { status: 404, code: 'STATEMENT_UNKNOWN', rule: 'MKT-11', field: 'date' };
  for (const date of ['2026-11-20', '2026-11-25', '1999-12-31', '9999-12-31'])
    for (const query of ['', '?format=csv', '?format=html']) assert.deepEqual(await ask(date, query), unknown, date);
  const invalid = { status: 400, code: 'FIELD_INVALID', rule: 'API-2', field: 'date' };
  for (const date of ['2026-02-30', '2026-13-01', 'yesterday', '2026-11-3', '20261123', '0'])
    assert.deepEqual(await ask(date), invalid, date);
  assert.deepEqual(await ask(DAY, '?format=pdf'), { ...invalid, field: 'format' });
  assert.deepEqual(await ask(DAY, '?as=csv'), { ...invalid, code: 'FIELD_UNKNOWN', field: 'as' });
});
