/**
 * The bench's command line.
 *
 *     npm run bench                                    the short parts: book, exchange, wide
 *     npm run bench -- all | PART …                    every part, or those: see `parts.ts`
 *     npm run bench -- [PART …] --compare              and how each figure has changed since the last run
 *     npm run bench -- book --file FILE [--json]       the order book on the workload in a file
 *     npm run bench -- exchange --file FILE [--json]   the whole exchange on it
 *     npm run bench -- write --file FILE [--profile mixed|deep] [--commands 200000] [--seed 7]
 *
 * What cannot be read or done is answered in one sentence, with exit code 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Engine } from './engines/engine.ts';
import { ExchangeEngine } from './engines/exchange.ts';
import type { PartResult } from './figure.ts';
import { measure } from './measure.ts';
import { type Part, Wrong } from './part.ts';
import { parts, shortParts } from './parts.ts';
import { conditions, printConditions, printHeading, printMeasurement } from './report.ts';
import { figureLines, lastRunOf, saveRun } from './results.ts';
import { runPart } from './run-part.ts';
import { ladderEngine } from './twin.ts';
import { generateWorkload, type Profile, profiles } from './workloads/generator.ts';
import { decodeWorkload, encodeWorkload, type Workload, WorkloadUnreadable } from './workloads/workload.ts';

const RESULTS = join(import.meta.dirname, 'results');

interface Subject {
  readonly start: (workload: Workload) => Engine;
  readonly leftOut: string;
}

/** What takes the workload of a file. */
const subjects: Record<string, Subject> = {
  book: {
    start: ladderEngine,
    leftOut: 'accounts, limits, margin, clearing, events, journal, network',
  },
  exchange: {
    start: (workload) => new ExchangeEngine(workload),
    leftOut: 'bytes in and out, journal, network; events are heard, not encoded',
  },
};

const USAGE = `npm run bench [-- all|${Object.keys(parts).join('|')} …] [--compare] [--file FILE [--json]]`;

/** What the caller did wrong, in one sentence. */
class Refused extends Error {}

try {
  run(process.argv.slice(2));
} catch (error) {
  // Node marks what it says about files and options with a code; anything else is a fault of the bench itself.
  const expected = error instanceof Refused || error instanceof Wrong || error instanceof WorkloadUnreadable;
  if (!(error instanceof Error && (expected || 'code' in error))) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}

function run(args: string[]): void {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      json: { type: 'boolean', default: false },
      compare: { type: 'boolean', default: false },
      profile: { type: 'string', default: 'mixed' },
      commands: { type: 'string', default: '200000' },
      seed: { type: 'string', default: '7' },
    },
  });
  const [name = ''] = positionals;
  const { file } = values;
  if (name === 'write') {
    if (file === undefined) throw new Refused(`a file is missing: ${USAGE}`);
    write(file, values.profile, Number(values.commands), Number(values.seed));
  } else if (file !== undefined) {
    if (!Object.hasOwn(subjects, name)) throw new Refused(`${name} takes no file: ${USAGE}`);
    measureFile(name, subjects[name] as Subject, file, values.json);
  } else {
    const named = positionals.length === 0 ? shortParts : positionals;
    measureParts(named.includes('all') ? Object.keys(parts) : named, values.compare);
  }
}

function measureParts(names: readonly string[], compare: boolean): void {
  for (const name of names) if (!Object.hasOwn(parts, name)) throw new Refused(`${name} is not known: ${USAGE}`);
  const taken = new Date().toISOString();
  // Others on the machine make every figure worse, so a run says how busy it was before it began.
  const circumstances = { ...conditions(), load: `${loadavg()[0]?.toFixed(2)} of ${cpus().length} before the run` };
  const results: PartResult[] = [];
  for (const name of names) {
    const last = compare ? lastRunOf(RESULTS, name) : undefined;
    const result = runPart(name, parts[name] as Part);
    results.push(result);
    console.log(`${name}\n  workload: ${result.workload}\n  warm-up: ${result.warmUp}\n  left out: ${result.leftOut}`);
    if (last !== undefined) console.log(`  the last: ${last.taken}, ${Object.values(last.conditions).join(', ')}`);
    const before = last?.parts.find(({ part }) => part === name);
    console.log(`${figureLines(result, before).join('\n')}\n`);
  }
  for (const [name, value] of Object.entries(circumstances)) console.log(`${name}: ${value}`);
  console.log(`kept in bench/results/${saveRun(RESULTS, { taken, conditions: circumstances, parts: results })}`);
}

function measureFile(name: string, subject: Subject, file: string, json: boolean): void {
  const workload = decodeWorkload(readFileSync(file));
  const measurement = measure(workload.commands, () => subject.start(workload));
  if (json) {
    console.log(JSON.stringify({ subject: name, ...measurement, ...conditions(), leftOut: subject.leftOut }));
    return;
  }
  printHeading(name, subject.leftOut);
  printMeasurement(basename(file), measurement);
  printConditions(measurement);
}

function write(file: string, profile: string, commands: number, seed: number): void {
  if (!Object.hasOwn(profiles, profile)) throw new Refused(`${profile} is not a profile: ${Object.keys(profiles)}`);
  if (!Number.isSafeInteger(commands) || commands < 1) throw new Refused('--commands is a whole number above 0');
  if (!Number.isSafeInteger(seed)) throw new Refused('--seed is a whole number');
  writeFileSync(file, encodeWorkload(generateWorkload(profile as Profile, commands, seed)));
}
