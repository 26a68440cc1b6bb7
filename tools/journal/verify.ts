/**
 * `verify`: whether a journal is whole, decides as it did, and is the one whose head was written down.
 *
 * A line for each thing that was looked at; all are looked at that can be, and one that is wrong fails the whole.
 */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { JournalCorrupt } from '#journal/errors.ts';
import type { Cursor } from '#journal/frame.ts';
import type { Header } from '#journal/header.ts';
import { scan } from '#journal/scan.ts';
import { listSnapshots } from '#journal/snapshots.ts';
import type { Disk } from '#journal/storage.ts';
import { isTorn } from '#journal/tail.ts';
import { newFolds } from '#market-data/folds.ts';
import { replay } from '#sequencer/recovery.ts';
import { checkSnapshot } from '#sequencer/snapshot-check.ts';
import { type JournalHead, readHeads, Sealer } from '#storage/sealer.ts';
import { Complaint, exchanges, grouped, openJournal } from './open.ts';

export function verify(argv: string[]): void {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { head: { type: 'string' } },
    allowPositionals: true,
  });
  const { disk, header } = openJournal(positionals[0]);
  const heads = values.head === undefined ? [] : headsIn(values.head);
  const faults = verifyJournal(disk, header, heads, console.log);
  if (faults > 0) throw new Complaint(`${disk.name} does not hold; see above.`);
}

/** Says what was found, and returns how much of it is wrong. */
export function verifyJournal(
  disk: Disk,
  header: Header,
  heads: readonly JournalHead[],
  say: (line: string) => void,
): number {
  let faults = 0;
  const look = (what: () => string): void => {
    try {
      say(`✔ ${what()}`);
    } catch (cause) {
      faults += 1;
      say(`✖ ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  };
  const places = new Set<number>();
  const sealer = new Sealer(disk, header);
  say(`journal ${header.id} of ${header.venue}, format ${header.format}`);
  look(() => {
    let records = 0;
    const end = scan(disk, header, 0, (found) => {
      records += 1;
      places.add(found.end);
    });
    return `${grouped(records)} records follow each other, up to command ${grouped(end.sequence)}${behind(disk, header, end)}`;
  });
  // Behind a damage there is nothing to say about states, snapshots and heads.
  if (faults > 0) return faults;
  look(() => {
    const { replayed, history } = replay(disk, header, exchanges, {}, [], []);
    return `${grouped(replayed)} commands lead to the states that were recorded, and to ${history.machine.hash()}`;
  });
  for (const file of listSnapshots(disk)) {
    // A venue keeps its newest, and may have let go of this one by now.
    if (!disk.list().includes(file)) continue;
    look(() => {
      const { problem, sequence } = checkSnapshot(disk, header, file, exchanges, newFolds());
      if (problem !== undefined) throw new Complaint(`the snapshot ${problem}`);
      return `the snapshot after command ${grouped(sequence)} says what the journal gives`;
    });
  }
  for (const head of heads)
    look(() => {
      const where = `the head at command ${grouped(head.sequence)}, byte ${grouped(head.position)}`;
      if (head.journal !== header.id) throw new Complaint(`${where} is of another journal, ${head.journal}`);
      const seal = sealer.sealAt(head.position);
      if (seal === undefined || !places.has(head.position))
        throw new Complaint(`${where} is of a journal that had a record there; this one has none`);
      if (seal !== head.seal)
        throw new Complaint(`${where} has seal ${head.seal}, and here it is ${seal}: something before it was changed`);
      return `${where} fits: nothing before it was changed`;
    });
  return faults;
}

/** What lies behind the last record: nothing, as a rule. Throws JournalCorrupt. */
function behind(disk: Disk, header: Header, end: Readonly<Cursor>): string {
  try {
    if (!isTorn(disk, header, end)) return '';
    if (!goesOn(disk, header, end)) return '; behind them lies a write that was cut short and never answered for';
  } catch (cause) {
    if (!(cause instanceof JournalCorrupt) || !goesOn(disk, header, end)) throw cause;
  }
  return '; a venue goes on behind them';
}

/** Whether records follow where there were none a moment ago: then nothing lay there but the next ones. */
function goesOn(disk: Disk, header: Header, end: Readonly<Cursor>): boolean {
  return scan(disk, header, Math.floor((end.position - 1) / header.segmentBytes), () => {}).position > end.position;
}

function headsIn(file: string): JournalHead[] {
  try {
    return readHeads(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Complaint(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`);
  }
}
