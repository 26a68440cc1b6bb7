/** Brings the packages that the lock file names. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './hindrance.mjs';
import { installOnce, npmInstall } from './install.mjs';
import { packagesFolder, root } from './places.mjs';

/** Installs the packages of the lock file with the Node at `node`, unless those very packages are there. */
export function bringPackages(node) {
  const lockFile = readFileSync(join(root, 'package-lock.json'));
  installOnce(packagesFolder, createHash('sha256').update(lockFile).digest('hex'), () => {
    say('Installing the packages (once, until the lock file changes) …');
    // Without saving, so that a start never edits the lock file.
    npmInstall('the packages', node, root, ['--no-save', '--include=dev']);
  });
}
