/**
 * The thread that waits for the disk. It starts while the journal is still being read, and is told then where to begin.
 * It runs a `RingWriter`; when the system refuses something, it leaves the sentence in the ring and ends.
 */
import { parentPort } from 'node:worker_threads';
import { Chain } from '#journal/chain.ts';
import { Segments } from '#journal/segments.ts';
import { NodeDisk } from './node-disk.ts';
import { Ring } from './ring.ts';
import { RingWriter } from './ring-writer.ts';

export interface WriterData {
  readonly shared: SharedArrayBuffer;
  readonly folder: string;
  readonly segmentBytes: number;
  /** Where the first byte of the ring belongs, and the checksum of the record before it. */
  readonly position: number;
  readonly checksum: number;
}

parentPort?.once('message', ({ shared, folder, segmentBytes, position, checksum }: WriterData) => {
  const ring = new Ring(shared);
  try {
    const disk = new NodeDisk(folder);
    const chain = new Chain({ checksum }, segmentBytes);
    new RingWriter(ring, chain, new Segments(disk, segmentBytes), position).run();
    disk.close();
  } catch (cause) {
    ring.fail(cause instanceof Error ? cause.message : String(cause));
  }
});
