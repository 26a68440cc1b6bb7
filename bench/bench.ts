/**
 * The bench's command line.
 *
 *     npm run bench                                    the documented workloads through everything, as a table
 *     npm run bench -- book --file FILE [--json]       the order book on the workload in a file
 *     npm run bench -- exchange --file FILE [--json]   the whole exchange on it
 *     npm run bench -- write --file FILE [--profile mixed|deep] [--commands 200000] [--seed 7]
 *
 * What cannot be read or done is answered in one sentence, with exit code 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { documentedWorkloads } from './documented.ts';
import type { Engine } from './engine.ts';
import { ExchangeEngine } from './exchange.ts';
import { generateWorkload, type Profile, profiles } from './generator.ts';
import { type Measurement, measure } from './measure.ts';
import { conditions, printConditions, printHeading, printMeasurement, printTwin } from './report.ts';
import { compareWithTwin, ladderEngine } from './twin.ts';
import { decodeWorkload, encodeWorkload, type Workload, WorkloadUnreadable } from './workload.ts';

interface Subject {
  readonly start: (workload: Workload) => Engine;
  readonly leftOut: string;
}

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

const USAGE = `npm run bench [-- ${Object.keys(subjects).join('|')} --file FILE [--json] | write --file FILE]`;

/** What the caller did wrong, in one sentence. */
class Refused extends Error {}

try {
  run(process.argv.slice(2));
} catch (error) {
  // Node marks what it says about files and options with a code; anything else is a fault of the bench itself.
  const expected = error instanceof Refused || error instanceof WorkloadUnreadable;
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
      profile: { type: 'string', default: 'mixed' },
      commands: { type: 'string', default: '200000' },
      seed: { type: 'string', default: '7' },
    },
  });
  const [name] = positionals;
  const { file } = values;
  if (name === undefined) {
    measureDocumented();
  } else if (file === undefined) {
    throw new Refused(`a file is missing: ${USAGE}`);
  } else if (name === 'write') {
    write(file, values.profile, Number(values.commands), Number(values.seed));
  } else if (Object.hasOwn(subjects, name)) {
    measureFile(name, subjects[name] as Subject, file, values.json);
  } else {
    throw new Refused(`${name} is not known: ${USAGE}`);
  }
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

function measureDocumented(): void {
  const workloads = documentedWorkloads.map((known) => ({
    known,
    workload: generateWorkload(known.profile, known.commands, known.seed),
  }));
  let last: Measurement | undefined;
  // Subject by subject: once the compiler has seen the book in a second place, it is a little slower in the first.
  for (const [name, subject] of Object.entries(subjects)) {
    printHeading(name, subject.leftOut);
    for (const { known, workload } of workloads) {
      last = measure(workload.commands, () => subject.start(workload));
      printMeasurement(`${known.profile}, seed ${known.seed}`, last);
      if (last.digest !== known.digest)
        throw new Refused(`${name} does not make the documented trades ${known.digest}`);
    }
  }
  for (const { workload } of workloads.slice(0, 1)) printTwin(compareWithTwin(workload));
  if (last !== undefined) printConditions(last);
}

function write(file: string, profile: string, commands: number, seed: number): void {
  if (!Object.hasOwn(profiles, profile)) throw new Refused(`${profile} is not a profile: ${Object.keys(profiles)}`);
  if (!Number.isSafeInteger(commands) || commands < 1) throw new Refused('--commands is a whole number above 0');
  if (!Number.isSafeInteger(seed)) throw new Refused('--seed is a whole number');
  writeFileSync(file, encodeWorkload(generateWorkload(profile as Profile, commands, seed)));
}
