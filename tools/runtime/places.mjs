/** Where things are, as absolute paths. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');
export const packagesFolder = join(root, 'node_modules');
export const runtimeFolder = join(root, '.runtime');
/** What Node keeps of programs that it has compiled once. */
export const compiledFolder = join(root, '.build', 'compiled');
