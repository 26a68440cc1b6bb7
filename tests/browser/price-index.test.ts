/**
 * The index as everyone sees it, held against what the venue answers; what no venue of these tests has, a correction and a
 * day without a value, is answered by the test.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { calculation, published, summary, withheld } from '../terminal/published-fixing.ts';
import { assertAccessible, cellsOf, desktop, phone, TerminalInBrowser, textOf } from './terminal-in-browser.ts';

const terminal = new TerminalInBrowser();
const percent = (share: string) => `${(Number(share) * 100).toFixed(1)}\u00a0%`;

async function lookAtIndex(page: Page): Promise<Locator> {
  await page.getByRole('tab', { name: 'Index' }).click();
  const index = page.getByRole('region', { name: 'Index', exact: true });
  await index.getByRole('heading', { name: /^Fixing of/ }).waitFor();
  return index;
}

/** A section of the tab, opened where it is folded. */
async function section(index: Locator, title: string): Promise<Locator> {
  const fold = index.locator('details.fold', { has: index.page().getByRole('heading', { name: title }) });
  await fold.evaluate((details: HTMLDetailsElement) => {
    details.open = true;
  });
  return fold;
}

/** Answers for the day before the newest as if it had been withheld and corrected, and looks at it. */
async function lookAtCorrectedDay(page: Page): Promise<Locator> {
  const tab = await lookAtIndex(page);
  const fixing = summary({ date: '2026-11-18', revision: 2, ...withheld, flags: [] });
  const index = { ...calculation, ...withheld, flags: [] };
  const standIn = { value: '1.510000', reason: 'The sources were down.', by: 'the operator' };
  await page.route('**/index/fixings/2026-11-18', (route) =>
    route.fulfill({
      json: published({ fixing, index, reason: 'Two prices were read wrongly.', by: 'the operator', standIn }),
    }),
  );
  await page.route('**/index/fixings/2026-11-18/revisions', (route) =>
    route.fulfill({
      json: [
        { ...summary({ date: '2026-11-18' }), reason: null, by: null },
        { ...fixing, reason: 'Two prices were read wrongly.', by: 'the operator' },
      ],
    }),
  );
  await page.getByRole('button', { name: 'Fixing of the day before' }).click();
  await tab.getByRole('heading', { name: 'Fixing of Wed 18 Nov 2026: –' }).waitFor();
  return tab;
}

test('TRM-4 the newest fixing stands with its value, how it came about, its revision and since when it is known', async () => {
  const page = await terminal.visit();
  const index = await lookAtIndex(page);
  const { fixing } = await terminal.client().index();
  const head = await textOf(index.getByRole('heading', { name: 'Fixing of Thu 19 Nov 2026' }));
  assert.ok(fixing.value !== null && head.includes(fixing.value.replace(/0{1,3}$/, '')), head);
  const said = await textOf(index.getByRole('region', { name: 'How it came about' }));
  assert.match(said, fixing.flags.length === 0 ? /Published in full/ : /Published, flagged: /);
  assert.match(said, /Revision1Known at, UTC20 Nov 00:00:\d\d/);
  const title = await page.locator('.venue-facts [title^="Token price index"]').getAttribute('title');
  assert.equal(/flagged/.test(title ?? ''), fixing.flags.length > 0, title ?? '');
});

test('TRM-4 the history is beside that of the paper, and sub-indices are chosen; the day before is one step away', async () => {
  const page = await terminal.visit();
  const index = await lookAtIndex(page);
  const names = () => index.locator('.line-names li').allTextContents();
  const { fixing } = await terminal.client().index();
  assert.deepEqual(
    (await names()).map((name) => name.split(' ')[0]),
    ['Index', 'Paper'],
  );
  await index.getByRole('button', { name: 'Tiers' }).click();
  assert.deepEqual(
    (await names()).slice(2).map((name) => Number(name.replace(/.* /, ''))),
    ['frontier', 'standard', 'openWeights'].map((part) =>
      Number(fixing.subIndices.find(({ name }) => name === part)?.value),
    ),
  );
  assert.ok((await index.locator('.chart canvas').count()) > 0);
  await page.getByRole('button', { name: 'Fixing of the day before' }).click();
  await index.getByRole('heading', { name: 'Fixing of Wed 18 Nov 2026' }).waitFor();
});

test('TRM-23 sellers stand with price and weight as the venue published them, and unfold into their listings', async () => {
  const page = await terminal.visit();
  const index = await lookAtIndex(page);
  const { index: published } = await terminal.client().index();
  const rows = index.locator('.sellers > tbody');
  assert.equal(await rows.count(), published.sellers.length);
  const byWeight = published.sellers.toSorted((a, b) => Number(b.weight) - Number(a.weight));
  const [heaviest] = byWeight;
  assert.ok(heaviest);
  const [seller, price, , , share, weight] = await cellsOf(rows.first().locator('tr'));
  assert.ok(seller?.startsWith(heaviest.seller), seller);
  assert.deepEqual(
    [price, share, weight],
    [Number(heaviest.price).toFixed(3), percent(heaviest.share), percent(heaviest.weight)],
  );
  for (const { seller: name } of published.sellers.filter(({ excluded }) => excluded !== null))
    assert.match(await textOf(rows.filter({ hasText: name })), /too high|too low|stale/);

  await index.getByRole('button', { name: heaviest.seller, exact: true }).click();
  const listings = index.getByRole('table', { name: `Listings of ${heaviest.seller}` });
  const [listing] = published.adjusted.filter((one) => one.seller === heaviest.seller);
  assert.ok(listing);
  const body = listings.locator('tbody', { hasText: listing.listing }).first();
  assert.match(await textOf(body), new RegExp(`${listing.model}, from genai-prices, seen 19 Nov`));
  assert.equal((await cellsOf(body.locator('tr').nth(1))).at(-1), listing.adjusted);

  await index.getByText(/listings? (was|were) left out/).click();
  const leftOut = published.leftOut[0];
  assert.ok(leftOut);
  assert.ok((await textOf(index.locator('.left-out'))).includes(`${leftOut.seller} ${leftOut.listing}`));
});

test('TRM-24, TRM-25, TRM-26 both methodologies, the models below the bar and the parts are seen by everybody', async () => {
  const page = await terminal.visit();
  const index = await lookAtIndex(page);
  const fixing = await terminal.client().index();
  const walk = index.getByRole('table', { name: 'From the value of the paper to ours, step by step' });
  const values = await walk.locator('tbody td:last-child').allTextContents();
  const expected = [fixing.paper, ...fixing.differences, fixing.index].map(({ value }) => value ?? 'withheld');
  assert.deepEqual(values, expected);

  const models = await section(index, 'Models against the bar');
  const anchor = models.locator('tr', { hasText: 'GPT-4 Turbo' });
  assert.deepEqual((await cellsOf(anchor)).slice(1), ['85.4\u22120.6', '86.6', '92.0']);
  assert.match(await textOf(models), /sets a bar that GPT-4 Turbo does not reach/);

  const parts = index.getByRole('table', { name: 'Sub-indices, compute and spread' });
  const names = await parts.locator('tbody th').allTextContents();
  assert.deepEqual(
    [names.length, ...names.slice(-2)],
    [fixing.subIndices.length + 2, 'Compute unit', 'Token-compute spread'],
  );
  await parts.getByRole('button', { name: 'Open weights' }).click();
  const sellers = fixing.subIndices.find(({ name }) => name === 'openWeights')?.sellers ?? [];
  assert.equal(
    await page.getByRole('table', { name: 'Sellers of Open weights' }).locator('tbody').count(),
    sellers.length,
  );
});

test('TRM-27 a hash is copied whole, and the terms say from which day they are', async () => {
  const page = await terminal.visit({ ...desktop, permissions: ['clipboard-read', 'clipboard-write'] });
  const index = await lookAtIndex(page);
  const { documents, fixing } = await terminal.client().index();
  const [document] = documents;
  assert.ok(document);
  const fold = await section(index, 'Documents');
  await fold.getByRole('button', { name: `Copy the hash of ${document.source}` }).click();
  await fold.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), document.hash);
  const [terms] = await terminal.client().indexTerms();
  assert.ok(terms);
  const ofTerms = await textOf(await section(index, `Terms ${fixing.terms}`));
  assert.match(ofTerms, /in force from \w{3} \d+ \w{3} 2026/);
  assert.ok(ofTerms.includes(terms.reason) && ofTerms.includes(terms.registry));
  const link = await fold.getByRole('link', { name: 'Contributions as CSV' }).getAttribute('href');
  const csv = await fetch(new URL(link ?? '', terminal.address));
  assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/);
});

for (const [name, screen] of Object.entries({ desk: desktop, phone }))
  for (const colorScheme of ['dark', 'light'] as const)
    test(`TRM-4, TRM-27, TRM-13, TRM-14 a corrected day without a value says why, on a ${name}, ${colorScheme}`, async () => {
      const page = await terminal.visit({ ...screen, colorScheme });
      if (name === 'phone') await page.getByRole('button', { name: 'Chart', exact: true }).tap();
      const index = await lookAtCorrectedDay(page);
      const said = await textOf(index.getByRole('region', { name: 'How it came about' }));
      assert.match(said, /Withheld: too few sellers\..*1\.510 stands in, set by the operator: The sources were down\./);
      const folds = index.locator('details');
      const open = await folds.evaluateAll((all) => all.filter((fold) => fold.matches('.fold[open]')).length);
      assert.equal(open, name === 'phone' ? 2 : 6, 'a phone unfolds only the sellers and what was corrected');
      const revisions = await textOf(await section(index, 'Revisions'));
      assert.match(revisions, /1.*1\.500000.*In full.*first published.*2.*–.*Withheld.*Two prices were read wrongly\./);

      await folds.evaluateAll((all: HTMLDetailsElement[]) => {
        for (const fold of all) fold.open = true;
      });
      await index.getByRole('button', { name: 'openai' }).click();
      await assertAccessible(page);
      const beyond = await index.evaluate((region) =>
        [...region.querySelectorAll('*')]
          .filter((part) => part.getBoundingClientRect().right > region.getBoundingClientRect().right)
          .map(({ tagName, className, textContent }) => `${tagName} ${className} ${textContent}`),
      );
      assert.deepEqual(beyond, [], 'nothing of it is wider than its panel');
    });

test('TRM-28 how far sellers that agree could have moved a fixing stands below it, as the venue answers it', async () => {
  const page = await terminal.visit();
  const index = await lookAtIndex(page);
  const curve = await terminal.client().influence('2026-11-19');
  assert.equal(curve.length, 3);
  const rows = (await section(index, 'How far sellers could have moved it')).locator('tbody tr');
  const shown = (value: string | null | undefined) => value?.replace(/0{1,3}$/, '');
  for (const [i, { colluders, lowest, highest }] of curve.entries())
    assert.deepEqual(await cellsOf(rows.nth(i)), [
      String(colluders),
      shown(lowest?.value),
      lowest?.sellers.join(', '),
      shown(highest?.value),
      highest?.sellers.join(', '),
    ]);
});
