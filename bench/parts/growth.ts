/**
 * How the cost of a command and the memory grow with the market, and how long the collector ever stops the exchange.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BUY, type CancelOrder, type Command, SELL } from '#core/commands.ts';
import { Exchange } from '#core/exchange.ts';
import { NONE } from '#core/order-book/order-book.ts';
import type { OrderId } from '#core/units.ts';
import { Tally } from '../engines/engine.ts';
import { ACCOUNTS, Commands, tallying } from '../engines/exchange.ts';
import { openingCommands, TIME } from '../engines/opening.ts';
import type { Figure } from '../figure.ts';
import { carryOutAll, heard, inFolder, openJournalled, untilFewWait } from '../journalled.ts';
import { percentile } from '../measure.ts';
import type { Part } from '../part.ts';
import { generateMarket } from '../workloads/market.ts';
import { generateSpread, type SpreadSize } from '../workloads/spread.ts';

const STEPS = 500_000;
const PASSES = 5;
const usual: SpreadSize = { resting: 10_000, accounts: 1_000, contracts: 10 };
const GROWTH_TIMES_MAX = 2.5;
const PAUSES_MS = 60_000;
const PAUSE_MS_MAX = 10;
/** So many commands arrive in one turn. */
const BATCH = 1_000;

export const growth: Part = {
  workload:
    'so many resting orders of so many accounts in so many contracts (10,000, 1,000 and 10 where nothing else is said; an account trades in up to four), of which random ones go and come, one step in ten trades; the pauses: 10 contracts through the journal for a minute, as fast as it goes',
  warmUp: 'one pass of the same; medians of five passes on one exchange for each size, the sizes in turns',
  leftOut: 'journal, network and folds; in the pauses doors and folds',
  jobs: {
    resting: () => grow('resting orders', [100, 10_000, 1_000_000], (resting) => ({ ...usual, resting })),
    accounts: () => grow('accounts', [100, 10_000, 1_000_000], (accounts) => ({ ...usual, accounts })),
    contracts: () => grow('contracts', [1, 10, 200], (contracts) => ({ ...usual, contracts })),
    memory,
    pauses,
  },
};

/**
 * The median cost of a step at each size, and how many times the first the last is: the median over rounds, in each of
 * which every size has its turn, so that a slow moment of the machine is one for all.
 */
function grow(what: string, sizes: readonly number[], sizeOf: (size: number) => SpreadSize): Figure[] {
  const stretches = sizes.map((size) => stretchesOf(sizeOf(size)));
  const rounds = Array.from({ length: PASSES + 1 }, () => stretches.map((next) => next())).slice(1);
  const median = (of: (round: readonly number[]) => number) => percentile(Float64Array.from(rounds, of).sort(), 0.5);
  return [
    ...sizes.map((size, i) => ({
      name: `${size.toLocaleString('en-US')} ${what}`,
      value: median((round) => round[i] as number),
      unit: 'ns a command',
    })),
    {
      name: `${what}, most against fewest`,
      value: median((round) => (round.at(-1) as number) / (round[0] as number)),
      unit: '×',
      atMost: GROWTH_TIMES_MAX,
    },
  ];
}

/** An exchange that is filled to that size. Each call carries out the next stretch of steps and returns nanoseconds a command. */
function stretchesOf(size: SpreadSize): () => number {
  const workload = generateSpread(size, STEPS);
  const commands = new Commands(workload);
  const exchange = new Exchange();
  const emit = tallying(new Tally());
  for (const command of openingCommands(size)) exchange.execute(command, TIME, emit);
  let i = 0;
  for (; i < workload.filling; i += 1) exchange.execute(commands.at(i), TIME, emit);
  const stretch = Math.floor(STEPS / (PASSES + 1));
  return () => {
    const begin = performance.now();
    for (const end = i + stretch; i < end; i += 1) exchange.execute(commands.at(i), TIME, emit);
    return ((performance.now() - begin) * 1e6) / stretch;
  };
}

/** Bytes that an account takes, and an order that rests: what one exchange occupies more after many more of them. */
async function memory(): Promise<Figure[]> {
  const size = { resting: 1_000_000, accounts: 100_000, contracts: 10 };
  const commands = new Commands(generateSpread(size, 0));
  const exchange = new Exchange();
  const emit = tallying(new Tally());
  for (const command of openingCommands(size)) {
    exchange.execute(command, TIME, emit);
    if (command.type === 'defineProduct') break;
  }
  const empty = await occupied();
  for (const command of openingCommands(size))
    if (command.type === 'openAccount' || command.type === 'deposit') exchange.execute(command, TIME, emit);
  const opened = await occupied();
  for (let i = 0; i < size.resting; i += 1) exchange.execute(commands.at(i), TIME, emit);
  const full = await occupied();
  // What is used after it was measured was still there when it was.
  exchange.execute(commands.at(0), TIME, emit);
  return [
    { name: 'an account', value: (opened - empty) / size.accounts, unit: 'bytes' },
    { name: 'a resting order', value: (full - opened) / size.resting, unit: 'bytes' },
  ];
}

/** Bytes in use after everything that nobody needs is gone. */
async function occupied(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Buffers are counted down a little after they are gone.
  for (let time = 0; time < 3; time += 1) {
    collect();
    await wait(100);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Every stop of the collector in a minute at full load. */
async function pauses(): Promise<Figure[]> {
  const stops: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) stops.push(entry.duration);
  });
  const carried = await inFolder(async (folder) => {
    const { sequencer, exchange, close } = await openJournalled(folder);
    await carryOutAll(sequencer, openingCommands({ contracts: 10, accounts: ACCOUNTS }));
    const workload = generateMarket(10, 1_000_000, 42);
    observer.observe({ entryTypes: ['gc'] });
    const first = sequencer.sequence;
    const until = performance.now() + PAUSES_MS;
    for (let orders = 0; performance.now() < until; orders += workload.orderMax) {
      const commands = new Commands(workload);
      for (let i = 0; i < workload.commands && performance.now() < until; i += 1) {
        const command = commands.at(i);
        // Order numbers go on from round to round.
        sequencer.post(command.type === 'cancelOrder' ? renumbered(command, orders) : command, heard);
        if (i % BATCH === BATCH - 1) await untilFewWait(sequencer);
      }
      let cancels = 0;
      for (const command of cancelsOf(exchange)) {
        sequencer.post(command, heard);
        cancels += 1;
        if (cancels % BATCH === 0) await untilFewWait(sequencer);
      }
      await sequencer.barrier();
    }
    const count = sequencer.sequence - first;
    await nextTurn();
    observer.disconnect();
    await close();
    return count;
  });
  const ascending = Float64Array.from(stops).sort();
  return [
    { name: 'a minute at full load, commands', value: (carried * 1e3) / PAUSES_MS, unit: '/s' },
    { name: 'collector, stops', value: ascending.length, unit: '' },
    { name: 'collector, stop p50', value: percentile(ascending, 0.5), unit: 'ms' },
    { name: 'collector, stop p99', value: percentile(ascending, 0.99), unit: 'ms' },
    { name: 'collector, longest stop', value: percentile(ascending, 1), unit: 'ms', atMost: PAUSE_MS_MAX },
    { name: 'collector, all stops', value: ascending.reduce((sum, stop) => sum + stop, 0), unit: 'ms' },
  ];
}

function renumbered(command: CancelOrder, by: number): CancelOrder {
  return { ...command, order: (command.order + by) as OrderId };
}

/** Cancels everything that rests, so that the next round begins with empty books. */
function* cancelsOf({ contracts }: Exchange): Generator<Command> {
  for (const { book } of contracts)
    for (const side of [BUY, SELL] as const)
      for (let slot = book.first(side); slot !== NONE; slot = book.first(side))
        yield { type: 'cancelOrder', account: book.accountOf(slot), order: book.orderOf(slot) };
}
