/**
 * Opening again: from the newest snapshot that can be used, to exactly the state that was.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { millis, tradeDate } from '#core/units.ts';
import { startOfJournal } from '#journal/frame.ts';
import { JOURNAL_FORMAT, PRODUCT, readHeader } from '#journal/header.ts';
import { Journal } from '#journal/journal.ts';
import { MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { scan } from '#journal/scan.ts';
import { listSegments, segmentFile, WATERMARK_FILE } from '#journal/segments.ts';
import { listSnapshots } from '#journal/snapshots.ts';
import { copyOf, openToy, withFile } from '../journal/toy-journal.ts';
import { deposit, Tally, toyMachines } from './toy-machine.ts';

test('JRN-9 after a crash at any command the state is what it was, with and without snapshots', async () => {
  for (const snapshotEvery of [1_000, 7]) {
    const storage = new MemoryStorage();
    const { sequencer, state } = await openToy(storage, { snapshotEvery });
    for (let number = 1; number <= 40; number += 1) {
      await sequencer.submit(number % 10 === 0 ? endDay(number) : deposit(number % 3, number));
      const again = await openToy(new MemoryStorage(copyOf(storage)));
      assert.equal(again.state(), state(), `after command ${number}`);
      assert.equal(again.sequencer.sequence, number);
    }
  }
});

test('JRN-11 a start replays no more than what came after the newest snapshot; three are kept', async () => {
  const { disk } = await withSnapshots();
  assert.equal(listSnapshots(disk).length, 3);
  const { sequencer } = await openToy(new MemoryStorage(disk));
  assert.deepEqual(sequencer.report, { snapshot: 40, replayed: 5, notices: [] });
});

test('JRN-11 a start that found an old snapshot takes a new one with the next command', async () => {
  const { disk } = await withSnapshots();
  for (const file of listSnapshots(disk)) disk.remove(file);
  const storage = new MemoryStorage(disk);
  const { sequencer } = await openToy(storage, { snapshotEvery: 10 });
  assert.equal(sequencer.report.replayed, 45);
  await sequencer.submit(deposit(0, 1));
  await new Promise((resolve) => setImmediate(resolve));
  const again = await openToy(new MemoryStorage(copyOf(storage)));
  assert.deepEqual(again.sequencer.report, { snapshot: 46, replayed: 0, notices: [] });
});

test('JRN-11 a snapshot with any byte turned is passed over, and the report says so', async () => {
  const { disk, state } = await withSnapshots();
  const [newest, older] = listSnapshots(disk) as [string, string];
  const length = disk.files.get(newest)?.length as number;
  for (let at = 0; at < length; at += 1) {
    const damaged = withFile(disk, newest, (bytes) => bytes.with(at, (bytes[at] as number) ^ 0xff));
    const again = await openToy(new MemoryStorage(damaged));
    assert.equal(again.state(), state, `byte ${at}`);
    assert.equal(again.sequencer.report.snapshot, Number(/\d+/.exec(older)?.[0]));
    assert.match(again.sequencer.report.notices.join(), new RegExp(`${newest} is damaged`));
  }
});

test('JRN-11 without any usable snapshot the whole journal is replayed', async () => {
  const { disk, state } = await withSnapshots();
  for (const file of listSnapshots(disk)) disk.files.set(file, new Uint8Array(3));
  const again = await openToy(new MemoryStorage(disk));
  assert.equal(again.state(), state);
  assert.equal(again.sequencer.report.snapshot, undefined);
  assert.equal(again.sequencer.report.replayed, 45);
  assert.equal(again.sequencer.report.notices.length, 3);
});

test('JRN-11 a venue with another fold replays what the snapshot does not know', async () => {
  const { disk } = await withSnapshots();
  const [tally, second] = [new Tally(), new Tally()];
  const again = await openToy(new MemoryStorage(disk), { folds: { tally, second } });
  assert.equal(again.sequencer.report.replayed, 45);
  assert.deepEqual(second.snapshot(), tally.snapshot());
  assert.match(again.sequencer.report.notices.join(), /it holds the folds tally, and the venue has second,tally/);
});

test('JRN-11 a snapshot that the machine cannot read leaves no trace in the folds', async () => {
  const { disk, state } = await withSnapshots();
  const restore = () => {
    throw new Error('the layout is unknown');
  };
  const [tally, twin] = [new Tally(), (await openToy(new MemoryStorage(new MemoryDisk(disk.files)))).tally];
  const again = await openToy(new MemoryStorage(disk), { machine: { ...toyMachines, restore }, folds: { tally } });
  assert.equal(again.sequencer.report.replayed, 45);
  assert.match(again.sequencer.report.notices.join(), /cannot be used \(the layout is unknown\)/);
  assert.deepEqual(tally.snapshot(), twin.snapshot());
  assert.ok(state.endsWith(JSON.stringify(tally.snapshot())));
});

test('JRN-6 a journal that ends before its snapshot has lost records, and is corrupt', async () => {
  const { disk } = await withSnapshots();
  const young = await withSnapshots(38);
  const stale = new MemoryDisk(young.disk.files);
  const newest = listSnapshots(disk)[0] as string;
  stale.files.set(newest, disk.files.get(newest) as Uint8Array);
  await assert.rejects(openToy(new MemoryStorage(stale)), { code: 'JOURNAL_CORRUPT' });
});

test('JRN-9 a snapshot that comes to another state than it says stops the opening', async () => {
  const { disk } = await withSnapshots();
  const machine = {
    create: toyMachines.create,
    restore: (snapshot: unknown) => toyMachines.restore({ ...(snapshot as object), executed: 0 }),
  };
  await assert.rejects(openToy(new MemoryStorage(disk), { machine }), {
    code: 'STATE_HASH_MISMATCH',
    message: /after command 40 .*snapshot snapshot-000000000000040\.json says/,
  });
});

test('JRN-9 a program that decides otherwise is stopped at the end of the day', async () => {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage);
  await sequencer.submit(deposit(0, 5));
  await sequencer.submit(endDay(1));
  await sequencer.submit(deposit(0, 5));
  // The other program opens with one deposit that nobody made.
  const machine = { ...toyMachines, create: () => toyMachines.restore({ balances: [1], executed: 0, lastTime: 0 }) };
  await assert.rejects(openToy(new MemoryStorage(copyOf(storage)), { machine }), {
    code: 'STATE_HASH_MISMATCH',
    message: /after command 2 .*the journal says/,
  });
});

test('JRN-7 a folder of another venue, of something else, or of a newer format is left alone', async () => {
  const { disk } = await withSnapshots(3);
  const open = (changed: MemoryDisk, name = 'toy') =>
    openToy(new MemoryStorage(changed), { venue: { name, id: 'a1b2' } });
  await assert.rejects(open(disk, 'other'), {
    code: 'JOURNAL_OF_OTHER_VENUE',
    message: /journal of toy, not of other/,
  });

  const photos = new MemoryDisk([['summer.jpg', new Uint8Array(9)]]);
  await assert.rejects(open(photos), { code: 'NOT_A_JOURNAL', message: /summer\.jpg/ });
  assert.deepEqual(photos.list(), ['summer.jpg']);

  await assert.rejects(open(await ofFormat(JOURNAL_FORMAT + 1)), { code: 'JOURNAL_FORMAT_NEWER' });

  const unfinished = new MemoryDisk([
    [WATERMARK_FILE, new MemoryDisk(disk.files).files.get(WATERMARK_FILE) as Uint8Array],
    [segmentFile(0), new Uint8Array(1024)],
  ]);
  await assert.rejects(open(unfinished), { code: 'JOURNAL_CORRUPT' }, 'a wiped journal is no new one');
});

test('JRN-7 a segment of another journal is named where reading begins', async () => {
  const { disk } = await withSnapshots();
  const { disk: other } = await withSnapshots(45, 'c3d4');
  const newest = listSegments(disk).findLast((segment) =>
    disk.files.get(segmentFile(segment))?.some(Boolean),
  ) as number;
  for (const [from, segment, message] of [
    [other, newest, /the segment belongs to another journal, c3d4/],
    [disk, newest - 1, new RegExp(`this is segment ${newest - 1}`)],
  ] as const) {
    const damaged = withFile(disk, segmentFile(newest), () => from.files.get(segmentFile(segment)) as Uint8Array);
    await assert.rejects(openToy(new MemoryStorage(damaged)), { code: 'JOURNAL_CORRUPT', message });
  }
});

test('JRN-7 every opening writes under an epoch of its own', async () => {
  let disk = new MemoryDisk();
  for (let opening = 1; opening <= 3; opening += 1) {
    const storage = new MemoryStorage(disk);
    const { sequencer } = await openToy(storage);
    await sequencer.submit(deposit(0, 1));
    disk = copyOf(storage);
  }
  const header = readHeader(disk);
  assert.ok(header !== undefined);
  const epochs: number[] = [];
  scan(disk, header, 0, ({ head }) => epochs.push(head.epoch));
  assert.deepEqual(epochs, [1, 1, 2, 3], 'the header and a command, then a command each');
});

test('JRN-7 a venue that stopped while it began its journal begins again', async () => {
  const storage = new MemoryStorage();
  storage.held = true;
  const { sequencer } = await openToy(storage);
  sequencer.post(deposit(0, 1), () => {});
  const watermarkOnly = copyOf(storage);
  storage.flush();
  const torn = withFile(copyOf(storage), segmentFile(0), (bytes) => bytes.fill(0, 60));
  torn.files.set(WATERMARK_FILE, (watermarkOnly.files.get(WATERMARK_FILE) as Uint8Array).slice());
  for (const disk of [watermarkOnly, torn]) {
    const again = await openToy(new MemoryStorage(disk));
    assert.equal((await again.sequencer.submit(deposit(0, 1))).sequence, 1);
  }
});

/** A journal of 45 deposits, or `count`, with a snapshot every ten, as a killed process leaves it. */
async function withSnapshots(count = 45, id = 'a1b2') {
  const storage = new MemoryStorage();
  const { sequencer, state } = await openToy(storage, { snapshotEvery: 10, venue: { name: 'toy', id } });
  for (let number = 1; number <= count; number += 1) await sequencer.submit(deposit(number % 3, number));
  await new Promise((resolve) => setImmediate(resolve));
  return { disk: copyOf(storage), state: state() };
}

/** A journal with nothing but a header, written by a program of that format. */
async function ofFormat(format: number): Promise<MemoryDisk> {
  const storage = new MemoryStorage();
  const origin = { venue: 'toy', id: 'a1b2', created: millis(0) };
  const header = { product: PRODUCT, format, ...origin, segmentBytes: 1024, segment: 0 };
  const journal = await Journal.open(storage, header, startOfJournal(), false, () => {});
  journal.appendCheckpoint('');
  await journal.close();
  return copyOf(storage);
}

function endDay(number: number) {
  return { type: 'endDay', date: tradeDate(20_000 + number), step: 'nextDay' } as const;
}
