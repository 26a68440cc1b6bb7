/** What holds for the report of a margin back-test: it needs nothing else, and is readable on a desk and on a phone. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { project, runIn } from '../tools/fixture.ts';
import { assertAccessible, desktop, launchBrowser, phone } from './terminal-in-browser.ts';

test('the report asks the network for nothing, has no fault for axe, and is no wider than the window', async (t) => {
  const report = join(project(t, {}), 'report.html');
  const { code } = await runIn('.', [
    process.execPath,
    'tools/margin.ts',
    'backtest',
    '--series',
    'jumps',
    '--out',
    report,
  ]);
  assert.equal(code, 0);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const asked: string[] = [];
  const grounds = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const)
    for (const device of [desktop, phone]) {
      const page = await (await browser.newContext({ ...device, colorScheme })).newPage();
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(pathToFileURL(report).href);
      await assertAccessible(page);
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.equal(wide, window);
      grounds.add(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor));
      // Two charts for each model on each series, one price for each series, and the trap.
      const [series, figures] = [
        await page.locator('section > h2').count(),
        await page.locator('.figures > figure').count(),
      ];
      assert.equal(await page.locator('svg').count(), series + 2 * figures);
    }
  assert.equal(grounds.size, 2);
  assert.deepEqual(new Set(asked), new Set([pathToFileURL(report).href]));
});
