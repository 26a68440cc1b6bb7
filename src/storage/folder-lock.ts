/**
 * The lock of a journal's folder: the system's own, which ends with the process, however it ends.
 */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';

/** Takes the folder and returns the descriptor that holds it, to be closed; undefined when another has it. */
export function lockFolder(folder: string): number | undefined {
  const lock = openSync(join(folder, 'lock'), 'a', 0o600);
  if (!tryLock(lock)) {
    closeSync(lock);
    return undefined;
  }
  ftruncateSync(lock);
  writeSync(lock, `${process.pid}\n`);
  return lock;
}
