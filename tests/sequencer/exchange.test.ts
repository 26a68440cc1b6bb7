/**
 * The real exchange behind the sequencer: days of random commands, stopped and started in between.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '#core/commands.ts';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { hashOf, type Plain } from '#core/hash.ts';
import type { Snapshot } from '#core/state.ts';
import { money } from '#core/units.ts';
import { MemoryStorage } from '#journal/memory-storage.ts';
import type { Folds } from '#sequencer/history.ts';
import type { Machine, Published } from '#sequencer/machine.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { copyOf } from '../journal/toy-journal.ts';
import { diceOf, randomSteps } from '../model/random-commands.ts';
import { HandClock } from './toy-machine.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- exchange`;

test('JRN-9 an exchange that is stopped and started again decides as one that never stopped', async () => {
  const dice = diceOf(SEED);
  let storage = new MemoryStorage();
  let venue = await open(storage);
  const straight = new Exchange();
  const stops = { crashed: 0, closed: 0, days: 0 };
  let events = 0;
  const sent: Command[] = [];
  const steps = randomSteps(() => venue.exchange(), dice);
  const stopDice = diceOf(SEED + 1);

  for (let number = 1; number <= 3_000; number += 1) {
    const { command, time } = steps.next().value;
    venue.clock.time = time;
    const outcome = await venue.sequencer.submit(command);
    sent.push(command);
    const expected: Event[] = [];
    straight.execute(command, time, recorder(expected));
    assert.deepEqual(outcome.events, expected, `command ${number}; ${REPLAY}`);
    events += expected.length;
    if (expected.some(({ type }) => type === 'dayEnded')) stops.days += 1;

    if (stopDice(60) !== 0) continue;
    const hash = venue.exchange().hash();
    if (stopDice(2) === 0) {
      await venue.sequencer.close();
      stops.closed += 1;
    } else stops.crashed += 1;
    storage = new MemoryStorage(copyOf(storage));
    venue = await open(storage);
    assert.equal(venue.exchange().hash(), hash, `after command ${number}; ${REPLAY}`);
    assert.equal(venue.sequencer.sequence, number);
    assert.deepEqual(venue.sequencer.report.notices, []);
  }

  assert.equal(venue.exchange().hash(), straight.hash(), REPLAY);
  assert.ok(stops.crashed > 10 && stops.closed > 10 && stops.days > 5, `too tame: ${JSON.stringify(stops)}; ${REPLAY}`);
  // And the whole journal from its first record, without snapshots.
  for (const file of storage.disk.list()) if (file.startsWith('snapshot')) storage.disk.remove(file);
  const replayed = await open(new MemoryStorage(copyOf(storage)));
  assert.equal(replayed.sequencer.report.replayed, 3_000);
  assert.equal(hashOf(replayed.exchange().snapshot() as unknown as Plain), straight.hash(), REPLAY);
  // Nobody heard the events of that replay, and they have their numbers all the same (JRN-12).
  const published: Published[] = [];
  replayed.sequencer.subscribe((one) => published.push(one));
  await replayed.sequencer.submit({ type: 'addCapital', amount: money(1) });
  assert.equal(published[0]?.firstEvent, events + 1, REPLAY);
  // Who hears of a replay may keep what it hears.
  const kept: Command[] = [];
  const keeper = {
    apply: ({ command }: Published) => void kept.push(command),
    snapshot: () => null,
    restore: () => {},
  };
  await open(new MemoryStorage(copyOf(storage)), { keeper });
  assert.equal(JSON.stringify(kept), JSON.stringify(sent), REPLAY);
});

async function open(storage: MemoryStorage, folds: Folds = {}) {
  let exchange = new Exchange();
  const keep = (machine: Exchange): Machine => {
    exchange = machine;
    return machine;
  };
  const clock = new HandClock();
  clock.time = 0;
  const sequencer = await Sequencer.open({
    storage,
    clock,
    venue: { name: 'exchange', id: 'a1b2' },
    machine: {
      create: () => keep(new Exchange()),
      restore: (snapshot) => keep(Exchange.restore(snapshot as Snapshot)),
    },
    folds,
    snapshotEvery: 100,
    segmentBytes: 16 * 1024,
  });
  return { sequencer, clock, exchange: () => exchange };
}
