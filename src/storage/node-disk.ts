/**
 * A folder of real files, for one thread. Every call is synchronous, because the thread that waits for the disk has
 * nothing else to do; a write returns when all of it is written, and an error of the system is thrown as it comes.
 */
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '#journal/storage.ts';

const NO_ROOM = new Uint8Array();

export class NodeDisk implements Disk {
  readonly name: string;
  /** Files that were written to, kept open. */
  readonly #open = new Map<string, number>();

  constructor(folder: string) {
    this.name = folder;
  }

  list(): string[] {
    return readdirSync(this.name);
  }

  read(file: string, start = 0, length = Number.POSITIVE_INFINITY, room: Uint8Array = NO_ROOM): Uint8Array | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(join(this.name, file), 'r');
    } catch (cause) {
      if (isError(cause, 'ENOENT')) return undefined;
      throw cause;
    }
    try {
      const wanted = Math.max(0, Math.min(length, fstatSync(descriptor).size - start));
      const bytes = room.length < wanted ? new Uint8Array(wanted) : room.subarray(0, wanted);
      let read = 0;
      while (read < wanted) {
        const count = readSync(descriptor, bytes, read, wanted - read, start + read);
        if (count === 0) return bytes.subarray(0, read);
        read += count;
      }
      return bytes;
    } finally {
      closeSync(descriptor);
    }
  }

  textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
    return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
  }

  write(file: string, position: number, bytes: Uint8Array): void {
    const descriptor = this.#descriptor(file);
    for (let written = 0; written < bytes.length; )
      written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
  }

  sync(file: string): void {
    fdatasyncSync(this.#descriptor(file));
  }

  rename(from: string, to: string): void {
    this.#forget(from);
    this.#forget(to);
    renameSync(join(this.name, from), join(this.name, to));
  }

  remove(file: string): void {
    this.#forget(file);
    unlinkSync(join(this.name, file));
  }

  syncFolder(): void {
    const descriptor = openSync(this.name, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  close(): void {
    for (const file of [...this.#open.keys()]) this.#forget(file);
  }

  #descriptor(file: string): number {
    const known = this.#open.get(file);
    if (known !== undefined) return known;
    const descriptor = openSync(join(this.name, file), constants.O_RDWR | constants.O_CREAT, 0o600);
    this.#open.set(file, descriptor);
    return descriptor;
  }

  #forget(file: string): void {
    const descriptor = this.#open.get(file);
    if (descriptor === undefined) return;
    closeSync(descriptor);
    this.#open.delete(file);
  }
}

/** Whether `cause` is the system's error with this code. */
export function isError(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
