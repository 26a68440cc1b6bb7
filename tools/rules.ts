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
const REJECTIONS = 'src/core/rejections.ts';

const complaints = new Set<string>();
const rules = readRulebook();
citeTitles();
citeRejections();
citeSources();

const standing = [...rules]
  .filter(([, rule]) => !rule.withdrawn)
  .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
const shown = standing.filter(([, rule]) => rule.tests.size > 0);
for (const [code, { tests }] of standing) {
  const places = [...tests].map(([file, count]) => `${file.replace(/^tests\//, '')} ${count}`);
  console.log(`${code.padEnd(7)} ${places.join(', ') || '— no test shows it'}`);
}
for (const complaint of complaints) console.log(complaint);
console.log(`${shown.length} of ${standing.length} rules shown`);
process.exitCode = complaints.size === 0 && standing.length > 0 && shown.length === standing.length ? 0 : 1;

function readRulebook(): Map<string, Rule> {
  const found = new Map<string, Rule>();
  for (const [chapter, text] of read('docs/rulebook/*.md')) {
    for (const [, code = '', rest = ''] of text.matchAll(new RegExp(`^\\*\\*(${CODE})\\*\\*(.*)`, 'gm'))) {
      if (found.has(code)) complaints.add(`${chapter}: ${code} is used twice`);
      found.set(code, { withdrawn: rest.trimStart().startsWith('Withdrawn'), tests: new Map() });
    }
  }
  return found;
}

function citeTitles(): void {
  const title = new RegExp(`\\b(?:test|it|describe|suite)\\(\\s*['"\`](${CODE}(?:,\\s*${CODE})*)`, 'g');
  for (const [file, text] of read('tests/**/*.test.{ts,tsx}')) {
    for (const [, codes = ''] of text.matchAll(title)) {
      for (const code of codes.split(/,\s*/)) {
        const tests = rules.get(code)?.tests;
        if (tests === undefined) complaints.add(`${file}: a title cites ${code}, which is no rule`);
        else tests.set(file, (tests.get(file) ?? 0) + 1);
        if (rules.get(code)?.withdrawn) complaints.add(`${file}: a title cites ${code}, which is withdrawn`);
      }
    }
  }
}

function citeRejections(): void {
  for (const [file, text] of read(REJECTIONS)) {
    for (const [, rejection, code = ''] of text.matchAll(new RegExp(`(\\w+): '(${CODE})'`, 'g'))) {
      if (!stands(code)) complaints.add(`${file}: ${rejection} cites ${code}, which is no rule`);
    }
  }
}

/** Only codes of chapters that exist are looked at here: UTF-8 has the shape of one, too. */
function citeSources(): void {
  const chapters = new Set([...rules.keys()].map((code) => code.slice(0, 3)));
  for (const [file, text] of read('src/**/*.{ts,tsx}')) {
    const codes = new Set(text.match(new RegExp(`\\b${CODE}\\b`, 'g')));
    for (const code of file === REJECTIONS ? [] : codes) {
      if (chapters.has(code.slice(0, 3)) && !stands(code)) complaints.add(`${file}: cites ${code}, which is no rule`);
    }
  }
}

function stands(code: string): boolean {
  return rules.get(code)?.withdrawn === false;
}

function read(pattern: string): [string, string][] {
  return globSync(pattern)
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]);
}
