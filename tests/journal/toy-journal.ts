/**
 * Small journals in memory, made by a sequencer over the toy machine, to be damaged by tests.
 */
import { MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { segmentFile } from '#journal/segments.ts';
import type { Storage } from '#journal/storage.ts';
import { Sequencer, type SequencerOptions } from '#sequencer/sequencer.ts';
import { deposit, HandClock, Tally, toyMachines } from '../sequencer/toy-machine.ts';

export const SEGMENT_BYTES = 1024;

export interface Toy {
  readonly sequencer: Sequencer;
  readonly tally: Tally;
  readonly clock: HandClock;
  readonly storage: Storage;
  /** The state of machine and fold, in one line. */
  readonly state: () => string;
}

/** A toy venue over `storage`, with small segments. */
export async function openToy(storage: Storage, options: Partial<SequencerOptions> = {}): Promise<Toy> {
  const [tally, clock] = [new Tally(), new HandClock()];
  let machine = toyMachines.create();
  const sequencer = await Sequencer.open({
    storage,
    clock,
    venue: { name: 'toy', id: 'a1b2' },
    machine: {
      create: () => (machine = toyMachines.create()),
      restore: (snapshot) => (machine = toyMachines.restore(snapshot)),
    },
    folds: { tally },
    segmentBytes: SEGMENT_BYTES,
    ...options,
  });
  return { sequencer, tally, clock, storage, state: () => `${machine.hash()} ${JSON.stringify(tally.snapshot())}` };
}

/** A copy of the disk as a killed process leaves it. */
export function copyOf(storage: MemoryStorage): MemoryDisk {
  return new MemoryDisk((storage.disk as MemoryDisk).files);
}

export interface Damaged {
  readonly disk: MemoryDisk;
  /** The state after each command; the first is that before any. */
  readonly states: readonly string[];
}

/** Of many lengths, so that records of several sizes stand in the journal and segments end in gaps. */
export const amountOf = (number: number): number => number * 10 ** (number % 9);

/** A journal of `count` deposits, each in a commit of its own, closed; without its snapshot. */
export async function toyJournal(
  count: number,
  { id = 'a1b2', amount = amountOf, segmentBytes = SEGMENT_BYTES } = {},
): Promise<Damaged> {
  const storage = new MemoryStorage();
  const toy = await openToy(storage, { venue: { name: 'toy', id }, segmentBytes });
  const states = [toy.state()];
  for (let number = 1; number <= count; number += 1) {
    await toy.sequencer.submit(deposit(number % 3, amount(number)));
    states.push(toy.state());
  }
  await toy.sequencer.close();
  const disk = copyOf(storage);
  for (const file of disk.list()) if (file.startsWith('snapshot')) disk.remove(file);
  return { disk, states };
}

/** The state that opening `disk` comes to. */
export async function stateOf(disk: MemoryDisk): Promise<string> {
  const toy = await openToy(new MemoryStorage(disk));
  return toy.state();
}

/** A copy of `disk` with one file changed. */
export function withFile(disk: MemoryDisk, file: string, change: (bytes: Uint8Array) => Uint8Array): MemoryDisk {
  const copy = new MemoryDisk(disk.files);
  copy.files.set(file, change((copy.files.get(file) as Uint8Array).slice()));
  return copy;
}

/** A copy of `disk` with the byte at `position` of the journal turned over. */
export function withByteTurned(disk: MemoryDisk, position: number): MemoryDisk {
  return withFile(disk, segmentFile(Math.floor(position / SEGMENT_BYTES)), (bytes) => {
    bytes[position % SEGMENT_BYTES] = (bytes[position % SEGMENT_BYTES] as number) ^ 0xff;
    return bytes;
  });
}
