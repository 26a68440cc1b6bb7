/** What the bench prints and keeps. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Figure, PartResult } from '../../bench/figure.ts';
import { endOfFrame, endOfResponse, textFrame } from '../../bench/load/line.ts';
import { figureLines, lastRunOf, saveRun } from '../../bench/results.ts';
import { decodeWorkload } from '../../bench/workloads/workload.ts';

const BENCH = join(import.meta.dirname, '../../bench/bench.ts');

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function part(name: string, ...figures: Figure[]): PartResult {
  return { part: name, workload: 'a', warmUp: 'b', leftOut: 'c', figures };
}

test('a figure says whether it is what was asked of it, and how it has changed', () => {
  const before = part('book', { name: 'rate', value: 100, unit: '/s' });
  const now = part(
    'book',
    { name: 'rate', value: 150, unit: '/s', atLeast: 200 },
    { name: 'wait', value: 1.5, unit: 'ms', atMost: 2 },
    { name: 'size', value: 1_234, unit: 'bytes' },
  );
  assert.deepEqual(figureLines(now, before), [
    '  rate            150 /s   NOT MET, at least 200 /s   1.50 × the last',
    '  wait           1.50 ms   met, at most 2.00 ms',
    '  size       1,234 bytes',
  ]);
});

test('the last run of a part is the newest of this machine that has it, or else the baseline', (t) => {
  const folder = folderFor(t);
  const run = (taken: string, ...names: string[]) => ({
    taken,
    conditions: {},
    parts: names.map((name) => part(name)),
  });
  assert.equal(lastRunOf(folder, 'book'), undefined);
  writeFileSync(join(folder, 'baseline.json'), JSON.stringify(run('2026-01-01T00:00:00.000Z', 'book', 'wide')));
  saveRun(folder, run('2026-02-01T00:00:00.000Z', 'book'));
  saveRun(folder, run('2026-03-01T00:00:00.000Z', 'doors'));
  assert.equal(lastRunOf(folder, 'book')?.taken, '2026-02-01T00:00:00.000Z');
  assert.equal(lastRunOf(folder, 'wide')?.taken, '2026-01-01T00:00:00.000Z');
  assert.equal(lastRunOf(folder, 'replay'), undefined);
});

test('a workload in a file is measured as one JSON object', (t) => {
  const file = join(folderFor(t), 'small.bin');
  execFileSync(process.execPath, [BENCH, 'write', '--file', file, '--commands', '3000']);
  assert.equal(decodeWorkload(readFileSync(file)).commands, 3_000);
  for (const subject of ['book', 'exchange']) {
    const printed = execFileSync(process.execPath, [BENCH, subject, '--file', file, '--json'], { encoding: 'utf8' });
    const said = JSON.parse(printed) as Record<string, unknown>;
    assert.equal(said.subject, subject);
    assert.equal(said.commands, 3_000);
    for (const name of ['commandsPerSecond', 'p50Ns', 'p99Ns', 'p999Ns', 'trades', 'volume', 'cancelsRefused'])
      assert.equal(typeof said[name], 'number', name);
    assert.match(String(said.digest), /^[0-9a-f]{8}$/);
  }
});

test('what the bench does not know it says in one sentence', () => {
  for (const [args, sentence] of [
    [['speed'], /^bench: speed is not known: npm run bench/],
    [['wide', '--file', 'x'], /^bench: wide takes no file: npm run bench/],
    [['write'], /^bench: a file is missing: npm run bench/],
  ] as const) {
    const { status, stderr } = spawnSync(process.execPath, [BENCH, ...args], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, sentence);
  }
});

test('the load generator finds where an answer ends, and waits for one that is not all there', () => {
  const short = Buffer.from([0x81, 2, 65, 66]);
  const long = Buffer.concat([Buffer.from([0x81, 126, 1, 0]), Buffer.alloc(256)]);
  for (const frame of [short, long]) {
    assert.equal(endOfFrame(frame, 0), frame.length);
    assert.equal(endOfFrame(Buffer.concat([short, frame]), short.length), short.length + frame.length);
    for (let cut = 0; cut < frame.length; cut += 1) assert.equal(endOfFrame(frame.subarray(0, cut), 0), 0);
  }
  const response = Buffer.from('HTTP/1.1 201 Created\r\nContent-Length: 3\r\n\r\nabc');
  assert.equal(endOfResponse(response, 0), response.length);
  for (let cut = 0; cut < response.length; cut += 1) assert.equal(endOfResponse(response.subarray(0, cut), 0), 0);
  assert.deepEqual([...textFrame('AB')], [0x81, 0x82, 0, 0, 0, 0, 65, 66]);
});
