/**
 * The ring between the venue and the disk, with both ends in one thread.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MemoryDisk } from '#journal/memory-storage.ts';
import { listSegments, Segments, segmentFile } from '#journal/segments.ts';
import { DURABLE, HEAD, Ring } from '#storage/ring.ts';
import { RingWriter } from '#storage/ring-writer.ts';

const SEED = Number(process.env.SEED ?? 7);
const RING_BYTES = 256;
const SEGMENT_BYTES = 96;

test('JRN-5 the durable position moves when the flush has returned, and not before', () => {
  const { ring, writer, disk } = newRing(0);
  const told: [call: string, durable: number][] = [];
  disk.onCall = (call) => told.push([call, ring.ahead(DURABLE, 0)]);
  put(ring, 0, new Uint8Array(64).fill(1));
  writer.writeGroup();
  const calls = told.map(([call]) => call);
  assert.ok(calls.includes(`write ${segmentFile(0)}`) && calls.includes(`sync ${segmentFile(0)}`));
  for (const [call, durable] of told) assert.equal(durable, 0, call);
  assert.equal(ring.ahead(DURABLE, 0), 64);
});

test('JRN-5 what goes into the ring comes out on the disk, over every wrap, cut and position', () => {
  // Positions up to beyond 2^32, where the shared words have turned over.
  const starts = fc.constantFrom(0, 88, 2 ** 31 - 96, 2 ** 32 - 192, 2 ** 32 + 8);
  const sizes = fc.array(fc.integer({ min: 1, max: RING_BYTES / 8 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(starts, sizes, fc.infiniteStream(fc.boolean()), (start, eights, restless) => {
      const { ring, writer, disk } = newRing(start);
      let head = start;
      const written: number[] = [];
      for (const size of eights.map((eight) => eight * 8)) {
        // The writer comes by when there is no room, and now and then.
        if (head - start - ring.ahead(DURABLE, start) + size > RING_BYTES || restless.next().value) writer.writeGroup();
        const bytes = Uint8Array.from({ length: size }, (_, at) => ((written.length + at) % 255) + 1);
        put(ring, head, bytes);
        written.push(...bytes);
        head += size;
      }
      writer.writeGroup();
      assert.equal(ring.ahead(DURABLE, start), head - start);
      assert.deepEqual(stretchOf(disk, start, head), written);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

class WatchedDisk extends MemoryDisk {
  onCall: (call: string) => void = () => {};

  override write(file: string, position: number, bytes: Uint8Array): void {
    this.onCall(`write ${file}`);
    super.write(file, position, bytes);
  }

  override sync(file?: string): void {
    this.onCall(`sync ${file}`);
  }
}

/** A ring and its writer at `start`, on a disk that holds the segment of `start` already. */
function newRing(start: number) {
  const disk = new WatchedDisk();
  disk.write(segmentFile(Math.floor(start / SEGMENT_BYTES)), 0, new Uint8Array(SEGMENT_BYTES));
  const ring = Ring.create(RING_BYTES, start);
  return { disk, ring, writer: new RingWriter(ring, new Segments(disk, SEGMENT_BYTES), start) };
}

function put(ring: Ring, head: number, bytes: Uint8Array): void {
  ring.put(head, bytes, bytes.length);
  Atomics.store(ring.words, HEAD, head + bytes.length);
}

/** The bytes of the journal from `start` to `end`, over all segments. */
function stretchOf(disk: MemoryDisk, start: number, end: number): number[] {
  return listSegments(disk).flatMap((segment) => {
    const from = segment * SEGMENT_BYTES;
    const bytes = disk.read(segmentFile(segment)) as Uint8Array;
    return [...bytes.subarray(Math.max(0, start - from), Math.max(0, end - from))];
  });
}
