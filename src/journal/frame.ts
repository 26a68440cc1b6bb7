/**
 * The frame of a record: forty bytes that say what follows, where it belongs and whether it is whole.
 *
 * Little-endian. Every frame is a multiple of eight bytes long, so that every frame starts on one.
 *
 *     0  length     u32  the whole frame in bytes
 *     4  checksum   u32  CRC-32C of everything after this field
 *     8  previous   u32  the checksum of the record before; 0 before the first
 *    12  epoch      u32  which opening of the journal wrote it; the first is 1
 *    16  sequence   u64  the command's number; a record that is no command repeats the number before it
 *    24  time       u64  venue time in milliseconds
 *    32  undurable  u32  bytes before this record that were not known to be durable when it was written
 *    36  type       u16  see `recordTypes`
 *    38  version    u16  of the payload's layout
 *    40  payload
 *
 * `previous` chains the records: one that is removed, swapped or brought from elsewhere no longer fits. It is a
 * checksum and not a seal: whoever can write the file can forge it. `undurable` makes every record a witness that what
 * stands before it had reached the disk, which is how a torn write is told from a lost record (rule JRN-6).
 */
import type { Millis, Sequence } from '#core/units.ts';
import { crc32c } from './crc32c.ts';

export const HEAD_BYTES = 40;
/** The longest frame: far above any command, far below a segment. */
export const FRAME_BYTES_MAX = 1 << 20;
export const LAYOUT_VERSION = 1;

/** In the field `undurable`: too far behind to say, so the record bears witness to nothing. */
export const UNKNOWN = 0xffff_ffff;

export const recordTypes = { header: 1, checkpoint: 2, command: 3, placeOrder: 4, cancelOrder: 5 } as const;
export type RecordType = (typeof recordTypes)[keyof typeof recordTypes];

/** A place between two records, with the number, time and epoch of the one before. */
export interface Place {
  /** Bytes since the start of the journal, counted over all segments. */
  position: number;
  sequence: Sequence;
  time: Millis;
  epoch: number;
}

/** A place, and what the next record has to fit to. */
export interface Cursor extends Place {
  /** The checksum of the record before. */
  checksum: number;
}

/** Before the first record of a journal. */
export const startOfJournal = (): Cursor => ({
  position: 0,
  checksum: 0,
  sequence: 0 as Sequence,
  time: 0 as Millis,
  epoch: 0,
});

/** What the head of a frame says. */
export interface FrameHead {
  length: number;
  checksum: number;
  previous: number;
  epoch: number;
  sequence: Sequence;
  time: Millis;
  undurable: number;
  type: number;
  version: number;
}

/** A head that says nothing, for `readHead` to write over. */
export const emptyHead = (): FrameHead => ({
  length: 0,
  checksum: 0,
  previous: 0,
  epoch: 0,
  sequence: 0 as Sequence,
  time: 0 as Millis,
  undurable: 0,
  type: 0,
  version: 0,
});

/**
 * Writes what the head says of its record into the frame whose payload already stands in `view`. `length` is the whole
 * frame, a multiple of eight. The rest of the head is for `closeFrame`.
 */
export function writeHead(
  view: DataView,
  length: number,
  type: RecordType,
  epoch: number,
  sequence: Sequence,
  time: Millis,
): void {
  view.setUint32(0, length, true);
  view.setUint32(12, epoch, true);
  writeU64(view, 16, sequence);
  writeU64(view, 24, time);
  view.setUint16(36, type, true);
  view.setUint16(38, LAYOUT_VERSION, true);
}

/**
 * Writes what the head of the frame at `offset` says of what stands before it, then the frame's checksum, and returns that.
 * `undurable` may be more than the field can hold.
 */
export function closeFrame(
  view: DataView,
  offset: number,
  length: number,
  previous: number,
  undurable: number,
): number {
  view.setUint32(offset + 8, previous, true);
  view.setUint32(offset + 32, Math.min(undurable, UNKNOWN), true);
  const checksum = crc32c(view, offset + 8, offset + length);
  view.setUint32(offset + 4, checksum, true);
  return checksum;
}

/** The length of the whole and unharmed frame at `offset` that ends at or before `end`, or 0. */
export function frameLengthAt(view: DataView, offset: number, end: number): number {
  if (offset + HEAD_BYTES > end) return 0;
  const length = view.getUint32(offset, true);
  if (length < HEAD_BYTES || length > FRAME_BYTES_MAX || length % 8 !== 0 || offset + length > end) return 0;
  return crc32c(view, offset + 8, offset + length) === view.getUint32(offset + 4, true) ? length : 0;
}

/** How many of the first `end` bytes are frames that `frameLengthAt` finds whole, one behind the other. */
export function wholeFrames(view: DataView, end: number): number {
  let at = 0;
  for (let length = 0; ; at += length) {
    length = frameLengthAt(view, at, end);
    if (length === 0) return at;
  }
}

/** What the head of the frame at `offset` says; written over `head` where one is given, so that many cost one. */
export function readHead(view: DataView, offset: number, head = emptyHead()): FrameHead {
  head.length = view.getUint32(offset, true);
  head.checksum = view.getUint32(offset + 4, true);
  head.previous = view.getUint32(offset + 8, true);
  head.epoch = view.getUint32(offset + 12, true);
  head.sequence = readU64(view, offset + 16) as Sequence;
  head.time = readU64(view, offset + 24) as Millis;
  head.undurable = view.getUint32(offset + 32, true);
  head.type = view.getUint16(offset + 36, true);
  head.version = view.getUint16(offset + 38, true);
  return head;
}

/** `value` is a whole number from 0 to 2^53 − 1. */
export function writeU64(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value, true);
  view.setUint32(offset + 4, value / 0x1_0000_0000, true);
}

export function readU64(view: DataView, offset: number): number {
  return view.getUint32(offset + 4, true) * 0x1_0000_0000 + view.getUint32(offset, true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
