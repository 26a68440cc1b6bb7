/** What everyone sees who opens the address, without an account. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, TerminalInBrowser, textOf } from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();

test('TRM-1 the first look shows ten SIT contracts with prices, as the venue lists them', async () => {
  const page = await terminal.visit();
  const rows = await Promise.all((await page.locator('.contracts tbody tr').all()).map(cellsOf));
  const tickers = (await terminal.client().contracts()).filter(({ product }) => product === 'SIT');
  assert.equal(rows.length, 10);
  assert.deepEqual(
    rows.map(([contract]) => contract),
    tickers.map(({ contract }) => contract).sort(),
  );
  for (const [, last, change, changePercent, bid, ask] of rows) {
    assert.match(last ?? '', /^(\d\.\d{3}|–)$/);
    assert.match(change ?? '', /^[+−]?0\.\d{3}$/);
    assert.match(changePercent ?? '', /^[+−]?\d+\.\d{2}$/);
    assert.ok(Number(bid) > 0 && Number(bid) < Number(ask), `${bid} is bid and ${ask} is asked`);
  }
  const settled = page.locator('.heading dl > div', { hasText: 'Settlement price' }).locator('dd');
  assert.equal(await textOf(settled), tickers.find(({ contract }) => contract === 'SIT2612')?.settlementPrice);
});

test('TRM-1 the other product is one tab away', async () => {
  const page = await terminal.visit();
  await page.getByRole('tab', { name: 'SITP' }).click();
  await page.getByRole('button', { name: 'SITP2612' }).click();
  await page.getByRole('region', { name: 'Contract SITP2612' }).waitFor();
  assert.match(await textOf(page.locator('.heading-price strong')), /^\d\.\d{2}$/);
});

test('TRM-1, CON-15 compute is one tab further, in its own unit and by its own index', async () => {
  const page = await terminal.visit();
  await page.getByRole('tab', { name: 'SCU' }).click();
  await page.getByRole('button', { name: 'SCU2612' }).click();
  await page.getByRole('region', { name: 'Contract SCU2612' }).waitFor();
  assert.match(await textOf(page.locator('.heading-price strong')), /^\d\.\d{3}$/);
  const rows = await page.locator('.contracts tbody tr').all();
  assert.equal(rows.length, 5);
  await page.getByLabel('Price, USD per compute unit').waitFor();
  const { fixing } = await terminal.client().index();
  assert.equal(fixing.compute, '3.990000');
  assert.match(await textOf(page.getByRole('banner')), /Compute\s*3\.990/);
});

test('TRM-2, TRM-12 the header says phase, venue time, trade date, end of the day, who trades, and that it is heard', async () => {
  const page = await terminal.visit();
  const header = await textOf(page.getByRole('banner'));
  assert.match(header, /Tokenpit/);
  assert.match(header, /Trading/);
  assert.match(header, /09:\d\d:\d\d UTC/);
  assert.match(header, /Settles in 14 h \d\d min/);
  assert.match(header, /Fri 20 Nov 2026/);
  assert.match(header, /Simulated participants trade here/);
  assert.match(header, /Connected/);
});

test('TRM-3, TRM-12 a trade comes onto the tape as it happens, and only simulated ones are marked', async () => {
  const page = await terminal.visit();
  const { key } = await terminal.client().openAccount('passer-by');
  const client = terminal.client(key);
  const { askPrice } = await client.contract('SIT2612');
  const order = { contract: 'SIT2612', side: 'buy', quantity: 7, timeInForce: 'IOC' } as const;
  const { fills } = await client.placeOrder({ ...order, price: askPrice ?? '' });
  const [fill] = fills;
  assert.ok(fill);
  const row = page.locator('.tape tbody tr', { hasText: `${fill.price}+${fill.quantity}` });
  await row.first().waitFor();
  assert.deepEqual((await cellsOf(row)).slice(1), [fill.price, `+${fill.quantity}`, '']);
  assert.ok((await page.locator('.tape tbody .sim').count()) > 0);
});

test('TRM-3 candles are drawn by the minute, the hour and the day', async () => {
  const page = await terminal.visit();
  for (const [choice, words] of [
    ['1m', 'one candle a minute'],
    ['1d', 'one candle a day'],
    ['1h', 'one candle an hour'],
  ] as const) {
    await page.getByRole('button', { name: choice, exact: true }).click();
    await page.getByText(words).waitFor({ state: 'attached' });
    assert.ok((await page.locator('.chart canvas').count()) > 0);
  }
  assert.equal(await page.locator('.chart a[href*="tradingview"]').count(), 1);
});
