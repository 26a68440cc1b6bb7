/**
 * The bytes of documents, each in a file that is named by its hash.
 *
 * A file is put in place when it is whole, so whatever is there has the hash that it is named by; a reader checks it all
 * the same.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isHash } from '#core/price-index/limits.ts';
import { hashOf } from './source.ts';

export class RawDocuments {
  readonly #folder: string;
  #bytes: number;

  /** Opens the folder, or makes it. Throws what the file system throws. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    this.#bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  }

  /** How much all of them take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The bytes with this hash, or undefined when they are not here or have been changed. */
  get(hash: string): Uint8Array | undefined {
    const file = this.#fileOf(hash);
    // Whoever asks may have made the hash up: a path is none.
    if (!isHash(hash) || !existsSync(file)) return undefined;
    const bytes = readFileSync(file);
    return hashOf(bytes) === hash ? bytes : undefined;
  }

  /** Keeps the bytes, unless they are here; they are on disk when this is done. One call at a time. */
  async put(hash: string, bytes: Uint8Array): Promise<void> {
    const file = this.#fileOf(hash);
    if (existsSync(file)) return;
    const aside = await open(`${file}.new`, 'w');
    try {
      await aside.writeFile(bytes);
      await aside.sync();
    } finally {
      await aside.close();
    }
    await rename(`${file}.new`, file);
    syncFolder(this.#folder);
    this.#bytes += bytes.length;
  }

  #fileOf(hash: string): string {
    return join(this.#folder, hash);
  }
}

/** A file that is new is there after a crash only when its folder says so. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
