/**
 * Journals that were damaged: every harm is either found, with its place, or does no harm.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JournalCorrupt } from '#journal/errors.ts';
import { frameLengthAt, viewOf } from '#journal/frame.ts';
import { readHeader } from '#journal/header.ts';
import { MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { scan } from '#journal/scan.ts';
import { segmentFile, WATERMARK_FILE } from '#journal/segments.ts';
import { deposit } from '../sequencer/toy-machine.ts';
import {
  amountOf,
  copyOf,
  openToy,
  SEGMENT_BYTES,
  stateOf,
  toyJournal,
  withByteTurned,
  withFile,
} from './toy-journal.ts';

const SECTOR_BYTES = 512;

test('JRN-6 a byte turned anywhere in a closed journal is found, or lies in empty space and changes nothing', async () => {
  const { disk, states } = await toyJournal(20);
  const header = readHeader(disk);
  assert.ok(header !== undefined);
  const { position } = scan(disk, header, 0, () => {});
  const segments = disk.list().filter((file) => file.startsWith('segment')).length;
  assert.ok(position > 2 * SEGMENT_BYTES, 'the journal spans three segments');
  assert.ok(
    gapsOf(disk).some((gap) => gap > 0),
    'and some end in a gap',
  );

  const harmless: number[] = [];
  for (let at = 0; at < segments * SEGMENT_BYTES; at += 1) {
    try {
      assert.equal(await stateOf(withByteTurned(disk, at)), states.at(-1), `byte ${at}`);
      harmless.push(at);
    } catch (cause) {
      assert.ok(cause instanceof JournalCorrupt, `byte ${at}: ${cause}`);
      assert.match(
        cause.message,
        /segment-\d{8}\.journal at byte \d+, after command \d+: .*npm run replay -- MEMORY --list/,
      );
    }
  }
  const empty = Array.from({ length: segments * SEGMENT_BYTES - position }, (_, at) => position + at);
  assert.deepEqual(harmless, empty, 'exactly the bytes after the last record are harmless');
});

test('JRN-6 a byte turned in the watermark changes nothing while the journal is whole', async () => {
  const { disk, states } = await toyJournal(5);
  for (let at = 0; at < 16; at += 1) {
    const damaged = withFile(disk, WATERMARK_FILE, (bytes) => bytes.with(at, (bytes[at] as number) ^ 0xff));
    assert.equal(await stateOf(damaged), states.at(-1), `byte ${at}`);
  }
});

test('JRN-6 a group cut off at any byte before it was acknowledged leaves the whole records before the cut', async () => {
  const { disk, states, groupStart, end } = await crashedInGroup();
  for (let cut = groupStart; cut <= end; cut += 1) {
    const whole = wholeRecords(disk, cut);
    for (const damaged of [zeroedFrom(disk, cut), shortenedTo(disk, cut)]) {
      const torn = isTornAfter(disk, cut, damaged);
      const storage = new MemoryStorage(damaged);
      const { sequencer, state } = await openToy(storage);
      assert.equal(state(), states[whole], `cut at ${cut}`);
      assert.equal(sequencer.report.notices.length, torn ? 1 : 0, `cut at ${cut}`);
      // The venue goes on from there, and what it writes is read back.
      await sequencer.submit(deposit(0, 1000));
      const after = await openToy(new MemoryStorage(copyOf(storage)));
      assert.equal(after.sequencer.sequence, whole + 1);
      assert.deepEqual(after.sequencer.report.notices, []);
    }
  }
});

test('JRN-6 a journal cut off at any byte of what was acknowledged is corrupt', async () => {
  const { disk } = await toyJournal(20);
  const header = readHeader(disk);
  assert.ok(header !== undefined);
  const { position } = scan(disk, header, 0, () => {});
  for (let cut = 0; cut < position; cut += 1)
    for (const damaged of [zeroedFrom(disk, cut), shortenedTo(disk, cut)]) {
      await assert.rejects(stateOf(damaged), JournalCorrupt, `cut at ${cut}`);
    }
});

test('JRN-6 whichever sectors of an unacknowledged group reached the disk, the acknowledged records are there', async () => {
  const { disk, states, acknowledged, groupStart, end } = await crashedInGroup();
  const before = zeroedFrom(disk, groupStart);
  const [first, last] = [Math.floor(groupStart / SECTOR_BYTES), Math.floor((end - 1) / SECTOR_BYTES)];
  assert.ok(last - first >= 3, 'the group spans four sectors');
  for (let subset = 0; subset < 1 << (last - first + 1); subset += 1) {
    const torn = new MemoryDisk(before.files);
    for (let sector = first; sector <= last; sector += 1)
      if (subset & (1 << (sector - first))) copySector(disk, torn, sector);
    const { sequencer, state } = await openToy(new MemoryStorage(torn));
    assert.ok(sequencer.sequence >= acknowledged, `sectors ${subset.toString(2)}`);
    assert.equal(state(), states[sequencer.sequence], `sectors ${subset.toString(2)}`);
  }
});

test('JRN-6 a later record that saw the place durable proves the loss, even with a watermark from long before', async () => {
  const { disk } = await toyJournal(20);
  const { disk: young } = await toyJournal(3);
  disk.files.set(WATERMARK_FILE, young.files.get(WATERMARK_FILE) as Uint8Array);
  const header = readHeader(disk);
  assert.ok(header !== undefined);
  const ends: number[] = [];
  scan(disk, header, 0, ({ end }) => ends.push(end));
  // Of the last records nobody was left to be a witness: that is what the watermark is for.
  for (const end of ends.slice(0, -2))
    await assert.rejects(stateOf(withByteTurned(disk, end - 1)), JournalCorrupt, `record up to ${end}`);
});

test('JRN-6 without a watermark nothing is cut off', async () => {
  const { disk, groupStart } = await crashedInGroup();
  const damaged = withByteTurned(disk, groupStart + 50);
  damaged.remove(WATERMARK_FILE);
  await assert.rejects(stateOf(damaged), /the watermark that tells why is damaged/);
});

test('JRN-3 a record that was removed, repeated, or swapped with another is found', async () => {
  const { disk } = await toyJournal(6);
  const records = recordsOf(disk).slice(1);
  const at = records.findIndex(({ length }, index) => length === records[index + 1]?.length);
  const [first, second] = records.slice(at);
  assert.ok(first !== undefined && second !== undefined && first.length === second.length);
  const changes: Record<string, (bytes: Uint8Array) => void> = {
    removed: (bytes) => bytes.copyWithin(first.start, second.start),
    repeated: (bytes) => bytes.copyWithin(second.start, first.start, first.start + first.length),
    swapped: (bytes) => {
      const kept = bytes.slice(first.start, first.start + first.length);
      bytes.copyWithin(first.start, second.start, second.start + second.length);
      bytes.set(kept, second.start);
    },
  };
  for (const [name, change] of Object.entries(changes)) {
    const damaged = withFile(disk, segmentFile(0), (bytes) => {
      change(bytes);
      return bytes;
    });
    await assert.rejects(stateOf(damaged), JournalCorrupt, name);
  }
});

test('JRN-3 a record of the same number, place and length from another history is found', async () => {
  const { disk } = await toyJournal(6);
  const { disk: other } = await toyJournal(6, { amount: (number) => amountOf(number) + 1 });
  const [ours, theirs] = [recordsOf(disk), recordsOf(other)];
  assert.deepEqual(ours, theirs, 'the two look alike from outside');
  // Each record alone, and everything from there on: only the chain of checksums tells.
  for (const [index, { start, length }] of ours.slice(1).entries())
    for (const end of [start + length, SEGMENT_BYTES]) {
      const damaged = withFile(disk, segmentFile(0), (bytes) => {
        bytes.set((other.files.get(segmentFile(0)) as Uint8Array).subarray(start, end), start);
        return bytes;
      });
      // A whole other history fits together; telling it from ours takes more than a checksum (see `frame.ts`).
      if (index === 0 && end === SEGMENT_BYTES) continue;
      await assert.rejects(stateOf(damaged), JournalCorrupt, `record at ${start} up to ${end}`);
    }
});

test('JRN-3 segments that were swapped, repeated, taken away or brought from another journal are found', async () => {
  const { disk } = await toyJournal(30);
  const { disk: other } = await toyJournal(30, { id: 'c3d4' });
  const file = (disk_: MemoryDisk, segment: number) => disk_.files.get(segmentFile(segment)) as Uint8Array;
  const cases: Record<string, (damaged: MemoryDisk) => void> = {
    swapped: (damaged) => {
      damaged.files.set(segmentFile(1), file(disk, 2));
      damaged.files.set(segmentFile(2), file(disk, 1));
    },
    repeated: (damaged) => damaged.files.set(segmentFile(2), file(disk, 1)),
    'taken away': (damaged) => damaged.remove(segmentFile(1)),
    'first taken away': (damaged) => damaged.remove(segmentFile(0)),
    'last taken away': (damaged) => {
      damaged.remove(segmentFile(3));
      if (damaged.files.has(segmentFile(4))) damaged.remove(segmentFile(4));
    },
    foreign: (damaged) => damaged.files.set(segmentFile(1), file(other, 1)),
  };
  for (const [name, change] of Object.entries(cases)) {
    const damaged = new MemoryDisk(disk.files);
    change(damaged);
    await assert.rejects(stateOf(damaged), JournalCorrupt, name);
  }
});

/** A journal whose last group, over several sectors, was written and not acknowledged when the process ended. */
async function crashedInGroup() {
  const storage = new MemoryStorage();
  const { sequencer, state } = await openToy(storage);
  const states = [state()];
  const acknowledged = 4;
  for (let number = 1; number <= acknowledged; number += 1) {
    await sequencer.submit(deposit(0, number));
    states.push(state());
  }
  const watermark = (storage.disk.read(WATERMARK_FILE) as Uint8Array).slice();
  const header = readHeader(storage.disk);
  assert.ok(header !== undefined);
  const { position: groupStart } = scan(storage.disk, header, 0, () => {});

  storage.held = true;
  const answers = Array.from({ length: 15 }, (_, at) => sequencer.submit(deposit(0, 100 + at)));
  storage.flush();
  await Promise.all(answers);
  const disk = copyOf(storage);
  disk.files.set(WATERMARK_FILE, watermark);
  const { position: end } = scan(disk, header, 0, () => {});

  // The states within the group, from a venue that takes the same commands one by one.
  const twin = await openToy(new MemoryStorage());
  for (let number = 1; number <= acknowledged; number += 1) await twin.sequencer.submit(deposit(0, number));
  for (let at = 0; at < 15; at += 1) {
    await twin.sequencer.submit(deposit(0, 100 + at));
    states.push(twin.state());
  }
  return { disk, states, acknowledged, groupStart, end };
}

function zeroedFrom(disk: MemoryDisk, cut: number): MemoryDisk {
  const copy = new MemoryDisk(disk.files);
  for (const [file, start] of segmentStarts(copy)) copy.files.get(file)?.fill(0, Math.max(0, cut - start));
  return copy;
}

function shortenedTo(disk: MemoryDisk, cut: number): MemoryDisk {
  const copy = new MemoryDisk(disk.files);
  for (const [file, start] of segmentStarts(copy))
    copy.files.set(file, (copy.files.get(file) as Uint8Array).slice(0, Math.max(0, cut - start)));
  return copy;
}

function segmentStarts(disk: MemoryDisk): [string, number][] {
  return disk
    .list()
    .filter((file) => file.startsWith('segment'))
    .map((file) => [file, Number(/\d+/.exec(file)?.[0]) * SEGMENT_BYTES]);
}

/** Whether anything but zeros follows the last record that is whole before `cut`, or bytes are missing. */
function isTornAfter(disk: MemoryDisk, cut: number, damaged: MemoryDisk): boolean {
  const ends = recordsOf(disk).map(({ position, length }) => position + length);
  const whole = Math.max(0, ...ends.filter((end) => end <= cut));
  return segmentStarts(damaged).some(([file, start]) => {
    const bytes = damaged.files.get(file) as Uint8Array;
    return bytes.length < SEGMENT_BYTES || bytes.some((byte, at) => byte !== 0 && start + at >= whole);
  });
}

interface Place {
  readonly start: number;
  readonly length: number;
  readonly position: number;
  readonly isCommand: boolean;
}

function recordsOf(disk: MemoryDisk): Place[] {
  return segmentStarts(disk).flatMap(([file, segmentStart]) => {
    const view = viewOf(disk.files.get(file) as Uint8Array);
    const places: Place[] = [];
    for (let start = 0; ; ) {
      const length = frameLengthAt(view, start, view.byteLength);
      if (length === 0) return places;
      const isCommand = view.getUint16(start + 36, true) > 2;
      places.push({ start, length, position: segmentStart + start, isCommand });
      start += length;
    }
  });
}

/** The empty bytes at the end of every segment but the last. */
function gapsOf(disk: MemoryDisk): number[] {
  const records = recordsOf(disk);
  return records
    .filter(({ start }, at) => at > 0 && start === 0)
    .map((header) => {
      const before = records[records.indexOf(header) - 1] as Place;
      return SEGMENT_BYTES - before.start - before.length;
    });
}

function wholeRecords(disk: MemoryDisk, cut: number): number {
  return recordsOf(disk).filter(({ isCommand, position, length }) => isCommand && position + length <= cut).length;
}

function copySector(from: MemoryDisk, to: MemoryDisk, sector: number): void {
  const file = segmentFile(Math.floor((sector * SECTOR_BYTES) / SEGMENT_BYTES));
  const start = (sector * SECTOR_BYTES) % SEGMENT_BYTES;
  to.files.get(file)?.set((from.files.get(file) as Uint8Array).subarray(start, start + SECTOR_BYTES), start);
}
