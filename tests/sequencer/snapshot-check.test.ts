/**
 * Snapshots compared with what the journal gives.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot as ExchangeState } from '#core/state.ts';
import { type Header, readHeader } from '#journal/header.ts';
import { MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { listSnapshots, readSnapshot, type Snapshot, saveSnapshot, snapshotBytes } from '#journal/snapshots.ts';
import { MarketData } from '#market-data/market-data.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { checkSnapshot } from '#sequencer/snapshot-check.ts';
import { copyOf, openToy, withByteTurned, withFile } from '../journal/toy-journal.ts';
import { recordsOfFormat3 } from '../market-data/earlier-records.ts';
import { diceOf, randomSteps } from '../model/random-commands.ts';
import { deposit, HandClock, Tally, toyMachines } from './toy-machine.ts';

const SEED = Number(process.env.SEED ?? 7);

test('JRN-14 every snapshot of a living venue is what the journal gives, each from the one before', async () => {
  const files: string[] = [];
  const { disk, check } = await toyVenue(files);
  assert.deepEqual(files, [...listSnapshots(disk)].reverse(), 'the venue tells of each');
  assert.deepEqual(
    files.map((file) => {
      const { sequence, from, replayed, problem } = check(file);
      return [sequence, from, replayed, problem];
    }),
    [
      [10, undefined, 10, undefined],
      [20, 10, 10, undefined],
      [30, 20, 10, undefined],
    ],
  );
});

test('JRN-14 whatever part of a snapshot says something else, it is named', async () => {
  const { disk, check } = await toyVenue([]);
  const [newest] = listSnapshots(disk) as [string];
  const saved = readSnapshot(disk, newest, 'a1b2') as Snapshot;
  const lies: Record<string, Partial<Snapshot>> = {
    hash: { hash: 'another' },
    machine: { machine: { ...(saved.machine as object), lastTime: 1 } },
    events: { nextEvent: saved.nextEvent + 1 },
    tally: { folds: { tally: { total: 1, nextEvent: saved.nextEvent } } },
    answered: { answered: [] },
  };
  for (const [part, lie] of Object.entries(lies)) {
    const { machine, folds, answered, ...head } = { ...saved, ...lie };
    const state = { machine, folds, answered };
    const texts = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, JSON.stringify(value)]));
    const storage = new MemoryStorage(new MemoryDisk(disk.files));
    await saveSnapshot(storage, head, texts as Parameters<typeof saveSnapshot>[2]);
    const { problem, disagrees } = check(newest, storage.disk as MemoryDisk);
    assert.equal(problem, `${newest} says something else about ${part} than the journal gives`);
    assert.equal(disagrees, part !== 'tally', 'a fold is derived, and an older program derives another');
  }
});

test('JRN-14 a snapshot that cannot be read is the disk, and a journal that cannot is an error of its own', async () => {
  const { disk, check } = await toyVenue([]);
  const [newest] = listSnapshots(disk) as [string];
  const unreadable = withFile(disk, newest, (bytes) => bytes.with(9, 1));
  assert.deepEqual(check(newest, unreadable), {
    ...{ sequence: 0, position: 0, from: undefined, replayed: 0 },
    problem: `${newest} is damaged`,
    disagrees: false,
  });
  const saved = readSnapshot(disk, newest, 'a1b2') as Snapshot;
  const damaged = withByteTurned(disk, saved.end.position - 1);
  assert.throws(() => check(newest, damaged), { code: 'JOURNAL_CORRUPT' });
});

test('JRN-14 the exchange and its folds come out of random weeks as they were saved, part by part', async () => {
  const storage = new MemoryStorage();
  let exchange = new Exchange();
  const keep = (machine: Exchange) => (exchange = machine);
  const machine = {
    create: () => keep(new Exchange()),
    restore: (state: unknown) => keep(Exchange.restore(state as ExchangeState)),
  };
  const clock = new HandClock();
  const venue = { name: 'exchange', id: 'a1b2' };
  const newFolds = () => ({ marketData: new MarketData(), memberRecords: new MemberRecords() });
  const checks: [string | undefined, number][] = [];
  const onSnapshot = (file: string) => {
    const twin = {
      create: () => new Exchange(),
      restore: (state: unknown) => Exchange.restore(state as ExchangeState),
    };
    const { problem, replayed } = checkSnapshot(disk(), header(), file, twin, newFolds());
    checks.push([problem, replayed]);
  };
  const disk = () => copyOf(storage);
  const header = () => readHeader(disk()) as Header;
  const sequencer = await Sequencer.open({
    ...{ storage, clock, venue, machine, folds: newFolds(), onSnapshot },
    ...{ snapshotEvery: 250, segmentBytes: 64 * 1024 },
  });
  const steps = randomSteps(() => exchange, diceOf(SEED));
  for (let number = 1; number <= 1_500; number += 1) {
    const { command, time } = steps.next().value;
    clock.time = time;
    await sequencer.submit(command);
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(checks.length, 6);
  for (const [problem, replayed] of checks)
    assert.deepEqual([problem, replayed], [undefined, 250], `replay it with: SEED=${SEED} npm test -- snapshot-check`);

  // As an older version wrote it, it says the same in other words.
  const [newest] = listSnapshots(disk()) as [string];
  const saved = readSnapshot(disk(), newest, 'a1b2') as Snapshot;
  const problemOf = (change: (records: ReturnType<MemberRecords['snapshot']>) => object) => {
    const records = change(saved.folds.memberRecords as ReturnType<MemberRecords['snapshot']>);
    const text = JSON.stringify({ ...saved, format: 3, folds: { ...saved.folds, memberRecords: records } });
    const older = withFile(disk(), newest, () => snapshotBytes(text));
    return checkSnapshot(older, header(), newest, machine, newFolds()).problem;
  };
  assert.equal(problemOf(recordsOfFormat3), undefined);
  const wrong = `${newest} says something else about memberRecords than the journal gives`;
  assert.equal(
    problemOf((records) => recordsOfFormat3({ ...records, accounts: records.accounts + 1 })),
    wrong,
  );
  assert.equal(
    problemOf(() => ({})),
    wrong,
  );
});

/** Thirty deposits under ids of their own, with a snapshot every ten. */
async function toyVenue(files: string[]) {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage, { snapshotEvery: 10, onSnapshot: (file) => files.push(file) });
  for (let number = 1; number <= 30; number += 1)
    await sequencer.submit(deposit(0, number), { account: 0, clientId: `n${number}`, digest: 'd' } as never);
  await new Promise((resolve) => setImmediate(resolve));
  const disk = copyOf(storage);
  const check = (file: string, from = disk) =>
    checkSnapshot(from, readHeader(from) as Header, file, toyMachines, { tally: new Tally() });
  return { disk, check };
}
