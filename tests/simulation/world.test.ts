/**
 * The simulated world is as bad as it says, and not worse: what is promised to last lasts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStorage } from '#journal/memory-storage.ts';
import { Connection } from '#simulation/world/connection.ts';
import { Dice } from '#simulation/world/dice.ts';
import { harm, harmKinds } from '#simulation/world/harm.ts';
import { Medium, SECTOR_BYTES } from '#simulation/world/medium.ts';
import { Network } from '#simulation/world/network.ts';
import { ProcessEnded, SimulatedProcess } from '#simulation/world/simulated-process.ts';
import { Timeline } from '#simulation/world/timeline.ts';
import { copyOf, openToy } from '../journal/toy-journal.ts';
import { deposit } from '../sequencer/toy-machine.ts';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

test('a power cut keeps what was flushed, and of the rest any sectors', () => {
  const outcomes = new Set<string>();
  for (const seed of SEEDS) {
    const medium = withFile('file', new Uint8Array(3 * SECTOR_BYTES).fill(1));
    medium.write('file', 0, new Uint8Array(2 * SECTOR_BYTES).fill(2));
    medium.cutPower(new Dice(seed, 'power'));
    const bytes = medium.read('file') as Uint8Array;
    assert.ok(
      bytes.subarray(2 * SECTOR_BYTES).every((byte) => byte === 1),
      'nobody wrote there',
    );
    outcomes.add([0, SECTOR_BYTES].map((sector) => `${bytes[sector]}${bytes[sector + SECTOR_BYTES - 1]}`).join(' '));
  }
  // First and last byte of both sectors: each was written, was not written, or was written by half.
  const each = ['11', '21', '22'];
  assert.deepEqual(
    [...outcomes].sort(),
    each.flatMap((one) => each.map((other) => `${one} ${other}`)),
  );
});

test('of several versions of a sector any may last, and sixteen bytes are written whole', () => {
  const outcomes = new Set<string>();
  for (const seed of SEEDS) {
    const medium = withFile('watermark', new Uint8Array(16));
    for (const version of [1, 2, 3]) medium.write('watermark', 0, new Uint8Array(16).fill(version));
    medium.cutPower(new Dice(seed, 'power'));
    outcomes.add(String(medium.read('watermark')));
  }
  assert.deepEqual(
    [...outcomes].sort(),
    [0, 1, 2, 3].map((version) => String(new Uint8Array(16).fill(version))),
  );
});

test('a flush that failed leaves in the system what is not on the disk, and the next flush does not bring it there', () => {
  const outcomes = new Set<number | undefined>();
  for (const seed of SEEDS) {
    const medium = withFile('file', new Uint8Array(16));
    medium.write('file', 0, new Uint8Array(16).fill(1));
    medium.failSync('file', new Dice(seed, 'flush'));
    assert.equal(medium.read('file')?.[0], 1);
    medium.sync('file');
    medium.cutPower(new Dice(seed, 'power'));
    outcomes.add(medium.read('file')?.[0]);
  }
  assert.deepEqual(outcomes, new Set([0, 1]));
});

test('names last from the flush of the folder on, and before it in the order in which they were changed', () => {
  const outcomes = new Set<string>();
  for (const seed of SEEDS) {
    const medium = withFile('old', new Uint8Array(1));
    medium.write('new', 0, new Uint8Array(1));
    medium.rename('new', 'newer');
    medium.remove('old');
    medium.cutPower(new Dice(seed, 'power'));
    outcomes.add(medium.list().sort().join());
  }
  assert.deepEqual([...outcomes].sort(), ['newer', 'newer,old', 'new,old', 'old'].sort());
});

test('every harm changes a file, and repair leaves it as it was', async () => {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage, { snapshotEvery: 10 });
  for (let number = 1; number <= 45; number += 1) await sequencer.submit(deposit(0, number));
  const { files } = copyOf(storage);
  const textOf = (medium: Medium) =>
    medium
      .list()
      .sort()
      .map((file) => `${file} ${medium.read(file)}`)
      .join('\n');
  for (const kind of harmKinds) {
    const medium = new Medium();
    for (const [file, bytes] of files) medium.replace(file, bytes);
    const before = textOf(medium);
    const changes = SEEDS.slice(0, 20).filter((seed) => {
      const done = harm(kind, medium, new Dice(seed, 'harm'));
      const isChanged = textOf(medium) !== before;
      done?.repair();
      assert.equal(textOf(medium), before, `${kind}, with the dice of ${seed}`);
      return isChanged;
    });
    assert.ok(changes.length > 5, `${kind} changed something ${changes.length} times`);
  }
});

test('a process lives through as many moments as it was given, from the moment on that was named', () => {
  const process = new SimulatedProcess();
  process.condemn({ how: 'powerCut', from: 'sync', moments: 2 });
  for (const moment of ['write', 'write', 'write', 'sync', 'write'] as const) process.pass(moment);
  assert.throws(() => process.pass('answer', 'to anna'), ProcessEnded);
  assert.deepEqual(process.ended, { how: 'powerCut', where: 'answer to anna' });
  assert.throws(() => process.pass('write'), ProcessEnded);
});

test('what is planned happens in order of time, and a process that has ended does nothing any more', () => {
  const timeline = new Timeline(1_000);
  const happened: string[] = [];
  const process = new SimulatedProcess();
  timeline.after(2, () => happened.push('late'));
  timeline.after(1, () => happened.push('early'));
  timeline.after(1, () => happened.push('early, planned later'));
  timeline.after(1, () => happened.push('by a process'), process);
  assert.throws(() => process.end('kill', 'here'), ProcessEnded);
  while (timeline.step());
  assert.deepEqual(happened, ['early', 'early, planned later', 'late']);
  assert.equal(timeline.now, 1_002);
});

test('messages are lost, come twice, and overtake each other', () => {
  const timeline = new Timeline(0);
  const network = new Network(timeline, new Dice(7, 'network'));
  network.weather = { lost: 0.2, doubled: 0.2, broken: 0, delayMsMax: 50 };
  const arrived: number[] = [];
  for (const number of SEEDS) network.send(() => arrived.push(number));
  while (timeline.step());
  const copies = SEEDS.map((number) => arrived.filter((one) => one === number).length);
  assert.deepEqual(new Set(copies), new Set([0, 1, 2]));
  assert.notDeepEqual(
    arrived,
    arrived.toSorted((a, b) => a - b),
  );
});

test('over a connection messages come once and in order; when it breaks the first of those under way still come', () => {
  const arrived = new Set<number>();
  for (const seed of SEEDS) {
    const timeline = new Timeline(0);
    const network = new Network(timeline, new Dice(seed, 'network'));
    network.weather = { lost: 0.5, doubled: 0.5, broken: 0, delayMsMax: 50 };
    const [asked, answered]: [string[], string[]] = [[], []];
    const connection = new Connection<string, string>(network, {
      hear: (answer) => answered.push(answer),
      ended: () => answered.push('the end'),
    });
    connection.accept({ hear: (question) => asked.push(question), ended: () => asked.push('the end') });
    for (const question of ['one', 'two', 'three']) connection.ask(question);
    while (timeline.step());
    assert.deepEqual(asked, ['one', 'two', 'three']);

    for (const answer of ['four', 'five', 'six']) connection.answer(answer);
    assert.equal(connection.waiting, 'fourfivesix'.length);
    connection.break();
    connection.answer('seven');
    connection.ask('eight');
    while (timeline.step());
    assert.deepEqual(asked, ['one', 'two', 'three', 'the end']);
    assert.deepEqual(answered, [...['four', 'five', 'six'].slice(0, answered.length - 1), 'the end']);
    arrived.add(answered.length - 1);
  }
  assert.deepEqual([...arrived].sort(), [0, 1, 2, 3]);
});

test('a client that does not read for a while hears everything later, and in order', () => {
  const timeline = new Timeline(0);
  const heard: string[] = [];
  const connection = new Connection<string, string>(new Network(timeline, new Dice(7, 'network')), {
    hear: (answer) => heard.push(`${answer} at ${timeline.now}`),
    ended: () => assert.fail(),
  });
  connection.deafen(60_000);
  connection.answer('one');
  connection.answer('two');
  while (timeline.step());
  assert.deepEqual(heard, ['one at 60000', 'two at 60000']);
});

/** A medium with one file that will last. */
function withFile(file: string, bytes: Uint8Array): Medium {
  const medium = new Medium();
  medium.write(file, 0, bytes);
  medium.sync(file);
  medium.syncFolder();
  return medium;
}
