/**
 * A venue that is made to be killed: it deposits 1, 2, 3, … into one account as fast as the disk allows, and prints the
 * number of every deposit that was acknowledged. Argument: the folder of its journal.
 */
import { writeSync } from 'node:fs';
import { Sequencer } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { deposit, HandClock, Tally, toyMachines } from '../sequencer/toy-machine.ts';

const IN_FLIGHT = 32;

const sequencer = await Sequencer.open({
  storage: FileStorage.open(process.argv[2] as string, { ringBytes: 16 * 1024 }),
  clock: new HandClock(),
  venue: { name: 'toy', id: 'a1b2' },
  machine: toyMachines,
  folds: { tally: new Tally() },
  snapshotEvery: 500,
  segmentBytes: 32 * 1024,
});
sequencer.subscribe(({ sequence }) => writeSync(process.stdout.fd, `${sequence}\n`));
for (let started = 0; started < IN_FLIGHT; started += 1) next();

function next(): void {
  sequencer.post(deposit(0, sequencer.sequence + 1), (outcome) => outcome !== undefined && next());
}
