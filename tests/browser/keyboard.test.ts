/** The terminal without a pointer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openPracticeAccount, TerminalInBrowser, textOf } from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();

test('TRM-10 j, k and the arrows move in the contract list, and the list can be entered with a slash', async () => {
  const page = await terminal.visit();
  await chosen(page, 'SIT2612');
  await page.keyboard.press('j');
  await chosen(page, 'SIT2701');
  await page.keyboard.press('ArrowDown');
  await chosen(page, 'SIT2702');
  await page.keyboard.press('k');
  await chosen(page, 'SIT2701');
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.textContent === 'SIT2701');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.activeElement?.textContent === 'SIT2612');
});

test('TRM-10 b and s open the ticket at the price of the other side, Enter sends, Escape clears', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  const price = page.getByLabel('Price, USD per million SIT');
  await page.keyboard.press('s');
  await page.waitForFunction(() => document.activeElement?.id === 'ticket-price');
  const bid = await price.inputValue();
  assert.match(bid, /^\d\.\d{3}$/);
  await page.keyboard.press('ArrowDown');
  assert.equal(await price.inputValue(), (Number(bid) - 0.001).toFixed(3));
  await page.keyboard.press('Escape');
  assert.equal(await price.inputValue(), '');

  await page.getByRole('button', { name: 'Sell', exact: true }).focus();
  await page.keyboard.press('b');
  await page.waitForFunction(() => document.activeElement?.id === 'ticket-price');
  // Some ticks beyond the best ask, so that it trades even when that ask has just moved.
  for (let ticks = 0; ticks < 4; ticks += 1) await page.keyboard.press('ArrowUp');
  await page.locator('.send:enabled').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(/Bought 1 at/).waitFor();
});

test('TRM-10 a question mark shows the shortcuts, Escape hides them', async () => {
  const page = await terminal.visit();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('TRM-10 the Tab key reaches every control and shows where it stands', async () => {
  const page = await terminal.visit();
  await openPracticeAccount(page);
  // Of a row of tabs only the chosen one is a stop; the arrow keys reach the others.
  const controls = await page.locator('button:visible:enabled:not([tabindex="-1"]), input:visible').count();
  const reached = new Set<string>();
  for (let presses = 0; presses < controls * 2; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || !element.matches('button, input')) return undefined;
      const { outlineStyle } = getComputedStyle(element);
      const all = [...document.querySelectorAll('button, input')];
      return { place: String(all.indexOf(element)), outlined: outlineStyle !== 'none', html: element.outerHTML };
    });
    if (stop === undefined) continue;
    assert.ok(stop.outlined, `${stop.html} does not show that it has the keyboard`);
    reached.add(stop.place);
  }
  // The book may lose a level while the test walks.
  assert.ok(reached.size >= controls - 2, `${reached.size} of ${controls} controls are reached`);
});

async function chosen(page: Page, contract: string): Promise<void> {
  await page.getByRole('region', { name: `Contract ${contract}` }).waitFor();
  assert.equal(await textOf(page.locator('.contracts [aria-current="true"]')), contract);
}
