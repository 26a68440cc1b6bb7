/**
 * A stretch of a segment in memory, as long as the longest record, which moves along while records are read.
 *
 * So what is looked at was just copied and is still near, and nobody who reads a few records waits for a whole segment.
 */
import { FRAME_BYTES_MAX, frameLengthAt, viewOf } from './frame.ts';
import type { Disk } from './storage.ts';

const NOTHING: Uint8Array = new Uint8Array();

export class SegmentWindow {
  readonly #disk: Disk;
  /** The longest piece of memory that it has had. */
  #room = NOTHING;
  #file = '';
  /** Where in the segment it begins, and what lies there. */
  start = 0;
  bytes = NOTHING;
  view = viewOf(NOTHING);

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Goes to the beginning of a segment. */
  open(file: string): void {
    this.#file = file;
    this.#moveTo(0);
  }

  /** The length of the whole and unharmed frame at `offset` of the segment, which then lies in the window; or 0. */
  frameAt(offset: number): number {
    const length = frameLengthAt(this.view, offset - this.start, this.bytes.length);
    if (length > 0 || offset === this.start) return length;
    this.#moveTo(offset);
    return frameLengthAt(this.view, 0, this.bytes.length);
  }

  #moveTo(offset: number): void {
    this.start = offset;
    this.bytes = this.#disk.read(this.#file, offset, FRAME_BYTES_MAX, this.#room) ?? NOTHING;
    this.view = viewOf(this.bytes);
    if (this.bytes.length > this.#room.length) this.#room = this.bytes;
  }
}
