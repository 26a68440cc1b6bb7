/**
 * The journal in real folders.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readHeader } from '#journal/header.ts';
import { MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { type JournalRecord, readRecord } from '#journal/records.ts';
import { scan } from '#journal/scan.ts';
import { listSegments } from '#journal/segments.ts';
import { listSnapshots } from '#journal/snapshots.ts';
import type { Disk } from '#journal/storage.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { deposit } from '../sequencer/toy-machine.ts';
import { copyOf, openToy } from './toy-journal.ts';

test('JRN-5 a ring much smaller than the load loses nothing and changes no places', async (context) => {
  const folder = newFolder(context);
  const small = { ringBytes: 8 * 1024 };
  const storage = FileStorage.open(folder, small);
  const { sequencer, state } = await openToy(storage, { segmentBytes: 16 * 1024 });
  const told: number[] = [];
  // All at once: every 80 commands the ring is full and the writer must first get ahead.
  await new Promise<void>((resolve) => {
    for (let number = 1; number <= 5_000; number += 1)
      sequencer.post(deposit(number % 3, number), (outcome) => {
        told.push(outcome?.sequence as number);
        if (number === 5_000) resolve();
      });
  });
  assert.deepEqual(
    told,
    Array.from({ length: 5_000 }, (_, at) => at + 1),
  );
  assert.ok(listSegments(storage.disk).length > 25, 'the records span many segments');
  const before = state();
  await sequencer.close();
  await storage.close();

  const again = FileStorage.open(folder, small);
  for (const file of readdirSync(folder)) if (file.startsWith('snapshot')) again.disk.remove(file);
  const reopened = await openToy(again, { segmentBytes: 16 * 1024 });
  assert.equal(reopened.state(), before);
  assert.deepEqual(reopened.sequencer.report, { snapshot: undefined, replayed: 5_000, notices: [] });
  await reopened.sequencer.close();
  await again.close();
});

test('JRN-1 the files in the folder hold the records that the plain storage in memory holds, at the same places', async (context) => {
  const storage = FileStorage.open(newFolder(context), { ringBytes: 4096 });
  const twin = new MemoryStorage();
  for (const each of [storage, twin]) {
    const { sequencer } = await openToy(each);
    for (let number = 1; number <= 30; number += 1) await sequencer.submit(deposit(0, number));
    await sequencer.close();
  }
  assert.deepEqual(recordsOf(storage.disk), recordsOf(twin.disk));
  assert.deepEqual(listSnapshots(storage.disk), listSnapshots(twin.disk));
  await storage.close();
});

test('JRN-7 a folder belongs to one venue at a time', async (context) => {
  const folder = newFolder(context);
  const first = FileStorage.open(folder);
  assert.throws(() => FileStorage.open(folder), { code: 'JOURNAL_LOCKED', message: /in use by another venue/ });
  await first.close();
  await FileStorage.open(folder).close();
});

test('JRN-7 a folder of something else is left as it was', (context) => {
  const folder = newFolder(context);
  writeFileSync(join(folder, 'summer.jpg'), 'not a journal');
  assert.throws(() => FileStorage.open(folder), { code: 'NOT_A_JOURNAL', message: /summer\.jpg/ });
  assert.deepEqual(readdirSync(folder), ['summer.jpg']);
});

test('JRN-7 a place that cannot be written to is named', (context) => {
  const folder = newFolder(context);
  writeFileSync(join(folder, 'file'), '');
  assert.throws(() => FileStorage.open(join(folder, 'file', 'journal')), {
    code: 'JOURNAL_UNWRITABLE',
    message: /cannot be written to \(ENOTDIR.*choose another folder/,
  });
});

for (const [code, call] of [
  ['ENOSPC', 'write'],
  ['EIO', 'sync'],
] as const)
  test(`JRN-10 a ${call} that fails with ${code} acknowledges nothing, and is not tried again`, async () => {
    const disk = new FailingDisk();
    const storage = new MemoryStorage(disk);
    const { sequencer } = await openToy(storage);
    await sequencer.submit(deposit(0, 1));
    storage.held = true;
    let told = false;
    sequencer.post(deposit(0, 2), () => (told = true));
    const before = copyOf(storage);

    disk.failing = { call, code };
    assert.throws(() => storage.flush(), { code });
    assert.equal(told, false);
    assert.equal(disk.failures, 1);
    for (const left of [before, copyOf(storage)]) {
      const again = await openToy(new MemoryStorage(left));
      assert.ok(again.sequencer.sequence >= 1, 'what was acknowledged before is there');
    }
  });

class FailingDisk extends MemoryDisk {
  failing: { call: 'write' | 'sync'; code: string } | undefined;
  failures = 0;

  override write(file: string, position: number, bytes: Uint8Array): void {
    // A full disk takes what still fits.
    if (this.failing?.call === 'write') super.write(file, position, bytes.subarray(0, bytes.length >> 1));
    this.#fail('write');
    super.write(file, position, bytes);
  }

  override sync(): void {
    this.#fail('sync');
  }

  #fail(call: 'write' | 'sync'): void {
    if (this.failing?.call !== call) return;
    this.failures += 1;
    throw Object.assign(new Error(`${this.failing.code}: as the test wants it`), { code: this.failing.code });
  }
}

function recordsOf(disk: Disk) {
  const header = readHeader(disk);
  assert.ok(header !== undefined);
  const records: [end: number, record: JournalRecord][] = [];
  scan(disk, header, 0, (found) => records.push([found.end, readRecord(found)]));
  return records;
}

function newFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}
