/**
 * A storage in memory: the plain twin of the files, and where tests and simulations stand.
 *
 * It runs the same segments, watermark and snapshots over a disk that is a map. What is appended becomes durable with
 * the next microtask, or, when it is held, with `flush`. A copy of the files is the disk as a killed process leaves it.
 */
import { Chain } from './chain.ts';
import type { Cursor } from './frame.ts';
import { Segments } from './segments.ts';
import { snapshotBytes } from './snapshots.ts';
import { type Disk, type Log, replaceFile, type Storage } from './storage.ts';

export class MemoryDisk implements Disk {
  readonly name = 'MEMORY';
  readonly files: Map<string, Uint8Array>;

  constructor(files: Iterable<readonly [string, Uint8Array]> = []) {
    this.files = new Map([...files].map(([file, bytes]) => [file, bytes.slice()]));
  }

  list(): string[] {
    return [...this.files.keys()];
  }

  read(file: string, start = 0, length = Number.POSITIVE_INFINITY): Uint8Array | undefined {
    return this.files.get(file)?.slice(start, start + length);
  }

  write(file: string, position: number, bytes: Uint8Array): void {
    const before = this.files.get(file) ?? new Uint8Array();
    const after = before.length >= position + bytes.length ? before : new Uint8Array(position + bytes.length);
    if (after !== before) after.set(before);
    after.set(bytes, position);
    this.files.set(file, after);
  }

  sync(): void {}

  rename(from: string, to: string): void {
    const bytes = this.files.get(from);
    if (bytes === undefined) throw new Error(`${from} is not there`);
    this.files.delete(from);
    this.files.set(to, bytes);
  }

  remove(file: string): void {
    this.files.delete(file);
  }

  syncFolder(): void {}
}

export class MemoryStorage implements Storage {
  readonly disk: Disk;
  /** While true, nothing becomes durable but by `flush`. */
  held = false;
  #log: MemoryLog | undefined;

  constructor(disk: Disk = new MemoryDisk()) {
    this.disk = disk;
  }

  async openLog(end: Readonly<Cursor>, segmentBytes: number, onDurable: () => void): Promise<Log> {
    this.#log = new MemoryLog(this, end, segmentBytes, onDurable);
    return this.#log;
  }

  /** Makes durable what was appended so far. */
  flush(): void {
    this.#log?.flush();
  }

  async saveAside(file: string, text: string): Promise<void> {
    replaceFile(this.disk, file, snapshotBytes(text));
  }

  async close(): Promise<void> {}
}

class MemoryLog implements Log {
  readonly #storage: MemoryStorage;
  readonly #chain: Chain;
  readonly #segments: Segments;
  readonly #onDurable: () => void;
  #durable: number;
  #taken: Uint8Array[] = [];

  constructor(storage: MemoryStorage, end: Readonly<Cursor>, segmentBytes: number, onDurable: () => void) {
    this.#storage = storage;
    this.#chain = new Chain(end, segmentBytes);
    this.#segments = new Segments(storage.disk, segmentBytes);
    this.#durable = end.position;
    this.#onDurable = onDurable;
  }

  append(words: Int32Array<ArrayBuffer>, length: number): void {
    this.#taken.push(new Uint8Array(words.buffer.slice(0, length)));
    if (this.#taken.length === 1) void Promise.resolve().then(() => this.#storage.held || this.flush());
  }

  durable(): number {
    return this.#durable;
  }

  flush(): void {
    if (this.#taken.length === 0) return;
    const group = joined(this.#taken);
    this.#chain.close(group, this.#durable);
    this.#durable = this.#segments.commit(this.#durable, group);
    this.#taken = [];
    this.#onDurable();
  }

  async close(): Promise<void> {
    this.flush();
    this.#segments.keepWatermark();
  }
}

/** The pieces one after the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
