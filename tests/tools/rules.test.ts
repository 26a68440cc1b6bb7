/** What `npm run rules` promises, tried on small rulebooks. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { type Ended, project, runIn } from './fixture.ts';

const rulebook = `# MAT

**MAT-1** The better price trades first.

**MAT-2** At one price the older order trades first; MAT-1 comes before.

**MAT-3** Withdrawn in 0.2.

| **MAT-9** | a table is no rule |
`;
const book = 'docs/rulebook/MAT.md';
const titles = (...list: string[]): string => list.map((title) => `test('${title}', () => {});\n`).join('');

function runRules(folder: string): Promise<Ended> {
  return runIn(folder, [process.execPath, resolve('tools/rules.ts')]);
}

test('every rule with a test: the matrix, the count, exit code 0', async (t) => {
  const folder = project(t, {
    [book]: rulebook,
    'tests/rules/mat.test.ts': `${titles('MAT-1, MAT-2 prices and times', 'MAT-2 alone', 'no rule at all')}  test(\`MAT-2 \${x}\`)`,
    'src/core/rejections.ts': `export const r = { UNKNOWN: 'MAT-2' } // (rule MAT-1)`,
  });
  const { code, lines } = await runRules(folder);
  assert.deepEqual(lines, ['MAT-1   rules/mat.test.ts 1', 'MAT-2   rules/mat.test.ts 3', '2 of 2 rules shown']);
  assert.equal(code, 0);
});

test('a rule that no test shows fails', async (t) => {
  const { code, lines } = await runRules(project(t, { [book]: rulebook, 'tests/a.test.ts': titles('MAT-1 x') }));
  assert.deepEqual(lines.slice(1), ['MAT-2   — no test shows it', '1 of 2 rules shown']);
  assert.equal(code, 1);
});

const sound = { [book]: rulebook, 'tests/a.test.ts': titles('MAT-1, MAT-2 x') };
const unsound = [
  { what: 'a title that cites no rule', files: { 'tests/b.test.ts': titles('MAT-7 x') } },
  { what: 'a title that cites a withdrawn rule', files: { 'tests/b.test.ts': titles('MAT-3 x') } },
  { what: 'a rejection whose rule is missing', files: { 'src/core/rejections.ts': `{ LATE: 'ORD-1' }` } },
  { what: 'a comment that cites no rule', files: { 'src/core/book.ts': '// UTF-8 is no rule, nor is rule MAT-4' } },
  { what: 'a code that is used twice', files: { 'docs/rulebook/ORD.md': '**MAT-1** Again.' } },
];
for (const { what, files } of unsound) {
  test(`${what} fails, and is named with its file`, async (t) => {
    const { code, lines, lastLine } = await runRules(project(t, { ...sound, ...files }));
    assert.equal(lastLine, '2 of 2 rules shown');
    assert.ok(
      lines.some((line) => line.startsWith(`${Object.keys(files)[0]}: `)),
      lines.join('\n'),
    );
    assert.equal(code, 1);
  });
}

test('a rulebook without a rule fails', async (t) => {
  const { code, lastLine } = await runRules(project(t, {}));
  assert.equal(lastLine, '0 of 0 rules shown');
  assert.equal(code, 1);
});
