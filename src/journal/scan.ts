/**
 * Reads a journal from the beginning of a segment on, checks that every record is whole and follows the one before, and
 * stops at the first place that cannot be read. Reading disturbs nobody: it works beside a running venue.
 *
 * What the place at the end means (nothing, a torn write, a loss) is for `tail.ts` to say.
 */
import { JournalCorrupt } from './errors.ts';
import {
  type Cursor,
  emptyHead,
  FRAME_BYTES_MAX,
  type FrameHead,
  readHead,
  recordTypes,
  startOfJournal,
  viewOf,
} from './frame.ts';
import { decodeHeader, type Header } from './header.ts';
import { SegmentWindow } from './segment-window.ts';
import { listSegments, readWatermark, segmentFile } from './segments.ts';
import type { Disk } from './storage.ts';

/** A record where it lies. The next visit is handed the same object, about the next record. */
export interface Found {
  readonly head: Readonly<FrameHead>;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where its frame begins in `bytes`. */
  readonly offset: number;
  /** Where it ends in the journal. */
  readonly end: number;
}

/**
 * Visits every record from the beginning of segment `from` on and returns the place behind the last; with `to`, behind
 * the last record that begins before it. Throws JournalCorrupt for a record that is whole and out of place, and when the
 * end lies before the watermark; the caller then throws away what it built from the visits.
 */
export function scan(
  disk: Disk,
  header: Header,
  from: number,
  visit: (found: Found) => void,
  to = Number.POSITIVE_INFINITY,
): Cursor {
  // First, because a running venue moves it on while the records are read.
  const watermark = readWatermark(disk) ?? 0;
  const cursor = startOfJournal();
  cursor.position = from * header.segmentBytes;

  const segments = listSegments(disk).filter((segment) => segment >= from);
  const missing = segments.findIndex((segment, index) => segment !== from + index);
  if (missing >= 0 || segments.length === 0)
    throw corruptAt(disk, header, cursor, `${segmentFile(from + Math.max(missing, 0))} is missing`);

  // Not the first, which is read here meanwhile: who reads ahead takes a while to start.
  const far = segments.filter((segment) => segment > from && segment * header.segmentBytes < watermark);
  const ahead = far.length > 0 ? disk.readAhead?.(far.map(segmentFile)) : undefined;
  try {
    if (walk(disk, header, segments, new SegmentWindow(disk, ahead), cursor, visit, to)) return cursor;
  } finally {
    ahead?.close();
  }
  if (watermark > cursor.position)
    throw corruptAt(disk, header, cursor, `${watermark - cursor.position} bytes from here on were acknowledged`);
  return cursor;
}

/** Visits the records of these segments and moves `cursor` behind each. True as soon as it is at or behind `to`. */
function walk(
  disk: Disk,
  header: Header,
  segments: readonly number[],
  window: SegmentWindow,
  cursor: Cursor,
  visit: (found: Found) => void,
  to: number,
): boolean {
  const [from = 0] = segments;
  const fail = (reason: string): never => {
    throw corruptAt(disk, header, cursor, reason);
  };
  const head = emptyHead();
  const found = { head, bytes: window.bytes, view: window.view, offset: 0, end: 0 };
  let offset = 0;
  for (const segment of segments) {
    window.open(segmentFile(segment));
    if (segment > from) {
      // Records of a segment that do not follow what was read say nothing here: their beginning may be torn.
      if (window.frameAt(0) === 0 || readHead(window.view, 0).previous !== cursor.checksum) break;
      // A segment is left behind when the next record does not fit, with zeros to its end.
      if (!isUnwritten(disk, segmentFile(segment - 1), offset, header.segmentBytes)) break;
    }

    offset = 0;
    for (let length = 0; ; offset += length) {
      length = window.frameAt(offset);
      if (length === 0) break;
      const { bytes, view, start } = window;
      readHead(view, offset - start, head);
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
      // Seldom, because what is young and hangs on what is old has to be noted down for the collector.
      if (found.view !== view) {
        found.bytes = bytes;
        found.view = view;
      }
      found.offset = offset - start;
      found.end = segment * header.segmentBytes + offset + length;
      visit(found);
      cursor.position = found.end;
      cursor.checksum = head.checksum;
      cursor.sequence = head.sequence;
      cursor.time = head.time;
      cursor.epoch = head.epoch;
      if (found.end >= to) return true;
    }
  }
  return false;
}

/** The first of the eights from `offset` on that is not all zeros, or the end. */
export function nextWritten(view: DataView, offset: number): number {
  const end = view.byteLength;
  let at = offset;
  // Most of what is looked at is empty, and one comparison for four words is half the work.
  while (at + 16 <= end && isZero(view, at)) at += 16;
  while (at + 8 <= end && view.getInt32(at) === 0 && view.getInt32(at + 4) === 0) at += 8;
  return Math.min(at, end);
}

/**
 * Whether `file` is `length` bytes long and holds nothing but zeros from `offset` on. It is read in pieces, because a
 * segment that waits to be written to would take more time to bring into memory than to look at.
 */
export function isUnwritten(disk: Disk, file: string, offset: number, length: number): boolean {
  let piece: Uint8Array = new Uint8Array();
  for (let at = offset; ; ) {
    piece = disk.read(file, at, FRAME_BYTES_MAX, piece) ?? new Uint8Array();
    if (piece.length === 0) return at === length;
    if (nextWritten(viewOf(piece), 0) < piece.length) return false;
    at += piece.length;
  }
}

function isZero(view: DataView, at: number): boolean {
  return (view.getInt32(at) | view.getInt32(at + 4) | view.getInt32(at + 8) | view.getInt32(at + 12)) === 0;
}

/** The error that says that the journal is damaged at `cursor`. */
export function corruptAt(disk: Disk, header: Header, cursor: Readonly<Cursor>, reason: string): JournalCorrupt {
  const file = segmentFile(Math.floor(cursor.position / header.segmentBytes));
  return new JournalCorrupt(disk.name, file, cursor.position % header.segmentBytes, cursor.sequence, reason);
}

function misplacedHeader(found: Header | undefined, header: Header, segment: number): string | undefined {
  if (found === undefined) return 'the segment has no header';
  if (found.id !== header.id) return `the segment belongs to another journal, ${found.id}`;
  if (found.segment !== segment) return `this is segment ${found.segment}`;
  return undefined;
}

/** Why the record with `head`, at `offset` of its segment, cannot follow `cursor`; undefined when it does. */
export function outOfOrder(head: FrameHead, offset: number, cursor: Cursor): string | undefined {
  const isCommand = head.type !== recordTypes.header && head.type !== recordTypes.checkpoint;
  if (head.type === recordTypes.header && offset !== 0) return 'a header stands among the records';
  if (head.previous !== cursor.checksum) return 'the record does not follow the one before it';
  if (head.sequence !== cursor.sequence + (isCommand ? 1 : 0)) return `the record has number ${head.sequence}`;
  if (head.epoch < cursor.epoch) return `the record is of epoch ${head.epoch}, after epoch ${cursor.epoch}`;
  if (head.time < cursor.time) return 'time goes back';
  return undefined;
}
