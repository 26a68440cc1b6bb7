/** A Saturday. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPracticeAccount, TerminalInBrowser, textOf } from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser(['--clock', '2026-11-21T09:00:00Z']);

test('TRM-2 while the market is closed, header and ticket say when it opens, and no order can be sent', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const header = await textOf(page.getByRole('banner'));
  assert.match(header, /Closed/);
  assert.match(header, /Opens Mon 23 Nov 2026, 00:00 UTC/);
  await page.getByText(/The market is closed. Opens Mon 23 Nov 2026, 00:00 UTC/).waitFor();
  await page.getByLabel('Price, USD per million SIT').fill('2.000');
  await page.locator('.needs[data-current="true"]').waitFor();
  assert.ok(await page.locator('.send').isDisabled());
});
