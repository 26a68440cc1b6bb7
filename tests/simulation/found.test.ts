/**
 * Defects that the simulator has found, each as the shortest story that shows it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStorage } from '#journal/memory-storage.ts';
import { segmentFile } from '#journal/segments.ts';
import type { Disk } from '#journal/storage.ts';
import { Dice } from '#simulation/world/dice.ts';
import { Medium } from '#simulation/world/medium.ts';
import { copyOf, openToy, SEGMENT_BYTES } from '../journal/toy-journal.ts';
import { deposit } from '../sequencer/toy-machine.ts';

test('JRN-5, JRN-10 a record whose flush failed is written again by the next start, before anybody hears of it', async () => {
  // Some dice leave the record on the disk, others in the memory of the system alone.
  for (let seed = 1; seed <= 20; seed += 1) {
    const medium = new Medium();
    const disk = new MediumDisk(medium, new Dice(seed, 'disk'));
    const first = new MemoryStorage(disk);
    const { sequencer } = await openToy(first);
    await sequencer.submit(deposit(0, 1));
    first.held = true;
    sequencer.post(deposit(0, 2), () => assert.fail('nobody may be told'));
    disk.isFailing = true;
    assert.throws(() => first.flush(), /EIO/);

    // The next start finds the record, and from then on it counts as kept.
    disk.isFailing = false;
    const second = await openToy(new MemoryStorage(disk));
    assert.equal(second.sequencer.sequence, 2);
    await second.sequencer.submit(deposit(0, 3));
    medium.cutPower(new Dice(seed, 'power'));
    const third = await openToy(new MemoryStorage(disk));
    assert.equal(third.sequencer.sequence, 3, `with the dice of ${seed}`);
  }
});

test('JRN-6 a journal whose only segment has disappeared is missed, and not begun again', async () => {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage);
  await sequencer.submit(deposit(0, 1));
  const disk = copyOf(storage);
  for (const file of disk.list()) if (file.startsWith('segment')) disk.remove(file);
  await assert.rejects(openToy(new MemoryStorage(disk)), { code: 'JOURNAL_CORRUPT' });
});

test('JRN-5 a segment that got its name just before the end of the process keeps it', async () => {
  // Some dice would lose the name in a power cut, if the next start did not flush the folder.
  for (let seed = 1; seed <= 20; seed += 1) {
    const medium = new Medium();
    const disk = new MediumDisk(medium, new Dice(seed, 'disk'));
    const first = await openToy(new MemoryStorage(disk));
    await first.sequencer.submit(deposit(0, 1));
    const next = segmentFile(1);
    disk.write(`${next}.new`, 0, new Uint8Array(SEGMENT_BYTES));
    disk.sync(`${next}.new`);
    disk.rename(`${next}.new`, next);

    const { sequencer } = await openToy(new MemoryStorage(disk));
    while (medium.read(next)?.[0] === 0) await sequencer.submit(deposit(0, 1));
    const { sequence } = sequencer;
    medium.cutPower(new Dice(seed, 'power'));
    const again = await openToy(new MemoryStorage(disk));
    assert.equal(again.sequencer.sequence, sequence, `with the dice of ${seed}`);
  }
});

/** A medium as a disk whose flushes fail when the test says so. */
class MediumDisk implements Disk {
  readonly name = 'MEDIUM';
  isFailing = false;
  readonly #medium: Medium;
  readonly #dice: Dice;

  constructor(medium: Medium, dice: Dice) {
    this.#medium = medium;
    this.#dice = dice;
  }

  list = () => this.#medium.list();
  read = (...parts: Parameters<Medium['read']>) => this.#medium.read(...parts);
  write = (...parts: Parameters<Medium['write']>) => this.#medium.write(...parts);
  rename = (...parts: Parameters<Medium['rename']>) => this.#medium.rename(...parts);
  remove = (file: string) => this.#medium.remove(file);
  syncFolder = () => this.#medium.syncFolder();

  sync(file: string): void {
    if (!this.isFailing) return this.#medium.sync(file);
    this.#medium.failSync(file, this.#dice);
    throw new Error('EIO');
  }
}
