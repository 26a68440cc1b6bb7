/** What is shown while the venue is not heard, and while it does not trade. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, fillTicket, openPracticeAccount, TerminalInBrowser, textOf } from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();

test('TRM-9, TRM-13 when the venue is gone, the terminal says from when its figures are, and it comes back by itself', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const { askPrice } = await terminal.client().contract('SIT2612');
  await fillTicket(page, 'Buy', askPrice ?? '', 1);

  const colour = () => page.locator('main').evaluate((floor) => getComputedStyle(floor).color);
  const live = await colour();
  await terminal.killVenue();
  const banner = page.locator('[role="alert"] .banner');
  await banner.waitFor();
  assert.match(await textOf(banner), /figures below are from 09:\d\d:\d\d UTC/);
  assert.ok(await page.locator('.send').isDisabled());
  assert.notEqual(await colour(), live);
  assert.equal(await page.locator('.contracts tbody tr').count(), 10);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await assertAccessible(page);
  }

  await terminal.startVenue();
  await banner.waitFor({ state: 'detached' });
  await page.locator('.send:enabled').click();
  await page.getByText(/Order \d+, buy 1 SIT2612/).waitFor();
});
