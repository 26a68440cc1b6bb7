/**
 * Facts about the house that a machine can check by reading the files.
 *
 * They are read as text, so they are cheap and a little blunt: comments and strings are blanked where a fact is about
 * code, and nothing is parsed. The compiler keeps the rings, too (`tsc -b`); what stands here also catches what it lets
 * through: the clock, the dice, and packages.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

/** The rings that see ECMAScript only: they know what they are told, so that a journal replays. */
const innerRooms = ['core', 'market-data', 'makers', 'lab', 'journal', 'sequencer', 'session', 'simulation'];
const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;
const SELF = 'tests/tidy.test.ts';

test('each room imports only from itself and from the rooms that its tsconfig refers to', () => {
  for (const config of globSync('src/*/tsconfig.json')) {
    const home = dirname(config);
    const { references } = JSON.parse(readFileSync(config, 'utf8')) as { references: { path: string }[] };
    const known = references.map(({ path }) => path.replace('../../src/', '#'));
    none(sources(home), IMPORT, {
      but: (path, file) => {
        if (path.startsWith('#')) return known.includes(path.split('/')[0] ?? '');
        return !path.startsWith('.') || join(dirname(file), path).startsWith(`${home}/`);
      },
    });
  }
});

test('the inner rings and the client import no package, and nothing of Node; the sessions check shapes with typebox', () => {
  for (const room of [...innerRooms, 'client'])
    none(sources(`src/${room}`), IMPORT, {
      but: (path) => /^[.#]/.test(path) || (room === 'session' && /^typebox(?:\/|$)/.test(path)),
    });
});

test('the core has no clock, no dice, no powers, no waiting and no console', () => {
  none(code('src/core'), /\b(?:Date|Math\.random|Math\.pow|performance|async|await|Promise|console)\b|\*\*/g);
});

test('the inner rings are told the time and given their dice', () => {
  for (const room of innerRooms) {
    none(
      code(`src/${room}`),
      /\b(?:Date\.now|new Date\(\)|Math\.random|performance\.|crypto\.|setTimeout|setInterval)/g,
    );
  }
});

test('every type is written down, and no tool is told to look away', () => {
  for (const folder of ['src', 'tests', 'tools', 'bench', 'examples']) {
    none(code(folder), /[:<(|&,]\s*any\b(?!\()|\bas any\b/g);
    none(sources(folder), /@ts-(?:ignore|nocheck|expect-error)|biome-ignore/g, { but: (_, file) => file === SELF });
  }
});

test('no test is left out or singled out', () => {
  none(code('tests'), /\b(?:test|it|describe|suite|t)\.(?:only|skip|todo)\b|\b(?:only|skip|todo): /g);
});

test('no file knows a machine, or an address to install from', () => {
  none(texts(), /(?<![\w.:/+$}-])\/(?:work|tmp|root|home|Users)\/\w/g, { but: (_, file) => file === SELF });
  none(texts(), /https?:\/\/[^\s"'`]*registry[^\s"'`]*|"resolved":/g, { but: (_, file) => file === SELF });
});

test('nothing is put off in the text', () => {
  none(texts(), /\b(?:TODO|FIXME)\b/g, { but: (_, file) => file === SELF });
});

test('every file of the core opens with what it is, and every public function of more than one line says what it does', () => {
  const silent: string[] = [];
  for (const [file, text] of sources('src/core')) {
    if (!text.startsWith('/**')) silent.push(file);
    for (const [, before = '', name, body = ''] of text.matchAll(/(.*)\nexport function (\w+)([\s\S]*?)\n\}/g)) {
      if (!before.endsWith('*/') && body.split('\n').length > 2) silent.push(`${file}: ${name}`);
    }
  }
  assert.deepEqual(silent, []);
});

test('there are at most twelve scripts, the README names them, and each starts a program that exists', () => {
  const { scripts } = manifest();
  const readme = readFileSync('README.md', 'utf8');
  assert.ok(Object.keys(scripts).length <= 12);
  for (const [name, line] of Object.entries(scripts)) {
    const command = ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`;
    assert.ok(readme.includes(command), `README.md does not say \`${command}\``);
    const [, program = '', bin] = /launch\.mjs (\S+)(?: (\S+))?/.exec(line) ?? [];
    const file = program === '--bin' ? `node_modules/.bin/${bin}` : program;
    assert.ok(existsSync(file), `\`${command}\` starts ${file}, which does not exist`);
  }
});

test('the versions of packages are exact', () => {
  const { dependencies, devDependencies } = manifest();
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

type File = readonly [path: string, text: string];
type Forgives = (found: string, file: string) => boolean;

/** Fails with file and line where `pattern` finds something; `but` forgives a finding (its first group, or the whole). */
function none(files: readonly File[], pattern: RegExp, { but = () => false }: { but?: Forgives } = {}): void {
  const places = files.flatMap(([file, text]) =>
    [...text.matchAll(pattern)]
      .filter((match) => !but(match[1] ?? match[0], file))
      .map((match) => `${file}:${text.slice(0, match.index).split('\n').length} has ${match[1] ?? match[0]}`),
  );
  assert.deepEqual(places, []);
}

function sources(folder: string): File[] {
  return globSync(`${folder}/**/*.{ts,tsx,mjs}`)
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]);
}

/** The sources with comments and strings blanked, so that every line stays where it is. */
function code(folder: string): File[] {
  const quiet = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
  return sources(folder).map(([file, text]) => [file, text.replace(quiet, (part) => part.replace(/\S/g, ' '))]);
}

/** Every text file of the project, the lock file included. */
function texts(): File[] {
  return globSync(['*', '.*', '{.ci,bench,docs,examples,src,tests,tools}/**/*'], { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file): File => [file, readFileSync(file, 'utf8')])
    .filter(([, text]) => !text.includes('\0'));
}

type Manifest = { readonly [section in 'scripts' | 'dependencies' | 'devDependencies']: Record<string, string> };

function manifest(): Manifest {
  return JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
}
