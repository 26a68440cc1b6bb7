/**
 * `measure`: what the journal reaches on a disk, beside what that disk does without it. Every figure is the median of
 * five rounds; on a machine that does other work they say less.
 */
import { createHash, hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crc32c } from '#journal/crc32c.ts';
import { viewOf } from '#journal/frame.ts';
import { measureAppends } from './measure-appends.ts';
import { measureStart } from './measure-start.ts';
import { quantile, ROUNDS } from './quantile.ts';

export async function measure(argv: string[]): Promise<void> {
  const { positionals } = parseArgs({ args: argv, allowPositionals: true });
  const folder = mkdtempSync(join(positionals[0] ?? '.', 'measure-'));
  try {
    measureSeals();
    for (const senders of [1, 64, 1024]) await measureAppends(folder, senders);
    await measureStart(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a chain would cost where, for the 64 bytes of an order. */
function measureSeals(): void {
  const order = new Uint8Array(64);
  const view = viewOf(order);
  const perChecksum = nanosecondsOf(100_000, () => crc32c(view, 8, order.length));
  const linked = new Uint8Array(96);
  const perRecord = nanosecondsOf(20_000, () => linked.set(hash('sha256', linked, 'buffer')));
  const running = createHash('sha256');
  const perUpdate = nanosecondsOf(100_000, () => running.update(order));
  const group = new Uint8Array(64 * order.length);
  const perGroup = nanosecondsOf(5_000, () => hash('sha256', group, 'buffer')) / 64;
  const segment = new Uint8Array(2 ** 26);
  const perSegment = (nanosecondsOf(1, () => createHash('sha256').update(segment).digest()) * 64) / segment.length;
  console.log(`an order of 64 bytes: its checksum takes ${perChecksum.toFixed(0)} ns; SHA-256 takes ${perRecord.toFixed(0)} ns in every
record, ${perUpdate.toFixed(0)} ns in a running hash, ${perGroup.toFixed(0)} ns in groups of 64, ${perSegment.toFixed(0)} ns when segments are read`);
}

/** The median of the rounds, each of `count` times `work`. */
function nanosecondsOf(count: number, work: () => void): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    for (let n = 0; n < count; n += 1) work();
    return ((performance.now() - started) / count) * 1e6;
  });
  return quantile(rounds, 0.5);
}
