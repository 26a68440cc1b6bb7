/** The real exchange with many accounts: how fast it is replayed, saved, and started from what was saved. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { accountId, type Millis, money } from '#core/units.ts';
import { readHeader } from '#journal/header.ts';
import { snapshotFile } from '#journal/snapshots.ts';
import { newFolds } from '#market-data/folds.ts';
import { recover } from '#sequencer/recovery.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { Complaint, exchanges, grouped } from './open.ts';

const ACCOUNTS = 100_000;

export async function measureStart(folder: string): Promise<void> {
  const storage = FileStorage.open(join(folder, 'accounts'));
  const sequencer = await Sequencer.open({
    storage,
    clock: { now: () => 1_800_000_000_000 as Millis },
    venue: { name: 'measure', id: 'measure' },
    machine: exchanges,
    folds: newFolds(),
    snapshotEvery: Number.MAX_SAFE_INTEGER,
  });
  let refused = 0;
  const count = (outcome: { events: readonly { type: string }[] } | undefined): void => {
    if (outcome?.events[0]?.type === 'rejected') refused += 1;
  };
  for (let number = 0; number < ACCOUNTS; number += 1) {
    sequencer.post({ type: 'openAccount', name: `member-${number}`, kind: 'member', credential: '' }, count);
    sequencer.post({ type: 'deposit', account: accountId(number), amount: money(1_000_000) }, count);
  }
  await sequencer.barrier();
  if (refused > 0) throw new Complaint(`${refused} commands of the measurement were refused.`);

  const header = readHeader(storage.disk);
  if (header === undefined) throw new Complaint('The measurement wrote no journal.');
  const start = () => recover(storage.disk, header, exchanges, newFolds());
  const [replaying, { report }] = secondsOf(start);
  const began = performance.now();
  await sequencer.snapshot();
  const saving = (performance.now() - began) / 1000;
  const [starting] = secondsOf(start);
  const size = statSync(join(storage.disk.name, snapshotFile(sequencer.sequence))).size / 2 ** 20;
  await sequencer.close();
  await storage.close();
  console.log(`replay: ${grouped(report.replayed)} commands in ${replaying.toFixed(2)} s, ${grouped(Math.round(report.replayed / replaying))} a second
snapshot of ${grouped(ACCOUNTS)} accounts: ${size.toFixed(1)} MiB, saved in ${saving.toFixed(2)} s, started from in ${starting.toFixed(2)} s`);
}

function secondsOf<T>(work: () => T): [number, T] {
  const started = performance.now();
  const result = work();
  return [(performance.now() - started) / 1000, result];
}
