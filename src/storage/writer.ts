/**
 * The thread that waits for the disk: whatever has gathered in the ring goes out with one write and one flush.
 *
 * While a flush is under way the next records gather, so the group grows with the load and a lone record waits for
 * nobody. In quiet moments the next segment is prepared. Whatever the system refuses is final: a flush that failed once
 * may report success the next time for bytes that are gone.
 */
import { workerData } from 'node:worker_threads';
import { Segments } from '#journal/segments.ts';
import { NodeDisk } from './node-disk.ts';
import { ASLEEP, CLOSED, DURABLE, HEAD, Ring, RUNNING, STATE, WAKE } from './ring.ts';

/** The watermark is flushed this often, and when nothing more comes: see `Segments.keepWatermark`. */
const KEEP_WATERMARK_MS = 1000;

export interface WriterData {
  readonly shared: SharedArrayBuffer;
  readonly folder: string;
  readonly segmentBytes: number;
  /** Where the first byte of the ring belongs. */
  readonly position: number;
}

const { shared, folder, segmentBytes, position } = workerData as WriterData;
const ring = new Ring(shared);
try {
  write();
} catch (cause) {
  ring.fail(cause instanceof Error ? cause.message : String(cause));
}

function write(): void {
  const disk = new NodeDisk(folder);
  const segments = new Segments(disk, segmentBytes);
  let durable = position;
  let kept = performance.now();
  let isKept = true;

  for (;;) {
    const length = ring.ahead(HEAD, durable);
    if (length > 0) {
      durable = segments.commit(durable, ring.pieces(durable, length));
      Atomics.store(ring.words, DURABLE, durable);
      Atomics.notify(ring.words, DURABLE);
      isKept = false;
    } else if (Atomics.load(ring.words, STATE) !== RUNNING) {
      break;
    } else if (!segments.prepare()) {
      sleep(durable);
    }
    if (isKept || performance.now() - kept < KEEP_WATERMARK_MS) continue;
    segments.keepWatermark();
    kept = performance.now();
    isKept = true;
  }
  segments.keepWatermark();
  disk.close();
  Atomics.store(ring.words, STATE, CLOSED);
  Atomics.notify(ring.words, DURABLE);
}

function sleep(durable: number): void {
  Atomics.store(ring.words, ASLEEP, 1);
  const wake = Atomics.load(ring.words, WAKE);
  if (ring.ahead(HEAD, durable) === 0 && Atomics.load(ring.words, STATE) === RUNNING)
    Atomics.wait(ring.words, WAKE, wake, KEEP_WATERMARK_MS);
  Atomics.store(ring.words, ASLEEP, 0);
}
