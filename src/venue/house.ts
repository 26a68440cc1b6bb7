/**
 * The house behind the doors: the exchange, its sequencer on a journal, and the folds that follow it.
 */
import { join } from 'node:path';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import { newFolds, type VenueFolds } from '#market-data/folds.ts';
import type { Machine } from '#sequencer/machine.ts';
import { Sequencer, type SequencerOptions } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import type { VenueClock } from './clock.ts';
import type { Identity } from './identity.ts';

/** What the house tells whoever runs it. */
export type HouseNews = Pick<SequencerOptions, 'onHalt' | 'onSnapshot' | 'onRoom'>;

export interface House extends VenueFolds {
  readonly exchange: Exchange;
  readonly sequencer: Sequencer;
  /** One sentence on how the state was found and how long that took. */
  readonly recovery: string;
  /** Leaves a snapshot behind and lets go of the journal. */
  close(): Promise<void>;
}

/**
 * Opens the journal in `folder` and recovers the state that it holds; of a folder without one, begins it.
 * Throws JournalError.
 */
export async function openHouse(
  folder: string,
  identity: Identity,
  clock: VenueClock,
  news: HouseNews,
): Promise<House> {
  const started = performance.now();
  const storage = FileStorage.open(folder);
  const folds = newFolds();
  // The sequencer makes the machine and keeps it; the doors read the same one.
  let exchange = new Exchange();
  const keep = (machine: Exchange): Machine => {
    exchange = machine;
    return machine;
  };
  const sequencer = await Sequencer.open({
    storage,
    clock,
    venue: identity,
    machine: {
      create: () => keep(new Exchange()),
      restore: (snapshot) => keep(Exchange.restore(snapshot as Snapshot)),
    },
    folds,
    ...news,
  });
  return {
    exchange,
    sequencer,
    ...folds,
    recovery: recoverySentence(sequencer, performance.now() - started),
    async close() {
      await sequencer.close();
      await storage.close();
    },
  };
}

/** Where the journal of the venue in `data` lives, the one of a history that is being played, and the journal's heads. */
export function journalFolders(data: string): { journal: string; playing: string; heads: string } {
  return { journal: join(data, 'journal'), playing: join(data, 'journal.playing'), heads: join(data, 'heads.jsonl') };
}

function recoverySentence({ report: { snapshot, replayed } }: Sequencer, milliseconds: number): string {
  const from = snapshot === undefined ? '' : ` after snapshot ${snapshot.toLocaleString('en')}`;
  return `Recovered ${replayed.toLocaleString('en')} commands${from} in ${(milliseconds / 1000).toFixed(1)} s`;
}
