/** Folders of which nobody ever sees a half. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FolderFiles } from './report-files.ts';

/**
 * Puts a folder with these files in the place of the one that is there. It is written under another name beside it, and
 * nothing else of this program runs meanwhile; when it cannot be written, the former one stays.
 */
export function putFolderInPlace(folder: string, files: FolderFiles): void {
  mkdirSync(dirname(folder), { recursive: true });
  const whole = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  const former = `${whole}.former`;
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(whole, name), content);
    if (existsSync(folder)) renameSync(folder, former);
    renameSync(whole, folder);
  } catch (cause) {
    if (existsSync(former) && !existsSync(folder)) renameSync(former, folder);
    throw cause;
  } finally {
    rmSync(whole, { recursive: true, force: true });
    rmSync(former, { recursive: true, force: true });
  }
}
