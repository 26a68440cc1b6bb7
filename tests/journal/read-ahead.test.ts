/**
 * A journal read by two threads against the same one read by one: what is found, and where reading ends, is the same.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { accountId } from '#core/units.ts';
import { JournalCorrupt } from '#journal/errors.ts';
import { FRAME_BYTES_MAX } from '#journal/frame.ts';
import { type Header, readHeader } from '#journal/header.ts';
import { type MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { scan } from '#journal/scan.ts';
import { listSegments, segmentFile } from '#journal/segments.ts';
import type { Disk } from '#journal/storage.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { ReadAhead } from '#storage/read-ahead.ts';
import { deposit } from '../sequencer/toy-machine.ts';
import { copyOf, openToy, SEGMENT_BYTES, toyJournal } from './toy-journal.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- read-ahead`;
const LONG_SEGMENT_BYTES = 8 * FRAME_BYTES_MAX;

test('JRN-3 whichever byte is turned, two threads find the records that one finds and stop where it stops', async (context) => {
  const { disk } = await toyJournal(20);
  const folder = folderOf(disk, context);
  const length = listSegments(disk).length * SEGMENT_BYTES;
  fc.assert(
    fc.property(fc.nat(length - 1), (position) => {
      const file = segmentFile(Math.floor(position / SEGMENT_BYTES));
      const bytes = disk.read(file) as Uint8Array;
      const at = position % SEGMENT_BYTES;
      writeFileSync(join(folder, file), bytes.with(at, (bytes[at] as number) ^ 0xff));
      const [found, reads] = foundAhead(folder);
      assert.deepEqual(found, foundAlone(folder), `byte ${position}; ${REPLAY}`);
      if (found.records.length > 0)
        assert.equal(reads, listSegments(disk).length - 1, 'all but the first segment are read ahead');
      writeFileSync(join(folder, file), bytes);
    }),
    { seed: SEED, numRuns: 40 },
  );
});

test('JRN-3 records that do not fit what is left of a piece are found by two threads as by one', async (context) => {
  const folder = folderOf(await journalOfLongRecords(), context);
  const [found] = foundAhead(folder);
  assert.equal(found.records.length, 50 + 3 + 1, 'commands, headers, and the hash of a clean stop');
  assert.equal(found.problem, undefined);
  assert.deepEqual(found, foundAlone(folder));
});

test('JRN-3 what nobody has read ahead in time is read all the same', async (context) => {
  const { disk } = await toyJournal(20);
  const folder = folderOf(disk, context);
  const [found] = foundAhead(folder, 0);
  assert.deepEqual(found, foundAlone(folder));
});

test('JRN-3 a reading that ends early ends the thread that reads ahead', async (context) => {
  const folder = folderOf(await journalOfLongRecords(), context);
  const disk = new Ahead(folder);
  const ending = context.mock.method(Worker.prototype, 'terminate');
  const { position } = scan(disk, readHeader(disk) as Header, 0, () => {}, LONG_SEGMENT_BYTES + 1);
  assert.ok(position > LONG_SEGMENT_BYTES && position < 2 * LONG_SEGMENT_BYTES);
  assert.equal(ending.mock.callCount(), 1);
});

test('JRN-7 a venue that has the folder to itself reads ahead, and comes to the same state', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const storage = FileStorage.open(folder);
  const toy = await openToy(storage);
  for (let number = 1; number <= 50; number += 1) await toy.sequencer.submit(deposit(number % 3, number));
  const before = toy.state();
  await toy.sequencer.close();
  await storage.close();
  for (const file of new NodeDisk(folder).list()) if (file.startsWith('snapshot')) new NodeDisk(folder).remove(file);

  const again = FileStorage.open(folder);
  const reading = context.mock.method(ReadAhead.prototype, 'next');
  const reopened = await openToy(again);
  assert.equal(reopened.state(), before);
  assert.ok(reading.mock.callCount() > 2, 'the segments after the first came from the other thread');
  await reopened.sequencer.close();
  await again.close();
});

/** A folder read with the help of a second thread. */
class Ahead extends NodeDisk {
  readonly #patience: number | undefined;
  reads = 0;

  constructor(folder: string, patience?: number) {
    super(folder);
    this.#patience = patience;
  }

  readAhead(files: readonly string[]): ReadAhead {
    this.reads = files.length;
    return new ReadAhead(this.name, files, this.#patience);
  }
}

interface Read {
  /** Where each record ends, and its checksum. */
  readonly records: readonly (readonly [end: number, checksum: number])[];
  readonly end: object | undefined;
  readonly problem: string | undefined;
}

function foundAlone(folder: string): Read {
  return found(new NodeDisk(folder));
}

/** What was found, and how many segments were read ahead. */
function foundAhead(folder: string, patience?: number): [Read, number] {
  const disk = new Ahead(folder, patience);
  return [found(disk), disk.reads];
}

function found(disk: Disk): Read {
  const records: [number, number][] = [];
  try {
    const header = readHeader(disk) as Header;
    const end = scan(disk, header, 0, (each) => records.push([each.end, each.head.checksum]));
    return { records, end, problem: undefined };
  } catch (cause) {
    if (!(cause instanceof JournalCorrupt)) throw cause;
    return { records, end: undefined, problem: cause.message };
  }
}

/** Fifty records of nearly half a megabyte, in three segments. */
async function journalOfLongRecords(): Promise<MemoryDisk> {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage, { segmentBytes: LONG_SEGMENT_BYTES });
  for (let number = 1; number <= 50; number += 1) {
    const clientId = String(number).padStart(400_000 + 8 * number, '-');
    await sequencer.submit(deposit(0, number), { account: accountId(0), clientId, digest: '' });
  }
  await sequencer.close();
  return copyOf(storage);
}

function folderOf(disk: MemoryDisk, context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [file, bytes] of disk.files) writeFileSync(join(folder, file), bytes);
  return folder;
}
