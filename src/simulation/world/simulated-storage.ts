/**
 * The journal's storage over a simulated disk: the twin of the threads in `src/storage`.
 *
 * The calls to the disk are made by the journal's own code; what is simulated is the time between them. The log does
 * what the writing thread of the real one does: records gather while a flush is under way, one flush makes them durable,
 * and the sequencer hears of it a little later.
 */
import { Segments } from '#journal/segments.ts';
import { type Disk, type Log, replaceFile, type Storage } from '#journal/storage.ts';
import { type DiskWorld, SimulatedDisk } from './simulated-disk.ts';
import type { Timeline } from './timeline.ts';

export interface StorageWorld extends DiskWorld {
  readonly timeline: Timeline;
}

export class SimulatedStorage implements Storage {
  readonly disk: Disk;
  readonly #world: StorageWorld;
  #segmentBytes = 0;

  constructor(world: StorageWorld, disk: Disk = new SimulatedDisk(world)) {
    this.disk = disk;
    this.#world = world;
  }

  free(): number {
    return this.#world.weather.freeSegments * this.#segmentBytes;
  }

  async openLog(position: number, segmentBytes: number, onDurable: () => void): Promise<Log> {
    this.#segmentBytes = segmentBytes;
    return new SimulatedLog(this.#world, new Segments(this.disk, segmentBytes), position, onDurable);
  }

  /** The calls of `replaceFile`, each at a time of its own, while the log goes on. */
  saveAside(file: string, bytes: Uint8Array): Promise<void> {
    const { process, timeline, dice, weather } = this.#world;
    process.pass('saveAside', file);
    const calls: (() => void)[] = [];
    replaceFile(laterDisk(this.disk, calls), file, bytes);
    return new Promise((resolve) => {
      const next = () => {
        const call = calls.shift();
        if (call === undefined) return resolve();
        call();
        timeline.after(dice.below(weather.flushMsMax), next, process);
      };
      timeline.after(dice.below(weather.flushMsMax), next, process);
    });
  }

  async close(): Promise<void> {}
}

/** A disk that notes what would change it instead of changing it. */
function laterDisk(disk: Disk, calls: (() => void)[]): Disk {
  return {
    name: disk.name,
    list: () => disk.list(),
    read: (...parts) => disk.read(...parts),
    write: (...parts) => void calls.push(() => disk.write(...parts)),
    sync: (...parts) => void calls.push(() => disk.sync(...parts)),
    rename: (...parts) => void calls.push(() => disk.rename(...parts)),
    remove: (...parts) => void calls.push(() => disk.remove(...parts)),
    syncFolder: () => void calls.push(() => disk.syncFolder()),
  };
}

const TELLING_MS = 2;
const KEEP_WATERMARK_MS = 1_000;

class SimulatedLog implements Log {
  readonly #world: StorageWorld;
  readonly #segments: Segments;
  readonly #onDurable: () => void;
  #durable: number;
  #taken: Uint8Array[] = [];
  /** What was known to be durable when the last of them was taken, which the journal writes into it. */
  #known = 0;
  #isKept = true;

  constructor(world: StorageWorld, segments: Segments, position: number, onDurable: () => void) {
    this.#world = world;
    this.#segments = segments;
    this.#durable = position;
    this.#onDurable = onDurable;
  }

  append(words: Int32Array<ArrayBuffer>, length: number): void {
    const { process, timeline, dice, weather } = this.#world;
    process.pass('append');
    this.#taken.push(new Uint8Array(words.buffer.slice(0, length)));
    this.#known = this.#durable;
    if (this.#taken.length === 1) timeline.after(dice.below(weather.flushMsMax), () => this.#flush(), process);
  }

  durable(): number {
    return this.#durable;
  }

  async close(): Promise<void> {
    this.#flush();
    this.#segments.keepWatermark();
  }

  #flush(): void {
    const { process, timeline, dice, weather, medium } = this.#world;
    const group = this.#taken;
    if (group.length === 0) return;
    this.#taken = [];
    this.#durable = this.#segments.commit(this.#durable, group);
    medium.witnessed = this.#known;
    timeline.after(dice.below(TELLING_MS), this.#onDurable, process);
    if (dice.happens(weather.prepares)) timeline.after(dice.below(TELLING_MS), () => this.#prepare(), process);
    if (!this.#isKept) return;
    this.#isKept = false;
    timeline.after(KEEP_WATERMARK_MS, () => this.#keepWatermark(), process);
  }

  /** What the writing thread does while nothing waits. */
  #prepare(): void {
    if (this.#segments.prepare()) this.#world.timeline.after(1, () => this.#prepare(), this.#world.process);
  }

  #keepWatermark(): void {
    this.#segments.keepWatermark();
    this.#isKept = true;
  }
}
