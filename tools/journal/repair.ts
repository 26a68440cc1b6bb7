/**
 * `repair`: fills what is damaged or missing in a journal from another copy of it.
 *
 * The whole journal is written beside the damaged one and has to prove itself there; only then do the two change places.
 * The damaged folder is kept under another name, and nothing in it is changed.
 */
import { closeSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { JournalError } from '#journal/errors.ts';
import { type Header, readHeader } from '#journal/header.ts';
import { mergeJournals } from '#journal/merge.ts';
import { lockFolder } from '#storage/folder-lock.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { readHeads } from '#storage/sealer.ts';
import { Complaint, grouped, journalIn, openJournal, placeOf } from './open.ts';
import { verifyJournal } from './verify.ts';

export function repair(argv: string[]): void {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { from: { type: 'string' }, head: { type: 'string' } },
    allowPositionals: true,
  });
  const [named] = positionals;
  if (named === undefined || values.from === undefined)
    throw new Complaint('usage: npm run journal -- repair FOLDER --from BACKUP [--head FILE]', true);
  const folder = journalIn(named.replace(/\/+$/, ''));
  const backup = openJournal(values.from);
  const [repaired, kept] = [`${folder}.repaired`, `${folder}.damaged`];
  for (const taken of [repaired, kept])
    if (existsSync(taken)) throw new Complaint(`${taken} is there already; move it out of the way first.`);
  if (!existsSync(folder)) throw new Complaint(`${folder} is not there; a copy of the backup is all there is to have.`);
  const lock = lockFolder(folder);
  if (lock === undefined) throw new Complaint(`${folder} is in use by a venue; stop that one first.`);

  const ours = new NodeDisk(folder);
  checkSameJournal(ours, backup.header, values.from);
  const heads = values.head === undefined ? [] : readHeads(readFileSync(values.head, 'utf8'));
  mkdirSync(repaired);
  try {
    const into = new NodeDisk(repaired);
    const provenTo = Math.max(0, ...heads.map(({ position }) => position));
    const { taken } = mergeJournals(backup.header, ours, backup.disk, into, provenTo);
    for (const { start, end } of taken)
      console.log(
        `taken from the backup: byte ${grouped(start)} to ${grouped(end)} (${placeOf(start, backup.header)})`,
      );
    console.log(`${grouped(taken.length)} records taken from the backup; the result is read once more:`);
    if (verifyJournal(into, backup.header, heads, console.log) > 0) throw new Complaint('The result does not hold.');
    into.close();
  } catch (cause) {
    rmSync(repaired, { recursive: true });
    closeSync(lock);
    throw cause;
  }
  renameSync(folder, kept);
  renameSync(repaired, folder);
  new NodeDisk(dirname(folder)).syncFolder();
  closeSync(lock);
  console.log(`${folder} is whole; what it was is kept in ${kept}.`);
}

/** A first record that cannot be read says nothing; then the chain alone decides. */
function checkSameJournal(ours: NodeDisk, theirs: Header, backup: string): void {
  try {
    const header = readHeader(ours);
    if (header !== undefined && header.id !== theirs.id)
      throw new Complaint(`${backup} is another journal, ${theirs.id}, and not ${header.id}.`);
  } catch (cause) {
    if (!(cause instanceof JournalError && cause.code === 'JOURNAL_CORRUPT')) throw cause;
  }
}
