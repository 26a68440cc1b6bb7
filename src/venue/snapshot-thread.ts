/**
 * A thread that compares snapshots with the journal while the venue goes on. It is told the file of a snapshot and
 * answers with a `SnapshotVerdict`; it ends when the journal itself cannot be read, which is told as an error.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import { readHeader } from '#journal/header.ts';
import { newFolds } from '#market-data/folds.ts';
import { checkSnapshot, type SnapshotCheck } from '#sequencer/snapshot-check.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { type JournalHead, Sealer } from '#storage/sealer.ts';

export interface SnapshotVerdict {
  readonly file: string;
  readonly check: SnapshotCheck;
  /** The head of the journal at the snapshot's place; undefined for a snapshot that was not found right. */
  readonly head: JournalHead | undefined;
}

const disk = new NodeDisk(workerData as string);
const header = readHeader(disk);
const sealer = header && new Sealer(disk, header);
const machine = {
  create: () => new Exchange(),
  restore: (snapshot: unknown) => Exchange.restore(snapshot as Snapshot),
};

parentPort?.on('message', (file: string) => {
  if (header === undefined || sealer === undefined) throw new Error('there is no journal');
  const check = checkSnapshot(disk, header, file, machine, newFolds());
  const { sequence, position, problem } = check;
  const seal = problem === undefined ? sealer.sealAt(position) : undefined;
  const head = seal === undefined ? undefined : { journal: header.id, sequence, position, seal };
  parentPort?.postMessage({ file, check, head } satisfies SnapshotVerdict);
});
