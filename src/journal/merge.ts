/**
 * One whole journal out of a damaged one and another copy of it.
 *
 * Records are taken in the order of the chain: ours where it is whole and follows, theirs where ours is not. Nothing is
 * guessed. What ours was known to have must all be there in the end, byte for byte where ours can still be read, and of
 * theirs nothing is taken that ours never acknowledged: a copy that went on by itself is another history.
 */
import { JournalError } from './errors.ts';
import { type Cursor, frameLengthAt, readHead, startOfJournal, viewOf } from './frame.ts';
import type { Header } from './header.ts';
import { corruptAt, nextWritten, outOfOrder } from './scan.ts';
import { readWatermark, Segments, segmentFile } from './segments.ts';
import type { Disk } from './storage.ts';

export interface Merged {
  /** Behind the last record. */
  readonly end: Cursor;
  /** The places of the records that came from the other copy. */
  readonly taken: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Writes into the empty folder `into` the journal of `header` that `ours` and `theirs` hold together. Throws
 * JournalCorrupt when they do not suffice, and REPAIR_CONFLICT when they tell two histories; `into` is then worth
 * nothing. Of what `ours` is not known to have acknowledged, `provenTo` says up to where it is believed all the same.
 */
export function mergeJournals(header: Header, ours: Disk, theirs: Disk, into: Disk, provenTo = 0): Merged {
  const watermark = readWatermark(ours);
  const limit = Math.max(provenTo, watermark ?? Number.POSITIVE_INFINITY);
  const segments = new Segments(into, header.segmentBytes);
  const cursor = startOfJournal();
  const taken: { start: number; end: number }[] = [];
  const missingAt = (place: Cursor) =>
    corruptAt(ours, header, place, 'what was acknowledged from here on stands in neither copy');
  segments.begin();
  for (let segment = 0; ; segment += 1) {
    const start = segment * header.segmentBytes;
    const before = cursor.position;
    const [mine, other] = [segmentOf(ours, segment), segmentOf(theirs, segment)];
    const merged = new Uint8Array(header.segmentBytes);
    for (let offset = 0; ; ) {
      const place = { ...cursor, position: start + offset };
      const isOurs = fitting(mine, offset, place) > 0;
      const source = isOurs ? mine : other;
      const length = fitting(source, offset, place, isOurs ? undefined : limit);
      if (length === 0) break;
      merged.set(new Uint8Array(source.buffer, source.byteOffset + offset, length), offset);
      if (!isOurs) taken.push({ start: start + offset, end: start + offset + length });
      const { checksum, sequence, time, epoch } = readHead(source, offset);
      offset += length;
      Object.assign(cursor, { position: start + offset, checksum, sequence, time, epoch });
    }
    const lost = firstLost(mine, merged, (watermark ?? Number.POSITIVE_INFINITY) - start);
    if (lost !== undefined) {
      // Where the chain broke off at a record of the copy, or went on beside ours, the two are at odds.
      if (cursor.position !== taken.at(-1)?.end && cursor.position <= start + lost) throw missingAt(cursor);
      throw new JournalError(
        'REPAIR_CONFLICT',
        `Command ${readHead(mine, lost).sequence} at byte ${start + lost} of ${ours.name} can be read and does not follow ` +
          'what the other copy has before it: the two are not one history. Nothing was changed.',
      );
    }
    if (cursor.position === before) break;
    segments.commit(start, merged);
  }
  if (cursor.position < Math.max(provenTo, watermark ?? 0)) throw missingAt(cursor);
  segments.endAt(cursor.position, false);
  return { end: cursor, taken };
}

function segmentOf(disk: Disk, segment: number): DataView {
  return viewOf(disk.read(segmentFile(segment)) ?? new Uint8Array());
}

/** The length of the record at `offset` when it is whole and belongs at `place`, or 0. */
function fitting(view: DataView, offset: number, place: Cursor, limit = Number.POSITIVE_INFINITY): number {
  const length = frameLengthAt(view, offset, view.byteLength);
  if (length === 0 || place.position + length > limit) return 0;
  return outOfOrder(readHead(view, offset), offset, place) === undefined ? length : 0;
}

/** Where the first record of `mine` begins that is whole, acknowledged, and not in `merged`. */
function firstLost(mine: DataView, merged: Uint8Array, acknowledged: number): number | undefined {
  const whole = viewOf(merged);
  for (let offset = nextWritten(mine, 0); offset < Math.min(mine.byteLength, acknowledged); ) {
    const length = frameLengthAt(mine, offset, mine.byteLength);
    if (length > 0 && mine.getUint32(offset + 4, true) !== whole.getUint32(offset + 4, true)) return offset;
    offset = nextWritten(mine, offset + Math.max(8, length));
  }
  return undefined;
}
