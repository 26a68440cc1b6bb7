/**
 * Installing, once and by one process at a time.
 *
 * A stamp beside what was installed says what it is, and is written last: an install that was interrupted has none and
 * is done again. A lock file names the process that is at it; the others wait, and find the work done.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hindrance, say } from './hindrance.mjs';
import { runtimeFolder } from './places.mjs';

const LOCK_WAIT_MS = 10 * 60_000;

/** Does `work` unless the stamp in `folder` says `wanted` already. */
export function installOnce(folder, wanted, work) {
  const stamp = join(folder, '.installed');
  if (read(stamp) === wanted) return;

  mkdirSync(runtimeFolder, { recursive: true });
  const lock = join(runtimeFolder, 'installing');
  waitFor(lock);
  try {
    if (read(stamp) === wanted) return;
    work();
    mkdirSync(folder, { recursive: true });
    writeFileSync(stamp, wanted);
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * Has npm install what `folder/package.json` asks for. It is `npm install`, because `npm ci` fails wherever a package
 * for some other platform cannot be had. Throws a Hindrance with npm's own code when it fails.
 */
export function npmInstall(what, node, folder, options) {
  const cli = process.env.npm_execpath ?? '';
  const [command, first] = cli.endsWith('npm-cli.js') ? [node, [cli]] : ['npm', []];
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000'];
  const { error, status, stderr } = spawnSync(
    command,
    [...first, 'install', '--prefix', folder, '--loglevel=error', ...patience, ...options],
    {
      cwd: folder,
      encoding: 'utf8',
      shell: command === 'npm' && process.platform === 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  if (status === 0) return;
  const cause = error?.code ?? /^npm (?:error|ERR!) code (\S+)/m.exec(stderr)?.[1] ?? `exit code ${status}`;
  throw new Hindrance(`Could not install ${what} (npm: ${cause}): please check the network and start again.`);
}

function waitFor(lock) {
  if (take(lock)) return;
  say('Another start is installing; waiting for it …');
  for (const deadline = Date.now() + LOCK_WAIT_MS; !take(lock); pause(100)) {
    if (Date.now() > deadline)
      throw new Hindrance('It has not finished: if there is none, remove .runtime/installing.');
  }
}

/** Writes the lock file, which only one process can; a lock whose owner has died is cleared for the next try. */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isRunning(Number(read(lock)))) rmSync(lock, { force: true });
    return false;
  }
}

function isRunning(processId) {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function pause(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
