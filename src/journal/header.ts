/**
 * The first record of every segment: whose journal this is, and how to read it.
 */
import type { Millis } from '#core/units.ts';
import { decodeJson } from './command-codec.ts';
import { JournalCorrupt, JournalError } from './errors.ts';
import { FRAME_BYTES_MAX, type FrameHead, frameLengthAt, readHead, recordTypes } from './frame.ts';
import { listSegments, readWatermark, segmentFile, WATERMARK_FILE } from './segments.ts';
import type { Disk } from './storage.ts';

export const PRODUCT = 'tokenpit';
/** Raised whenever an older program could misread what a newer one writes. */
export const JOURNAL_FORMAT = 1;

export interface Header {
  readonly product: string;
  readonly format: number;
  /** The venue's name, and a random id that no other journal has. */
  readonly venue: string;
  readonly id: string;
  readonly created: Millis;
  readonly segmentBytes: number;
  /** Which segment this is; the first is 0. */
  readonly segment: number;
}

/**
 * The header of the journal in `disk`; undefined when none has been begun there. Throws NOT_A_JOURNAL for a folder of
 * something else, JOURNAL_OF_OTHER_VENUE when `venue` is given and is not the one, JOURNAL_FORMAT_NEWER.
 */
export function readHeader(disk: Disk, venue?: string): Header | undefined {
  const segments = listSegments(disk);
  if (segments.length === 0) {
    if ((readWatermark(disk) ?? 0) > 0)
      throw new JournalCorrupt(disk.name, segmentFile(0), 0, 0, 'the journal is gone, and its watermark is not');
    const foreign = disk.list().find((file) => !ownFile.test(file));
    if (foreign === undefined) return undefined;
    throw new JournalError('NOT_A_JOURNAL', `${disk.name} holds ${foreign} and no journal; choose an empty folder.`);
  }

  const file = segmentFile(0);
  const bytes = disk.read(file, 0, FRAME_BYTES_MAX);
  if (bytes === undefined) throw new JournalCorrupt(disk.name, file, 0, 0, 'the first segment is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (frameLengthAt(view, 0, bytes.length) === 0) {
    // A venue that stopped while it began its journal has promised nothing yet.
    if (readWatermark(disk) === 0) return undefined;
    throw new JournalCorrupt(disk.name, file, 0, 0, 'the first record is not the header of a journal');
  }

  const header = decodeHeader(bytes, 0, readHead(view, 0));
  if (header?.product !== PRODUCT)
    throw new JournalError('NOT_A_JOURNAL', `${disk.name} holds no journal of ${PRODUCT}.`);
  if (header.format > JOURNAL_FORMAT)
    throw new JournalError(
      'JOURNAL_FORMAT_NEWER',
      `${disk.name} has journal format ${header.format}, and this version reads ${JOURNAL_FORMAT}; use a newer version.`,
    );
  if (venue !== undefined && header.venue !== venue)
    throw new JournalError(
      'JOURNAL_OF_OTHER_VENUE',
      `${disk.name} is the journal of ${header.venue}, not of ${venue}.`,
    );
  return header;
}

/** Undefined when the record at `offset` is no header. */
export function decodeHeader(bytes: Uint8Array, offset: number, head: FrameHead): Header | undefined {
  return head.type === recordTypes.header ? (decodeJson(bytes, offset, head) as Header) : undefined;
}

/** What a folder may hold before its first segment has its name. Hidden files are the system's business. */
const ownFile = new RegExp(`^(\\..*|lost\\+found|lock|${WATERMARK_FILE}|.*\\.new)$`);
