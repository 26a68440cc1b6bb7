/**
 * The store of what was read: one line for each reading, in the order in which they came, and never rewritten.
 *
 * `readings.jsonl` holds the readings and `raw/<hash>` the bytes they were read from, so that anyone can read them
 * again. A reading is kept when `add` has answered: both are on disk then, the bytes first. A line that a crash has cut
 * short stands as it is and is reported. Beyond `bytesMax` nothing more is taken: the store forgets nothing to make
 * room. One process at a time has it open; whoever owns the folder sees to that.
 *
 * Every price has two times, when it was seen and when it was fetched, so the store can be asked what it would have
 * answered at any earlier moment.
 */
import { closeSync, fdatasync, fstatSync, openSync, readSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startOf } from '#core/calendar.ts';
import type { Evidence } from '#core/price-index/evidence.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import { evidenceOfDay, LOOK_BACK_MS } from './evidence-of-day.ts';
import { RawDocuments, syncFolder } from './raw-documents.ts';
import type { FreshReading, Reading } from './source.ts';
import { linesOf, readingOf } from './stored-reading.ts';

const MEBIBYTE = 1_048_576;
const BYTES_MAX = 8_192 * MEBIBYTE;

/** The one line of a reading: a contribution of ten thousand rows is a quarter of it. */
const LINE_BYTES_MAX = 8 * MEBIBYTE;
const LINE_END = 0x0a;

export interface EvidenceStoreOptions {
  /** What is known without reading anything: what the embedded lists show on a date. */
  readonly embedded?: (date: TradeDate) => readonly Reading[];
  /** How much the store may hold, readings and raw bytes together. */
  readonly bytesMax?: number;
}

/** A line that is no reading: a crash has cut it short, or somebody has changed it. It counts for nothing. */
export interface DamagedLine {
  /** The first line is 1. */
  readonly line: number;
  readonly bytes: number;
}

/** The store has no room for another reading. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}

/** Where a reading stands in the file, and what has to be known to tell whether it bears on a day. */
interface Place {
  readonly offset: number;
  readonly bytes: number;
  readonly fetchedAt: Millis;
  /** The first and the last moment of which it shows a price. */
  readonly from: Millis;
  readonly to: Millis;
}

export class EvidenceStore {
  /** What was found damaged when it was opened. */
  readonly damaged: readonly DamagedLine[];
  readonly #raw: RawDocuments;
  readonly #file: number;
  readonly #embedded: (date: TradeDate) => readonly Reading[];
  readonly #bytesMax: number;
  readonly #places: Place[] = [];
  readonly #known = new Set<string>();
  /** Whether the last line lacks its end. */
  #torn = false;
  #writing: Promise<unknown> = Promise.resolve();

  /** Opens the store in `folder`, or begins one. Throws what the file system throws. */
  constructor(folder: string, { embedded = () => [], bytesMax = BYTES_MAX }: EvidenceStoreOptions = {}) {
    this.#embedded = embedded;
    this.#bytesMax = bytesMax;
    this.#raw = new RawDocuments(join(folder, 'raw'));
    this.#file = openSync(join(folder, 'readings.jsonl'), 'a+');
    syncFolder(folder);
    this.damaged = this.#scan();
  }

  /** How many readings it holds. */
  get size(): number {
    return this.#places.length;
  }

  /**
   * Keeps a reading; false when it is here already: the same bytes of the same source, seen at the same moment. Throws
   * `StoreFull`, or what the file system throws; the reading is not kept then.
   */
  add(reading: FreshReading): Promise<boolean> {
    const added = this.#writing.then(() => this.#add(reading));
    this.#writing = added.catch(() => undefined);
    return added;
  }

  /**
   * What bears on `date` of all that was fetched up to `knownAt`; without it, of all that is here. The embedded
   * lists are documents like every other: they were fetched when they were published.
   */
  evidenceOf(date: TradeDate, knownAt: Millis = Number.MAX_SAFE_INTEGER as Millis): Evidence {
    const [start, end] = [startOf(date), startOf((date + 1) as TradeDate)];
    const stored = this.#places
      .filter(({ fetchedAt, from, to }) => fetchedAt <= knownAt && to >= start - LOOK_BACK_MS && from < end)
      .map((place) => this.#read(place));
    return evidenceOfDay(
      [...stored, ...this.#embedded(date)].filter(({ document }) => document.fetchedAt <= knownAt),
      date,
    );
  }

  /** The bytes of a document, or undefined when they are not here or are no longer those of the hash. */
  rawOf(hash: string): Uint8Array | undefined {
    return this.#raw.get(hash);
  }

  /** Waits for what is being written, and lets the file go. */
  async close(): Promise<void> {
    await this.#writing;
    closeSync(this.#file);
  }

  async #add(reading: FreshReading): Promise<boolean> {
    const { bytes, document, prices, gpuHours, problems } = reading;
    const key = keyOf(reading);
    if (this.#known.has(key)) return false;
    // A line that a failed write has left without its end is ended first, so that this one begins on its own.
    const kept: Reading = { document, prices, gpuHours, problems };
    const line = Buffer.from(`${this.#torn ? '\n' : ''}${JSON.stringify(kept)}\n`);
    const before = fstatSync(this.#file).size;
    const tooMuch = before + line.length + this.#raw.bytes + bytes.length > this.#bytesMax;
    if (tooMuch || line.length > LINE_BYTES_MAX)
      throw new StoreFull(`There is no room for a reading of ${bytes.length + line.length} bytes more.`);

    await this.#raw.put(document.hash, bytes);
    this.#torn = true;
    await appendDurably(this.#file, line);
    const start = line[0] === LINE_END ? 1 : 0;
    this.#torn = false;
    this.#remember(kept, before + start, line.length - start - 1);
    return true;
  }

  #remember(reading: Reading, offset: number, bytes: number): void {
    // A write that was reported as failed may have reached the disk, and the reading may have come once more.
    if (this.#known.has(keyOf(reading))) return;
    const moments = momentsOf(reading);
    this.#known.add(keyOf(reading));
    this.#places.push({
      offset,
      bytes,
      fetchedAt: reading.document.fetchedAt,
      from: moments.at(0) ?? reading.document.fetchedAt,
      to: moments.at(-1) ?? reading.document.fetchedAt,
    });
  }

  #read({ offset, bytes }: Place): Reading {
    const line = Buffer.allocUnsafe(bytes);
    readSync(this.#file, line, 0, bytes, offset);
    return JSON.parse(line.toString()) as Reading;
  }

  /** Reads the file once, line by line, and remembers where the readings are. */
  #scan(): DamagedLine[] {
    const damaged: DamagedLine[] = [];
    let [line, offset] = [0, 0];
    for (const { text, ended } of linesOf(this.#file)) {
      line += 1;
      // A line that lacks nothing but its end is whole.
      const reading = readingOf(text);
      if (reading !== undefined) this.#remember(reading, offset, text.length);
      else if (text.length > 0) damaged.push({ line, bytes: text.length });
      offset += text.length + 1;
      this.#torn = !ended;
    }
    return damaged;
  }
}

/** A reading is known by its source, its bytes, and the last moment that it shows. */
function keyOf(reading: Reading): string {
  const { source, hash, fetchedAt } = reading.document;
  return `${hash} ${momentsOf(reading).at(-1) ?? fetchedAt} ${source}`;
}

function momentsOf({ prices, gpuHours }: Reading): readonly Millis[] {
  return [...prices, ...gpuHours].map(({ observedAt }) => observedAt).sort((a, b) => a - b);
}

const writeTo = promisify(write);
const flush = promisify(fdatasync);

async function appendDurably(file: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await writeTo(file, bytes, done)).bytesWritten;
  await flush(file);
}
