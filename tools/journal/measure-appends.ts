/** Durable commands a second and the wait for an answer, beside the same disk's own flushes in the same seconds. */
import { closeSync, constants, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '#core/commands.ts';
import { accountId, type Millis, type OrderId } from '#core/units.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { grouped } from './open.ts';
import { quantile, ROUNDS } from './quantile.ts';

const ROUND_MS = 1_000;
const command: Command = { type: 'cancelOrder', account: accountId(0), order: 1 as OrderId };
/** Behind the journal stands nothing, so that only the journal is measured. */
const idle = { execute() {}, hash: () => '', snapshot: () => 0 };

export async function measureAppends(folder: string, senders: number): Promise<void> {
  const storage = FileStorage.open(join(folder, `senders-${senders}`));
  const sequencer = await Sequencer.open({
    storage,
    clock: { now: () => Date.now() as Millis },
    venue: { name: 'measure', id: 'measure' },
    machine: { create: () => idle, restore: () => idle },
    snapshotEvery: Number.MAX_SAFE_INTEGER,
  });
  const [rates, bare, waits]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(flushesPerSecond(join(folder, 'bare')));
    const [started, before] = [performance.now(), sequencer.sequence];
    const send = async (): Promise<void> => {
      for (let asked = started; asked < started + ROUND_MS; ) {
        asked = performance.now();
        await sequencer.submit(command);
        waits.push(performance.now() - asked);
      }
    };
    await Promise.all(Array.from({ length: senders }, send));
    rates.push(((sequencer.sequence - before) * 1000) / (performance.now() - started));
  }
  await sequencer.close();
  await storage.close();
  const [rate, flushes] = [quantile(rates, 0.5), quantile(bare, 0.5)];
  console.log(`${grouped(senders)} senders: ${grouped(Math.round(rate))} durable commands a second, answered after ${micros(waits, 0.5)} µs
(99 %: ${micros(waits, 0.99)} µs); the bare disk: ${grouped(Math.round(flushes))} flushes a second, ${(1e6 / flushes).toFixed(0)} µs each`);
}

function micros(milliseconds: readonly number[], part: number): string {
  return grouped(Math.round(quantile(milliseconds, part) * 1000));
}

/** Writes of 64 bytes into a file full of zeros, each flushed. */
function flushesPerSecond(file: string): number {
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT);
  const size = 2 ** 22;
  writeSync(descriptor, new Uint8Array(size));
  fdatasyncSync(descriptor);
  const bytes = new Uint8Array(64).fill(1);
  const started = performance.now();
  let count = 0;
  for (; performance.now() - started < ROUND_MS / 2; count += 1) {
    writeSync(descriptor, bytes, 0, bytes.length, (count * bytes.length) % size);
    fdatasyncSync(descriptor);
  }
  closeSync(descriptor);
  return (count * 1000) / (performance.now() - started);
}
