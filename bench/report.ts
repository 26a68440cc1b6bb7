/**
 * The bench's words: a table for people. It names the machine, the code and what is left out, and never a mean.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import type { Measurement } from './measure.ts';

const columns = [
  'commands',
  'median/s',
  'best/s',
  'p50',
  'p90',
  'p99',
  'p99.9',
  'worst',
  'trades',
  'refused',
  'digest',
];
const widths = [11, 12, 12, 6, 6, 6, 7, 12, 10, 9, 10];
const NAME_WIDTH = 16;

export function printHeading(subject: string, leftOut: string): void {
  console.log(`${subject}, without ${leftOut}`);
  printRow('', columns);
}

export function printMeasurement(name: string, m: Measurement): void {
  const rates = [m.commandsPerSecond, m.bestCommandsPerSecond];
  const times = [m.p50Ns, m.p90Ns, m.p99Ns, m.p999Ns, m.worstNs];
  printRow(name, [...[m.commands, ...rates, ...times, m.trades, m.cancelsRefused].map(grouped), m.digest]);
}

/** What the figures mean, and where they were taken. */
export function printConditions({ clockNs }: Measurement): void {
  console.log(`
Rates are commands per second on one core, of seven passes, each on a fresh engine and with no clock inside.
Times are nanoseconds of single commands in three other passes; of each, reading the clock takes ${clockNs}.`);
  for (const [name, value] of Object.entries(conditions())) console.log(`${name}: ${value}`);
}

/** Where and how the figures came about, as name and value. */
export function conditions(): Record<string, string> {
  const [cpu] = cpus();
  return {
    machine: `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${process.platform} ${process.arch}`,
    node: `${process.version}, V8 ${process.versions.v8}`,
    commit: commit(),
  };
}

/** The commit that is measured, marked when files differ from it. */
function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', '../src', '.') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? ' with changes' : '');
  } catch {
    return 'unknown';
  }
}

function printRow(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(NAME_WIDTH) + cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join(''));
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
