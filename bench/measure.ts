/**
 * How the bench measures.
 *
 * Throughput and latency are separate passes, because a clock that is read twice for every command costs about as much
 * as the command. A throughput pass reads the clock at its ends; a latency pass times every command, and what it
 * reports includes one reading of the clock, whose own cost is measured beside it. Every pass begins with a fresh
 * engine, built before the clock starts. The compiler is warmed by passes that are not counted.
 */
import type { Engine } from './engines/engine.ts';

export interface Measurement {
  readonly commands: number;
  /** Commands per second of the median and of the fastest throughput pass. */
  readonly commandsPerSecond: number;
  readonly bestCommandsPerSecond: number;
  /** Time of one command over all latency passes, nanoseconds. */
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p99Ns: number;
  readonly p999Ns: number;
  readonly worstNs: number;
  /** What reading the clock costs by itself, nanoseconds: part of every figure above. */
  readonly clockNs: number;
  readonly trades: number;
  readonly volume: number;
  readonly cancelsRefused: number;
  readonly digest: string;
}

/** Short workloads warm the compiler by being repeated, within reason. */
const WARM_UP_COMMANDS = 1_000_000;
const WARM_UP_PASSES_MIN = 2;
const WARM_UP_PASSES_MAX = 50;
const THROUGHPUT_PASSES = 7;
const LATENCY_PASSES = 3;
const NANOS_PER_MILLI = 1e6;

/** Measures `commands` commands of the engines that `start` builds. */
export function measure(commands: number, start: () => Engine): Measurement {
  const warmth = new Float64Array(commands);
  const passes = Math.ceil(WARM_UP_COMMANDS / commands);
  for (let pass = 0; pass < Math.max(WARM_UP_PASSES_MIN, Math.min(passes, WARM_UP_PASSES_MAX)); pass += 1) {
    throughput(start(), commands);
    latencies(start(), commands, warmth);
  }

  const rates = new Float64Array(THROUGHPUT_PASSES);
  let engine = start();
  for (let pass = 0; pass < THROUGHPUT_PASSES; pass += 1) {
    if (pass > 0) engine = start();
    rates[pass] = throughput(engine, commands);
  }
  rates.sort();

  const samples = new Float64Array(LATENCY_PASSES * commands);
  for (let pass = 0; pass < LATENCY_PASSES; pass += 1) {
    latencies(start(), commands, samples.subarray(pass * commands, (pass + 1) * commands));
  }
  samples.sort();

  const { trades, volume, cancelsRefused, digest } = engine.tally;
  return {
    commands,
    commandsPerSecond: Math.round(percentile(rates, 0.5)),
    bestCommandsPerSecond: Math.round(percentile(rates, 1)),
    p50Ns: Math.round(percentile(samples, 0.5)),
    p90Ns: Math.round(percentile(samples, 0.9)),
    p99Ns: Math.round(percentile(samples, 0.99)),
    p999Ns: Math.round(percentile(samples, 0.999)),
    worstNs: Math.round(percentile(samples, 1)),
    clockNs: Math.round(clockCost()),
    trades,
    volume,
    cancelsRefused,
    digest,
  };
}

/** Commands per second from command `first` up to `end`. */
export function throughput(engine: Engine, end: number, first = 0): number {
  const begin = performance.now();
  for (let i = first; i < end; i += 1) engine.execute(i);
  return ((end - first) * 1e3) / (performance.now() - begin);
}

/** Writes the nanoseconds of each command into `into`. */
function latencies(engine: Engine, commands: number, into: Float64Array): void {
  for (let i = 0; i < commands; i += 1) {
    const begin = performance.now();
    engine.execute(i);
    into[i] = (performance.now() - begin) * NANOS_PER_MILLI;
  }
}

/** The median of what the clock shows between two readings that follow each other. */
function clockCost(): number {
  const samples = new Float64Array(100_000);
  for (let i = 0; i < samples.length; i += 1) {
    const begin = performance.now();
    samples[i] = (performance.now() - begin) * NANOS_PER_MILLI;
  }
  return percentile(samples.sort(), 0.5);
}

/** The smallest of ascending `samples` that at least `share` of them do not exceed (nearest rank). */
export function percentile(samples: Float64Array, share: number): number {
  return samples[Math.max(0, Math.ceil(share * samples.length) - 1)] as number;
}
