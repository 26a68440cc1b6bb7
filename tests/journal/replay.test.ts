/**
 * `npm run replay`: a journal read beside the venue that writes it.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { diceOf, randomSteps } from '../model/random-commands.ts';
import { HandClock } from '../sequencer/toy-machine.ts';

test('JRN-9 a journal is replayed beside its venue, to the same hash, and is not touched', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const exchange = new Exchange();
  const clock = new HandClock();
  const storage = FileStorage.open(folder);
  const sequencer = await Sequencer.open({
    storage,
    clock,
    venue: { name: 'replayed', id: 'a1b2' },
    machine: { create: () => exchange, restore: (snapshot) => Exchange.restore(snapshot as Snapshot) },
    segmentBytes: 64 * 1024,
  });
  const steps = randomSteps(() => exchange, diceOf(7));
  const hashes = [exchange.hash()];
  for (let number = 1; number <= 500; number += 1) {
    const { command, time } = steps.next().value;
    clock.time = time;
    await sequencer.submit(command);
    hashes.push(exchange.hash());
  }

  const before = filesOf(folder);
  const whole = replay(folder);
  assert.match(whole.said, new RegExp(`sequence 500  time \\S+Z  state ${hashes[500]}`));
  assert.match(whole.said, /[1-9]\d* recorded states agree/);
  assert.match(replay(folder, '--to', '123').said, new RegExp(`sequence 123  time \\S+Z  state ${hashes[123]}`));
  const lines = replay(folder, '--list').said.split('\n');
  assert.equal(lines.filter((line) => / command /.test(line)).length, 500);
  const after = filesOf(folder);
  for (const file of before) assert.ok(after.includes(file), `${file} changed`);
  await sequencer.close();
  await storage.close();

  const segment = join(folder, 'segment-00000000.journal');
  const bytes = readFileSync(segment);
  bytes.fill(0xff, 20_000, 20_004);
  writeFileSync(segment, bytes);
  const damaged = replay(folder, '--list');
  assert.equal(damaged.code, 1);
  assert.match(damaged.complained, /^The journal is damaged in segment-00000000\.journal at byte (19|20)\d{3}, /);
  assert.ok(damaged.said.includes(' command '), 'what stands before the damage is told');
});

test('JRN-9 a folder without a journal is named', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  context.after(() => rmSync(folder, { recursive: true }));
  assert.match(replay(folder).complained, /holds no journal yet/);
  assert.equal(replay().code, 2);
});

function replay(...words: string[]) {
  const tool = join(import.meta.dirname, '../../tools/replay.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...words], { encoding: 'utf8' });
  return { code: status, said: stdout, complained: stderr };
}

/** Name, length and last change of every file but the watermark; the next segment may still be in preparation. */
function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file !== 'watermark' && !file.endsWith('.new'))
    .map((file) => `${file} ${statSync(join(folder, file)).size} ${statSync(join(folder, file)).mtimeMs}`);
}
