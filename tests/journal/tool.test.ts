/**
 * `npm run journal`: what a person sees, and what it leaves on the disk.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import { type Header, readHeader } from '#journal/header.ts';
import type { Disk } from '#journal/storage.ts';
import { newFolds } from '#market-data/folds.ts';
import { Sequencer } from '#sequencer/sequencer.ts';
import { FileStorage } from '#storage/file-storage.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { verifyJournal } from '../../tools/journal/verify.ts';
import { diceOf, randomSteps } from '../model/random-commands.ts';
import { HandClock } from '../sequencer/toy-machine.ts';

const TOOL = join(import.meta.dirname, '../../tools/journal.ts');
const SEGMENT = 'segment-00000000.journal';
const work = mkdtempSync(join(tmpdir(), 'journal-'));
const folder = join(work, 'journal');
let hash = '';

before(async () => {
  const { sequencer, storage, submitNext, hashNow } = await openRandom(folder);
  for (let number = 1; number <= 400; number += 1) {
    await submitNext();
    if (number === 200) await sequencer.snapshot();
  }
  hash = hashNow();
  await sequencer.close();
  await storage.close();
});
after(() => rmSync(work, { recursive: true }));

test('JRN-13 the head that was exported is found again, and a turned byte before it is not', () => {
  const head = journal('export', folder);
  const { sequence, position, seal } = JSON.parse(head.said);
  assert.equal(sequence, 400);
  assert.match(seal, /^[0-9a-f]{64}$/);
  const file = join(work, 'head.json');
  writeFileSync(file, head.said);

  // Where the venue's data is named, its journal is meant.
  assert.equal(journal('export', work).said, head.said);
  const proof = journal('verify', folder, '--head', file);
  assert.equal(proof.code, 0, proof.complained);
  assert.match(proof.said, /✔ \d+ records follow each other, up to command 400\n/);
  assert.match(proof.said, new RegExp(`✔ 400 commands lead to the states that were recorded, and to ${hash}\n`));
  assert.match(proof.said, /✔ the snapshot after command 200 says what the journal gives\n/);
  assert.match(proof.said, /✔ the head at command 400, byte [\d,]+ fits/);

  for (const [name, change] of Object.entries({
    seal: { seal: seal.replace(/^./, 'x') },
    position: { position: position - 8 },
  })) {
    writeFileSync(file, JSON.stringify({ sequence, position, seal, journal: 'a1b2', ...change }));
    const disproof = journal('verify', folder, '--head', file);
    assert.equal(disproof.code, 1, name);
    assert.match(disproof.said, /✖ the head at command 400/);
  }
});

test('JRN-13 a journal to which records are added while one looks is found whole', async () => {
  const busy = join(work, 'busy');
  const copies = ['earlier', 'later'].map((name) => join(work, name)) as [string, string];
  const { sequencer, storage, submitNext } = await openRandom(busy);
  for (const copy of copies) {
    for (let number = 1; number <= 50; number += 1) await submitNext();
    cpSync(busy, copy, { recursive: true });
  }
  await sequencer.close();
  await storage.close();

  const [earlier, later] = copies.map((copy) => new NodeDisk(copy)) as [NodeDisk, NodeDisk];
  // The next fifty are there when it has read to the end and asks what lies behind.
  let lists = 0;
  const growing: Disk = Object.create(later, {
    list: { value: () => [earlier, later][Math.min(lists++, 1)]?.list() },
    read: { value: (...what: Parameters<NodeDisk['read']>) => (lists > 1 ? later : earlier).read(...what) },
  });
  const said: string[] = [];
  assert.equal(
    verifyJournal(growing, readHeader(earlier) as Header, [], (line) => said.push(line)),
    0,
    said.join('\n'),
  );
  assert.match(said[1] ?? '', /follow each other, up to command 50; a venue goes on behind them$/);
  assert.match(said[2] ?? '', /^✔ 100 commands lead to the states/);
});

test('JRN-13 the records are exported one JSON a line, as many as there are', () => {
  const lines = journal('export', folder, '--records')
    .said.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines.filter(({ kind }) => kind === 'command').length, 400);
  assert.deepEqual(
    lines.filter(({ kind }) => kind === 'command').map(({ sequence }) => sequence),
    Array.from({ length: 400 }, (_, at) => at + 1),
  );
});

test('JRN-1 a record is shown by its number, by a range and by a byte of it', () => {
  const shown = journal('inspect', folder, '--sequence', '41').said;
  assert.match(shown, /^command 41\n {2}where +byte [\d,]+, \d+ bytes \(segment-00000000\.journal byte \d+\)\n/);
  assert.match(shown, /\n {2}says +\{"type":"/);
  const [, byte] = /where +byte ([\d,]+)/.exec(shown) as unknown as [string, string];
  assert.equal(journal('inspect', folder, '--at', String(Number(byte.replaceAll(',', '')) + 7)).said, shown);
  assert.equal(journal('inspect', folder, '--sequence', '41-45').said.match(/^command/gm)?.length, 5);
  assert.match(journal('inspect', folder).said, /^checkpoint 400\n/);
  assert.match(journal('inspect', folder, '--at', '999999999').complained, /No whole record holds byte 999,999,999/);
  assert.equal(journal('inspect', folder, '--sequence', 'first').code, 2);
});

test('JRN-16 a damaged journal is repaired from its backup and proves itself; what it was is kept', () => {
  const damaged = join(work, 'damaged');
  cpSync(folder, damaged, { recursive: true });
  const bytes = readFileSync(join(damaged, SEGMENT));
  const good = Buffer.from(bytes);
  bytes.fill(0xff, 20_000, 20_600);
  writeFileSync(join(damaged, SEGMENT), bytes);
  assert.equal(journal('verify', damaged).code, 1);
  assert.match(journal('inspect', damaged, '--sequence', '400').said, /^command 400/, 'what stands behind is shown');

  const repaired = journal('repair', damaged, '--from', folder);
  assert.equal(repaired.code, 0, repaired.complained);
  assert.match(repaired.said, /\n\d+ records taken from the backup; the result is read once more:\n/);
  assert.match(repaired.said, /is whole; what it was is kept in .*damaged\.damaged\.\n$/);
  assert.deepEqual(readFileSync(join(damaged, SEGMENT)), good);
  assert.deepEqual(readFileSync(join(`${damaged}.damaged`, SEGMENT)), bytes);
  assert.equal(journal('verify', damaged).code, 0);

  const again = journal('repair', damaged, '--from', folder);
  assert.equal(again.code, 1);
  assert.match(again.complained, /damaged\.damaged is there already; move it out of the way first/);
});

test('JRN-16 a backup that cannot help leaves everything as it was', () => {
  const damaged = join(work, 'helpless');
  cpSync(folder, damaged, { recursive: true });
  const bytes = readFileSync(join(damaged, SEGMENT));
  bytes.fill(0xff, 20_000, 20_600);
  writeFileSync(join(damaged, SEGMENT), bytes);
  const hopeless = journal('repair', damaged, '--from', damaged);
  assert.equal(hopeless.code, 1);
  assert.match(hopeless.complained, /what was acknowledged from here on stands in neither copy/);
  assert.deepEqual(readFileSync(join(damaged, SEGMENT)), bytes);
  assert.deepEqual(
    readdirSync(work).filter((name) => name.startsWith('helpless')),
    ['helpless'],
  );
});

test('JRN-7 a folder that is in use, missing, or no journal is named, and a wrong word is answered with the words', () => {
  const storage = FileStorage.open(folder);
  assert.match(journal('repair', folder, '--from', folder).complained, /in use by a venue; stop that one first/);
  assert.ok(!existsSync(`${folder}.repaired`));
  void storage.close();
  assert.match(journal('verify', join(work, 'nowhere')).complained, /nowhere cannot be read/);
  assert.match(journal('verify', import.meta.dirname).complained, /and no journal/);
  for (const words of [['polish'], ['verify'], ['verify', folder, '--deep'], ['repair', folder]])
    assert.equal(journal(...words).code, 2, words.join(' '));
  assert.match(journal('polish').complained, /^npm run journal -- COMMAND FOLDER/);
  const help = journal('--help');
  assert.equal(help.code, 0);
  for (const word of ['verify', 'inspect', 'repair', 'export', 'measure'])
    assert.match(help.said, new RegExp(`  ${word} `));
});

/** A venue in `folder` that carries out random commands. */
async function openRandom(folder: string) {
  let exchange = new Exchange();
  const keep = (machine: Exchange) => (exchange = machine);
  const clock = new HandClock();
  const storage = FileStorage.open(folder);
  const sequencer = await Sequencer.open({
    storage,
    clock,
    venue: { name: 'looked after', id: 'a1b2' },
    machine: { create: () => keep(new Exchange()), restore: (state) => keep(Exchange.restore(state as Snapshot)) },
    folds: newFolds(),
    segmentBytes: 64 * 1024,
  });
  const steps = randomSteps(() => exchange, diceOf(7));
  const submitNext = async () => {
    const { command, time } = steps.next().value;
    clock.time = time;
    await sequencer.submit(command);
  };
  return { sequencer, storage, submitNext, hashNow: () => exchange.hash() };
}

function journal(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...words], { encoding: 'utf8' });
  return { code: status, said: stdout, complained: stderr };
}
