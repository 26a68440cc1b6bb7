/**
 * What the documents show is run, and what they point at is there.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { FRIDAY, RunningVenue, root, withFolder } from './running-venue.ts';

const run = promisify(execFile);

test('the first order of the README is answered as it says', () =>
  withFolder(async (data) => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const block = /<!-- first order -->\n```sh\n(.*?)```/s.exec(readme)?.[1];
    assert.ok(block, 'the README has a first order');
    const venue = await RunningVenue.start(['--port', '0', '--data', data, '--history', '8', ...FRIDAY]);
    const { stdout } = await run('bash', ['-ec', block.replaceAll('localhost:8080', new URL(venue.address).host)]);
    const answer = JSON.parse(stdout);
    const shown = JSON.parse(/```json\n(.*?)```/s.exec(readme)?.[1] ?? '');
    assert.equal(answer.order.contract, shown.order.contract);
    for (const field of Object.keys(shown.order)) assert.ok(field in answer.order, `an order has ${field}`);
    for (const field of Object.keys(shown)) assert.ok(field in answer, `an answer has ${field}`);

    await venue.interrupt();
    const replayed = await run(process.execPath, ['tools/replay.ts', join(data, 'journal')], { cwd: root });
    assert.match(replayed.stdout, /state [0-9a-f]{16}/);
  }));

test('npm start -- --help lists the flags that the README names', async () => {
  const { code, output } = await RunningVenue.run(['--help']);
  assert.equal(code, 0);
  const line =
    readFileSync(join(root, 'README.md'), 'utf8')
      .split('\n')
      .find((l) => l.includes('--help')) ?? '';
  const flags = [...line.matchAll(/`(--[a-z]+)`/g)].map(([, flag]) => flag as string);
  assert.ok(flags.length >= 5);
  for (const flag of flags) assert.ok(output.includes(flag), `${flag} is in the help`);
});

for (const file of ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })])
  test(`every link of ${file} leads somewhere`, () => {
    const text = readFileSync(join(root, file), 'utf8');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
    const lost = targets
      .filter((target) => !/^(https?:|#)/.test(target))
      .filter((target) => !existsSync(join(root, dirname(file), target.replace(/#.*/, ''))));
    assert.deepEqual(lost, []);
  });
