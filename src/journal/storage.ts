/**
 * What the journal asks of the world: a folder of files, and a log that takes bytes in order and says when they last.
 *
 * Both are handed in, so that a simulated disk can stand where the real one does. Everything above this line (where
 * segments begin, what is torn, which snapshot counts) is decided in this folder and is therefore rehearsed too.
 * A call that fails throws; nobody above repeats it, because a flush that failed once may lie the second time.
 */
import type { Cursor } from './frame.ts';

/** A folder of files. What a call wrote lasts only after `sync` (a file's bytes) or `syncFolder` (its name). */
export interface Disk {
  /** What the operator calls this folder. */
  readonly name: string;
  /** File names, in no order. */
  list(): string[];
  /**
   * Up to `length` bytes from `start`; undefined when there is no such file. The caller owns the bytes. They may lie in
   * the memory of `room`, which then holds nothing else any more.
   */
  read(file: string, start?: number, length?: number, room?: Uint8Array): Uint8Array | undefined;
  /** Has these segments read and checked, one after the other, by somebody who does so while what was read is carried out. */
  readAhead?(files: readonly string[]): Ahead;
  /** ASCII `bytes` as text, as `readAscii` makes it; for a disk whose surroundings do that in one go. */
  textOf?(bytes: Uint8Array): string;
  /** Writes at `position`; creates the file when it is not there. */
  write(file: string, position: number, bytes: Uint8Array): void;
  /** Returns when everything written to `file` is durable. */
  sync(file: string): void;
  /** Replaces `to` when it is there. */
  rename(from: string, to: string): void;
  remove(file: string): void;
  syncFolder(): void;
}

/** What lies in a segment from some place on, and how many bytes of it, from its beginning, are known to be whole frames. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly checked: number;
}

/** Segments on their way. They are asked for as a scan goes: each from its beginning, piece after piece. */
export interface Ahead {
  /** The piece of `file` from `start` on, good until the next call; undefined when it has to be read by whoever asks. */
  next(file: string, start: number): Piece | undefined;
  close(): void;
}

/** The end of the journal, open for appending by one writer. */
export interface Log {
  /**
   * Takes the first `length` bytes of `words`, whole records and the zeros at the end of a segment, to follow everything
   * taken before. They are copied, and the records are closed on their way (`chain.ts`). When the disk is far behind the call
   * waits for it: nothing is lost and nothing changes places.
   */
  append(words: Int32Array<ArrayBuffer>, length: number): void;
  /** The position up to which everything is durable; it only grows. */
  durable(): number;
  /** Makes durable what was taken, then lets go of the files. */
  close(): Promise<void>;
}

export interface Storage {
  readonly disk: Disk;
  /** Opens the log at `end`, from where on it writes. `onDurable` is called, never from within `append`, after `durable` grew. */
  openLog(end: Readonly<Cursor>, segmentBytes: number, onDurable: () => void): Promise<Log>;
  /** Puts a snapshot's text in place as `snapshotBytes` and `replaceFile` do, without disturbing the log. */
  saveAside(file: string, text: string): Promise<void>;
  /** Bytes that the disk can still take, as seen a moment ago. Without it, the disk is taken for endless. */
  free?(): number;
  /** Lets go of the folder. */
  close(): Promise<void>;
}

/** Puts `bytes` in place of `file` so that after a crash there is the old file or the new one, and never half of one. */
export function replaceFile(disk: Disk, file: string, bytes: Uint8Array): void {
  const aside = `${file}.new`;
  if (disk.list().includes(aside)) disk.remove(aside);
  disk.write(aside, 0, bytes);
  disk.sync(aside);
  disk.rename(aside, file);
  disk.syncFolder();
}
