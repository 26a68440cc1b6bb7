/** What a person with an account can do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import {
  cellsOf,
  figure,
  fillTicket,
  keptKey,
  openPracticeAccount,
  TerminalInBrowser,
  textOf,
} from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();

test('TRM-5 one button opens a practice account, which this browser keeps until it signs out', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const key = await keptKey(page);
  const { account } = await terminal.client(key).account();
  await page.getByRole('heading', { name: `Account ${account}` }).waitFor();
  assert.equal(await figure(page, 'Balance'), '1,000,000.00');

  await page.reload();
  await page.getByRole('heading', { name: `Account ${account}` }).waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  assert.equal(await keptKey(page), undefined);
  await page.getByLabel('Or paste the key').fill('no such key');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('No account has this key.').waitFor();
  await page.getByLabel('Or paste the key').fill(key ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: `Account ${account}` }).waitFor();
});

test('TRM-6 the ticket shows what an order needs before it can be sent', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const { askPrice, initialMargin } = await terminal.client().contract('SIT2612');
  assert.ok(askPrice);
  await fillTicket(page, 'Buy', askPrice, 7);
  // Seven lots of 1,000 million SIT, and a taker's fee of one ten-thousandth of that.
  const value = Math.round(Number(askPrice) * 1_000) * 7;
  assert.equal(await figure(page, 'Value of the order'), dollars(value));
  assert.equal(await figure(page, 'Fee at most'), dollars(value / 10_000));
  assert.equal(await figure(page, 'Margin this order needs'), dollars(Number(initialMargin) * 7));
  assert.equal(await figure(page, 'Available now'), '1,000,000.00');
  assert.match(await figure(page, 'Available after'), /^99\d,\d{3}\.\d\d$/);
  assert.equal(await textOf(page.locator('.send')), `Buy 7 SIT2612 at ${askPrice}Enter`);
});

test('TRM-7, TRM-10 an order rests in the orders and in the depth, and the keyboard cancels it', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const price = await belowTheBook(page);
  await fillTicket(page, 'Buy', price, 2);
  await page.getByLabel('Price, USD per million SIT').press('Enter');
  await page.getByText('Nothing traded; 2 rest in the book.').waitFor();
  await page.getByRole('tab', { name: 'Orders (1)' }).click();
  assert.deepEqual((await cellsOf(accountRows(page))).slice(1, 7), ['SIT2612', 'Buy', price, '2', '0', '2']);
  await page.locator('.level.buy', { hasText: price }).getByText('2 yours').waitFor();
  const { bids } = await terminal.client().book('SIT2612');
  assert.ok(bids.some(([level, quantity]) => level === price && quantity >= 2));

  await page.getByRole('tab', { name: 'Orders (1)' }).focus();
  await page.keyboard.press('x');
  await page.getByText(/Order \d+ is selected: x again cancels it/).waitFor();
  await page.keyboard.press('x');
  await page.getByText('No resting order.', { exact: true }).waitFor();
  await page.getByText(/Order \d+ is cancelled: 2 of 2 SIT2612/).waitFor();
  await page.getByText('2 yours').waitFor({ state: 'detached' });
});

test('TRM-7 an order against the book becomes a fill and a position', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const { askPrice } = await terminal.client().contract('SIT2612');
  // Four ticks beyond the best ask, so that it trades even when that ask has just moved, and within the band of 2 %.
  await fillTicket(page, 'Buy', (Number(askPrice) + 0.004).toFixed(3), 3);
  await page.locator('.send').click();
  await page.getByText(/Bought 3 at \d\.\d{3}; the order is filled/).waitFor();
  await page.getByRole('tab', { name: 'Positions (1)' }).click();
  assert.deepEqual((await cellsOf(accountRows(page))).slice(0, 2), ['SIT2612', '+3']);
  await page.getByRole('tab', { name: 'Fills' }).click();
  const [, contract, side, , quantity, , liquidity] = await cellsOf(accountRows(page));
  assert.deepEqual([contract, side, quantity, liquidity], ['SIT2612', 'Buy', '+3', 'taker']);

  const summary = await terminal.client(await keptKey(page)).account();
  assert.equal(summary.positions[0]?.position, 3);
  const balance = await figure(page, 'Balance');
  assert.equal(balance, dollars(Number(summary.balance)));
  await page.getByRole('tab', { name: 'Statements' }).click();
  await accountRows(page).first().waitFor();
  assert.deepEqual((await cellsOf(accountRows(page))).slice(0, 4), [
    '2026-11-20 so far',
    '0.00',
    '+1,000,000.00',
    '0.00',
  ]);
});

test('TRM-8 a refusal is shown with its code, a sentence and its rule, before and after sending', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const { bidPrice } = await terminal.client().contract('SIT2612');
  await fillTicket(page, 'Sell', bidPrice ?? '', 9_000);
  await page.getByText('Would be refused: MARGIN_INSUFFICIENT.').waitFor();
  await page.getByLabel('Lots', { exact: true }).press('Enter');
  const refusal = page.getByText(/^Refused: MARGIN_INSUFFICIENT\. The account does not have the margin/);
  await refusal.waitFor();
  assert.match(await textOf(refusal), /Rule MAR-4\.$/);
});

test('TRM-8 what is no order yet is said at once', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  await page.getByLabel('Price, USD per million SIT').fill('1.0005');
  await page.getByText('Prices of SIT step by 0.001.').waitFor();
  await page.getByLabel('Price, USD per million SIT').fill('2');
  await page.getByLabel('Lots', { exact: true }).fill('0');
  await page.getByText('The quantity is a whole number of lots, at least 1.').waitFor();
  assert.ok(await page.locator('.send').isDisabled());
});

/** One tick below the lowest bid on the screen, where nobody sells. */
async function belowTheBook(page: Page): Promise<string> {
  const bids = page.locator('.level.buy .price');
  await bids.first().waitFor();
  const lowest = (await bids.allTextContents()).at(-1) ?? '';
  return (Number(lowest) - 0.001).toFixed(3);
}

function accountRows(page: Page): Locator {
  return page.locator('.account tbody tr');
}

function dollars(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
