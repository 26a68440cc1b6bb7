/**
 * Snapshots: the state after a command, so that opening replays the days since and not the years before.
 *
 * A snapshot is one line of JSON and one line with its checksum. It adds nothing to the journal and replaces nothing in
 * it: whoever distrusts it deletes it, and the replay takes longer.
 */
import { crc32c } from './crc32c.ts';
import type { Cursor } from './frame.ts';
import { jsonText, readAscii, writeAscii } from './json-bytes.ts';
import type { Disk, Storage } from './storage.ts';

export const SNAPSHOT_FORMAT = 4;
/**
 * In 1 the records of members and of makers had names for all their parts, in 2 each order and fill of a member was a list
 * of its own, in 3 each statement had names and each account a list of its resting orders; their folds read all four.
 */
const READABLE_FORMATS: readonly number[] = [1, 2, 3, SNAPSHOT_FORMAT];
/** How many are kept: the newest, and two to fall back to. */
export const SNAPSHOTS_KEPT = 3;
const CHECKSUM_BYTES = '\n00000000\n'.length;

/** What a snapshot says about itself. */
export interface SnapshotHead {
  readonly format: number;
  /** The id of the journal it belongs to. */
  readonly journal: string;
  /** Behind the last record that it contains. */
  readonly end: Readonly<Cursor>;
  /** The number of the next event. */
  readonly nextEvent: number;
  /** The machine's own hash of its state. */
  readonly hash: string;
}

/** What it keeps: the machine, every fold by its name, and what is remembered about answered commands. */
export interface SnapshotState {
  readonly machine: unknown;
  readonly folds: Readonly<Record<string, unknown>>;
  readonly answered: unknown;
}

export type Snapshot = SnapshotHead & SnapshotState;

/** The parts of the state as JSON text. */
export type SnapshotTexts = Readonly<Record<keyof SnapshotState, string>>;

export function snapshotFile(sequence: number): string {
  return `snapshot-${String(sequence).padStart(15, '0')}.json`;
}

/** The files of the snapshots that are there, newest first. */
export function listSnapshots(disk: Disk): string[] {
  return disk
    .list()
    .filter((file) => /^snapshot-\d{15}\.json$/.test(file))
    .sort()
    .reverse();
}

/** The snapshot in `file`, or a sentence on why it is none. */
export function readSnapshot(disk: Disk, file: string, journal: string): Snapshot | string {
  const bytes = disk.read(file);
  if (bytes === undefined || bytes.length < CHECKSUM_BYTES) return `${file} is empty`;
  const body = bytes.length - CHECKSUM_BYTES;
  if (readAscii(bytes, body, bytes.length) !== checksumLine(bytes, body)) return `${file} is damaged`;
  const snapshot = JSON.parse(disk.textOf?.(bytes.subarray(0, body)) ?? readAscii(bytes, 0, body)) as Snapshot;
  if (!READABLE_FORMATS.includes(snapshot.format)) return `${file} has format ${snapshot.format}`;
  if (snapshot.journal !== journal) return `${file} belongs to another journal`;
  return snapshot;
}

/**
 * Saves a snapshot durably under the number of its last command, then removes all but the newest. The parts of the state
 * come as JSON text, because the machine has gone on since they were taken.
 */
export async function saveSnapshot(storage: Storage, head: SnapshotHead, state: SnapshotTexts): Promise<void> {
  const { machine, folds, answered } = state;
  const text = `${jsonText(head).slice(0, -1)},"machine":${machine},"folds":${folds},"answered":${answered}}`;
  await storage.saveAside(snapshotFile(head.end.sequence), text);
  const { disk } = storage;
  for (const file of listSnapshots(disk).slice(SNAPSHOTS_KEPT)) disk.remove(file);
  // What a crash left of a snapshot that was being saved.
  for (const file of disk.list().filter((name) => /^snapshot-.*\.new$/.test(name))) disk.remove(file);
}

/** The text of a snapshot as it stands in its file: with its checksum. Long work for a large one, and for no thread that trades. */
export function snapshotBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length + CHECKSUM_BYTES);
  writeAscii(bytes, 0, text);
  writeAscii(bytes, text.length, checksumLine(bytes, text.length));
  return bytes;
}

function checksumLine(bytes: Uint8Array, end: number): string {
  const checksum = crc32c(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, end);
  return `\n${checksum.toString(16).padStart(8, '0')}\n`;
}
