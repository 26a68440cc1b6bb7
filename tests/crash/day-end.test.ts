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
import { type DayOutcome, PlainRun, STEPS, undisturbed } from './day-end-script.ts';

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
  // A step that was on its way to the disk may have come there or not, so there may be one kill more for each.
  for (let kills = 0; kills < 2 * STEPS; kills += 1) {
    const { said, signal } = await run(folder, moment);
    if (signal !== 'SIGKILL') {
      assert.equal(moment === 'posted' ? kills >= STEPS : kills === STEPS, true, `${kills} kills`);
      break;
    }
    taken.push(...said);
  }
  if (moment === 'saved') assert.deepEqual(taken, daySteps);

  const { said, signal } = await run(folder, 'done');
  assert.equal(signal, null);
  const expected = undisturbed();
  assert.deepEqual(JSON.parse(said[0] ?? '') as DayOutcome, expected.outcome);
  // The journal from its first record, read by somebody who is not the venue.
  const told = readJournal(folder);
  assert.deepEqual(told.events, expected.events);
  assert.deepEqual(told.outcome, expected.outcome);
  const steps = told.events.flatMap((event) => (event.type === 'dayStepDone' ? [`${event.date} ${event.step}`] : []));
  assert.deepEqual(steps.length, 2 * STEPS);
  assert.deepEqual(new Set(steps).size, steps.length, 'each step was taken once');
}

/** Runs the victim until it ends; one that says that its step is done is killed. */
function run(folder: string, moment: string) {
  const parameters = [join(import.meta.dirname, 'day-end-victim.ts'), folder, moment];
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
