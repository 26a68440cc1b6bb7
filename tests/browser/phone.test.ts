/** The terminal in a hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, openPracticeAccount, phone, TerminalInBrowser } from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();
const views = ['Contracts', 'Chart', 'Depth', 'Order', 'Account'];

for (const colorScheme of ['dark', 'light'] as const) {
  test(`TRM-13, TRM-14 on a phone axe finds nothing and nothing scrolls sideways, ${colorScheme}`, async () => {
    const page = await terminal.visit({ ...phone, colorScheme });
    for (const view of views) {
      await page.getByRole('button', { name: view, exact: true }).click();
      assert.equal(await widest(page), phone.viewport.width, `${view} is wider than the phone`);
      await assertAccessible(page);
    }
    await openPracticeAccount(page);
    assert.equal(await widest(page), phone.viewport.width, 'the account is wider than the phone');
    await assertAccessible(page);
  });
}

test('TRM-14 on a phone a contract is chosen, looked at and traded with the thumb', async () => {
  const page = await terminal.visit(phone);
  await page.getByRole('button', { name: 'SIT2703' }).tap();
  await page.getByRole('region', { name: 'Contract SIT2703' }).waitFor();
  await page.locator('.chart canvas').first().waitFor();
  await page.getByRole('button', { name: 'Account', exact: true }).tap();
  await openPracticeAccount(page);
  await page.getByRole('button', { name: 'Order', exact: true }).tap();
  await page.locator('.quote', { hasText: 'Ask' }).tap();
  await page.locator('.send:enabled').tap();
  await page.getByText(/Bought 1 at/).waitFor();
});

/** The width that the page and its scrolling floor would like to have. */
function widest(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(document.documentElement.scrollWidth, document.querySelector('main')?.scrollWidth ?? 0),
  );
}
