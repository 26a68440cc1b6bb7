/**
 * `measure`: what the journal reaches on a disk, beside what that disk does without it. Every figure is the median of
 * the rounds; on a machine that does other work they say less.
 */
import { createHash, hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command } from '#core/commands.ts';
import { accountId, type Millis, money, type OrderId } from '#core/units.ts';
import { readHeader } from '#journal/header.ts';
import { recover } from '#sequencer/recovery.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { exchanges, grouped, newFolds } from './open.ts';

const ROUNDS = 5;
const ROUND_MS = 1_000;
const ACCOUNTS = 100_000;

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

/** What a cryptographic chain would cost where: a record of an order has 64 bytes. */
function measureSeals(): void {
  const linked = new Uint8Array(96);
  const perRecord = nanosecondsOf(20_000, () => linked.set(hash('sha256', linked, 'buffer')));
  const group = new Uint8Array(64 * 64);
  const perGroup = nanosecondsOf(5_000, () => hash('sha256', group, 'buffer')) / 64;
  const whole = new Uint8Array(2 ** 24);
  const perByte = nanosecondsOf(3, () => createHash('sha256').update(whole).digest()) / whole.length;
  console.log(`SHA-256, for an order of 64 bytes: ${perRecord.toFixed(0)} ns record by record, ${perGroup.toFixed(0)} ns in groups
of 64, ${(perByte * 64).toFixed(0)} ns when whole segments are read, which writes nothing`);
}

async function measureAppends(folder: string, senders: number): Promise<void> {
  const order: Command = {
    type: 'cancelOrder',
    account: accountId(0),
    order: 1 as OrderId,
  };
  const storage = FileStorage.open(join(folder, `senders-${senders}`));
  const clock = { now: () => Date.now() as Millis };
  const idle = { execute() {}, hash: () => '', snapshot: () => 0 };
  const machine = { create: () => idle, restore: () => idle };
  const sequencer = await Sequencer.open({
    storage,
    clock,
    venue: { name: 'measure', id: 'measure' },
    machine,
    snapshotEvery: 1e12,
  });
  const rates: number[] = [];
  const bare: number[] = [];
  const waits: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(bareFlushes(join(folder, 'bare')));
    const [until, before] = [performance.now() + ROUND_MS, sequencer.sequence];
    const send = async (): Promise<void> => {
      while (performance.now() < until) {
        const asked = performance.now();
        await sequencer.submit(order);
        waits.push(performance.now() - asked);
      }
    };
    await Promise.all(Array.from({ length: senders }, send));
    rates.push(((sequencer.sequence - before) * 1000) / (performance.now() - until + ROUND_MS));
  }
  await sequencer.close();
  await storage.close();
  const flush = 1e6 / median(bare);
  console.log(
    `${grouped(senders)} senders: ${grouped(Math.round(median(rates)))} durable commands a second, answer after ` +
      `${(median(waits) * 1000).toFixed(0)} µs (99 %: ${(quantile(waits, 0.99) * 1000).toFixed(0)} µs); ` +
      `the bare disk: ${grouped(Math.round(median(bare)))} flushes a second, ${flush.toFixed(0)} µs each`,
  );
}

/** Writes of 64 bytes into a file full of zeros, each flushed: how many a second. */
function bareFlushes(file: string): number {
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT);
  writeSync(descriptor, new Uint8Array(2 ** 22));
  fdatasyncSync(descriptor);
  const bytes = new Uint8Array(64).fill(1);
  const started = performance.now();
  let count = 0;
  for (; performance.now() - started < ROUND_MS / 2; count += 1) {
    writeSync(descriptor, bytes, 0, 64, (count * 64) % 2 ** 22);
    fdatasyncSync(descriptor);
  }
  closeSync(descriptor);
  return (count * 1000) / (performance.now() - started);
}

/** The real exchange with many accounts: replay, snapshot, and a start from each. */
async function measureStart(folder: string): Promise<void> {
  const journal = join(folder, 'accounts');
  const storage = FileStorage.open(journal);
  const clock = { now: () => 1_800_000_000_000 as Millis };
  const venue = { name: 'measure', id: 'measure' };
  const options = { storage, clock, venue, machine: exchanges, folds: newFolds(), snapshotEvery: 1e12 };
  const sequencer = await Sequencer.open(options);
  for (let account = 0; account < ACCOUNTS; account += 1) {
    sequencer.post({ type: 'openAccount', name: `account ${account}`, kind: 'member', credential: '' }, () => {});
    sequencer.post({ type: 'deposit', account: accountId(account + 1), amount: money(1_000_000) }, () => {});
  }
  await sequencer.barrier();
  const disk = new NodeDisk(journal);
  const header = readHeader(disk);
  if (header === undefined) throw new Error('the journal has no header');
  const replaying = performance.now();
  const { report } = recover(disk, header, exchanges, newFolds());
  const replayed = performance.now() - replaying;
  const saving = performance.now();
  await sequencer.snapshot();
  const saved = performance.now() - saving;
  const file = readdirSync(journal).find((name) => name.startsWith('snapshot')) as string;
  await sequencer.close();
  const starting = performance.now();
  recover(disk, header, exchanges, newFolds());
  const started = performance.now() - starting;
  await storage.close();
  console.log(
    `replay: ${grouped(report.replayed)} commands in ${(replayed / 1000).toFixed(2)} s, ` +
      `${grouped(Math.round((report.replayed * 1000) / replayed))} a second
snapshot of ${grouped(ACCOUNTS)} accounts: ${(statSync(join(journal, file)).size / 2 ** 20).toFixed(1)} MiB, saved in ` +
      `${(saved / 1000).toFixed(2)} s, started from in ${(started / 1000).toFixed(2)} s`,
  );
}

function nanosecondsOf(count: number, work: () => void): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    for (let n = 0; n < count; n += 1) work();
    return ((performance.now() - started) / count) * 1e6;
  });
  return median(rounds);
}

const median = (values: number[]): number => quantile(values, 0.5);

function quantile(values: number[], part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}
