/**
 * What a disk holds, and what it only seems to hold.
 *
 * Every file is kept twice: as the system shows it (`cache`) and as it lies on the disk (`platter`). What is written
 * goes to the cache; a flush carries it to the platter. When the power fails, of every sector that was written since the
 * flush any of its versions may be the one that lasts, sector by sector, so later bytes can be there and earlier ones
 * missing. Names behave likewise, but in order, as a file system with a journal has it: of what was created, renamed and
 * removed since the folder was flushed, the first so many changes last.
 *
 * A flush that fails leaves some sectors behind and forgets the others: the cache still shows them, and the next flush
 * reports success without them. That is what systems do, and why nobody may trust a second flush.
 */
import type { Dice } from './dice.ts';

export const SECTOR_BYTES = 512;
/** So much of one sector is never torn: the journal's watermark relies on it. */
const ATOMIC_BYTES = 16;
/** The chance that a sector that was being written when the power failed is half written. */
const TEARS = 0.5;

interface Piece {
  readonly position: number;
  readonly bytes: Uint8Array;
}

class Content {
  cache: Uint8Array;
  platter: Uint8Array;
  unflushed: Piece[] = [];

  constructor(bytes: Uint8Array = new Uint8Array()) {
    this.cache = bytes.slice();
    this.platter = bytes.slice();
  }

  write(piece: Piece): void {
    this.cache = patched(this.cache, piece);
    this.unflushed.push(piece);
  }

  flush(): void {
    for (const piece of this.unflushed) this.platter = patched(this.platter, piece);
    this.unflushed = [];
  }

  /** Some version of every unflushed sector reaches the platter, now and then one that is half written. */
  scatter(dice: Dice): void {
    const sectors = Map.groupBy(this.unflushed.flatMap(bySector), ({ position }) =>
      Math.floor(position / SECTOR_BYTES),
    );
    for (const versions of sectors.values()) {
      const kept = versions.slice(0, dice.below(versions.length + 1));
      const last = kept.pop();
      for (const piece of kept) this.platter = patched(this.platter, piece);
      if (last !== undefined) this.platter = patched(this.platter, dice.happens(TEARS) ? torn(last, dice) : last);
    }
    this.unflushed = [];
  }
}

type Names = Map<string, Content>;

export class Medium {
  #shown: Names = new Map();
  #lasting: Names = new Map();
  /** What happened to names since the folder was last flushed. */
  #changes: ((names: Names) => void)[] = [];
  /** How often something was written, renamed or removed. */
  writes = 0;
  /** Up to where later records on the platter bear witness that the journal was durable. The log keeps it. */
  witnessed = 0;

  list(): string[] {
    return [...this.#shown.keys()];
  }

  /** A copy of what the system shows. */
  read(file: string, start = 0, length = Number.POSITIVE_INFINITY): Uint8Array | undefined {
    return this.#shown.get(file)?.cache.slice(start, start + length);
  }

  write(file: string, position: number, bytes: Uint8Array): void {
    this.writes += 1;
    let content = this.#shown.get(file);
    if (content === undefined) {
      const created = new Content();
      content = created;
      this.#change((names) => names.set(file, created));
    }
    content.write({ position, bytes: bytes.slice() });
  }

  sync(file: string): void {
    this.#shown.get(file)?.flush();
  }

  syncFolder(): void {
    this.#lasting = new Map(this.#shown);
    this.#changes = [];
  }

  rename(from: string, to: string): void {
    const content = this.#shown.get(from);
    if (content === undefined) throw new Error(`${from} is not there`);
    this.#change((names) => names.delete(from) && names.set(to, content));
  }

  remove(file: string): void {
    this.#change((names) => names.delete(file));
  }

  failSync(file: string, dice: Dice): void {
    this.#shown.get(file)?.scatter(dice);
  }

  cutPower(dice: Dice): void {
    for (const change of this.#changes.slice(0, dice.below(this.#changes.length + 1))) change(this.#lasting);
    this.#changes = [];
    this.#shown = new Map(this.#lasting);
    for (const content of this.#shown.values()) {
      content.scatter(dice);
      content.cache = content.platter.slice();
    }
  }

  /** Carries everything to the platter, as the system does by itself when it is given time. */
  writeBack(): void {
    for (const content of this.#shown.values()) content.flush();
    this.syncFolder();
  }

  /** Puts `bytes` in place of a file, or no file at all, as harm and repair do; everything else is written back. */
  replace(file: string, bytes: Uint8Array | undefined): void {
    this.writeBack();
    if (bytes === undefined) this.#shown.delete(file);
    else this.#shown.set(file, new Content(bytes));
    this.syncFolder();
  }

  #change(change: (names: Names) => void): void {
    this.writes += 1;
    change(this.#shown);
    this.#changes.push(change);
  }
}

/** `bytes` with the piece in it: the same array when it has room. */
function patched(before: Uint8Array, { position, bytes }: Piece): Uint8Array {
  const end = position + bytes.length;
  const after = end <= before.length ? before : new Uint8Array(end);
  if (after !== before) after.set(before);
  after.set(bytes, position);
  return after;
}

/** The beginning of the piece. What is no longer than a processor writes at once is written at once. */
function torn({ position, bytes }: Piece, dice: Dice): Piece {
  return { position, bytes: bytes.length <= ATOMIC_BYTES ? bytes : bytes.subarray(0, dice.below(bytes.length)) };
}

/** The piece cut where sectors meet. */
function bySector({ position, bytes }: Piece): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < bytes.length; ) {
    const room = SECTOR_BYTES - ((position + from) % SECTOR_BYTES);
    pieces.push({ position: position + from, bytes: bytes.subarray(from, from + room) });
    from += room;
  }
  return pieces;
}
