/**
 * Real processes with real files that end at the wrong moment.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { readHeader } from '#journal/header.ts';
import { recover } from '#sequencer/recovery.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { Tally, toyMachines } from '../sequencer/toy-machine.ts';

const SEED = Number(process.env.SEED ?? 7);

test('JRN-5 a venue that is killed twenty times has every command that it ever acknowledged', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  context.after(() => rmSync(folder, { recursive: true }));
  let dice = SEED;
  let last = 0;
  for (let kill = 1; kill <= 20; kill += 1) {
    dice = (dice * 48_271) % 2_147_483_647;
    const { acknowledged, signal } = await run(folder, dice % 60);
    assert.equal(signal, 'SIGKILL');
    const recovered = recovery(folder);
    const { sequence } = recovered.end;
    const where = `kill ${kill}; replay it with: SEED=${SEED} npm test -- crash`;
    assert.ok(sequence >= acknowledged, `${acknowledged} acknowledged, ${sequence} there ${where}`);
    assert.ok(acknowledged > last, `it went on from where it was ${where}`);
    // Every deposit once: 1 + 2 + … + n.
    assert.match(recovered.history.machine.hash(), new RegExp(`\\[${(sequence * (sequence + 1)) / 2}\\]`), where);
    last = sequence;
  }
  // The newest snapshot said so; so does the journal from its first record.
  const { history } = recovery(folder);
  for (const file of readdirSync(folder)) if (file.startsWith('snapshot')) rmSync(join(folder, file));
  const replayed = recovery(folder);
  assert.equal(replayed.report.replayed, last);
  assert.equal(replayed.history.machine.hash(), history.machine.hash());
});

test('JRN-10 a disk that refuses ends the venue with one sentence, and what was acknowledged is there', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  context.after(() => rmSync(folder, { recursive: true }));
  // Where the fourth segment is to be prepared stands a folder, so that writing it must fail.
  const obstacle = join(folder, 'segment-00000003.journal.new');
  mkdirSync(obstacle);
  const { acknowledged, code, said } = await run(folder);
  assert.equal(code, 1);
  assert.match(said, /^The journal in .* could not be written \(EISDIR: .*\), so the venue stops\.\n$/);
  rmdirSync(obstacle);
  const { end } = recovery(folder);
  assert.ok(acknowledged > 0 && end.sequence >= acknowledged);
});

/** Runs the victim until it ends, or kills it some milliseconds after its first acknowledgement. */
async function run(folder: string, killAfterMs?: number) {
  const victim = spawn(process.execPath, [join(import.meta.dirname, 'crash-victim.ts'), folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (killAfterMs !== undefined)
    victim.stdout.once('data', () => setTimeout(() => victim.kill('SIGKILL'), killAfterMs));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    victim.once('close', (code, signal) => resolve({ code, signal })),
  );
  const [numbers, said, end] = await Promise.all([text(victim.stdout), text(victim.stderr), ended]);
  // A line that was cut off by the end of the process was not said.
  const acknowledged = Number(numbers.slice(0, numbers.lastIndexOf('\n')).split('\n').at(-1));
  return { acknowledged, said, ...end };
}

function recovery(folder: string) {
  const disk = new NodeDisk(folder);
  const header = readHeader(disk);
  assert.ok(header !== undefined);
  return recover(disk, header, toyMachines, { tally: new Tally() });
}
