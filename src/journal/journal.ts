/**
 * The writing end of a journal: gives every record its frame and its place, and hands it to the log.
 *
 * Records never straddle segments: where one does not fit, zeros fill the segment, and the next one begins with a
 * header of its own. That header and the zeros before it go to the log as one piece, so that "durable up to" never
 * points between them.
 */
import type { Command } from '#core/commands.ts';
import type { Millis, Sequence } from '#core/units.ts';
import type { Envelope } from './command-codec.ts';
import { type Cursor, FRAME_BYTES_MAX, recordTypes, seal } from './frame.ts';
import { FrameBuffer } from './frame-buffer.ts';
import type { Header } from './header.ts';
import { Segments } from './segments.ts';
import type { Log, Storage } from './storage.ts';

const HEADER_FRAME_BYTES_MAX = 1024;

/** The longest record of a journal with segments of `segmentBytes`. */
export function frameBytesMax(segmentBytes: number): number {
  return Math.min(FRAME_BYTES_MAX, Math.floor(segmentBytes / 32) * 8);
}

export class Journal {
  readonly #header: Header;
  readonly #log: Log;
  readonly #cursor: Cursor;
  readonly #frame: FrameBuffer;
  /** Where in its segment the next record will stand: kept, because the remainder of so large a number is dear. */
  #offset: number;

  private constructor(header: Header, log: Log, cursor: Cursor) {
    this.#header = header;
    this.#log = log;
    this.#cursor = cursor;
    this.#offset = cursor.position % header.segmentBytes;
    this.#frame = new FrameBuffer(frameBytesMax(header.segmentBytes));
  }

  /**
   * Opens the journal for writing at `end`, in a new epoch; what follows there is cut off when it is `torn`. From here on
   * everything before is durable. `onDurable` is called when `durable` grew.
   */
  static async open(
    storage: Storage,
    header: Header,
    end: Cursor,
    torn: boolean,
    onDurable: () => void,
  ): Promise<Journal> {
    const segments = new Segments(storage.disk, header.segmentBytes);
    if (end.position === 0) segments.begin();
    segments.endAt(end.position, torn);
    const log = await storage.openLog(end.position, header.segmentBytes, onDurable);
    return new Journal(header, log, { ...end, epoch: end.epoch + 1 });
  }

  /** Where the next record will stand. */
  get end(): Readonly<Cursor> {
    return this.#cursor;
  }

  durable(): number {
    return this.#log.durable();
  }

  /**
   * Appends the next command, at a `time` not before the last, and returns it as the journal says it. Throws
   * COMMAND_TOO_LARGE, and then nothing has happened.
   */
  append(command: Command, envelope: Envelope | undefined, time: Millis): Command {
    const fact = this.#frame.encode(command, envelope);
    this.#write((this.#cursor.sequence + 1) as Sequence, time);
    return fact;
  }

  /** Records the hash of the state after everything appended so far. */
  appendCheckpoint(hash: string): void {
    this.#frame.encodeJson(recordTypes.checkpoint, { hash });
    this.#write(this.#cursor.sequence, this.#cursor.time);
  }

  /** Makes everything durable. */
  close(): Promise<void> {
    return this.#log.close();
  }

  #write(sequence: Sequence, time: Millis): void {
    const { segmentBytes } = this.#header;
    const { view, words, length, type } = this.#frame;
    if (this.#offset === 0 || this.#offset + length > segmentBytes) this.#beginSegment();
    const checksum = seal(view, length, type, this.#cursor, sequence, time, this.#log.durable());
    this.#log.append(words, length);
    this.#advance(length, checksum);
    this.#cursor.sequence = sequence;
    this.#cursor.time = time;
  }

  #advance(length: number, checksum: number): void {
    this.#cursor.position += length;
    this.#cursor.checksum = checksum;
    this.#offset += length;
    if (this.#offset === this.#header.segmentBytes) this.#offset = 0;
  }

  #beginSegment(): void {
    const { segmentBytes } = this.#header;
    const gap = this.#offset === 0 ? 0 : segmentBytes - this.#offset;
    this.#cursor.position += gap;

    const frame = new FrameBuffer(Math.min(HEADER_FRAME_BYTES_MAX, segmentBytes));
    const segment = this.#cursor.position / segmentBytes;
    frame.encodeJson(recordTypes.header, { ...this.#header, segment });
    const { sequence, time } = this.#cursor;
    const checksum = seal(frame.view, frame.length, frame.type, this.#cursor, sequence, time, this.#log.durable());

    const piece = new Int32Array((gap + frame.length) / Int32Array.BYTES_PER_ELEMENT);
    piece.set(frame.words.subarray(0, frame.length / Int32Array.BYTES_PER_ELEMENT), gap / Int32Array.BYTES_PER_ELEMENT);
    this.#log.append(piece, piece.byteLength);
    this.#offset = 0;
    this.#advance(frame.length, checksum);
  }
}
