/** What a person sees of the margin of an account. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertAccessible,
  figure,
  keptKey,
  openPracticeAccount,
  phone,
  TerminalInBrowser,
} from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();

test('TRM-17 the tree behind the margin of a spread stands in a tab of the account', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const client = terminal.client(await keptKey(page));
  for (const [contract, side] of [
    ['SIT2612', 'buy'],
    ['SIT2701', 'sell'],
  ] as const)
    await client.placeOrder({ contract, side, type: 'market', quantity: 3 });
  const { amount, products } = await client.margin();
  assert.equal(products.length, 1);

  await page.getByRole('tab', { name: 'Margin' }).click();
  await page.getByText('Initial margin', { exact: true }).first().waitFor();
  const rows = page.locator('.margin-tree tbody tr');
  await rows.nth(3).waitFor();
  const cells = await rows.locator('th, td').allTextContents();
  const total = await figure(page, 'Initial margin');
  assert.ok(cells.includes(total) && Math.abs(Number(amount) - Number(total.replaceAll(',', ''))) < 0.01);
  assert.ok(cells.some((cell) => /^3 lots at \d\.\d{3}, \d+(\.\d+)? % by /.test(cell.replaceAll('\u00a0', ' '))));
  await assertAccessible(page);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-wide.png` });
});

test('TRM-14, TRM-17 on a phone the tree is as wide as the screen', async () => {
  const page = await terminal.visit(phone);
  await page.getByRole('button', { name: 'Account', exact: true }).click();
  await openPracticeAccount(page);
  const client = terminal.client(await keptKey(page));
  await client.placeOrder({ contract: 'SIT2612', side: 'buy', type: 'market', quantity: 3 });
  await page.getByRole('tab', { name: 'Margin' }).click();
  await page.locator('.margin-tree tbody tr').nth(2).waitFor();
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-phone.png` });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
});
