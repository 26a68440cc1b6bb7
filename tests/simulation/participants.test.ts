import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { AccountId } from '#core/units.ts';
import { castOf } from '#makers/cast.ts';
import { OpenDoors } from '../doors/open-doors.ts';

const SEED = 7;
const names = castOf(SEED).map(({ name }) => name);
const makers = ['maker-harbor', 'maker-lattice'].map((name) => names.indexOf(name) as AccountId);

test('participants in a thread of their own fill an empty venue through its doors, and fill it again', async (t) => {
  const doors = await OpenDoors.with(t, [...names, 'anna']);
  const keyOf = Object.fromEntries(names.map((name) => [name, doors.keyOf(name)]));
  const workerData = { address: doors.address, seed: SEED, keyOf };
  const worker = new Worker(new URL('../../src/participants.ts', import.meta.url), { workerData });
  const failures: Error[] = [];
  worker.on('error', (error) => failures.push(error as Error));
  try {
    await until('both makers quote every month', () => makers.every((maker) => monthsQuotedBy(doors, maker) === 10));

    // Somebody else takes all bids of the front month. Who lost an order to it puts up another.
    const anna = doors.client('anna');
    const { bids } = await anna.book('SIT2612');
    const all = bids.reduce((sum, [, quantity]) => sum + quantity, 0);
    await anna.placeOrder({ contract: 'SIT2612', side: 'sell', price: '1.275', quantity: all, timeInForce: 'IOC' });
    await until('the bids are back', () => makers.every((maker) => monthsQuotedBy(doors, maker) === 10));

    // The day ends and another begins; what is refused meanwhile stops nobody.
    await doors.endDay();
    await until('a trade on the new day', () => doors.marketData.contracts.some(({ volume }) => volume > 0));
  } finally {
    await worker.terminate();
  }
  assert.deepEqual(failures, []);
  doors.exchange.audit();
});

/** In how many months the account has fifty lots or more on both sides. */
function monthsQuotedBy({ exchange }: OpenDoors, account: AccountId): number {
  return exchange.summary(account).positions.filter(({ buying, selling }) => buying >= 50 && selling >= 50).length;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (holds()) return;
    await wait(50);
  }
  assert.fail(`still waiting: ${what}`);
}
