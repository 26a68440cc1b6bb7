/**
 * Asking twice has one effect and one answer.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MILLIS_PER_DAY } from '#core/calendar.ts';
import { accountId } from '#core/units.ts';
import type { Envelope } from '#journal/command-codec.ts';
import { MemoryStorage } from '#journal/memory-storage.ts';
import type { Outcome } from '#sequencer/machine.ts';
import { copyOf, openToy } from '../journal/toy-journal.ts';
import { deposit, withdraw } from './toy-machine.ts';

test('JRN-8 a repeat is told the first outcome and changes nothing', async () => {
  const { sequencer, state } = await openToy(new MemoryStorage());
  const first = await sequencer.submit(deposit(0, 5), envelope('a'));
  const after = state();
  const second = await sequencer.submit(deposit(0, 5), envelope('a'));
  assert.deepEqual(second, first);
  assert.equal(state(), after);
  assert.equal(sequencer.sequence, 1);
});

test('JRN-8 a rejection is an outcome too: the repeat is told the same, even when it could now succeed', async () => {
  const { sequencer } = await openToy(new MemoryStorage());
  const first = await sequencer.submit(withdraw(0, 5), envelope('a'));
  await sequencer.submit(deposit(0, 100));
  assert.deepEqual(await sequencer.submit(withdraw(0, 5), envelope('a')), first);
  assert.deepEqual(first.events, [{ type: 'rejected', account: 0, reason: 'MARGIN_INSUFFICIENT' }]);
});

test('JRN-8 a repeat while the first is under way waits for the same outcome', async () => {
  const storage = new MemoryStorage();
  storage.held = true;
  const { sequencer } = await openToy(storage);
  const told: (Outcome | undefined)[] = [];
  for (let times = 0; times < 3; times += 1)
    sequencer.post(deposit(0, 5), (outcome) => told.push(outcome), envelope('a'));
  await Promise.resolve();
  assert.equal(told.length, 0, 'not before it is durable');
  storage.flush();
  assert.deepEqual(
    told.map((outcome) => outcome?.sequence),
    [1, 1, 1],
  );
  assert.equal(sequencer.sequence, 1);
});

test('JRN-8 the same id with another body is refused, and nothing is journalled', async () => {
  const { sequencer, state } = await openToy(new MemoryStorage());
  await sequencer.submit(deposit(0, 5), envelope('a', 0, 'five'));
  const after = state();
  await assert.rejects(sequencer.submit(deposit(0, 6), envelope('a', 0, 'six')), {
    code: 'DUPLICATE_ID_MISMATCH',
    sequence: 1,
  });
  assert.equal(state(), after);
  assert.equal(sequencer.sequence, 1);
});

test('JRN-8 ids belong to an account: two accounts may use the same one', async () => {
  const { sequencer } = await openToy(new MemoryStorage());
  await sequencer.submit(deposit(0, 5), envelope('a', 0));
  await sequencer.submit(deposit(1, 5), envelope('a', 1));
  assert.equal(sequencer.sequence, 2);
});

for (const how of ['a crash', 'a clean stop'])
  test(`JRN-8 the first outcome is still told after ${how}`, async () => {
    const storage = new MemoryStorage();
    const { sequencer } = await openToy(storage);
    const { sequence, time, events } = await sequencer.submit(deposit(0, 5), envelope('a'));
    if (how === 'a clean stop') await sequencer.close();
    const again = await openToy(new MemoryStorage(copyOf(storage)));
    assert.equal(again.sequencer.report.replayed, how === 'a crash' ? 1 : 0);
    const repeat = await again.sequencer.submit(deposit(0, 5), envelope('a'));
    assert.deepEqual([repeat.sequence, repeat.time, repeat.events], [sequence, time, events]);
    await assert.rejects(again.sequencer.submit(deposit(0, 6), envelope('a', 0, 'six')), {
      code: 'DUPLICATE_ID_MISMATCH',
    });
  });

test('JRN-8 an id is remembered for seven venue days, and is free from then on', async () => {
  const storage = new MemoryStorage();
  const { sequencer, clock } = await openToy(storage);
  await sequencer.submit(deposit(0, 5), envelope('a'));
  clock.time += 7 * MILLIS_PER_DAY - 1;
  assert.equal((await sequencer.submit(deposit(0, 5), envelope('a'))).sequence, 1);
  clock.time += 1;
  assert.equal((await sequencer.submit(deposit(0, 5), envelope('a'))).sequence, 2);
  assert.equal((await sequencer.submit(deposit(0, 5), envelope('a'))).sequence, 2);
  const again = await openToy(new MemoryStorage(copyOf(storage)));
  again.clock.time = clock.time;
  assert.equal((await again.sequencer.submit(deposit(0, 5), envelope('a'))).sequence, 2);
});

function envelope(clientId: string, account = 0, digest = 'digest'): Envelope {
  return { account: accountId(account), clientId, digest };
}
