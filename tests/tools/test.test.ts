/** What `npm test` promises, tried on small projects. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { type Ended, project, runIn } from './fixture.ts';

const importTest = `import { test } from 'node:test';\n`;
const passing = `${importTest}test('MAT-1 a', () => {});\ntest('MAT-10 b', () => {});\n`;
const failing = `${importTest}test('c', () => { throw new Error('the reason'); });\n`;

function runTests(folder: string, words: readonly string[] = [], environment = {}): Promise<Ended> {
  return runIn(folder, [process.execPath, resolve('tools/test.ts'), ...words], environment);
}

test('when all pass the last line counts them and the exit code is 0', async (t) => {
  const folder = project(t, { 'tests/one.test.ts': passing, 'tests/deep/er/two.test.ts': passing });
  const { code, lines, lastLine } = await runTests(folder);
  assert.equal(lastLine, '4 passed, 0 failed');
  assert.equal(code, 0);
  assert.equal(lines.length, 3, 'a line a file, and the last');
});

test('a failure is told in full and the exit code is 1', async (t) => {
  const { code, lines, lastLine } = await runTests(
    project(t, { 'tests/one.test.ts': passing + failing.split('\n')[1] }),
  );
  assert.equal(lastLine, '2 passed, 1 failed');
  assert.equal(code, 1);
  assert.ok(lines.some((line) => line.includes('Error: the reason')));
});

test('a failing subtest counts once, and a suite does not count', async (t) => {
  const nested = `import { describe, test } from 'node:test';
    test('parent', async (t) => { await t.test('good', () => {}); await t.test('bad', () => { throw new Error(); }); });
    describe('suite', () => { test('inside', () => {}); });`;
  const { lastLine } = await runTests(project(t, { 'tests/one.test.ts': nested }));
  assert.equal(lastLine, '2 passed, 1 failed');
});

test('skipped tests are counted apart, and alone they are no success', async (t) => {
  const skipping = "import { test } from 'node:test'; test('later', { skip: true }, () => {});";
  const { code, lastLine } = await runTests(project(t, { 'tests/one.test.ts': skipping }));
  assert.equal(lastLine, '0 passed, 0 failed, 1 skipped');
  assert.equal(code, 1);
});

test('no test at all is a failure', async (t) => {
  const { code, lastLine } = await runTests(project(t, {}));
  assert.equal(lastLine, '0 passed, 0 failed');
  assert.equal(code, 1);
});

test('a file that does not load, that holds no test, or that ends early, fails by name', async (t) => {
  const folder = project(t, {
    'tests/broken.test.ts': `import './missing.ts';`,
    'tests/empty.test.ts': 'export {};',
    'tests/quits.test.ts': `${passing}process.exit(3);`,
    'tests/sound.test.ts': passing,
  });
  const { code, lines, lastLine } = await runTests(folder);
  assert.equal(lastLine, '2 passed, 3 failed');
  assert.equal(code, 1);
  for (const name of ['broken', 'empty', 'quits']) assert.ok(lines.includes(`  ✖ tests/${name}.test.ts`), name);
});

test('a file that does not end is ended and named, and the others still run', async (t) => {
  const folder = project(t, {
    'tests/hangs.test.ts': `${passing}setInterval(() => {}, 1000);`,
    'tests/sound.test.ts': passing,
    'tests/spins.test.ts': `${importTest}test('forever', () => { for (;;); });`,
  });
  const { code, lines, lastLine } = await runTests(folder, [], { FILE_TIMEOUT_MS: '2000' });
  assert.equal(lastLine, '4 passed, 2 failed');
  assert.equal(code, 1);
  for (const name of ['hangs', 'spins']) assert.ok(lines.includes(`  ✖ tests/${name}.test.ts`), name);
});

test('a word narrows by path, else by title, and one that means nothing fails', async (t) => {
  const folder = project(t, { 'tests/margin.test.ts': passing, 'tests/book.test.ts': passing });
  assert.equal((await runTests(folder, ['margin'])).lastLine, '2 passed, 0 failed');
  assert.equal((await runTests(folder, ['MAT-1'])).lastLine, '2 passed, 0 failed', 'MAT-10 is another rule');
  assert.equal((await runTests(folder, ['margin', 'MAT-10'])).lastLine, '3 passed, 0 failed');
  const { code, lines, lastLine } = await runTests(folder, ['margin', 'nonsense']);
  assert.equal(lastLine, '2 passed, 1 failed');
  assert.ok(lines.includes('nothing is called nonsense'));
  assert.equal(code, 1);
});

test('browser tests and long ones run only when they are named', async (t) => {
  const folder = project(t, {
    'tests/browser/desk.test.ts': passing + passing.split('\n').slice(1).join('\n'),
    'tests/quick.test.ts': `${importTest}test('a', () => {});`,
    'tests/year.long.test.ts': passing,
  });
  assert.equal((await runTests(folder)).lastLine, '1 passed, 0 failed');
  assert.equal((await runTests(folder, ['browser'])).lastLine, '4 passed, 0 failed');
  assert.equal((await runTests(folder, ['long'])).lastLine, '2 passed, 0 failed');

  const without = project(t, { 'tests/quick.test.ts': `${importTest}test('opens no browser', () => {});` });
  assert.equal((await runTests(without, ['browser'])).lastLine, '0 passed, 1 failed');
});
