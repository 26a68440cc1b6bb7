/**
 * The thread that reads ahead: segment after segment, each from its beginning, in pieces of whole frames. A segment ends
 * with a piece that begins with none.
 */
import { workerData } from 'node:worker_threads';
import { FRAME_BYTES_MAX, viewOf, wholeFrames } from '#journal/frame.ts';
import { NodeDisk } from './node-disk.ts';
import { type ReaderData, SharedPieces } from './read-ahead.ts';

const { folder, files, shared } = workerData as ReaderData;
const disk = new NodeDisk(folder);
const pieces = new SharedPieces(shared);

for (const file of files) {
  let start = 0;
  for (let checked = 1; checked > 0; start += checked) {
    const bytes = disk.read(file, start, FRAME_BYTES_MAX, pieces.room()) ?? new Uint8Array();
    checked = wholeFrames(viewOf(bytes), bytes.length);
    pieces.give(bytes.length, checked);
  }
}
