/**
 * Reads a journal from the beginning of a segment to its end, checks that every record is whole and follows the one
 * before, and decides what an unreadable place means (rule JRN-6).
 *
 * A torn write is what a crash leaves of records that nobody was answered for. A lost record is one that was durable
 * once. They look the same where they lie; what tells them apart is a witness: the watermark, or any later record that
 * was written when the place was already known to be durable. With a witness the journal is corrupt, without one the
 * tail is torn. Later records alone prove nothing: a disk may write the sectors of one group in any order.
 */
import { JournalCorrupt } from './errors.ts';
import { type Cursor, type FrameHead, frameLengthAt, readHead, recordTypes, startOfJournal, UNKNOWN } from './frame.ts';
import { decodeHeader, type Header } from './header.ts';
import { listSegments, readWatermark, segmentFile } from './segments.ts';
import type { Disk } from './storage.ts';

/** A record where it lies; valid during the visit. */
export interface Found {
  readonly head: FrameHead;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where its frame begins in `bytes`. */
  readonly offset: number;
  /** Where it ends in the journal. */
  readonly end: number;
}

export interface Scanned {
  /** Behind the last good record. */
  readonly end: Cursor;
  /** Something unreadable follows, which nobody was answered for. */
  readonly torn: boolean;
}

/**
 * Visits every record from the beginning of segment `from` on. Throws JournalCorrupt; the caller then throws away what
 * it built from the visits.
 */
export function scan(disk: Disk, header: Header, from: number, visit: (found: Found) => void): Scanned {
  const cursor = startOfJournal();
  cursor.position = from * header.segmentBytes;
  const fail = (reason: string): never => {
    const segment = Math.floor(cursor.position / header.segmentBytes);
    const byte = cursor.position % header.segmentBytes;
    throw new JournalCorrupt(disk.name, segmentFile(segment), byte, cursor.sequence, reason);
  };

  const segments = listSegments(disk).filter((segment) => segment >= from);
  const missing = segments.findIndex((segment, index) => segment !== from + index);
  if (missing >= 0 || segments.length === 0) fail(`${segmentFile(from + Math.max(missing, 0))} is missing`);

  for (let segment = from; ; segment += 1) {
    const bytes = disk.read(segmentFile(segment)) as Uint8Array;
    const view = viewOf(bytes);
    let offset = 0;
    for (let length = 0; ; offset += length) {
      length = frameLengthAt(view, offset, bytes.length);
      if (length === 0) break;
      const head = readHead(view, offset);
      if (offset === 0) {
        // Where reading begins in the middle of a journal, the segment's header says what it follows.
        if (segment === from && from > 0) {
          cursor.checksum = head.previous;
          cursor.sequence = head.sequence;
        }
        const problem = misplacedHeader(decodeHeader(bytes, 0, head), header, segment);
        if (problem !== undefined) fail(problem);
      }
      const problem = outOfOrder(head, offset, cursor);
      if (problem !== undefined) fail(problem);
      const end = segment * header.segmentBytes + offset + length;
      visit({ head, bytes, view, offset, end });
      cursor.position = end;
      cursor.checksum = head.checksum;
      cursor.sequence = head.sequence;
      cursor.time = head.time;
      cursor.epoch = head.epoch;
    }

    const next = segments.includes(segment + 1) ? firstHead(disk, segment + 1) : undefined;
    if (next?.previous !== cursor.checksum) return { end: cursor, torn: isTorn(disk, header, segments, cursor, fail) };
    for (let at = offset; at < bytes.length; at += 1)
      if (bytes[at] !== 0) fail('the end of the segment is overwritten');
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function firstHead(disk: Disk, segment: number): FrameHead | undefined {
  const bytes = disk.read(segmentFile(segment)) as Uint8Array;
  const view = viewOf(bytes);
  return frameLengthAt(view, 0, bytes.length) === 0 ? undefined : readHead(view, 0);
}

function misplacedHeader(found: Header | undefined, header: Header, segment: number): string | undefined {
  if (found === undefined) return 'the segment has no header';
  if (found.id !== header.id) return `the segment belongs to another journal, ${found.id}`;
  if (found.segment !== segment) return `this is segment ${found.segment}`;
  return undefined;
}

function outOfOrder(head: FrameHead, offset: number, cursor: Cursor): string | undefined {
  const isCommand = head.type !== recordTypes.header && head.type !== recordTypes.checkpoint;
  if (head.type === recordTypes.header && offset !== 0) return 'a header stands among the records';
  if (head.previous !== cursor.checksum) return 'the record does not follow the one before it';
  if (head.sequence !== cursor.sequence + (isCommand ? 1 : 0)) return `the record has number ${head.sequence}`;
  if (head.epoch < cursor.epoch) return `the record is of epoch ${head.epoch}, after epoch ${cursor.epoch}`;
  if (head.time < cursor.time) return 'time goes back';
  return undefined;
}

/** Whether what follows `cursor` is the torn tail of a crash; false when nothing follows. Fails when it is a loss. */
function isTorn(
  disk: Disk,
  header: Header,
  segments: readonly number[],
  cursor: Cursor,
  fail: (reason: string) => never,
): boolean {
  const watermark = readWatermark(disk);
  if (watermark !== undefined && watermark > cursor.position)
    fail(`${watermark - cursor.position} bytes from here on were durable and cannot be read`);

  let torn = false;
  const current = Math.floor(cursor.position / header.segmentBytes);
  for (const segment of segments.filter((number) => number >= current)) {
    const bytes = disk.read(segmentFile(segment)) as Uint8Array;
    const view = viewOf(bytes);
    if (bytes.length !== header.segmentBytes) torn = true;
    const start = segment === current ? cursor.position % header.segmentBytes : 0;
    for (let offset = start; offset + 8 <= bytes.length; offset += 8) {
      if (view.getInt32(offset) === 0 && view.getInt32(offset + 4) === 0) continue;
      torn = true;
      if (frameLengthAt(view, offset, bytes.length) === 0) continue;
      const { undurable, sequence } = readHead(view, offset);
      const durable = undurable === UNKNOWN ? 0 : segment * header.segmentBytes + offset - undurable;
      if (durable > cursor.position) fail(`command ${sequence} was written when this place was already durable`);
    }
  }
  if (torn && watermark === undefined)
    fail('this place cannot be read, and the watermark that could explain it is gone');
  return torn;
}
