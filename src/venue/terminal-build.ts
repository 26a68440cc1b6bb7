/**
 * Builds the terminal when it is not built yet or its sources have changed since.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
export const terminalFolder = join(root, '.build/terminal');
const stamp = join(root, '.build/terminal.stamp');
/** Everything that the page is made from. */
const sources = ['src/terminal', 'src/client', 'src/wire', 'src/core', 'vite.config.ts', 'package-lock.json'];

/** Builds the terminal if need be and says so through `say`. Throws what the builder throws. */
export async function buildTerminal(say: (line: string) => void): Promise<void> {
  const newest = String(Math.max(...sources.map((source) => newestChange(join(root, source)))));
  const built = existsSync(join(terminalFolder, 'index.html')) && existsSync(stamp);
  if (built && readFileSync(stamp, 'utf8') === newest) return;
  say('Building the terminal …');
  const { build } = await import('vite');
  await build({ root: join(root, 'src/terminal'), configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
  writeFileSync(stamp, newest);
}

function newestChange(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
