/**
 * The journal's storage in a real folder, for one venue at a time.
 *
 * The lock is the system's and ends with the process, however it ends. An error of the disk ends the process with one
 * sentence: what was acknowledged is on disk, what was not is unknown to those who asked, and a venue that goes on
 * could only guess.
 */
import { closeSync, mkdirSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { JournalError } from '#journal/errors.ts';
import type { Cursor } from '#journal/frame.ts';
import { readHeader } from '#journal/header.ts';
import type { Log, Storage } from '#journal/storage.ts';
import type { AsideData } from './aside-thread.ts';
import { lockFolder } from './folder-lock.ts';
import { NodeDisk } from './node-disk.ts';
import { ReadAhead } from './read-ahead.ts';
import { RingLog } from './ring-log.ts';

const RING_BYTES = 8 * 1024 * 1024;
const LOOK_AT_ROOM_MS = 250;

export interface FileStorageOptions {
  /** Memory between the venue and the disk: a power of two. */
  readonly ringBytes?: number;
  /** What to do when the disk fails, instead of ending the process. */
  readonly onFailure?: (sentence: string) => void;
}

/**
 * What waits for a flush outlives a round of the collector now and then. The engine would conclude that its like lives
 * long, and put all of it where only long stops clean; so it is told to conclude nothing. For the whole process.
 */
const NO_CONCLUSIONS = '--no-allocation-site-pretenuring';
/**
 * Buffers beside the heap count with it. Counted by themselves they would stop a venue that opens for a look through all
 * it has read so far, again and again: that was a fifth of a start with 100,000 accounts.
 */
const ONE_ACCOUNT_OF_MEMORY = '--external-memory-accounted-in-global-limit';

/** A folder of which nobody else is a part, so that a second thread may read it and disturbs no venue. */
class OwnFolder extends NodeDisk {
  readAhead(files: readonly string[]): ReadAhead {
    return new ReadAhead(this.name, files);
  }
}

export class FileStorage implements Storage {
  readonly disk: NodeDisk;
  readonly #lock: number;
  readonly #ringBytes: number;
  readonly #onFailure: (reason: string) => void;
  /** It starts while the journal is read, because a thread takes a while to. */
  readonly #writer = new Worker(new URL('./writer-thread.ts', import.meta.url));
  readonly #writerRuns: Promise<void>;
  #free = Number.POSITIVE_INFINITY;
  #looking: NodeJS.Timeout | undefined;

  private constructor(disk: NodeDisk, lock: number, { ringBytes = RING_BYTES, onFailure = end }: FileStorageOptions) {
    setFlagsFromString(NO_CONCLUSIONS);
    setFlagsFromString(ONE_ACCOUNT_OF_MEMORY);
    this.disk = disk;
    this.#lock = lock;
    this.#ringBytes = ringBytes;
    this.#onFailure = (reason) =>
      onFailure(`The journal in ${disk.name} could not be written (${reason}), so the venue stops.`);
    this.#writerRuns = new Promise((resolve, reject) => {
      this.#writer.once('online', () => resolve());
      this.#writer.once('error', reject);
    });
    // Who opens the log hears of it; nobody else asks.
    this.#writerRuns.catch(() => undefined);
    // Only an open log is a reason not to end.
    this.#writer.unref();
  }

  /**
   * Takes the folder, which is made when it is not there. Throws JOURNAL_LOCKED when another venue has it,
   * JOURNAL_UNWRITABLE, and what `readHeader` throws.
   */
  static open(folder: string, options: FileStorageOptions = {}): FileStorage {
    const disk = new OwnFolder(folder);
    const lock = takeFolder(disk, folder);
    if (lock === undefined)
      throw new JournalError('JOURNAL_LOCKED', `${folder} is in use by another venue; stop that one first.`);
    return new FileStorage(disk, lock, options);
  }

  async openLog(end: Readonly<Cursor>, segmentBytes: number, onDurable: () => void): Promise<Log> {
    const { name: folder } = this.disk;
    this.#writer.ref();
    // A thread that is starting needs this one not to wait for it.
    await this.#writerRuns;
    this.#lookAtRoom();
    this.#looking = setInterval(() => this.#lookAtRoom(), LOOK_AT_ROOM_MS).unref();
    const [ringBytes, onFailure] = [this.#ringBytes, this.#onFailure];
    return RingLog.open({ writer: this.#writer, folder, segmentBytes, end, ringBytes, onDurable, onFailure });
  }

  saveAside(file: string, text: string): Promise<void> {
    const workerData: AsideData = { folder: this.disk.name, file, text };
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./aside-thread.ts', import.meta.url), { workerData });
      worker.once('exit', () => resolve());
      worker.once('error', (error) => {
        reject(error);
        this.#onFailure(error.message);
      });
    });
  }

  free(): number {
    return this.#free;
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    await this.#writer.terminate();
    this.disk.close();
    closeSync(this.#lock);
  }

  #lookAtRoom(): void {
    try {
      const { bavail, bsize } = statfsSync(this.disk.name);
      this.#free = bavail * bsize;
    } catch (cause) {
      clearInterval(this.#looking);
      this.#onFailure(cause instanceof Error ? cause.message : String(cause));
    }
  }
}

/** The open lock of `folder`, or undefined when another has it. */
function takeFolder(disk: NodeDisk, folder: string): number | undefined {
  try {
    if (mkdirSync(folder, { recursive: true }) !== undefined) new NodeDisk(dirname(folder)).syncFolder();
    // A folder of something else is left as it was found.
    readHeader(disk);
    return lockFolder(folder);
  } catch (cause) {
    if (cause instanceof JournalError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new JournalError('JOURNAL_UNWRITABLE', `${folder} cannot be written to (${reason}); choose another folder.`);
  }
}

function end(sentence: string): never {
  writeSync(process.stderr.fd, `${sentence}\n`);
  process.exit(1);
}
