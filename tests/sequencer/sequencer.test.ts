/**
 * The single writer: numbers, times, and who hears what when.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tradeDate } from '#core/units.ts';
import { MemoryStorage } from '#journal/memory-storage.ts';
import type { Outcome, Published } from '#sequencer/machine.ts';
import { Closed, CommandTooLarge, Halted } from '#sequencer/refusals.ts';
import { copyOf, openToy } from '../journal/toy-journal.ts';
import { deposit, POISON, withdraw } from './toy-machine.ts';

test('JRN-5 nobody hears of a command before its record is durable, then everybody does, in order', async () => {
  const storage = new MemoryStorage();
  storage.held = true;
  const { sequencer, tally, state } = await openToy(storage);
  const heard: string[] = [];
  sequencer.subscribe(({ sequence }) => heard.push(`published ${sequence}`));
  for (const amount of [5, 7]) sequencer.post(deposit(0, amount), (outcome) => heard.push(`told ${outcome?.sequence}`));

  await turns();
  assert.match(state(), /"balances":\[12\]/, 'both are carried out');
  assert.deepEqual(heard, []);
  assert.equal(tally.total, 0, 'the fold knows of neither');
  assert.equal(sequencer.backlog, 2);

  storage.flush();
  assert.deepEqual(heard, ['published 1', 'told 1', 'published 2', 'told 2']);
  assert.equal(tally.total, 12);
  assert.equal(sequencer.backlog, 0);
});

test('JRN-5 a command that a listener takes waits for a flush of its own', async () => {
  const storage = new MemoryStorage();
  storage.held = true;
  const { sequencer } = await openToy(storage);
  const told: string[] = [];
  sequencer.post(deposit(0, 1), () => {
    told.push('first');
    sequencer.post(deposit(0, 2), () => told.push('second'));
  });
  storage.flush();
  assert.deepEqual(told, ['first']);
  storage.flush();
  assert.deepEqual(told, ['first', 'second']);
});

test('JRN-5 what was never durable was never told, and is gone after a crash', async () => {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage);
  await sequencer.submit(deposit(0, 5));
  storage.held = true;
  let told = false;
  sequencer.post(deposit(0, 7), () => (told = true));
  await turns();
  const after = await openToy(new MemoryStorage(copyOf(storage)));
  assert.equal(told, false);
  assert.match(after.state(), /"balances":\[5\]/);
});

test('JRN-2 numbers have no gap and time never goes back, not even over a restart', async () => {
  const storage = new MemoryStorage();
  const { sequencer, clock } = await openToy(storage);
  const start = clock.time;
  const outcomes: Outcome[] = [];
  for (const step of [0, 10, -50, 0, 20]) {
    clock.time += step;
    outcomes.push(await sequencer.submit(deposit(0, 1)));
  }
  const again = await openToy(new MemoryStorage(copyOf(storage)));
  again.clock.time = 5;
  outcomes.push(await again.sequencer.submit(deposit(0, 1)));
  assert.deepEqual(
    outcomes.map(({ sequence, time }) => [sequence, time - start]),
    [
      [1, 0],
      [2, 10],
      [3, 10],
      [4, 10],
      [5, 10],
      [6, 10],
    ],
  );
  assert.equal(again.sequencer.time, start + 10);
});

test('JRN-12 events are numbered without a gap, over commands with many, one and none, and over a restart', async () => {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage);
  const published: Published[] = [];
  sequencer.subscribe((one) => published.push(one));
  await sequencer.submit(deposit(0, 1));
  await sequencer.submit(deposit(1, 1));
  await sequencer.submit({ type: 'endDay', date: tradeDate(20_000), step: 'nextDay' });
  await sequencer.submit({ type: 'openAccount', name: 'anna', kind: 'member', credential: '' });
  await sequencer.submit(withdraw(0, 1));
  const again = await openToy(new MemoryStorage(copyOf(storage)));
  again.sequencer.subscribe((one) => published.push(one));
  await again.sequencer.submit(deposit(0, 1));
  assert.deepEqual(
    published.map(({ firstEvent, events }) => [firstEvent, events.length]),
    [
      [1, 1],
      [2, 1],
      [3, 2],
      [5, 0],
      [5, 1],
      [6, 1],
    ],
  );
});

test('JRN-10 a broken invariant halts the venue, and those who wait are told that nobody knows', async () => {
  const storage = new MemoryStorage();
  let halts = 0;
  const { sequencer, tally } = await openToy(storage, { onHalt: () => (halts += 1) });
  await sequencer.submit(deposit(0, 1000));
  storage.held = true;
  const waiting = assert.rejects(sequencer.submit(deposit(0, 1)), Halted);
  await assert.rejects(sequencer.submit(withdraw(0, POISON)), {
    code: 'HALTED',
    sequence: 3,
    message: /command 3: .*the poison stays in the bottle\. .*npm run replay -- MEMORY --to 3/,
  });
  await waiting;
  await assert.rejects(sequencer.submit(deposit(0, 1)), Halted);
  await assert.rejects(sequencer.snapshot(), Halted);
  storage.flush();
  assert.equal(tally.total, 1000, 'nothing is published any more');
  assert.equal(halts, 1);

  // The journal keeps the command, so the venue stays down until somebody has looked.
  await sequencer.close();
  await assert.rejects(openToy(new MemoryStorage(copyOf(storage))), {
    code: 'REPLAY_HALTED',
    message: /beyond command 3: .*poison.*npm run replay -- MEMORY --to 3/,
  });
});

test('JRN-10 a listener that throws halts the venue', async () => {
  const { sequencer } = await openToy(new MemoryStorage());
  sequencer.subscribe(() => {
    throw new Error('the listener lost count');
  });
  await assert.rejects(sequencer.submit(deposit(0, 1)), /the listener lost count/);
  await assert.rejects(sequencer.submit(deposit(0, 1)), Halted);
});

test('JRN-1 a command that no record can hold is refused and leaves no trace', async () => {
  const { sequencer, state } = await openToy(new MemoryStorage());
  const before = state();
  const long = { type: 'openAccount', name: 'x'.repeat(2000), kind: 'member', credential: '' } as const;
  await assert.rejects(sequencer.submit(long), CommandTooLarge);
  assert.equal(state(), before);
  assert.equal((await sequencer.submit(deposit(0, 1))).sequence, 1);
});

test('JRN-5 closing answers what is under way and takes nothing more', async () => {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage);
  const answer = sequencer.submit(deposit(0, 1));
  const closed = sequencer.close();
  await assert.rejects(sequencer.submit(deposit(0, 2)), Closed);
  await closed;
  assert.equal((await answer).sequence, 1);
  const again = await openToy(storage);
  assert.deepEqual(again.sequencer.report, { snapshot: 1, replayed: 0, notices: [] });
});

test('JRN-5 an ended subscription hears no more', async () => {
  const { sequencer } = await openToy(new MemoryStorage());
  const heard: number[] = [];
  const end = sequencer.subscribe(({ sequence }) => heard.push(sequence));
  await sequencer.submit(deposit(0, 1));
  end();
  await sequencer.submit(deposit(0, 1));
  assert.deepEqual(heard, [1]);
});

/** Lets everything happen that waits for nothing but its turn. */
function turns(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
