/**
 * What the terminal shows of calls, close-outs, defaults and the fund behind them, on a venue in memory where an account
 * is called, closed out, and defaults. The figures are those of tests/doors/risk.test.ts.
 */
import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { AccountId, Millis } from '#core/units.ts';
import { buildTerminal, terminalFolder } from '../../src/venue/terminal-build.ts';
import { CONTRACT, OpenDoors } from '../doors/open-doors.ts';
import { dollars } from '../model/commands.ts';
import { assertAccessible, cellsOf, desktop, launchBrowser, phone, textOf, visit } from './terminal-in-browser.ts';

let browser: Browser;
before(async () => {
  await buildTerminal(() => undefined);
  browser = await launchBrowser();
});
after(() => browser.close());

async function trade(doors: OpenDoors, seller: string, buyer: string, quantity: number, price: string): Promise<void> {
  await doors.client(seller).placeOrder({ contract: CONTRACT, side: 'sell', price, quantity });
  await doors.client(buyer).placeOrder({ contract: CONTRACT, side: 'buy', price, quantity });
}

/** anna is long 10 at 1.500 with so much left. */
async function annaIsLong(t: TestContext, left: number): Promise<OpenDoors> {
  const doors = await OpenDoors.with(t, ['anna', 'bao', 'chen', 'dana', 'emil'], { terminal: terminalFolder });
  await doors.send({ type: 'withdraw', account: 0 as AccountId, amount: dollars(1_000_000 - left) });
  await trade(doors, 'bao', 'anna', 10, '1.500');
  return doors;
}

async function annaIsCalled(t: TestContext): Promise<OpenDoors> {
  const doors = await annaIsLong(t, 1_601.5);
  await trade(doors, 'emil', 'chen', 1_000, '1.400');
  await doors.send({ type: 'checkMargin' });
  return doors;
}

async function annaDefaults(t: TestContext): Promise<OpenDoors> {
  const doors = await annaIsLong(t, 1_300);
  await doors.send({ type: 'addCapital', amount: dollars(250) });
  for (let day = 0; day < 3; day += 1) await doors.endDay();
  await trade(doors, 'dana', 'chen', 1, '1.280');
  await doors.endDay();
  return doors;
}

const widest = (page: Page) =>
  page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector('main')?.scrollWidth ?? 0));

for (const colorScheme of ['dark', 'light'] as const)
  test(`TRM-20, TRM-21, TRM-13 a call is told with what is missing, until when and what then, ${colorScheme}`, async (t) => {
    const doors = await annaIsCalled(t);
    const page = await visit(browser, doors.address, { ...desktop, colorScheme }, doors.keyOf('anna'));
    await page.locator('.standing').waitFor();
    const said = await textOf(page.locator('.standing'));
    assert.match(said, /Margin call.*USD 600\.00 missing.*due 23 Nov 10:00:00 UTC, in (1 h 00|59) min.*Rule DEF-21/);
    const cells = await cellsOf(page.locator('#account-list tbody tr'));
    assert.deepEqual(cells.slice(0, 5), [CONTRACT, '+10', '1.500', '1.400', '\u22121,000.00']);
    assert.equal(cells[7], '1.429');
    assert.ok(await page.locator('#account-list .scroll').evaluate((e) => e.scrollWidth <= e.clientWidth));
    await assertAccessible(page);

    doors.clock.time = (doors.clock.time + 3_600_000) as Millis;
    await doors.send({ type: 'checkMargin' });
    await page.getByText('Close-out under way').first().waitFor();
    await assertAccessible(page);
    await doors.send({ type: 'deposit', account: 0 as AccountId, amount: dollars(600) });
    await page.locator('.standing').waitFor({ state: 'detached' });
  });

for (const colorScheme of ['dark', 'light'] as const)
  test(`TRM-22, TRM-13 the fund, the order of losses and the worst days are seen by everybody, ${colorScheme}`, async (t) => {
    const doors = await annaDefaults(t);
    const page = await visit(browser, doors.address, { ...desktop, colorScheme }, doors.keyOf('anna'));
    await page.getByText('In default').first().waitFor();
    await page.getByRole('tab', { name: 'Clearing' }).click();
    const clearing = page.getByRole('region', { name: 'Clearing', exact: true });
    await clearing.getByText(/a loss of USD/).waitFor();
    const text = await textOf(clearing);
    for (const said of [/Contributions of the others/, /Assessments/, /all months \+100 %/, /borne in full/, /1 open/])
      assert.match(text, said);
    await assertAccessible(page);
  });

for (const colorScheme of ['dark', 'light'] as const)
  test(`TRM-20, TRM-22, TRM-14 in a hand nothing of it scrolls sideways, ${colorScheme}`, async (t) => {
    const called = await annaIsCalled(t);
    const page = await visit(browser, called.address, { ...phone, colorScheme }, called.keyOf('anna'));
    await page.getByRole('button', { name: 'Account', exact: true }).tap();
    await page.locator('.standing').waitFor();
    assert.equal(await widest(page), phone.viewport.width);
    await assertAccessible(page);

    const doors = await annaDefaults(t);
    const other = await visit(browser, doors.address, { ...phone, colorScheme }, doors.keyOf('anna'));
    await other.getByRole('button', { name: 'Chart', exact: true }).tap();
    await other.getByRole('tab', { name: 'Clearing' }).tap();
    const clearing = other.getByRole('region', { name: 'Clearing', exact: true });
    await clearing.getByText(/a loss of USD/).waitFor();
    assert.equal(await widest(other), phone.viewport.width);
    const beyond = await clearing.evaluate((region) =>
      [...region.querySelectorAll('*')]
        .filter((part) => part.getBoundingClientRect().right > region.clientWidth)
        .map(({ tagName, className, textContent }) => `${tagName} ${className} ${textContent}`),
    );
    assert.deepEqual(beyond, [], 'nothing of it is wider than the phone');
    await assertAccessible(other);
  });
