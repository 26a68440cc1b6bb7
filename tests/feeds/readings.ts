/** Readings that tests make up, and a folder that is gone when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Millis, type Money, millis, money } from '#core/units.ts';
import { type FreshReading, hashOf, type ReadGpuHour, type ReadPrice } from '#feeds/source.ts';

export const at = (iso: string): Millis => millis(Date.parse(iso));

/** `price('acme m1', '2026-11-20T10:00Z', 300_000)`: output costs five times as much, nothing is cached. */
export function price(name: string, observedAt: string, input: number): ReadPrice {
  const [seller = '', listing = ''] = name.split(' ');
  const cached: Money | null = null;
  return { seller, listing, observedAt: at(observedAt), input: money(input), cached, output: money(5 * input) };
}

export function gpuHour(name: string, observedAt: string, hour: number): ReadGpuHour {
  const [seller = '', gpu = ''] = name.split(' ');
  return { seller, gpu, observedAt: at(observedAt), hour: money(hour) };
}

/** A reading whose bytes are what it shows. */
export function reading(
  source: string,
  fetchedAt: string,
  prices: readonly ReadPrice[],
  gpuHours: readonly ReadGpuHour[] = [],
): FreshReading {
  const bytes = Buffer.from(JSON.stringify({ prices, gpuHours }));
  const document = { source, fetchedAt: at(fetchedAt), hash: hashOf(bytes) };
  return { document, bytes, prices, gpuHours, problems: [] };
}

export function temporaryFolder(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tokenpit-feeds-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
