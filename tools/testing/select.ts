/** Which test files the words of a command line mean. */
import { readFileSync } from 'node:fs';

/** A file to run: whole, or only the tests whose title has one of `titles` in it. */
export type Chosen = { readonly file: string; readonly titles: readonly RegExp[] };

/** Kinds of test that run only when a word names them, and how their paths are told. */
const waiting = [
  { name: 'browser', path: /(^|\/)browser\// },
  { name: 'long', path: /\.long\./ },
];

/** Chooses among `paths`. A word that is in no path and in no file is `unknown`. Without words, all that do not wait. */
export function select(paths: readonly string[], words: readonly string[]): { files: Chosen[]; unknown: string[] } {
  const called = paths.filter((path) =>
    waiting.every((kind) => !kind.path.test(path) || words.some((word) => word.includes(kind.name))),
  );
  if (words.length === 0) return { files: called.map((file) => ({ file, titles: [] })), unknown: [] };

  const whole = new Set<string>();
  const inPart = new Map<string, RegExp[]>();
  const unknown: string[] = [];
  for (const word of words) {
    const named = called.filter((path) => path.toLowerCase().includes(word.toLowerCase()));
    for (const path of named) whole.add(path);
    if (named.length > 0) continue;

    // A rule code ends where it ends: MAT-1 is not MAT-10.
    const title = new RegExp(`${RegExp.escape(word)}${/\d$/.test(word) ? '(?!\\d)' : ''}`, 'i');
    // The name of a kind means its files, and never a title: a kind without a file is not there.
    const titled = isKind(word) ? [] : called.filter((path) => title.test(readFileSync(path, 'utf8')));
    for (const path of titled) inPart.set(path, [...(inPart.get(path) ?? []), title]);
    if (titled.length === 0) unknown.push(word);
  }
  const files = called.filter((path) => whole.has(path) || inPart.has(path));
  return { files: files.map((file) => ({ file, titles: whole.has(file) ? [] : (inPart.get(file) ?? []) })), unknown };
}

function isKind(word: string): boolean {
  return waiting.some((kind) => kind.name === word);
}
