/**
 * A sequencer on a journal in a folder of its own, which goes when the work is done.
 *
 * The folder lies where temporary files lie; whoever wants another disk measured says so with TMPDIR.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command } from '#core/commands.ts';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import type { Storage } from '#journal/storage.ts';
import { newFolds, type VenueFolds } from '#market-data/folds.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { TIME } from './engines/opening.ts';

/** Calls `work` with an empty folder, which is removed afterwards, whatever happens. */
export async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tokenpit-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Journalled extends VenueFolds {
  readonly sequencer: Sequencer;
  readonly exchange: Exchange;
  close(): Promise<void>;
}

/** A snapshot now and then is part of a venue's life and none of these measurements'. */
const NO_SNAPSHOT = Number.MAX_SAFE_INTEGER;

/** Opens the journal in `folder`, with the folds of a venue or without. A halt is thrown. */
export async function openJournalled(
  folder: string,
  { folds = false, storage = FileStorage.open(folder) as Storage }: { folds?: boolean; storage?: Storage } = {},
): Promise<Journalled> {
  const venueFolds = newFolds();
  let exchange = new Exchange();
  const keep = (machine: Exchange): Exchange => {
    exchange = machine;
    return machine;
  };
  const sequencer = await Sequencer.open({
    storage,
    clock: { now: () => TIME },
    venue: { name: 'bench', id: 'bench' },
    machine: {
      create: () => keep(new Exchange()),
      restore: (snapshot) => keep(Exchange.restore(snapshot as Snapshot)),
    },
    folds: folds ? venueFolds : {},
    snapshotEvery: NO_SNAPSHOT,
    onHalt: (halted) => {
      throw halted;
    },
  });
  return {
    sequencer,
    exchange,
    ...venueFolds,
    async close() {
      await sequencer.close();
      await storage.close();
    },
  };
}

/** So many commands wait for the disk at once: what arrives during two flushes. More would only wait longer. */
const BACKLOG_MAX = 6_000;

/** Ends this turn, and resolves when no more than that wait for the disk. */
export async function untilFewWait(sequencer: Sequencer): Promise<void> {
  do await nextTurn();
  while (sequencer.backlog > BACKLOG_MAX);
}

/** Has the commands carried out and resolves when all are durable. */
export async function carryOutAll(sequencer: Sequencer, commands: Iterable<Command>): Promise<void> {
  for (const command of commands) sequencer.post(command, heard);
  await sequencer.barrier();
}

/** The outcome of a command whose outcome nobody needs; a refusal of the sequencer is a fault of the bench. */
export function heard(_outcome: unknown, refusal: Error | undefined): void {
  if (refusal !== undefined) throw refusal;
}
