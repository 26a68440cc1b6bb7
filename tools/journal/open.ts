/** What the commands share: the folder of a journal, opened for reading, and the exchange that carries it out. */
import { existsSync } from 'node:fs';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import { type Header, readHeader } from '#journal/header.ts';
import { segmentFile } from '#journal/segments.ts';
import type { MachineFactory } from '#sequencer/machine.ts';
import { NodeDisk } from '#storage/node-disk.ts';

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

/** The journal in `folder`. Throws a Complaint when there is none, and JournalError. */
export function openJournal(folder: string | undefined): { disk: NodeDisk; header: Header } {
  if (folder === undefined) throw new Complaint('Which folder? See npm run journal -- --help', true);
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
