/**
 * How fast a venue comes back: from its journal alone, and from a snapshot.
 *
 * Each opening is in a process of its own, as after a crash: nothing is warm, and the files are in memory only because
 * they have just been written. So that the rate of a replay can be told from the time in which its process gets warm, a
 * long journal and a short one are replayed.
 */
import { execFileSync } from 'node:child_process';
import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command } from '#core/commands.ts';
import { ACCOUNTS, Commands } from '../engines/exchange.ts';
import { openingCommands } from '../engines/opening.ts';
import type { Figure } from '../figure.ts';
import { carryOutAll, heard, inFolder, openJournalled } from '../journalled.ts';
import { percentile } from '../measure.ts';
import type { Part } from '../part.ts';
import { generateMarket } from '../workloads/market.ts';
import { generateSpread } from '../workloads/spread.ts';

const LONG = 8_000_000;
const SHORT = 2_000_000;
const OPENINGS = 5;
const BATCH = 10_000;

export const replay: Part = {
  workload:
    'journals of 8,000,000 commands of the documented workload, which has one contract, and of 8,000,000 and 2,000,000 of ten such markets shuffled together, all with 1,000 accounts; then a snapshot of 100,000 accounts with 100,000 resting orders in 10 contracts',
  warmUp: 'none: each opening is in a new process; medians of five',
  leftOut:
    'doors; the folds (market data, member records) where the name does not say them; files are in memory, and what an earlier start has compiled is kept',
  jobs: { replay: replayed, start },
};

async function replayed(): Promise<Figure[]> {
  const one = await replayOf(1, LONG, (folder) => rateOf(openings(folder, 'bare')));
  const ten = await replayOf(10, LONG, (folder) => rateOf(openings(folder, 'bare')));
  const short = await replayOf(10, SHORT, (folder) => ({
    bare: rateOf(openings(folder, 'bare')),
    folds: rateOf(openings(folder, 'folds')),
  }));
  return [
    { name: 'replay', value: one, unit: '/s', atLeast: 2_000_000 },
    { name: 'replay, 10 contracts', value: ten, unit: '/s' },
    { name: 'replay of 2,000,000, 10 contracts', value: short.bare, unit: '/s' },
    { name: 'replay of 2,000,000, 10 contracts, with folds', value: short.folds, unit: '/s' },
  ];
}

/** Writes a journal of so many commands in a folder that lasts as long as `work` with it. */
function replayOf<T>(contracts: number, count: number, work: (folder: string) => T): Promise<T> {
  return inFolder(async (folder) => {
    const workload = generateMarket(contracts, count, 42);
    const commands = new Commands(workload);
    const opening = openingCommands({ contracts, accounts: ACCOUNTS });
    await write(folder, false, opening, (i) => commands.at(i), workload.commands);
    return work(folder);
  });
}

async function start(): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const size = { resting: 100_000, accounts: 100_000, contracts: 10 };
    const credentialOf = (account: number) => String(account).padStart(64, '0');
    const workload = generateSpread(size, 0);
    const commands = new Commands(workload);
    await write(folder, true, openingCommands({ ...size, credentialOf }), (i) => commands.at(i), workload.commands);
    const opened = openings(folder, 'folds', false);
    const median = (of: (each: Opened) => number) => percentile(Float64Array.from(opened.map(of)).sort(), 0.5);
    return [
      {
        name: 'start with 100,000 accounts and orders',
        value: median(({ sinceStartMs }) => sinceStartMs),
        unit: 'ms',
        atMost: 2_000,
      },
      { name: 'of it, snapshot and checks', value: median(({ openMs }) => openMs), unit: 'ms' },
    ];
  });
}

/** A journal with these commands, closed. */
async function write(
  folder: string,
  folds: boolean,
  opening: Iterable<Command>,
  commandAt: (i: number) => Command,
  count: number,
): Promise<void> {
  const { sequencer, close } = await openJournalled(folder, { folds });
  await carryOutAll(sequencer, opening);
  for (let i = 0; i < count; ) {
    for (const end = Math.min(i + BATCH, count); i < end; i += 1) sequencer.post(commandAt(i), heard);
    do await nextTurn();
    while (sequencer.backlog > BATCH);
  }
  await sequencer.barrier();
  await close();
}

interface Opened {
  readonly openMs: number;
  readonly sinceStartMs: number;
  readonly replayed: number;
}

/**
 * Opens the journal some times; without its snapshots, so that all of it is replayed, where `isReplay`. Code that was
 * compiled once is kept from start to start, as `tools/launch.mjs` does for a venue.
 */
function openings(folder: string, folds: 'folds' | 'bare', isReplay = true): Opened[] {
  return Array.from({ length: OPENINGS }, () => {
    if (isReplay) for (const file of globSync('snapshot-*', { cwd: folder })) rmSync(join(folder, file));
    const program = join(import.meta.dirname, '../open-once.ts');
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
    const opened = execFileSync(process.execPath, [...process.execArgv, program, folder, folds], {
      encoding: 'utf8',
      env,
    });
    return JSON.parse(opened) as Opened;
  });
}

function rateOf(opened: readonly Opened[]): number {
  const rates = opened.map(({ replayed: commands, openMs }) => (commands * 1e3) / openMs);
  return percentile(Float64Array.from(rates).sort(), 0.5);
}
