/** The lab as everybody sees it: a small report, written as the lab writes it, into the folder of a running venue. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { catalogue } from '#lab/experiment/catalogue.ts';
import { putFolderInPlace } from '../../tools/lab/files/folder.ts';
import { filesOf } from '../../tools/lab/files/report-files.ts';
import { madeUpReport } from '../tools/lab-report.ts';
import { assertAccessible, cellsOf, desktop, phone, TerminalInBrowser, textOf } from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();
const experiment = catalogue[0]?.name ?? '';
const report = madeUpReport(experiment);
const folder = () => join(terminal.data, 'lab', experiment);
const wasRun = () => putFolderInPlace(folder(), filesOf(report, () => undefined).files);

/** The tab; on a phone behind the view in which it is. */
async function lookAtLab(page: Page, isPhone = false): Promise<Locator> {
  if (isPhone) await page.getByRole('button', { name: 'Chart', exact: true }).tap();
  await page.getByRole('tab', { name: 'Lab' }).click();
  return page.getByRole('region', { name: 'Lab', exact: true });
}

async function choose(lab: Locator): Promise<Locator> {
  await lab.getByRole('button', { name: new RegExp(`^${experiment}`) }).click();
  return lab.getByRole('article', { name: experiment });
}

test('TRM-29 every experiment is listed with what it asks, and one that was not run says how it is run', async () => {
  rmSync(folder(), { recursive: true, force: true });
  const page = await terminal.visit();
  const lab = await lookAtLab(page);
  const rows = lab.getByRole('list', { name: 'Experiments' }).getByRole('listitem');
  await rows.first().waitFor();
  assert.deepEqual(
    await rows.allTextContents(),
    catalogue.map(({ name, about }) => `${name}${about}not run`),
  );
  const article = await choose(lab);
  assert.match(await textOf(article), /It was not run here yet/);
  assert.equal(await article.locator('code').textContent(), `npm run lab -- ${experiment}`);
  await article.getByRole('button', { name: 'All experiments' }).click();
  await rows.first().waitFor();
});

test('TRM-29 a report that cannot be read says why', async () => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), 'report.json'), '{"answer": 42}');
  const page = await terminal.visit();
  const lab = await lookAtLab(page);
  await lab.getByText('cannot be read').waitFor();
  assert.match(await textOf(await choose(lab)), /Its report has another shape .*: run it again/);
});

test('TRM-29 a report stands with its answer, claims and verdicts, tables, notes, seed and the command, which is copied whole', async () => {
  wasRun();
  const page = await terminal.visit({ ...desktop, permissions: ['clipboard-read', 'clipboard-write'] });
  const lab = await lookAtLab(page);
  const article = await choose(lab);
  const said = await textOf(article);
  for (const words of [report.question, report.answer, 'seed 7', ...report.notes])
    assert.ok(said.includes(words), words);
  const claims = article.getByRole('list', { name: 'Claims' }).getByRole('listitem');
  assert.deepEqual(await claims.locator('dd').allTextContents(), [
    '62–78 %',
    '80 %75–84 % (95 %)',
    'holds under a stated reading',
    '0',
    'USD 150 a year',
    'does not hold',
  ]);
  const rows = article.getByRole('table', { name: 'Cost month by month' }).locator('tbody tr');
  assert.equal(await rows.count(), 33);
  assert.deepEqual(await cellsOf(rows.nth(0)), ['=2+2', '−1,234.57', 'yes']);
  assert.deepEqual(await cellsOf(rows.nth(2)), ['-5 % of it\nin two lines', '–', '–']);
  await article.getByRole('button', { name: 'Copy the command' }).click();
  await article.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), report.command);
  for (const name of [
    'Cost month by month as CSV',
    'Cost month by month as Parquet',
    'Error and number of paths as PNG',
    'All of it as JSON',
  ]) {
    const address = await article.getByRole('link', { name }).getAttribute('href');
    assert.equal((await fetch(new URL(address ?? '', terminal.address))).status, 200, name);
  }
});

for (const [name, screen] of Object.entries({ desk: desktop, phone }))
  for (const colorScheme of ['dark', 'light'] as const)
    test(`TRM-29, TRM-13, TRM-14 charts are seen in the colours of the theme, and nothing is wider than the panel, on a ${name}, ${colorScheme}`, async () => {
      wasRun();
      const page = await terminal.visit({ ...screen, colorScheme });
      const lab = await lookAtLab(page, name === 'phone');
      const article = await choose(lab);
      const pictures = article.locator('img');
      for (const [at, chart] of report.charts.entries()) {
        const picture = pictures.nth(at);
        await picture.scrollIntoViewIfNeeded();
        assert.equal(await picture.getAttribute('alt'), `${chart.title}. ${chart.reading}`);
        assert.match(
          (await picture.getAttribute('src')) ?? '',
          new RegExp(`/${chart.name}${colorScheme === 'dark' ? '-dark' : ''}\\.svg$`),
        );
        assert.ok(
          await picture.evaluate(async (image: HTMLImageElement) => {
            await image.decode();
            return image.naturalWidth > 0;
          }),
        );
      }
      await assertAccessible(page);
      const [wide, seen] = await lab.evaluate((region) => [region.scrollWidth, region.clientWidth]);
      assert.equal(wide, seen);
    });
