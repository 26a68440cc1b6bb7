/**
 * The bench's command line.
 *
 *     npm run bench                                the documented workloads through everything, as a table
 *     npm run bench -- book --file FILE [--json]   the order book on the workload in a file
 *     npm run bench -- write --file FILE [--profile mixed|deep] [--commands 200000] [--seed 7]
 *
 * What cannot be read or done is answered in one sentence, with exit code 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { documentedWorkloads } from './documented.ts';
import type { Engine } from './engine.ts';
import { generateWorkload, type Profile, profiles } from './generator.ts';
import { type Measurement, measure } from './measure.ts';
import { conditions, printHeading, printMeasurement, printTwin } from './report.ts';
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
  printHeading();
  printMeasurement(name, measurement);
  printConditions(measurement);
}

function measureDocumented(): void {
  let last: Measurement | undefined;
  const workloads = documentedWorkloads.map((known) => ({
    known,
    workload: generateWorkload(known.profile, known.commands, known.seed),
  }));
  for (const { known, workload } of workloads) {
    console.log(`${known.profile}, ${known.commands.toLocaleString('en-US')} commands, seed ${known.seed}`);
    printHeading();
    for (const [name, subject] of Object.entries(subjects)) {
      last = measure(workload.commands, () => subject.start(workload));
      printMeasurement(name, last);
      if (last.digest !== known.digest)
        throw new Refused(`${name} does not make the documented trades ${known.digest}`);
    }
    console.log();
  }
  // The twin comes last: a second implementation of the book makes the compiler's work for the first one harder.
  const [first] = workloads;
  if (first !== undefined) printTwin(compareWithTwin(first.workload));
  if (last !== undefined) printConditions(last);
}

function printConditions({ clockNs }: Measurement): void {
  console.log('\nOne core. Times are of single commands, in nanoseconds, over three passes; reading the clock takes');
  console.log(
    `${clockNs} of them. Median and best are of seven passes without a clock inside, each on a fresh engine.`,
  );
  for (const [name, subject] of Object.entries(subjects)) console.log(`${name} leaves out: ${subject.leftOut}.`);
  for (const [name, value] of Object.entries(conditions())) console.log(`${name}: ${value}`);
}

function write(file: string, profile: string, commands: number, seed: number): void {
  if (!Object.hasOwn(profiles, profile)) throw new Refused(`${profile} is not a profile: ${Object.keys(profiles)}`);
  if (!Number.isSafeInteger(commands) || commands < 1) throw new Refused('--commands is a whole number above 0');
  if (!Number.isSafeInteger(seed)) throw new Refused('--seed is a whole number');
  writeFileSync(file, encodeWorkload(generateWorkload(profile as Profile, commands, seed)));
}
