/**
 * The journal's storage over a simulated disk: the twin of the threads in `src/storage`.
 *
 * The calls to the disk are made by the journal's own code; what is simulated is the time between them. The log does
 * what the writing thread of the real one does: records gather while a flush is under way, one flush makes them durable,
 * and the sequencer hears of it a little later.
 */
import { Chain } from '#journal/chain.ts';
import type { Cursor } from '#journal/frame.ts';
import { joined } from '#journal/memory-storage.ts';
import { Segments } from '#journal/segments.ts';
import { snapshotBytes } from '#journal/snapshots.ts';
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

  async openLog(end: Readonly<Cursor>, segmentBytes: number, onDurable: () => void): Promise<Log> {
    this.#segmentBytes = segmentBytes;
    return new SimulatedLog(this.#world, this.disk, end, segmentBytes, onDurable);
  }

  /** The calls of `replaceFile`, each at a time of its own, while the log goes on. */
  saveAside(file: string, text: string): Promise<void> {
    const { process, timeline, dice, weather } = this.#world;
    process.pass('saveAside', file);
    const calls: (() => void)[] = [];
    replaceFile(laterDisk(this.disk, calls), file, snapshotBytes(text));
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
  readonly #chain: Chain;
  readonly #segments: Segments;
  readonly #onDurable: () => void;
  #durable: number;
  #taken: Uint8Array[] = [];
  #isKept = true;

  constructor(world: StorageWorld, disk: Disk, end: Readonly<Cursor>, segmentBytes: number, onDurable: () => void) {
    this.#world = world;
    this.#chain = new Chain(end, segmentBytes);
    this.#segments = new Segments(disk, segmentBytes);
    this.#durable = end.position;
    this.#onDurable = onDurable;
  }

  append(words: Int32Array<ArrayBuffer>, length: number): void {
    const { process, timeline, dice, weather } = this.#world;
    process.pass('append');
    this.#taken.push(new Uint8Array(words.buffer.slice(0, length)));
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
    if (this.#taken.length === 0) return;
    const group = joined(this.#taken);
    this.#taken = [];
    const before = this.#durable;
    this.#chain.close(group, before);
    this.#durable = this.#segments.commit(before, group);
    medium.witnessed = before;
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
