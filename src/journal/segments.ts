/**
 * The journal as files: one stream of bytes, cut into segments of one size.
 *
 * A segment is written full of zeros and made durable before it gets its name, so that a commit changes bytes inside a
 * file and nothing about it. `commit` returns when its bytes are durable; the watermark, in a file of its own, then
 * says how far that is. The watermark is not flushed with every commit: it survives the end of the process at once,
 * and a power failure from the last `keepWatermark` (rule JRN-6).
 */
import { crc32c } from './crc32c.ts';
import { readU64, writeU64 } from './frame.ts';
import type { Disk } from './storage.ts';

/** Size of a segment unless the journal was begun with another. */
export const SEGMENT_BYTES = 64 * 1024 * 1024;
export const WATERMARK_FILE = 'watermark';
const WATERMARK_BYTES = 16;
/** How much of the next segment one `prepare` writes: small, because a commit may be waiting behind it. */
const PREPARE_BYTES = 256 * 1024;

export function segmentFile(segment: number): string {
  return `segment-${String(segment).padStart(8, '0')}.journal`;
}

/** The numbers of the segments that are there, ascending. */
export function listSegments(disk: Disk): number[] {
  return disk
    .list()
    .flatMap((file) => /^segment-(\d{8})\.journal$/.exec(file)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** The position up to which everything was once durable; undefined when the file is missing or damaged. */
export function readWatermark(disk: Disk): number | undefined {
  const bytes = disk.read(WATERMARK_FILE);
  if (bytes?.length !== WATERMARK_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return crc32c(view, 0, 8) === view.getUint32(8, true) && view.getUint32(12) === 0 ? readU64(view, 0) : undefined;
}

export class Segments {
  readonly #disk: Disk;
  readonly #segmentBytes: number;
  readonly #zeros = new Uint8Array(PREPARE_BYTES);
  readonly #watermark = new Uint8Array(WATERMARK_BYTES);
  readonly #watermarkView = new DataView(this.#watermark.buffer);
  /** The last segment that is there, the one last written to, and how much of the next one is zeroed. */
  #last: number;
  #current = 0;
  #prepared = 0;

  constructor(disk: Disk, segmentBytes: number) {
    this.#disk = disk;
    this.#segmentBytes = segmentBytes;
    this.#last = listSegments(disk).at(-1) ?? -1;
  }

  /** Writes `bytes` from `position`, makes them durable, and returns the position behind them. */
  commit(position: number, bytes: Uint8Array): number {
    const first = Math.floor(position / this.#segmentBytes);
    const end = this.#write(position, bytes);
    for (let segment = first; segment <= this.#current; segment += 1) this.#disk.sync(segmentFile(segment));
    this.#writeWatermark(end);
    return end;
  }

  /** Does a little of the work for the next segment; false when there is nothing to do. */
  prepare(): boolean {
    if (this.#last > this.#current) return false;
    const aside = `${segmentFile(this.#last + 1)}.new`;
    if (this.#prepared < this.#segmentBytes) {
      const length = Math.min(PREPARE_BYTES, this.#segmentBytes - this.#prepared);
      this.#disk.write(aside, this.#prepared, this.#zeros.subarray(0, length));
      this.#disk.sync(aside);
      this.#prepared += length;
    } else {
      this.#disk.rename(aside, segmentFile(this.#last + 1));
      this.#disk.syncFolder();
      this.#last += 1;
      this.#prepared = 0;
    }
    return true;
  }

  /** Makes the watermark outlast a power failure. */
  keepWatermark(): void {
    this.#disk.sync(WATERMARK_FILE);
  }

  /** Begins a journal: the watermark before the first segment, so that a segment without one was robbed of it. */
  begin(): void {
    this.#writeWatermark(0);
    this.#disk.sync(WATERMARK_FILE);
    this.#disk.syncFolder();
  }

  /**
   * Makes everything before `position` durable, and, when something torn follows, nothing but zeros after it: what was
   * once given up must not come back behind a later record.
   */
  endAt(position: number, torn: boolean): void {
    const first = Math.floor(position / this.#segmentBytes);
    this.#writeAgain(Math.max(readWatermark(this.#disk) ?? 0, (first - 1) * this.#segmentBytes), position);
    // The process before may have ended between giving a segment its name and flushing the folder.
    this.#disk.syncFolder();
    for (let segment = Math.max(0, first - 1); segment <= this.#last; segment += 1) {
      const from = segment > first ? 0 : position % this.#segmentBytes;
      const file = segmentFile(segment);
      if (torn && segment >= first) this.#disk.write(file, from, new Uint8Array(this.#segmentBytes - from));
      this.#disk.sync(file);
    }
    this.#writeWatermark(position);
    this.keepWatermark();
  }

  /**
   * Writes once more what stands from `position` to `end`. Nobody knows whether it was ever flushed: where a flush has
   * failed, the system shows what is not on the disk, and the next flush, having nothing to write, succeeds.
   */
  #writeAgain(position: number, end: number): void {
    for (let at = Math.max(0, position); at < end; ) {
      const offset = at % this.#segmentBytes;
      const file = segmentFile(Math.floor(at / this.#segmentBytes));
      const bytes = this.#disk.read(file, offset, Math.min(end - at, this.#segmentBytes - offset));
      if (bytes === undefined || bytes.length === 0) return;
      this.#disk.write(file, offset, bytes);
      at += bytes.length;
    }
  }

  #write(position: number, bytes: Uint8Array): number {
    for (let written = 0; written < bytes.length; ) {
      this.#current = Math.floor((position + written) / this.#segmentBytes);
      while (this.#last < this.#current) this.prepare();
      const offset = (position + written) % this.#segmentBytes;
      const length = Math.min(bytes.length - written, this.#segmentBytes - offset);
      this.#disk.write(segmentFile(this.#current), offset, bytes.subarray(written, written + length));
      written += length;
    }
    return position + bytes.length;
  }

  #writeWatermark(position: number): void {
    writeU64(this.#watermarkView, 0, position);
    this.#watermarkView.setUint32(8, crc32c(this.#watermarkView, 0, 8), true);
    this.#disk.write(WATERMARK_FILE, 0, this.#watermark);
  }
}
