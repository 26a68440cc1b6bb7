/**
 * A real venue, a real browser, and the terminal between them: one of each for the tests of one file.
 *
 * The venue's clock starts on a Friday morning, so that the market is open whatever day the tests run on.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { FRIDAY, RunningVenue } from '../venue/running-venue.ts';

export const desktop = { viewport: { width: 1440, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** A step that takes so long will not come any more. */
const PATIENCE_MS = 15_000;
/** Five played days are enough for candles, statements and a book. */
const FLAGS = ['--seed', '7', '--history', '5'];

export class TerminalInBrowser {
  #browser: Browser | undefined;
  #venue: RunningVenue | undefined;
  readonly #data = mkdtempSync(join(tmpdir(), 'tokenpit-'));
  readonly #clock: readonly string[];
  #port = '0';

  /** Starts before the tests of the file and ends after them. */
  constructor(clock: readonly string[] = FRIDAY) {
    this.#clock = clock;
    before(async () => {
      this.#browser = await launchBrowser();
      await this.startVenue();
    });
    after(async () => {
      await this.#browser?.close();
      await this.#venue?.interrupt();
      rmSync(this.#data, { recursive: true, force: true });
    });
  }

  /** The folder of the venue. */
  get data(): string {
    return this.#data;
  }

  get address(): string {
    return this.#venue?.address ?? '';
  }

  /** A second way to the same figures, which does not pass through the screen. */
  client(key?: string): TokenpitClient {
    return new TokenpitClient(this.address, key);
  }

  /** Starts the venue; after `killVenue` it comes back on the same port with the same journal. */
  async startVenue(): Promise<void> {
    this.#venue = await RunningVenue.start(['--port', this.#port, '--data', this.#data, ...FLAGS, ...this.#clock]);
    this.#port = new URL(this.address).port;
  }

  async killVenue(): Promise<void> {
    await this.#venue?.kill();
  }

  /** A first visit: a browser that has never been here. Waits until prices stand on the screen. */
  visit(options: BrowserContextOptions = desktop): Promise<Page> {
    return visit(this.#browser as Browser, this.address, options);
  }
}

/** Opens the terminal at `address` in a browser that has never been there, with the key of an account where one is given. */
export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions,
  key?: string,
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => {
    throw error;
  });
  if (key !== undefined) await page.addInitScript((kept) => localStorage.setItem('tokenpit.key', kept), key);
  await page.goto(address);
  await page.locator('.contracts tbody tr').first().waitFor();
  return page;
}

/** Presses the one button, and waits until the account's money stands on the screen. */
export async function openPracticeAccount(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /Open a practice account/ })
    .first()
    .click();
  await page.locator('.money').waitFor();
}

/** The key that the browser keeps. */
export async function keptKey(page: Page): Promise<string | undefined> {
  const { origins } = await page.context().storageState();
  return origins.flatMap(({ localStorage }) => localStorage).find(({ name }) => name === 'tokenpit.key')?.value;
}

/** Writes an order into the ticket and waits until the exchange has said what it needs. */
export async function fillTicket(page: Page, side: 'Buy' | 'Sell', price: string, quantity: number): Promise<void> {
  await page.getByRole('button', { name: side, exact: true }).click();
  await page.getByLabel('Price, USD per million SIT').fill(price);
  await page.getByLabel('Lots', { exact: true }).fill(String(quantity));
  await page.locator('.send:enabled').waitFor();
}

/** What the cells of the first of `rows` say. */
export function cellsOf(rows: Locator): Promise<string[]> {
  return rows.first().locator('th, td').allTextContents();
}

/** What the first of `elements` says. */
export async function textOf(elements: Locator): Promise<string> {
  return (await elements.first().textContent()) ?? '';
}

/** The figure that stands beside a term. */
export function figure(page: Page, term: string): Promise<string> {
  return textOf(page.locator('dl > div', { has: page.getByText(term, { exact: true }) }).locator('dd'));
}

/** Fails with every breach of accessibility that axe finds on the page as it stands. */
export async function assertAccessible(page: Page): Promise<void> {
  // Lines that have just changed light up for a moment; their colours are judged when they have come to rest.
  await page.waitForFunction(() => document.getAnimations().length === 0);
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  assert.ok(passes.length > 0);
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
}

/** Starts Chromium, which has to be installed. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserProgram(), args: browserFlags });
}

const browserFlags = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function browserProgram(): string {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const program = places.find((place) => place !== undefined && existsSync(place));
  assert.ok(program, 'the browser tests need Chromium: install it, or name it with CHROMIUM=path');
  return program;
}
