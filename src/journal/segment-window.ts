/**
 * A stretch of a segment in memory, as long as the longest record, which moves along while records are read.
 *
 * So what is looked at was just copied and is still near, and nobody who reads a few records waits for a whole segment.
 * Where somebody reads ahead, the stretch is theirs, and so is the word that its frames are whole.
 */
import { FRAME_BYTES_MAX, frameLengthAt, viewOf } from './frame.ts';
import type { Ahead, Disk, Piece } from './storage.ts';

const NOTHING: Uint8Array = new Uint8Array();

export class SegmentWindow {
  readonly #disk: Disk;
  readonly #ahead: Ahead | undefined;
  /** The longest piece of memory that it has had of its own. */
  #room = NOTHING;
  #file = '';
  #checked = 0;
  /** Where in the segment it begins, and what lies there. */
  start = 0;
  bytes = NOTHING;
  view = viewOf(NOTHING);

  constructor(disk: Disk, ahead?: Ahead) {
    this.#disk = disk;
    this.#ahead = ahead;
  }

  /** Goes to the beginning of a segment. */
  open(file: string): void {
    this.#file = file;
    this.#moveTo(0);
  }

  /** The length of the whole and unharmed frame at `offset` of the segment, which then lies in the window; or 0. */
  frameAt(offset: number): number {
    const at = offset - this.start;
    if (at < this.#checked) return this.view.getUint32(at, true);
    const length = frameLengthAt(this.view, at, this.bytes.length);
    if (length > 0 || at === 0) return length;
    this.#moveTo(offset);
    return this.frameAt(offset);
  }

  #moveTo(offset: number): void {
    this.start = offset;
    ({
      bytes: this.bytes,
      view: this.view,
      checked: this.#checked,
    } = this.#ahead?.next(this.#file, offset) ?? this.#read(offset));
  }

  #read(offset: number): Piece {
    const bytes = this.#disk.read(this.#file, offset, FRAME_BYTES_MAX, this.#room) ?? NOTHING;
    if (bytes.length > this.#room.length) this.#room = bytes;
    return { bytes, view: viewOf(bytes), checked: 0 };
  }
}
