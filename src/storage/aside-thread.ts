/**
 * A thread for one file: puts a snapshot in place while the journal's writer goes on.
 */
import { workerData } from 'node:worker_threads';
import { replaceFile } from '#journal/storage.ts';
import { NodeDisk } from './node-disk.ts';

export interface AsideData {
  readonly folder: string;
  readonly file: string;
  readonly bytes: Uint8Array;
}

const { folder, file, bytes } = workerData as AsideData;
const disk = new NodeDisk(folder);
replaceFile(disk, file, bytes);
disk.close();
