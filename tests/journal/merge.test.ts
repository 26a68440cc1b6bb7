/**
 * One whole journal out of a damaged one and a copy of it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Header, readHeader } from '#journal/header.ts';
import { MemoryDisk } from '#journal/memory-storage.ts';
import { mergeJournals } from '#journal/merge.ts';
import { scan } from '#journal/scan.ts';
import { segmentFile, WATERMARK_FILE } from '#journal/segments.ts';
import { amountOf, SEGMENT_BYTES, stateOf, toyJournal, withByteTurned, withFile } from './toy-journal.ts';

test('JRN-16 a byte turned anywhere is mended from the copy, to the very bytes that were', async () => {
  const { disk, header, end } = await whole(20);
  for (let at = 0; at < end; at += 1) {
    const into = new MemoryDisk();
    const { taken } = mergeJournals(header, withByteTurned(disk, at), disk, into);
    assert.deepEqual(recordsOf(into), recordsOf(disk), `byte ${at}`);
    assert.ok(taken.length === 1 || inGap(disk, at), `byte ${at}`);
  }
});

test('JRN-16 segments that are missing, short or foreign are taken from the copy', async () => {
  const { disk, header, states } = await whole(30);
  const { disk: foreign } = await toyJournal(30, { id: 'c3d4' });
  const harms: Record<string, (damaged: MemoryDisk) => void> = {
    'first missing': (damaged) => damaged.remove(segmentFile(0)),
    'middle missing': (damaged) => damaged.remove(segmentFile(2)),
    'all missing': (damaged) => [0, 1, 2, 3, 4].forEach((n) => void damaged.remove(segmentFile(n))),
    short: (damaged) => damaged.files.set(segmentFile(1), damaged.read(segmentFile(1), 0, 500) as Uint8Array),
    swapped: (damaged) => damaged.files.set(segmentFile(1), disk.read(segmentFile(2)) as Uint8Array),
  };
  for (const [name, harm] of Object.entries(harms)) {
    const damaged = new MemoryDisk(disk.files);
    harm(damaged);
    const into = new MemoryDisk();
    if (name === 'swapped') {
      // What can be read there was acknowledged by somebody: it is not thrown away without being asked.
      assert.throws(() => mergeJournals(header, damaged, disk, into), { code: 'REPAIR_CONFLICT' }, name);
      continue;
    }
    mergeJournals(header, damaged, disk, into);
    assert.equal(await stateOf(into), states.at(-1), name);
  }
  assert.throws(() => mergeJournals(header, withByteTurned(disk, 1200), foreign, new MemoryDisk()), {
    code: 'JOURNAL_CORRUPT',
    message: /what was acknowledged from here on stands in neither copy/,
  });
});

test('JRN-16 two copies that are damaged in different places are mended from each other', async () => {
  const { disk, header, end } = await whole(20);
  const into = new MemoryDisk();
  mergeJournals(header, withByteTurned(disk, 300), withByteTurned(disk, 1500), into);
  assert.deepEqual(recordsOf(into), recordsOf(disk));
  for (const at of [300, end - 1])
    assert.throws(() => mergeJournals(header, withByteTurned(disk, at), withByteTurned(disk, at), new MemoryDisk()), {
      code: 'JOURNAL_CORRUPT',
    });
});

test('JRN-16 an older copy mends what it has, and one that went on by itself gives nothing of that', async () => {
  const { disk, header, end } = await whole(20);
  const { disk: older } = await toyJournal(12);
  const into = new MemoryDisk();
  mergeJournals(header, withByteTurned(disk, 300), older, into);
  assert.deepEqual(recordsOf(into), recordsOf(disk));
  // The tail of the younger one is beyond the older copy.
  assert.throws(() => mergeJournals(header, withByteTurned(disk, end - 1), older, new MemoryDisk()), {
    code: 'JOURNAL_CORRUPT',
  });

  const { end: stopped } = await whole(12);
  const kept = mergeJournals(header, withByteTurned(older, 300), disk, new MemoryDisk());
  assert.ok(kept.end.position <= stopped, 'the copy had eight deposits more, which this journal never answered for');
  const vouched = mergeJournals(header, withoutCheckpoint(older), disk, new MemoryDisk(), end);
  assert.equal(vouched.end.position, end, 'unless a head says that they are part of it');
});

test('JRN-16 copies that went two ways are refused', async () => {
  const { disk, header } = await whole(20);
  const { disk: other } = await toyJournal(20, { amount: (number) => amountOf(number) + (number === 3 ? 1 : 0) });
  const third = (await recordAt(disk, 3)) + 50;
  const before = [...disk.files].map(([file, bytes]) => [file, bytes.slice()]);
  assert.throws(() => mergeJournals(header, withByteTurned(disk, third), other, new MemoryDisk()), {
    code: 'REPAIR_CONFLICT',
    message: /Command 4 .* the two are not one history/,
  });
  assert.deepEqual([...disk.files], before);
});

test('JRN-16 what was cut off by a crash stays cut off', async () => {
  const { disk, header, end } = await whole(20);
  const torn = withFile(disk, segmentFile(Math.floor(end / SEGMENT_BYTES)), (bytes) => {
    bytes.fill(7, end % SEGMENT_BYTES, (end % SEGMENT_BYTES) + 20);
    return bytes;
  });
  const into = new MemoryDisk();
  const { taken } = mergeJournals(header, torn, disk, into);
  assert.deepEqual([taken.length, recordsOf(into)], [0, recordsOf(disk)]);
});

async function whole(count: number) {
  const { disk, states } = await toyJournal(count);
  const header = readHeader(disk) as Header;
  return { disk, states, header, end: scan(disk, header, 0, () => {}).position };
}

/** Everything up to the last record, and the watermark; a prepared segment behind it is of no account. */
function recordsOf(disk: MemoryDisk) {
  const header = readHeader(disk) as Header;
  const records: Uint8Array[] = [];
  scan(disk, header, 0, ({ bytes, offset, head }) => records.push(bytes.slice(offset, offset + head.length)));
  return { records, watermark: disk.files.get(WATERMARK_FILE) };
}

/** Whether nothing is written at `at`. */
function inGap(disk: MemoryDisk, at: number): boolean {
  let gap = true;
  scan(disk, readHeader(disk) as Header, 0, ({ end, head }) => {
    if (at < end && at >= end - head.length) gap = false;
  });
  return gap;
}

async function recordAt(disk: MemoryDisk, sequence: number): Promise<number> {
  let start = 0;
  scan(disk, readHeader(disk) as Header, 0, ({ end, head }) => {
    if (head.sequence === sequence && head.type > 2) start = end - head.length;
  });
  return start;
}

/** A closed journal as it was before it was closed: the record of its last state is gone. */
function withoutCheckpoint(disk: MemoryDisk): MemoryDisk {
  let [start, end] = [0, 0];
  scan(disk, readHeader(disk) as Header, 0, (found) => {
    if (found.head.type === 2) [start, end] = [found.end - found.head.length, found.end];
  });
  return withFile(disk, segmentFile(Math.floor(start / SEGMENT_BYTES)), (bytes) =>
    bytes.fill(0, start % SEGMENT_BYTES, (start % SEGMENT_BYTES) + end - start),
  );
}
