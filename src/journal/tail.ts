/**
 * What the unreadable place at the end of a journal means (rule JRN-6).
 *
 * A torn write is what a crash leaves of records that nobody was answered for. A lost record is one that was durable
 * once. They look the same where they lie; what tells them apart is a witness: the watermark, or any later record that
 * was written when the place was already known to be durable. With a witness the journal is corrupt, without one the
 * tail is torn. Later records alone prove nothing: a disk may write the sectors of one group in any order.
 */
import { type Cursor, frameLengthAt, readHead, UNKNOWN, viewOf } from './frame.ts';
import type { Header } from './header.ts';
import { corruptAt, isUnwritten, nextWritten } from './scan.ts';
import { listSegments, readWatermark, segmentFile } from './segments.ts';
import type { Disk } from './storage.ts';

/**
 * Whether something torn follows `end`, where `scan` stopped; false when nothing follows. Throws JournalCorrupt when a
 * record that was acknowledged is lost there.
 */
export function isTorn(disk: Disk, header: Header, end: Readonly<Cursor>): boolean {
  let torn = false;
  const first = Math.floor(end.position / header.segmentBytes);
  for (const segment of listSegments(disk).filter((number) => number >= first)) {
    const file = segmentFile(segment);
    const start = segment * header.segmentBytes;
    const behind = Math.max(0, end.position - start);
    if (isUnwritten(disk, file, behind, header.segmentBytes)) continue;
    const bytes = disk.read(file) ?? new Uint8Array();
    const view = viewOf(bytes);
    if (bytes.length !== header.segmentBytes) torn = true;
    let offset = nextWritten(view, behind);
    for (; offset < bytes.length; offset = nextWritten(view, offset + 8)) {
      torn = true;
      if (frameLengthAt(view, offset, bytes.length) === 0) continue;
      const { undurable, sequence } = readHead(view, offset);
      if (undurable !== UNKNOWN && start + offset - undurable > end.position)
        throw corruptAt(disk, header, end, `command ${sequence} was written when this place was already durable`);
    }
  }
  if (torn && readWatermark(disk) === undefined)
    throw corruptAt(disk, header, end, 'nothing can be read from here on, and the watermark that tells why is damaged');
  return torn;
}
