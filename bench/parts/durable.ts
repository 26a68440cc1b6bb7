/**
 * How many commands a second the venue makes durable, and how long one waits for the disk.
 *
 * The disk is measured by itself in the same run, with the same pace: what is slower than that is ours.
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Exchange } from '#core/exchange.ts';
import type { Sequence } from '#core/units.ts';
import { closeFrame, writeHead } from '#journal/frame.ts';
import { FrameBuffer } from '#journal/frame-buffer.ts';
import { frameBytesMax } from '#journal/journal.ts';
import { SEGMENT_BYTES } from '#journal/segments.ts';
import { Tally } from '../engines/engine.ts';
import { ACCOUNTS, Commands, tallying } from '../engines/exchange.ts';
import { openingCommands, TIME } from '../engines/opening.ts';
import type { Figure } from '../figure.ts';
import { carryOutAll, heard, inFolder, openJournalled, untilFewWait } from '../journalled.ts';
import { percentile } from '../measure.ts';
import type { Part } from '../part.ts';
import { generateMarket, type MarketWorkload } from '../workloads/market.ts';

const CONTRACTS = 10;
const COMMANDS = 1_000_000;
const PASSES = 5;
/** So many commands arrive in one turn, as from doors that read many messages at once. */
const BATCH = 1_000;

const PACED_COMMANDS = 10_000;
const PACED_PER_SECOND = 1_000;
const WARM_UP_SHARE = 0.1;

export const durable: Part = {
  workload:
    '1,000,000 commands of 10 contracts and 1,000 accounts, in batches of 1,000; then 1,000 a second for ten seconds',
  warmUp: 'one pass of the same; the first tenth of the paced commands is not counted; medians of five passes',
  leftOut: 'doors and network; the folds (market data, member records) where the name does not say them; snapshots',
  jobs: {
    'at most': () => most(false, 'durable commands', 1_000_000),
    'with folds': () => most(true, 'durable commands with folds'),
    steps,
    paced,
  },
  conclude: (figureOf) => [
    {
      name: 'ack p99 less disk p99',
      value: figureOf('1,000/s, ack p99') - figureOf("the disk's own p99"),
      unit: 'ms',
      atMost: 2,
    },
  ],
};

function market(): MarketWorkload {
  return generateMarket(CONTRACTS, COMMANDS, 42);
}

async function most(folds: boolean, name: string, atLeast?: number): Promise<Figure[]> {
  const workload = market();
  const rates = new Float64Array(PASSES);
  for (let pass = -1; pass < PASSES; pass += 1) {
    const rate = await inFolder((folder) => durableRate(folder, workload, folds));
    if (pass >= 0) rates[pass] = rate;
  }
  return [{ name, value: percentile(rates.sort(), 0.5), unit: '/s', ...(atLeast === undefined ? {} : { atLeast }) }];
}

/** Commands per second from the first one posted to the last one durable. */
async function durableRate(folder: string, workload: MarketWorkload, folds: boolean): Promise<number> {
  const { sequencer, close } = await openJournalled(folder, { folds });
  await carryOutAll(sequencer, openingCommands({ contracts: CONTRACTS, accounts: ACCOUNTS }));
  const commands = new Commands(workload);
  const begin = performance.now();
  for (let i = 0; i < workload.commands; ) {
    for (const end = Math.min(i + BATCH, workload.commands); i < end; i += 1) sequencer.post(commands.at(i), heard);
    await untilFewWait(sequencer);
  }
  await sequencer.barrier();
  const rate = (workload.commands * 1e3) / (performance.now() - begin);
  await close();
  return rate;
}

/** What the steps of a command cost by themselves: its frame, the checksum (on another thread), and the decision. */
function steps(): Figure[] {
  const workload = market();
  const framing = new Float64Array(PASSES);
  const closing = new Float64Array(PASSES);
  const deciding = new Float64Array(PASSES);
  for (let pass = -1; pass < PASSES; pass += 1) {
    const frame = new FrameBuffer(frameBytesMax(SEGMENT_BYTES));
    const framed = nanosEach(workload, (command) => {
      frame.encode(command, undefined);
      writeHead(frame.view, frame.length, frame.type, 1, pass as Sequence, TIME);
    });
    let checksum = 0;
    const closed = nanosEach(workload, () => {
      checksum = closeFrame(frame.view, 0, frame.length, checksum, 0);
    });
    const exchange = new Exchange();
    const emit = tallying(new Tally());
    for (const command of openingCommands({ contracts: CONTRACTS, accounts: ACCOUNTS }))
      exchange.execute(command, TIME, emit);
    const decided = nanosEach(workload, (command) => exchange.execute(command, TIME, emit));
    if (pass < 0) continue;
    framing[pass] = framed;
    closing[pass] = closed;
    deciding[pass] = decided;
  }
  return [
    { name: 'a frame', value: percentile(framing.sort(), 0.5), unit: 'ns a command' },
    { name: "its checksum, by the disk's thread", value: percentile(closing.sort(), 0.5), unit: 'ns a command' },
    { name: "the exchange's decision", value: percentile(deciding.sort(), 0.5), unit: 'ns a command' },
  ];
}

function nanosEach(workload: MarketWorkload, take: (command: ReturnType<Commands['at']>) => void): number {
  const commands = new Commands(workload);
  const begin = performance.now();
  for (let i = 0; i < workload.commands; i += 1) take(commands.at(i));
  return ((performance.now() - begin) * 1e6) / workload.commands;
}

/** One command a millisecond: how long each waits for its acknowledgement, and what the disk takes by itself. */
function paced(): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const disk = await diskLatencies(join(folder, 'disk'));
    const waits = await ackLatencies(join(folder, 'journal'));
    return [
      { name: '1,000/s, ack p50', value: percentile(waits, 0.5), unit: 'ms' },
      { name: '1,000/s, ack p99', value: percentile(waits, 0.99), unit: 'ms' },
      { name: '1,000/s, ack p99.9', value: percentile(waits, 0.999), unit: 'ms' },
      { name: "the disk's own p50", value: percentile(disk, 0.5), unit: 'ms' },
      { name: "the disk's own p99", value: percentile(disk, 0.99), unit: 'ms' },
      { name: "the disk's own p99.9", value: percentile(disk, 0.999), unit: 'ms' },
    ];
  });
}

/** Ascending milliseconds from a command's post to its acknowledgement. */
async function ackLatencies(folder: string): Promise<Float64Array> {
  const { sequencer, close } = await openJournalled(folder);
  await carryOutAll(sequencer, openingCommands({ contracts: CONTRACTS, accounts: ACCOUNTS }));
  const commands = new Commands(generateMarket(CONTRACTS, PACED_COMMANDS, 42));
  const waits = new Float64Array(PACED_COMMANDS);
  await inPace((i) => {
    const begin = performance.now();
    sequencer.post(commands.at(i), (_, refusal) => {
      heard(_, refusal);
      waits[i] = performance.now() - begin;
    });
  });
  await sequencer.barrier();
  await close();
  return counted(waits);
}

/** Ascending milliseconds that a small write and `fdatasync` take, into a file that has its size already. */
async function diskLatencies(file: string): Promise<Float64Array> {
  const descriptor = openSync(file, 'w');
  writeSync(descriptor, new Uint8Array(1 << 20));
  fdatasyncSync(descriptor);
  const record = new Uint8Array(64).fill(1);
  const waits = new Float64Array(PACED_COMMANDS);
  await inPace((i) => {
    const begin = performance.now();
    writeSync(descriptor, record, 0, record.length, (i % 16_384) * record.length);
    fdatasyncSync(descriptor);
    waits[i] = performance.now() - begin;
  });
  closeSync(descriptor);
  return counted(waits);
}

/** Calls `act` with 0, 1, 2 … a thousand times a second; what was late is made up for at once. */
async function inPace(act: (i: number) => void): Promise<void> {
  const begin = performance.now();
  for (let i = 0; i < PACED_COMMANDS; ) {
    const due = ((performance.now() - begin) * PACED_PER_SECOND) / 1e3;
    while (i < due && i < PACED_COMMANDS) act(i++);
    await wait(1);
  }
}

function counted(waits: Float64Array): Float64Array {
  return waits.subarray(PACED_COMMANDS * WARM_UP_SHARE).sort();
}
