/**
 * A venue on a real journal that ends its day by one step, to be killed there.
 *
 * Arguments: the folder of its journal, `saved` or `posted`, and for how many milliseconds. It recovers, plays what is left
 * of the preparation, and takes the next step. `saved`: it says so when the step is durable and a snapshot of what it left
 * is in place, and waits for its end. `posted`: it hands the step to the thread that writes, hears nothing for so long, and
 * kills itself: the step is on the disk or not, and was never answered. When no step is left, it takes what else is due
 * and says what it has come to.
 */
import { writeSync } from 'node:fs';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { HandClock } from '../sequencer/toy-machine.ts';
import { type DayOutcome, dueAtMidnight, MIDNIGHT, PREPARATION } from './day-end-script.ts';

const [folder = '', moment, waitMs] = process.argv.slice(2);
const clock = new HandClock();
clock.time = 0;
const records = new MemberRecords();
let exchange = new Exchange();
const keep = (made: Exchange): Exchange => {
  exchange = made;
  return made;
};
const storage = FileStorage.open(folder);
const sequencer = await Sequencer.open({
  storage,
  clock,
  venue: { name: 'day-end', id: 'a1b2' },
  machine: {
    create: () => keep(new Exchange()),
    restore: (snapshot) => keep(Exchange.restore(snapshot as Snapshot)),
  },
  folds: { records },
  // Small, so that no thread is busy with the room for what nobody will write.
  segmentBytes: 64 * 1024,
});

for (const { command, time } of PREPARATION.slice(sequencer.sequence)) {
  clock.time = time;
  await sequencer.submit(command);
}
clock.time = MIDNIGHT;
for (;;) {
  const command = dueAtMidnight(exchange);
  if (command === undefined) break;
  const isStep = command.type === 'endDay';
  const answer = sequencer.submit(command);
  if (isStep && moment === 'posted') {
    // The end of the turn hands the record over.
    await Promise.resolve();
    // Nothing wakes it: only the writing thread goes on.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(waitMs));
    process.kill(process.pid, 'SIGKILL');
  }
  await answer;
  if (!isStep || moment !== 'saved') continue;
  await sequencer.snapshot();
  say(command.step);
  // Whoever started it ends it now.
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
const outcome: DayOutcome = {
  sequence: sequencer.sequence,
  hash: exchange.hash(),
  records: JSON.stringify(records.snapshot()),
};
say(JSON.stringify(outcome));
await sequencer.close();
await storage.close();

function say(line: string): void {
  writeSync(process.stdout.fd, `${line}\n`);
}
