/** What `npm run simulate` says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runIn } from './fixture.ts';

const simulate = (parameters: readonly string[], environment = {}) =>
  runIn('.', [process.execPath, 'tools/simulate.ts', ...parameters], environment);

test('so many seeds are run from the one that is named, and the last line says whether one failed', async () => {
  const { code, lastLine } = await simulate(['--seeds', '5', '--from', '1']);
  assert.equal(lastLine, '5 seeds run, first failing seed: none');
  assert.equal(code, 0);
});

test('one seed is told from beginning to end, and always in the same words', async () => {
  const [once, again] = [await simulate([], { SEED: '7' }), await simulate([], { SEED: '7' })];
  assert.ok(once.lines.length > 20);
  assert.match(once.lines[0] ?? '', /^2025-01-\d\d \d\d:\d\d:\d\d\.\d{3} {2}/);
  assert.match(once.lastLine, /^1 seed run, \d+ commands, first failing seed: none$/);
  assert.deepEqual(once.lines, again.lines);
});

test('a number of seeds that is none is refused with the usage', async () => {
  const { code, lastLine } = await simulate(['--seeds', 'many']);
  assert.equal(lastLine, 'usage: npm run simulate -- [--seeds COUNT] [--from SEED]');
  assert.equal(code, 2);
});
