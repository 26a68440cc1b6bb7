/** What holds for how the terminal looks, in both themes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertAccessible,
  desktop,
  fillTicket,
  openPracticeAccount,
  phone,
  TerminalInBrowser,
  textOf,
} from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();

for (const colorScheme of ['dark', 'light'] as const) {
  test(`TRM-13 axe finds nothing on a desk, ${colorScheme}`, async () => {
    const page = await terminal.visit({ ...desktop, colorScheme });
    await assertAccessible(page);
    await openPracticeAccount(page);
    const { bidPrice } = await terminal.client().contract('SIT2612');
    await fillTicket(page, 'Sell', bidPrice ?? '', 9_000);
    await page.getByText('Would be refused').waitFor();
    await page.getByRole('tab', { name: 'Index' }).click();
    await page.getByRole('region', { name: 'Index' }).locator('.sellers').waitFor();
    await page.getByRole('tab', { name: 'Statements' }).click();
    await assertAccessible(page);
    await page.getByRole('tab', { name: 'Terms' }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await assertAccessible(page);
  });
}

test('TRM-13 the theme follows the system until the person chooses the other one', async () => {
  const page = await terminal.visit({ ...desktop, colorScheme: 'dark' });
  const ground = () => page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  const dark = await ground();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor !== before, dark);
  await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
  assert.equal(await ground(), dark);
  await page.reload();
  await page.getByRole('button', { name: 'Switch to the light theme' }).waitFor();
  assert.equal(await ground(), dark);
});

test('TRM-11 figures stand in columns, of one width, right-aligned, with the true minus sign', async () => {
  const page = await terminal.visit();
  const cells = page.locator('.contracts tbody td');
  const looks = await cells.evaluateAll((all) =>
    all.map((cell) => `${getComputedStyle(cell).textAlign} ${getComputedStyle(cell).fontVariantNumeric}`),
  );
  assert.ok(looks.length >= 70);
  for (const look of looks) assert.match(look, /^right .*tabular-nums/);
  for (const text of await page.locator('td, dd, .heading-price').allTextContents())
    assert.doesNotMatch(text, /(?:^|\s)-\d/);
  assert.match(await textOf(page.locator('.tape tbody')), /[+\u2212]\d/);
});

for (const [name, screen] of Object.entries({ desk: desktop, phone })) {
  test(`TRM-15 nothing moves when the figures come and change, on a ${name}`, async () => {
    const page = await terminal.visit(screen);
    await page.locator('.venue-facts').waitFor();
    const { key } = await terminal.client().openAccount(`mover-on-a-${name}`);
    const client = terminal.client(key);
    for (const side of ['buy', 'sell', 'buy'] as const) {
      const { askPrice, bidPrice } = await client.contract('SIT2612');
      const price = (side === 'buy' ? askPrice : bidPrice) ?? '';
      await client.placeOrder({ contract: 'SIT2612', side, price, quantity: 5, timeInForce: 'IOC' });
    }
    await page.waitForTimeout(500);
    // The tape is meant to move: a new trade pushes the older ones down.
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          interface Shift extends PerformanceEntry {
            readonly value: number;
            readonly sources: readonly { readonly node?: Node }[];
          }
          const ofTheTape = ({ sources }: Shift) => sources.every(({ node }) => node?.parentElement?.closest('.tape'));
          new PerformanceObserver((list) => {
            const shifts = (list.getEntries() as Shift[]).filter((shift) => !ofTheTape(shift));
            resolve(shifts.reduce((sum, { value }) => sum + value, 0));
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(0), 500);
        }),
    );
    assert.ok(shift < 0.001, `the layout has shifted by ${shift}`);
  });
}
