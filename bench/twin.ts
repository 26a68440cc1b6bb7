/**
 * How much faster the ladder is than its plain twin, on the same commands in the same process.
 *
 * The twin sorts its orders on every use, so it gets only the beginning of a workload.
 */
import { LadderBook } from '#core/order-book/ladder-book.ts';
import type { Ticks } from '#core/units.ts';
import { NaiveBook } from '../tests/model/naive-book.ts';
import { BookEngine } from './engines/book.ts';
import { percentile, throughput } from './measure.ts';
import { PRICE_MAX, type Workload } from './workloads/workload.ts';

const COMMANDS = 4_000;
const LADDER_PASSES = 51;

export interface TwinComparison {
  readonly commands: number;
  /** Commands per second; the ladder's is the median of its passes. */
  readonly ladder: number;
  readonly twin: number;
  /** Whether both made the same trades. */
  readonly agree: boolean;
}

export function compareWithTwin(workload: Workload): TwinComparison {
  const commands = Math.min(COMMANDS, workload.commands);
  const rates = new Float64Array(LADDER_PASSES);
  for (let pass = 0; pass < LADDER_PASSES; pass += 1) rates[pass] = throughput(ladderEngine(workload), commands);

  const ladder = ladderEngine(workload);
  throughput(ladder, commands);
  const plain = new BookEngine(workload, new NaiveBook());
  const twin = throughput(plain, commands);
  return {
    commands,
    ladder: percentile(rates.sort(), 0.5),
    twin,
    agree: plain.tally.digest === ladder.tally.digest,
  };
}

export function ladderEngine(workload: Workload): BookEngine {
  return new BookEngine(workload, new LadderBook(PRICE_MAX as Ticks));
}
