/**
 * Whether a snapshot says what the journal gives (rule JRN-14): the records since the snapshot before it are carried out
 * again, and what comes out is compared part by part.
 *
 * It reads only and disturbs nobody; a venue runs it in a thread of its own.
 */
import type { Header } from '#journal/header.ts';
import { jsonText } from '#journal/json-bytes.ts';
import { listSnapshots, readSnapshot, SNAPSHOT_FORMAT, type Snapshot } from '#journal/snapshots.ts';
import type { Disk } from '#journal/storage.ts';
import type { Folds } from './history.ts';
import type { Fold, MachineFactory } from './machine.ts';
import { replay } from './recovery.ts';

export interface SnapshotCheck {
  /** The command after which it was taken; 0 when it cannot be read. */
  readonly sequence: number;
  /** Behind its last record. */
  readonly position: number;
  /** The snapshot it was compared from, undefined for the first record, and the commands carried out. */
  readonly from: number | undefined;
  readonly replayed: number;
  /** What is wrong with it, as the rest of a sentence. */
  readonly problem: string | undefined;
  /**
   * Whether the file is whole and yet says something else about what was decided: then the state that was saved is wrong,
   * and not the disk. Something else about a fold is no such thing; an older program derives other views.
   */
  readonly disagrees: boolean;
}

/** Checks the snapshot in `file`; `folds` are new ones. Throws JournalError when the journal before it is damaged. */
export function checkSnapshot(
  disk: Disk,
  header: Header,
  file: string,
  factory: MachineFactory,
  folds: Folds,
): SnapshotCheck {
  const snapshot = readSnapshot(disk, file, header.id);
  if (typeof snapshot === 'string')
    return { sequence: 0, position: 0, from: undefined, replayed: 0, problem: snapshot, disagrees: false };
  const { sequence, position } = snapshot.end;
  const older = listSnapshots(disk).filter((other) => other < file);
  const { history, snapshot: from, replayed } = replay(disk, header, factory, folds, older, [], position);
  const state: Compared = {
    hash: [snapshot.hash, history.machine.hash()],
    machine: [snapshot.machine, history.machine.snapshot()],
    events: [snapshot.nextEvent, history.nextEvent],
    answered: [snapshot.answered, history.answered.snapshot()],
  };
  const replayedFolds = history.foldSnapshots();
  const saved = snapshot.format === SNAPSHOT_FORMAT ? snapshot.folds : renewed(snapshot.folds, folds);
  const derived: Compared = Object.fromEntries(
    Object.entries(replayedFolds).map(([name, fold]) => [name, [saved[name], fold]]),
  );
  const wrongState = firstDifference(state);
  const wrong = wrongState ?? firstDifference(derived);
  const problem = wrong && `${file} says something else about ${wrong} than the journal gives`;
  return { sequence, position, from, replayed, problem, disagrees: wrongState !== undefined };
}

/** The folds of a snapshot of an older format as they are saved now, by way of `folds`; as they are, where that fails. */
function renewed(saved: Snapshot['folds'], folds: Folds): Snapshot['folds'] {
  const renew = (name: string, fold: Fold): unknown => {
    try {
      fold.restore(saved[name]);
      return fold.snapshot();
    } catch {
      return saved[name];
    }
  };
  return Object.fromEntries(Object.entries(folds).map(([name, fold]) => [name, renew(name, fold)]));
}

/** Parts by name, as the snapshot says them and as the journal gives them. */
type Compared = Readonly<Record<string, readonly [saved: unknown, replayed: unknown]>>;

function firstDifference(parts: Compared): string | undefined {
  return Object.entries(parts).find(([, [saved, replayed]]) => jsonText(saved) !== jsonText(replayed))?.[0];
}
