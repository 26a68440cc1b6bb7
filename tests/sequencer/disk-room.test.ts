/**
 * A disk that runs low: new business stops first, cancellations last, and everything goes on when there is room again.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startOf } from '#core/calendar.ts';
import type { CancelOrder } from '#core/commands.ts';
import { RiskWatch } from '#core/default/risk-watch.ts';
import { noEvidence } from '#core/price-index/evidence.ts';
import { AROUND_THE_CLOCK } from '#core/trading-calendar.ts';
import { tradeDate } from '#core/units.ts';
import { MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { listSnapshots } from '#journal/snapshots.ts';
import { DiskRoom } from '#sequencer/disk-room.ts';
import { DiskLow } from '#sequencer/refusals.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { VenueClock } from '../../src/venue/clock.ts';
import { DayKeeper } from '../../src/venue/day-keeper.ts';
import { copyOf, openToy } from '../journal/toy-journal.ts';
import { deposit } from './toy-machine.ts';

const MIB = 2 ** 20;
const cancel = { type: 'cancelOrder', account: 0, order: 1 } as unknown as CancelOrder;

test('JRN-15 the reserve is four segments, half of it is for cancellations, and five end the alarm', () => {
  const room = new DiskRoom(64 * MIB);
  // The worked example of the rule, on the way down and up again.
  const levels = [320, 256, 250, 128, 120, 130, 300, 319, 320, 256].map((free) => {
    room.look(free * MIB);
    return room.level;
  });
  assert.deepEqual(levels, ['ample', 'ample', 'low', 'low', 'full', 'low', 'low', 'low', 'ample', 'ample']);
});

test('JRN-15 a low disk refuses new business, then everything, leaves no trace, and recovers', async () => {
  const storage = new LowStorage();
  const said: string[] = [];
  const { sequencer, state } = await openToy(storage, { onRoom: (sentence) => said.push(sentence), snapshotEvery: 2 });
  await sequencer.submit(deposit(0, 1));
  storage.segments = 3.9;
  const before = state();
  await assert.rejects(sequencer.submit(deposit(0, 2)), DiskLow);
  assert.equal(state(), before);
  assert.equal((await sequencer.submit(cancel)).sequence, 2, 'a cancellation is taken');
  assert.equal(
    (await sequencer.submit({ type: 'endDay', date: tradeDate(20_000), step: 'nextDay' })).sequence,
    3,
    'the day ends',
  );
  storage.segments = 1.9;
  await assert.rejects(sequencer.submit(cancel), { code: 'DISK_LOW' });
  assert.deepEqual(listSnapshots(storage.disk), [], 'no snapshot eats the reserve');
  storage.segments = 4.5;
  await assert.rejects(sequencer.submit(deposit(0, 2)), DiskLow, 'not at the edge, or it would flicker');
  storage.segments = 5;
  assert.equal((await sequencer.submit(deposit(0, 2))).sequence, 4);
  assert.deepEqual(
    said.map((sentence) => sentence.split(', ')[0]),
    ['The disk runs low', 'The disk runs low', 'The disk runs low', 'The disk has room again'],
  );
  const again = await openToy(new MemoryStorage(copyOf(storage)));
  assert.equal(again.state(), state());
  storage.segments = 3;
  const [heard, onRoom] = [[] as string[], (sentence: string) => heard.push(sentence)];
  await openToy(storage, { onRoom });
  assert.match(
    heard.join(),
    /^The disk runs low, 0\.0 MiB left .* only cancellations .* are free\.$/,
    'a start says so',
  );
});

test('JRN-15 a repeat of what was answered is answered on a full disk too', async () => {
  const storage = new LowStorage();
  const { sequencer } = await openToy(storage);
  const envelope = { account: 0, clientId: 'first', digest: 'abc' } as never;
  await sequencer.submit(deposit(0, 1), envelope);
  storage.segments = 0;
  assert.equal((await sequencer.submit(deposit(0, 1), envelope)).sequence, 1);
});

test('JRN-15 a venue on a full disk is closed without a snapshot, and its journal is whole', async () => {
  const storage = new LowStorage();
  const { sequencer, state } = await openToy(storage);
  await sequencer.submit(deposit(0, 7));
  storage.segments = 0;
  await assert.rejects(sequencer.submit(deposit(0, 1)), DiskLow);
  await sequencer.close();
  assert.deepEqual(listSnapshots(storage.disk), []);
  assert.equal((await openToy(new MemoryStorage(copyOf(storage)))).state(), state());
});

test('JRN-15 a day that could not end for lack of room ends when there is some', async () => {
  const storage = new LowStorage();
  const { sequencer } = await openToy(storage);
  const clock = new VenueClock(startOf(tradeDate(20_001)), 1);
  const ended: number[] = [];
  const fixings = [{ date: tradeDate(20_000) }];
  const days = {
    calendar: AROUND_THE_CLOCK,
    tradeDate: tradeDate(20_000),
    nextStep: 'nextDay' as const,
    fixings,
    contracts: [],
    risk: new RiskWatch(),
  };
  const keeper = new DayKeeper({
    days,
    clock,
    firstFixing: tradeDate(20_000),
    evidenceFor: () => noEvidence,
    submit: async (command) => {
      const outcome = await sequencer.submit(command);
      ended.push(outcome.sequence);
      days.tradeDate = tradeDate(20_001);
      days.risk.checkedAt = clock.now();
      return outcome;
    },
    dueRebates: () => [],
    dueProducts: () => [],
  });
  storage.segments = 1;
  await keeper.catchUp();
  assert.deepEqual(ended, []);
  storage.segments = 3;
  await keeper.catchUp();
  assert.deepEqual(ended, [1]);
});

test('JRN-15 on a file system that fills up the venue never meets its end', async (context) => {
  const { folder, free, isMounted } = smallDisk(context);
  const segmentBytes = 64 * 1024;
  const storage = FileStorage.open(join(folder, 'journal'), { ringBytes: 64 * 1024 });
  if (!isMounted) storage.free = free;
  const { sequencer, state } = await openToy(storage, { segmentBytes });
  await sequencer.submit(deposit(0, 1));

  // Somebody else takes the room, down to three segments.
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, new Uint8Array(free() - 3 * segmentBytes - 4096));
  await until(() => storage.free() < 4 * segmentBytes);
  await assert.rejects(sequencer.submit(deposit(0, 2)), DiskLow);
  // Cancellations go on until half the reserve is used, and the refusal comes before the disk's.
  let taken = 0;
  for (let refused = false; !refused; ) {
    const group = Array.from({ length: 100 }, () => sequencer.submit(cancel));
    const answers = await Promise.allSettled(group);
    taken += answers.filter(({ status }) => status === 'fulfilled').length;
    refused = answers.some(({ status }) => status === 'rejected');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(taken > 500, `${taken} cancellations were taken`);
  assert.ok(free() > 0);

  rmSync(ballast);
  await until(() => storage.free() > 5 * segmentBytes);
  await sequencer.submit(deposit(0, 3));
  const before = state();
  await sequencer.close();
  await storage.close();
  const again = FileStorage.open(join(folder, 'journal'));
  const reopened = await openToy(again);
  assert.equal(reopened.state(), before);
  await reopened.sequencer.close();
  await again.close();
});

/** A disk with as much room as the test says. */
class LowStorage extends MemoryStorage {
  segments = 100;

  constructor() {
    super(new MemoryDisk());
  }

  free(): number {
    return this.segments * 1024;
  }
}

interface SmallDisk {
  readonly folder: string;
  /** Bytes that still fit. */
  readonly free: () => number;
  readonly isMounted: boolean;
}

/** A file system of 2 MiB. Where the system lets nobody mount one, a folder that is counted as if it were one. */
function smallDisk(context: TestContext): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'small-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]).status === 0;
  context.after(() => {
    if (isMounted) spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });
  context.diagnostic(isMounted ? 'on a file system of its own' : 'mounting is not allowed here: the size is counted');
  const counted = () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return 2 * MIB - files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  };
  const measured = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return { folder, isMounted, free: isMounted ? measured : counted };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
