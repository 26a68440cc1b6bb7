/**
 * From the files to the state: the newest snapshot that can be used, then every record after it.
 *
 * A snapshot that cannot be used costs time, not truth: an older one or the whole journal takes its place, and the
 * report says so. A state that does not come out as recorded, or a journal shorter than its snapshot, stops the opening.
 */
import type { Sequence } from '#core/units.ts';
import { JournalCorrupt, StateHashMismatch } from '#journal/errors.ts';
import { startOfJournal } from '#journal/frame.ts';
import type { Header } from '#journal/header.ts';
import { readRecord } from '#journal/records.ts';
import { type Scanned, scan } from '#journal/scan.ts';
import { listSegments, segmentFile } from '#journal/segments.ts';
import { listSnapshots, readSnapshot, type Snapshot } from '#journal/snapshots.ts';
import type { Disk } from '#journal/storage.ts';
import { type Folds, History } from './history.ts';
import type { MachineFactory } from './machine.ts';

/** How the state was found, for the operator. */
export interface RecoveryReport {
  /** The command after which the snapshot was taken, or undefined when the whole journal was replayed. */
  readonly snapshot: Sequence | undefined;
  /** How many commands were replayed. */
  readonly replayed: number;
  /** One sentence for everything that was not as it should be. */
  readonly notices: readonly string[];
}

export interface Recovered {
  readonly history: History;
  readonly scanned: Scanned;
  readonly report: RecoveryReport;
}

/** Reads only. Throws JournalError of every kind. */
export function recover(disk: Disk, header: Header, factory: MachineFactory, folds: Folds): Recovered {
  const notices: string[] = [];
  if (listSegments(disk).length === 0) {
    const scanned = { end: startOfJournal(), torn: false };
    return { history: History.begin(factory, folds), scanned, report: { snapshot: undefined, replayed: 0, notices } };
  }
  const { snapshot, history } = restoreNewest(disk, header, factory, folds, notices);

  let replayed = 0;
  let met = snapshot === undefined;
  const scanned = scan(disk, header, snapshot === undefined ? 0 : segmentOf(snapshot, header), (found) => {
    if (snapshot !== undefined && found.end <= snapshot.end.position) {
      met = found.end === snapshot.end.position && found.head.checksum === snapshot.end.checksum;
      return;
    }
    const record = readRecord(found);
    if (record.kind === 'checkpoint') {
      const hash = history.machine.hash();
      if (hash !== record.checkpoint.hash)
        throw new StateHashMismatch(disk.name, record.sequence, record.checkpoint.hash, hash, 'journal');
    }
    if (record.kind === 'command') {
      const published = history.execute(record.sequence, record.time, record.command);
      history.remember(record.envelope, published);
      history.apply(published);
      replayed += 1;
    }
  });

  if (snapshot !== undefined && !met) {
    const { position, sequence } = snapshot.end;
    const file = segmentFile(segmentOf(snapshot, header));
    const reason = `the snapshot of command ${sequence} was taken of other records than these`;
    throw new JournalCorrupt(disk.name, file, position % header.segmentBytes, scanned.end.sequence, reason);
  }
  if (scanned.torn)
    notices.push(
      `A record after command ${scanned.end.sequence} was cut short before it was acknowledged; it is removed.`,
    );
  return { history, scanned, report: { snapshot: snapshot?.end.sequence, replayed, notices } };
}

/** The segment in which the last record of the snapshot stands. */
function segmentOf(snapshot: Snapshot, header: Header): number {
  return Math.floor((snapshot.end.position - 1) / header.segmentBytes);
}

function restoreNewest(
  disk: Disk,
  header: Header,
  factory: MachineFactory,
  folds: Folds,
  notices: string[],
): { snapshot: Snapshot | undefined; history: History } {
  const initial = Object.entries(folds).map(([name, fold]) => [name, JSON.stringify(fold.snapshot())] as const);
  for (const file of listSnapshots(disk)) {
    const snapshot = readSnapshot(disk, file, header.id);
    if (typeof snapshot === 'string') {
      notices.push(`The snapshot ${snapshot}; an older one or the journal takes its place.`);
      continue;
    }
    try {
      const history = History.restore(factory, folds, snapshot, snapshot.nextEvent);
      const hash = history.machine.hash();
      if (hash !== snapshot.hash)
        throw new StateHashMismatch(disk.name, snapshot.end.sequence, snapshot.hash, hash, `snapshot ${file}`);
      return { snapshot, history };
    } catch (cause) {
      if (cause instanceof StateHashMismatch) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      notices.push(`The snapshot ${file} cannot be used (${reason}); an older one or the journal takes its place.`);
    }
  }
  for (const [name, state] of initial) folds[name]?.restore(JSON.parse(state));
  return { snapshot: undefined, history: History.begin(factory, folds) };
}
