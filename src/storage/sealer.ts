/**
 * The seal of a journal: a SHA-256 chain over its bytes, for telling a forger rather than a fault.
 *
 *     seal of a segment    SHA-256( seal of the segment before ‖ all bytes of the segment ); before the first: 32 zeros
 *     seal at a place      SHA-256( seal of the segment before ‖ bytes of the segment up to the place )
 *
 * It follows from the bytes and stands nowhere among them, so it costs the writer nothing and holds for every format.
 * A head (a place and its seal) that was taken out of the forger's reach fixes everything before that place: whoever
 * changes, removes or moves a record there comes to another seal, whatever checksums they compute anew (rule JRN-13).
 */
import { createHash } from 'node:crypto';
import type { Header } from '#journal/header.ts';
import { segmentFile } from '#journal/segments.ts';
import type { Disk } from '#journal/storage.ts';

const SEAL_BYTES = 32;

/** Where a journal stood and what its seal was there, as it is written outside of it. */
export interface JournalHead {
  /** The id of the journal. */
  readonly journal: string;
  /** The number of the last command before `position`. */
  readonly sequence: number;
  /** Bytes from the start of the journal. */
  readonly position: number;
  /** In hex. */
  readonly seal: string;
}

/** Computes seals; remembers those of whole segments, which never change again. */
export class Sealer {
  readonly #disk: Disk;
  readonly #header: Header;
  readonly #whole: Uint8Array[] = [];

  constructor(disk: Disk, header: Header) {
    this.#disk = disk;
    this.#header = header;
  }

  /** The seal at `position`, in hex; undefined when the files end before. */
  sealAt(position: number): string | undefined {
    const { segmentBytes } = this.#header;
    const last = Math.max(0, Math.ceil(position / segmentBytes) - 1);
    for (let segment = this.#whole.length; segment < last; segment += 1) {
      const seal = this.#seal(segment, segmentBytes);
      if (seal === undefined) return undefined;
      this.#whole.push(seal);
    }
    return this.#seal(last, position - last * segmentBytes)?.toString('hex');
  }

  #seal(segment: number, length: number): Buffer | undefined {
    const bytes = this.#disk.read(segmentFile(segment), 0, length);
    if (bytes?.length !== length) return undefined;
    const before = this.#whole[segment - 1] ?? new Uint8Array(SEAL_BYTES);
    return createHash('sha256').update(before).update(bytes).digest();
  }
}

/** The heads in `text`: one as JSON, or one a line. Throws SyntaxError for anything else. */
export function readHeads(text: string): JournalHead[] {
  const lines = text.trim().startsWith('{\n') ? [text] : text.trim().split('\n');
  return lines.map((line) => {
    const head = JSON.parse(line) as JournalHead;
    if (typeof head.seal === 'string' && Number.isSafeInteger(head.position) && typeof head.journal === 'string')
      return head;
    throw new SyntaxError('it holds something else than heads of a journal');
  });
}
