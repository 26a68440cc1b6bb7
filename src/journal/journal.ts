/**
 * The writing end of a journal: gives every record its frame and its place, and hands it to the log, which chains it to the
 * one before.
 *
 * Records never straddle segments: where one does not fit, zeros fill the segment, and the next one begins with a
 * header of its own. That header and the zeros before it go to the log as one piece, so that "durable up to" never
 * points between them.
 */
import type { Command } from '#core/commands.ts';
import type { Millis, Sequence } from '#core/units.ts';
import type { Envelope } from './command-codec.ts';
import {
  type Cursor,
  FRAME_BYTES_MAX,
  HEAD_BYTES,
  type Place,
  readHead,
  recordTypes,
  viewOf,
  writeHead,
} from './frame.ts';
import { FrameBuffer } from './frame-buffer.ts';
import type { Header } from './header.ts';
import { Segments, segmentFile } from './segments.ts';
import type { Disk, Log, Storage } from './storage.ts';

const HEADER_FRAME_BYTES_MAX = 1024;

/** The longest record of a journal with segments of `segmentBytes`. */
export function frameBytesMax(segmentBytes: number): number {
  return Math.min(FRAME_BYTES_MAX, Math.floor(segmentBytes / 32) * 8);
}

export class Journal {
  readonly #header: Header;
  readonly #disk: Disk;
  readonly #log: Log;
  readonly #end: Place;
  readonly #frame: FrameBuffer;
  /** The checksum at which the journal was opened, and the length of the last record written since; 0 before the first. */
  readonly #opened: number;
  #lastLength = 0;
  /** Where in its segment the next record will stand: kept, because the remainder of so large a number is dear. */
  #offset: number;

  private constructor(header: Header, disk: Disk, log: Log, { checksum, ...end }: Cursor) {
    this.#header = header;
    this.#disk = disk;
    this.#log = log;
    this.#end = end;
    this.#opened = checksum;
    this.#offset = end.position % header.segmentBytes;
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
    const log = await storage.openLog(end, header.segmentBytes, onDurable);
    return new Journal(header, storage.disk, log, { ...end, epoch: end.epoch + 1 });
  }

  /** Where the next record will stand. */
  get end(): Readonly<Place> {
    return this.#end;
  }

  /** The end as it stands now, once everything before it is durable: only then the checksum is known. */
  endWhenDurable(): () => Cursor {
    const end = { ...this.#end };
    const length = this.#lastLength;
    return () => ({ ...end, checksum: length === 0 ? this.#opened : this.#checksumAt(end.position - length) });
  }

  /** The checksum of the durable record that begins at `position`. */
  #checksumAt(position: number): number {
    const { segmentBytes } = this.#header;
    const file = segmentFile(Math.floor(position / segmentBytes));
    const head = this.#disk.read(file, position % segmentBytes, HEAD_BYTES);
    if (head?.length !== HEAD_BYTES) throw new Error(`${file} has lost its record at byte ${position % segmentBytes}`);
    return readHead(viewOf(head), 0).checksum;
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
    this.#write((this.#end.sequence + 1) as Sequence, time);
    return fact;
  }

  /** Records the hash of the state after everything appended so far. */
  appendCheckpoint(hash: string): void {
    this.#frame.encodeJson(recordTypes.checkpoint, { hash });
    this.#write(this.#end.sequence, this.#end.time);
  }

  /** Makes everything durable. */
  close(): Promise<void> {
    return this.#log.close();
  }

  #write(sequence: Sequence, time: Millis): void {
    const { segmentBytes } = this.#header;
    const { view, words, length, type } = this.#frame;
    if (this.#offset === 0 || this.#offset + length > segmentBytes) this.#beginSegment();
    writeHead(view, length, type, this.#end.epoch, sequence, time);
    this.#log.append(words, length);
    this.#advance(length);
    this.#end.sequence = sequence;
    this.#end.time = time;
  }

  #advance(length: number): void {
    this.#end.position += length;
    this.#lastLength = length;
    this.#offset += length;
    if (this.#offset === this.#header.segmentBytes) this.#offset = 0;
  }

  #beginSegment(): void {
    const { segmentBytes } = this.#header;
    const gap = this.#offset === 0 ? 0 : segmentBytes - this.#offset;
    this.#end.position += gap;

    const frame = new FrameBuffer(Math.min(HEADER_FRAME_BYTES_MAX, segmentBytes));
    const segment = this.#end.position / segmentBytes;
    frame.encodeJson(recordTypes.header, { ...this.#header, segment });
    const { epoch, sequence, time } = this.#end;
    writeHead(frame.view, frame.length, frame.type, epoch, sequence, time);

    const piece = new Int32Array((gap + frame.length) / Int32Array.BYTES_PER_ELEMENT);
    piece.set(frame.words.subarray(0, frame.length / Int32Array.BYTES_PER_ELEMENT), gap / Int32Array.BYTES_PER_ELEMENT);
    this.#log.append(piece, piece.byteLength);
    this.#offset = 0;
    this.#advance(frame.length);
  }
}
