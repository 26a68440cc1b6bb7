/**
 * A thread for one file: puts a snapshot in place while the journal's writer goes on and the venue trades.
 */
import { workerData } from 'node:worker_threads';
import { snapshotBytes } from '#journal/snapshots.ts';
import { replaceFile } from '#journal/storage.ts';
import { NodeDisk } from './node-disk.ts';

export interface AsideData {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
}

const { folder, file, text } = workerData as AsideData;
const disk = new NodeDisk(folder);
replaceFile(disk, file, snapshotBytes(text));
disk.close();
