/**
 * Chains records together on their way to the disk: each is given the checksum of the one before, and then its own.
 *
 * Whoever writes a group of records does this right before, so that it is no work of the thread that decides. What stands
 * before the group is durable by then, and every record of the group says so.
 */
import { type Cursor, closeFrame, viewOf } from './frame.ts';

export class Chain {
  readonly #segmentBytes: number;
  #checksum: number;

  /** Goes on where `end` is. */
  constructor({ checksum }: Readonly<Pick<Cursor, 'checksum'>>, segmentBytes: number) {
    this.#checksum = checksum;
    this.#segmentBytes = segmentBytes;
  }

  /**
   * Closes the records in `group`, whole ones and the zeros at the ends of segments, which will stand from `position` on;
   * what stands before is durable.
   */
  close(group: Uint8Array, position: number): void {
    const view = viewOf(group);
    for (let at = 0; at < group.length; ) {
      const length = view.getUint32(at, true);
      if (length === 0) at += this.#segmentBytes - ((position + at) % this.#segmentBytes);
      else {
        this.#checksum = closeFrame(view, at, length, this.#checksum, at);
        at += length;
      }
    }
  }
}
