/**
 * A venue that is killed between any two steps of a day's end, and in the middle of each, and started again.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { daySteps } from '#core/settlement/day-steps.ts';
import { readHeader } from '#journal/header.ts';
import { readRecord } from '#journal/records.ts';
import { scan } from '#journal/scan.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { type DayOutcome, PlainRun, undisturbed } from './day-end-script.ts';

const KILLS_MAX = 60;
/** Long enough for the writing thread to begin its work and bring a record to the disk. */
const WRITTEN_MS = 400;

test('SET-6, CLR-1 killed after every step of the end of a day, and in the middle of each, a venue books nothing twice', (context) =>
  Promise.all([killed(context, 'saved'), killed(context, 'posted')]).then(() => undefined));

test('the day whose end is disturbed moves money in every way', () => {
  const happened = new Set(undisturbed().events.map((event) => (event.type === 'booked' ? event.item : event.type)));
  for (const what of ['variationPaid', 'trade', 'fundContribution', 'debtCovered', 'clientCovered', 'lossAbsorbed'])
    assert.ok(happened.has(what as never), `${what} never happened: this shows little`);
  assert.ok(!happened.has('rejected'));
});

async function killed(context: { after(run: () => void): void }, moment: 'saved' | 'posted'): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'day-end-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const taken: string[] = [];
  let kills = 0;
  let ended = await run(folder, moment, 0);
  for (; ended.signal === 'SIGKILL'; kills += 1) {
    assert.ok(kills < KILLS_MAX, 'the venue gets on, however often it is killed');
    taken.push(...ended.said);
    // By turns so early that the step is lost, and so late that it is not.
    ended = await run(folder, moment, kills % 2 === 0 ? WRITTEN_MS : 0);
  }
  assert.ok(kills >= daySteps.length, `${kills} kills`);
  if (moment === 'saved') assert.deepEqual(taken, daySteps);

  assert.equal(ended.signal, null);
  const expected = undisturbed();
  assert.deepEqual(JSON.parse(ended.said[0] ?? '') as DayOutcome, expected.outcome);
  // The journal from its first record, read by somebody who is not the venue.
  const told = readJournal(folder);
  assert.deepEqual(told.events, expected.events);
  assert.deepEqual(told.outcome, expected.outcome);
  const steps = told.events.flatMap((event) => (event.type === 'dayStepDone' ? [`${event.date} ${event.step}`] : []));
  assert.equal(steps.length, 2 * daySteps.length);
  assert.equal(new Set(steps).size, steps.length, 'each step was taken once');
}

/** Runs the victim until it ends; one that says that its step is done is killed. */
function run(folder: string, moment: string, waitMs: number) {
  const parameters = [join(import.meta.dirname, 'day-end-victim.ts'), folder, moment, String(waitMs)];
  const victim = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  victim.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (moment === 'saved' && /^\w+\n$/.test(output)) victim.kill('SIGKILL');
  });
  return new Promise<{ said: string[]; signal: NodeJS.Signals | null }>((resolve, reject) => {
    victim.on('error', reject);
    victim.once('close', (_, signal) => resolve({ said: output.split('\n').slice(0, -1), signal }));
  });
}

function readJournal(folder: string): PlainRun {
  const disk = new NodeDisk(folder);
  const header = readHeader(disk);
  assert.ok(header !== undefined);
  const reader = new PlainRun();
  scan(disk, header, 0, (found) => {
    const record = readRecord(found);
    if (record.kind === 'command') reader.carryOut(record.command, record.time);
  });
  return reader;
}
