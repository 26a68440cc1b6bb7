/**
 * From the files to the state: the newest snapshot that can be used, then every record after it.
 *
 * A snapshot that cannot be used costs time, not truth: an older one or the whole journal takes its place, and the
 * report says so. A state that does not come out as recorded, or a journal shorter than its snapshot, stops the opening.
 */
import type { Command } from '#core/commands.ts';
import type { Sequence } from '#core/units.ts';
import { CommandReader, decodeJson, type Envelope } from '#journal/command-codec.ts';
import { JournalError, StateHashMismatch } from '#journal/errors.ts';
import { type Cursor, type FrameHead, recordTypes, startOfJournal } from '#journal/frame.ts';
import type { Header } from '#journal/header.ts';
import type { Checkpoint } from '#journal/records.ts';
import { corruptAt, type Found, scan } from '#journal/scan.ts';
import { listSegments } from '#journal/segments.ts';
import { listSnapshots, readSnapshot, type Snapshot } from '#journal/snapshots.ts';
import type { Disk } from '#journal/storage.ts';
import { isTorn } from '#journal/tail.ts';
import { type Folds, History } from './history.ts';
import type { MachineFactory, Published } from './machine.ts';

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
  /** Behind the last record, and whether a torn one follows there. */
  readonly end: Cursor;
  readonly torn: boolean;
  readonly report: RecoveryReport;
}

/** Reads only. Throws JournalError of every kind. */
export function recover(disk: Disk, header: Header, factory: MachineFactory, folds: Folds): Recovered {
  const notices: string[] = [];
  if (listSegments(disk).length === 0) {
    const report = { snapshot: undefined, replayed: 0, notices };
    return { history: History.begin(factory, folds), end: startOfJournal(), torn: false, report };
  }
  const { history, end, snapshot, replayed } = replay(disk, header, factory, folds, listSnapshots(disk), notices);
  const torn = isTorn(disk, header, end);
  if (torn)
    notices.push(`After command ${end.sequence} a write was cut short before it was acknowledged; it is removed.`);
  return { history, end, torn, report: { snapshot, replayed, notices } };
}

export interface Replayed {
  readonly history: History;
  /** Behind the last record that was read. */
  readonly end: Cursor;
  readonly snapshot: Sequence | undefined;
  readonly replayed: number;
}

/**
 * The state at the end of the journal, or at the position `to`, from the newest of the snapshots in `files` that can be
 * used and the records after it. Throws as `recover`.
 */
export function replay(
  disk: Disk,
  header: Header,
  factory: MachineFactory,
  folds: Folds,
  files: readonly string[],
  notices: string[],
  to?: number,
): Replayed {
  const { snapshot, history } = restoreNewest(disk, header, factory, folds, files, notices);
  const reader = new CommandReader();
  let replayed = 0;
  let isMet = false;
  const checkMet = () => {
    if (snapshot === undefined || isMet) return;
    throw corruptAt(disk, header, snapshot.end, 'the snapshot of this place was taken of other records');
  };
  const visit = (found: Found) => {
    if (snapshot !== undefined && found.end <= snapshot.end.position) {
      isMet = found.end === snapshot.end.position && found.head.checksum === snapshot.end.checksum;
      return;
    }
    checkMet();
    const { head, bytes, view, offset } = found;
    if (head.type === recordTypes.header) return;
    if (head.type === recordTypes.checkpoint) return checkState(history, found, disk.name);
    const { command, envelope } = reader.read(view, bytes, offset, head);
    const published = carryOut(history, head, command, envelope, disk.name);
    if (published !== undefined) {
      history.remember(envelope, published);
      history.apply(published);
    }
    replayed += 1;
  };
  const end = scan(disk, header, snapshot === undefined ? 0 : segmentOf(snapshot, header), visit, to);
  checkMet();
  return { history, end, snapshot: snapshot?.end.sequence, replayed };
}

function checkState(history: History, { bytes, offset, head }: Found, folder: string): void {
  const hash = history.machine.hash();
  const { hash: recorded } = decodeJson(bytes, offset, head) as Checkpoint;
  if (hash !== recorded) throw new StateHashMismatch(folder, head.sequence, recorded, hash, 'journal');
}

function carryOut(
  history: History,
  { sequence, time }: Readonly<FrameHead>,
  command: Command,
  envelope: Envelope | undefined,
  folder: string,
): Published | undefined {
  try {
    return history.repeat(sequence, time, command, envelope);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new JournalError(
      'REPLAY_HALTED',
      `The journal cannot be carried out beyond command ${sequence}: ${reason} ` +
        `See it happen with: npm run replay -- ${folder} --to ${sequence}`,
    );
  }
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
  files: readonly string[],
  notices: string[],
): { snapshot: Snapshot | undefined; history: History } {
  const initial = Object.entries(folds).map(([name, fold]) => [name, JSON.stringify(fold.snapshot())] as const);
  for (const file of files) {
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
