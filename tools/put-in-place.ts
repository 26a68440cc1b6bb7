/** Files of which nobody ever sees a half. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a whole file, or none: from here on Ctrl-C waits. */
export function putInPlace(file: string, text: string): void {
  process.on('SIGINT', () => {});
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}
