/** A day's statement on the screen, on paper and as a file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Statement } from '#wire/statements.ts';
import {
  assertAccessible,
  cellsOf,
  desktop,
  fillTicket,
  keptKey,
  openPracticeAccount,
  phone,
  TerminalInBrowser,
  textOf,
} from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();
/** Where the pictures go that a person looks at; without it none are taken. */
const PICTURES = process.env.PICTURES;

async function look(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

/** Buys 3 lots at the best price and opens the statement of the day that runs. */
async function openDay(page: Page): Promise<string> {
  await openPracticeAccount(page);
  const { askPrice } = await terminal.client().contract('SIT2612');
  await fillTicket(page, 'Buy', askPrice ?? '', 3);
  await page.locator('.send').click();
  await page.getByText(/Bought 3 at/).waitFor();
  return openStatement(page);
}

async function openStatement(page: Page): Promise<string> {
  await page.getByRole('tab', { name: 'Statements' }).click();
  const date = await textOf(page.locator('#account-list tbody th button'));
  await page.getByRole('button', { name: `Statement of ${date}` }).click();
  await page.getByRole('table', { name: 'Balance' }).waitFor();
  return date;
}

for (const colorScheme of ['dark', 'light'] as const)
  test(`TRM-18, TRM-13 a day opens with what it adds up to, ${colorScheme}`, async () => {
    const page = await terminal.visit({ ...desktop, colorScheme });
    const date = await openDay(page);
    const statement = await terminal.client(await keptKey(page)).statement(date);
    const lines = await page.getByRole('table', { name: 'Balance' }).locator('tbody tr').count();
    assert.equal(lines, statement.items.length + 2);
    assert.deepEqual((await cellsOf(page.locator('[aria-label="Positions of the day"] tbody tr'))).slice(0, 5), [
      'SIT2612',
      '0',
      '3',
      '0',
      '+3',
    ]);
    await look(page, `statement-desk-${colorScheme}`);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'All days' }).click();
    await page.getByRole('button', { name: `Statement of ${date}` }).waitFor();
    await look(page, `statements-desk-${colorScheme}`);
  });

test('TRM-18 the statement is kept as comma-separated values and as JSON', async () => {
  const page = await terminal.visit();
  const date = await openDay(page);
  for (const [button, file, shows] of [
    ['CSV', `statement-${date}.csv`, /^date,account,kind,/],
    ['JSON', `statement-${date}.json`, /^\{"account":/],
  ] as const) {
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: button, exact: true }).click();
    const download = await coming;
    assert.equal(download.suggestedFilename(), file);
    assert.match(readFileSync(await download.path(), 'utf8'), shows);
  }
});

test('TRM-18 the statement is printed on a light page of its own, and fits A4', async () => {
  const page = await terminal.visit({ ...desktop, colorScheme: 'dark' });
  // Without a printer the browser's own dialogue would stay, and keep the page from being printed below.
  await page.context().addInitScript(() => {
    window.print = () => undefined;
  });
  const date = await openDay(page);
  const client = terminal.client(await keptKey(page));
  const print = async (): Promise<Page> => {
    const coming = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Print' }).click();
    const printed = await coming;
    await printed.getByRole('heading', { name: 'Daily statement' }).waitFor();
    return printed;
  };
  let paper = await print();
  let statement: Statement = await client.statement(date);
  // The page of a day that runs has another hash as soon as the mark price moves; then it is printed once more.
  for (let tries = 1; tries < 10 && (await paper.getByText(statement.hash).count()) === 0; tries += 1) {
    await paper.close();
    paper = await print();
    statement = await client.statement(date);
  }
  for (const text of [statement.account, date, statement.hash]) await paper.getByText(text).first().waitFor();
  const ground = await paper.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  assert.equal(ground, 'rgb(255, 255, 255)');
  await assertAccessible(paper);
  // 182 mm of A4 are 688 pixels.
  await paper.setViewportSize({ width: 688, height: 971 });
  await paper.emulateMedia({ media: 'print' });
  const overflow = await paper.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} pixels stand out on the right`);
  await look(paper, 'statement-paper');
  const pdf = await paper.pdf({ preferCSSPageSize: true });
  assert.equal([...pdf.toString('latin1').matchAll(/\/Type \/Page\b/g)].length, 1, 'one page');
});

test('TRM-18, TRM-14 a day opens on a phone, and nothing scrolls sideways', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await terminal.visit({ ...phone, colorScheme });
    await page.getByRole('button', { name: 'Account', exact: true }).click();
    await openPracticeAccount(page);
    await openStatement(page);
    await look(page, `statement-phone-${colorScheme}`);
    const widths = await page.evaluate(() =>
      [document.documentElement, document.querySelector('main')].map((one) => one?.scrollWidth),
    );
    assert.deepEqual(widths, [phone.viewport.width, phone.viewport.width]);
    await assertAccessible(page);
  }
});
