/**
 * `npm run rules`: prints which tests show each rule of the rulebook, and ends with `n of m rules shown`.
 *
 * A rule is a line that begins with its code in bold, `**MAT-3**`; a withdrawn one goes on with `Withdrawn`. A test
 * cites rules by beginning its title with their codes, `MAT-3, MAT-4 …`. It fails on a rule without a test, on a code
 * that is used twice, and on a citation of no rule: in a title, in the list of rejections, anywhere in the sources.
 */
import { globSync, readFileSync } from 'node:fs';

type Rule = { readonly withdrawn: boolean; readonly tests: Map<string, number> };

const CODE = '[A-Z]{3}-\\d+';
const rules = new Map<string, Rule>();
const complaints = new Set<string>();

for (const [chapter, text] of read('docs/rulebook/*.md')) {
  for (const [, code = '', rest = ''] of text.matchAll(new RegExp(`^\\*\\*(${CODE})\\*\\*(.*)`, 'gm'))) {
    if (rules.has(code)) complaints.add(`${chapter}: ${code} is used twice`);
    rules.set(code, { withdrawn: rest.trimStart().startsWith('Withdrawn'), tests: new Map() });
  }
}

const title = new RegExp(`\\b(?:test|it|describe|suite)\\(\\s*['"\`](${CODE}(?:,\\s*${CODE})*)`, 'g');
for (const [file, text] of read('tests/**/*.test.{ts,tsx}')) {
  for (const code of [...text.matchAll(title)].flatMap(([, codes = '']) => codes.split(/,\s*/))) {
    const tests = cite(code, file)?.tests;
    tests?.set(file, (tests.get(file) ?? 0) + 1);
  }
}

// Elsewhere only the codes of chapters that exist are meant as such: UTF-8 looks like one, too.
const chapters = new Set([...rules.keys()].map((code) => code.slice(0, 3)));
for (const [file, text] of read('src/**/*.{ts,tsx}')) {
  const isRejections = file === 'src/core/rejections.ts';
  for (const [code] of text.matchAll(new RegExp(`\\b${CODE}\\b`, 'g'))) {
    if (isRejections || chapters.has(code.slice(0, 3))) cite(code, file);
  }
}

const standing = [...rules]
  .filter(([, { withdrawn }]) => !withdrawn)
  .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
for (const [code, { tests }] of standing) {
  const places = [...tests].map(([file, count]) => `${file.replace(/^tests\//, '')} ${count}`);
  console.log(`${code.padEnd(7)} ${places.join(', ') || '— no test shows it'}`);
}
for (const complaint of complaints) console.log(complaint);
const shown = standing.filter(([, { tests }]) => tests.size > 0).length;
console.log(`${shown} of ${standing.length} rules shown`);
process.exitCode = complaints.size === 0 && standing.length > 0 && shown === standing.length ? 0 : 1;

/** The rule that `file` cites by `code`. A citation of none is complained about, and so is one of a withdrawn rule. */
function cite(code: string, file: string): Rule | undefined {
  const rule = rules.get(code);
  if (rule === undefined) complaints.add(`${file}: cites ${code}, which is no rule`);
  else if (rule.withdrawn) complaints.add(`${file}: cites ${code}, which is withdrawn`);
  return rule;
}

function read(pattern: string): [path: string, text: string][] {
  return globSync(pattern)
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]);
}
