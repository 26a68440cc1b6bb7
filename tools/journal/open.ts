/** What the commands share: the folder of a journal, opened for reading, and the exchange that carries it out. */
import { existsSync } from 'node:fs';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import { type Header, readHeader } from '#journal/header.ts';
import { segmentFile } from '#journal/segments.ts';
import type { MachineFactory } from '#sequencer/machine.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { journalFolders } from '../../src/venue/house.ts';

/** Something that the person who asked has to know, in one sentence. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
  /** Whether the question was wrong, and not the journal. */
  readonly isUsage: boolean;

  constructor(message: string, isUsage = false) {
    super(message);
    this.isUsage = isUsage;
  }
}

/** The folder of the journal that is meant: of a venue's data it is the one in there. */
export function journalIn(folder: string): string {
  const { journal } = journalFolders(folder);
  return existsSync(journal) ? journal : folder;
}

/** The journal in `named`, or in the venue's data there. Throws a Complaint when there is none, and JournalError. */
export function openJournal(named: string | undefined): { disk: NodeDisk; header: Header } {
  if (named === undefined) throw new Complaint('Which folder? See npm run journal -- --help', true);
  const folder = journalIn(named);
  if (!existsSync(folder)) throw new Complaint(`${folder} cannot be read: it is not there.`);
  const disk = new NodeDisk(folder);
  const header = readHeader(disk);
  if (header === undefined) throw new Complaint(`${folder} holds no journal yet.`);
  return { disk, header };
}

export const exchanges: MachineFactory = {
  create: () => new Exchange(),
  restore: (snapshot) => Exchange.restore(snapshot as Snapshot),
};

/** `segment-00000001.journal byte 40`. */
export function placeOf(position: number, { segmentBytes }: Header): string {
  return `${segmentFile(Math.floor(position / segmentBytes))} byte ${position % segmentBytes}`;
}

export const grouped = (number: number): string => number.toLocaleString('en');
