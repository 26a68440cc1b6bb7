/**
 * Starts a program of this project on a Node that can run it, with its packages in place.
 *
 *     node tools/launch.mjs <script.ts> [arguments]
 *     node tools/launch.mjs --bin <command> [arguments]      a command of node_modules/.bin
 *
 * Whatever is missing is brought first and announced in one line; a start that needs nothing says nothing. The program
 * then gets this terminal, every signal that arrives here, and the last word: its exit code is ours. This file and
 * `runtime/` run before anything is installed, so they are plain JavaScript for Node 18 and newer and import nothing
 * but Node. Why they exist: docs/adr/0001-node-24-and-launcher.md.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { Hindrance, say } from './runtime/hindrance.mjs';
import { findNode } from './runtime/node.mjs';
import { bringPackages } from './runtime/packages.mjs';
import { compiledFolder, packagesFolder, root } from './runtime/places.mjs';

/**
 * The engine looks through the whole heap, and holds the venue up, whenever it has grown by a share of itself: of a small
 * one every other second at full load. With this much room from the start it does so seldom.
 */
const ROOM = '--initial-old-space-size=512';
/**
 * The engine puts small functions into those that call them, up to an allowance that ends early in the journey of an order.
 * With this much the journey is a few large pieces, and a decision takes about a sixth less.
 */
const LARGE_PIECES = ['--max-inlined-bytecode-size-cumulative=4000', '--min-inlining-frequency=0.05'];

/** Runs the program in this terminal until it ends, and ends as it did. */
function run(node, [target, ...rest]) {
  const isCommand = target === '--bin';
  const [program, parameters] = isCommand
    ? [join(packagesFolder, '.bin', rest[0] ?? ''), rest.slice(1)]
    : [node, [ROOM, ...LARGE_PIECES, resolve(root, target), ...rest]];
  const child = spawn(program, parameters, { stdio: 'inherit', shell: isCommand && process.platform === 'win32' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the program by itself; handing it on would make it two.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  if (process.env.npm_lifecycle_event) followParent(child);
  child.on('error', (error) => {
    say(`Could not start ${program}: ${error.message}.`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

/** The shell between npm and us hands no signal on: told to end, it is just gone. Then we end the program in its place. */
function followParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 250);
  watch.unref();
}

try {
  if (process.argv.length < 3) throw new Hindrance('usage: node tools/launch.mjs <script.ts> [arguments]');
  const node = findNode();
  process.env.PATH = [dirname(node), join(packagesFolder, '.bin'), process.env.PATH].join(delimiter);
  // Taking the types out of the sources and compiling them again would be half the start of a program.
  process.env.NODE_COMPILE_CACHE ??= compiledFolder;
  // Large pages for large buffers, where the system's C library can ask for them: among a million accounts that is a third
  // of what an order costs.
  process.env.GLIBC_TUNABLES ??= 'glibc.malloc.hugetlb=1';
  bringPackages(node);
  run(node, process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Hindrance)) throw error;
  say(error.message);
  process.exitCode = 1;
}
