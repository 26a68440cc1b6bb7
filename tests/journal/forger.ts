/**
 * Somebody who may write the journal and knows its layout: changes records and computes every checksum anew.
 */
import { crc32c } from '#journal/crc32c.ts';
import { frameLengthAt, viewOf } from '#journal/frame.ts';
import { MemoryDisk } from '#journal/memory-storage.ts';
import { segmentFile } from '#journal/segments.ts';

/** The records of the first segment, as bytes; the first is its header. */
export function framesOf(disk: MemoryDisk): Uint8Array[] {
  const bytes = disk.files.get(segmentFile(0)) as Uint8Array;
  const frames: Uint8Array[] = [];
  for (let offset = 0; ; offset += frames.at(-1)?.length ?? 0) {
    const length = frameLengthAt(viewOf(bytes), offset, bytes.length);
    if (length === 0) return frames;
    frames.push(bytes.slice(offset, offset + length));
  }
}

/** A copy of `disk` whose first segment holds `frames`, numbered and chained so that every checksum fits. */
export function forged(disk: MemoryDisk, frames: readonly Uint8Array[]): MemoryDisk {
  const copy = new MemoryDisk(disk.files);
  const segment = (copy.files.get(segmentFile(0)) as Uint8Array).fill(0);
  let [offset, previous, sequence] = [0, 0, 0];
  for (const frame of frames) {
    const bytes = frame.slice();
    const view = viewOf(bytes);
    if (view.getUint16(36, true) > 2) sequence += 1;
    view.setUint32(8, previous, true);
    view.setUint32(16, sequence, true);
    previous = crc32c(view, 8, bytes.length);
    view.setUint32(4, previous, true);
    segment.set(bytes, offset);
    offset += bytes.length;
  }
  return copy;
}
