/**
 * The ring between the venue and the disk, with both ends in one thread.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Chain } from '#journal/chain.ts';
import { frameLengthAt, HEAD_BYTES, readHead, UNKNOWN, viewOf } from '#journal/frame.ts';
import { MemoryDisk } from '#journal/memory-storage.ts';
import { listSegments, Segments, segmentFile } from '#journal/segments.ts';
import { DURABLE, HEAD, Ring } from '#storage/ring.ts';
import { RingWriter } from '#storage/ring-writer.ts';

const SEED = Number(process.env.SEED ?? 7);
const RING_BYTES = 256;
const SEGMENT_BYTES = 96;
const FIRST_CHECKSUM = 0xfedcba98;

test('JRN-5 the durable position moves when the flush has returned, and not before', () => {
  const { ring, writer, disk } = newRing(0);
  const told: [call: string, durable: number][] = [];
  disk.onCall = (call) => told.push([call, ring.ahead(DURABLE, 0)]);
  put(ring, 0, frameOf(64, 1));
  writer.writeGroup();
  const calls = told.map(([call]) => call);
  assert.ok(calls.includes(`write ${segmentFile(0)}`) && calls.includes(`sync ${segmentFile(0)}`));
  for (const [call, durable] of told) assert.equal(durable, 0, call);
  assert.equal(ring.ahead(DURABLE, 0), 64);
});

test('JRN-3 JRN-5 what goes into the ring comes out on the disk as a chain, over every wrap, cut and position', () => {
  // Positions up to beyond 2^32, where the shared words have turned over.
  const starts = fc.constantFrom(0, 88, 2 ** 31 - 96, 2 ** 32 - 192, 2 ** 32 + 8);
  const sizes = fc.array(fc.integer({ min: HEAD_BYTES / 8, max: RING_BYTES / 8 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(starts, sizes, fc.infiniteStream(fc.boolean()), (start, eights, restless) => {
      const { ring, writer, disk } = newRing(start);
      let head = start;
      // Of every record: what was put in, and up to where the journal was durable when it was written.
      const frames: { bytes: Uint8Array; durable: number }[] = [];
      let written = 0;
      const write = () => {
        const durable = start + ring.ahead(DURABLE, start);
        for (; written < frames.length; written += 1) (frames[written] as { durable: number }).durable = durable;
        writer.writeGroup();
      };
      for (const size of eights.map((eight) => eight * 8)) {
        // The writer comes by when there is no room, and now and then.
        if (head - start - ring.ahead(DURABLE, start) + size > RING_BYTES || restless.next().value) write();
        const bytes = frameOf(size, frames.length);
        put(ring, head, bytes);
        frames.push({ bytes, durable: head });
        head += size;
      }
      write();
      assert.equal(ring.ahead(DURABLE, start), head - start);

      const whole = Uint8Array.from(stretchOf(disk, start, head));
      let [at, previous] = [0, FIRST_CHECKSUM];
      for (const { bytes, durable } of frames) {
        assert.equal(frameLengthAt(viewOf(whole), at, whole.length), bytes.length);
        const found = readHead(viewOf(whole), at);
        assert.deepEqual([found.previous, found.undurable], [previous, Math.min(start + at - durable, UNKNOWN)]);
        assert.deepEqual(whole.slice(at + HEAD_BYTES, at + bytes.length), bytes.slice(HEAD_BYTES));
        previous = found.checksum;
        at += bytes.length;
      }
      assert.equal(at, whole.length);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test('JRN-3 the chain goes on behind the zeros at the end of a segment', () => {
  const chain = new Chain({ checksum: FIRST_CHECKSUM }, SEGMENT_BYTES);
  // A record of 64 bytes, 32 bytes that nothing fits into, a record that fills its segment, and the next one.
  const group = new Uint8Array(SEGMENT_BYTES * 2 + 40);
  group.set(frameOf(64, 1), 0);
  group.set(frameOf(SEGMENT_BYTES, 2), SEGMENT_BYTES);
  group.set(frameOf(40, 3), SEGMENT_BYTES * 2);
  chain.close(group, SEGMENT_BYTES * 7);
  const view = viewOf(group);
  let previous = FIRST_CHECKSUM;
  for (const at of [0, SEGMENT_BYTES, SEGMENT_BYTES * 2]) {
    assert.ok(frameLengthAt(view, at, group.length) > 0);
    assert.deepEqual([readHead(view, at).previous, readHead(view, at).undurable], [previous, at]);
    previous = readHead(view, at).checksum;
  }
  assert.deepEqual(group.subarray(64, SEGMENT_BYTES), new Uint8Array(SEGMENT_BYTES - 64));
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
  const chain = new Chain({ checksum: FIRST_CHECKSUM }, SEGMENT_BYTES);
  return { disk, ring, writer: new RingWriter(ring, chain, new Segments(disk, SEGMENT_BYTES), start) };
}

/** A record of so many bytes that is not closed yet, told from others by its payload. */
function frameOf(size: number, number: number): Uint8Array {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at < HEAD_BYTES ? 0 : ((number + at) % 255) + 1));
  viewOf(bytes).setUint32(0, size, true);
  return bytes;
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
