/** What holds for every experiment: how it is called, how it is cancelled, and that threads change nothing. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogue } from '#lab/experiment/catalogue.ts';
import { experiments } from '../../tools/lab/experiments.ts';
import { readLabFlags } from '../../tools/lab/flags.ts';
import { ProgressLine } from '../../tools/lab/progress-line.ts';
import { project, runIn } from './fixture.ts';

const lab = (...parameters: string[]) => runIn('.', [process.execPath, 'tools/lab.ts', ...parameters]);

test('the catalogue lists the experiments that there are', () => {
  assert.deepEqual(
    catalogue.map(({ name }) => name),
    experiments.map(({ name }) => name),
  );
});

test('without a name every experiment is listed with what it asks, and its own help says its flags', async () => {
  const list = await lab();
  assert.equal(list.code, 0);
  for (const { name, about } of catalogue)
    assert.ok(
      list.lines.some((line) => line.trim().startsWith(`${name} `) && line.endsWith(about)),
      name,
    );
  const help = await lab('backtest', '--help');
  assert.equal(help.code, 0);
  assert.equal(help.lines[0], 'npm run lab -- backtest [flags]');
  for (const flag of ['--series', '--out', '--threads'])
    assert.ok(
      help.lines.some((line) => line.trim().startsWith(flag)),
      flag,
    );
});

test('an unknown experiment and an unknown flag are refused with a sentence and what there is, exit code 2', async (t) => {
  const unknown = await lab('alchemy');
  assert.equal(unknown.code, 2);
  assert.equal(unknown.lines[0], 'There is no experiment "alchemy" here.');
  assert.ok(unknown.lines.some((line) => line.includes('backtest')));
  const out = project(t, {});
  const flag = await lab('backtest', '--speed', '3', '--out', out);
  assert.equal(flag.code, 2);
  assert.match(flag.lines[0] ?? '', /--speed/);
  assert.deepEqual(readdirSync(out), ['package.json']);
});

test('the flags that all have are taken out of the command line wherever they stand', () => {
  assert.deepEqual(readLabFlags(['--days', '3', '--out=a=b', '--threads', '2', '--seed', '7']), {
    out: 'a=b',
    threads: 2,
    own: ['--days', '3', '--seed', '7'],
  });
  assert.equal(readLabFlags([]).out, 'data/lab');
  for (const [parameters, message] of [
    [['--threads', '0'], '--threads takes a whole number from 1 to 256, not "0".'],
    [['--threads', 'two'], '--threads takes a whole number from 1 to 256, not "two".'],
    [['--out'], '--out needs a value.'],
  ] as const)
    assert.throws(() => readLabFlags(parameters), { name: 'Complaint', code: 'USAGE', message });
});

test('one thread and two give the same files, byte for byte, and a second run replaces the first', async (t) => {
  const out = project(t, {});
  mkdirSync(join(out, '1', 'backtest'), { recursive: true });
  writeFileSync(join(out, '1', 'backtest', 'of-another-run.csv'), 'old');
  const flags = ['--series', 'jumps', '--days', '20', '--until', '2026-11-20'];
  const [one, two] = await Promise.all(
    ['1', '2'].map(async (threads) => {
      const { code, lines } = await lab('backtest', ...flags, '--threads', threads, '--out', join(out, threads));
      assert.equal(code, 0, lines.join('\n'));
      const folder = join(out, threads, 'backtest');
      assert.deepEqual(readdirSync(join(out, threads)), ['backtest']);
      return readdirSync(folder).map((file) => [file, readFileSync(join(folder, file)).toString('base64')]);
    }),
  );
  assert.ok((one?.length ?? 0) > 1);
  assert.deepEqual(one, two);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} cancels a run with one sentence, exit code 130, and leaves the former files as they were`, async (t) => {
    const out = project(t, { 'backtest/report.json': 'of before' });
    const child = spawn(process.execPath, [
      'tools/lab.ts',
      'backtest',
      '--series',
      'jumps',
      '--days',
      '5000',
      '--out',
      out,
    ]);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said === '') child.kill(signal);
      said += text;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(code, 130, said);
    assert.equal(said.trimEnd().split('\n').at(-1), 'Cancelled: nothing was written.');
    assert.deepEqual(readdirSync(out).sort(), ['backtest', 'package.json']);
    assert.equal(readFileSync(join(out, 'backtest', 'report.json'), 'utf8'), 'of before');
  });

test('a file that is missing is said, exit code 2, and nothing is written', async (t) => {
  const out = project(t, {});
  const { code, lastLine } = await lab('backtest', '--csv', join(out, 'none.csv'), '--out', out);
  assert.equal(code, 2);
  assert.match(lastLine, /ENOENT.*none\.csv/);
  assert.deepEqual(readdirSync(out), ['package.json']);
});

test('a folder that cannot be written is said, exit code 1', async (t) => {
  const out = join(project(t, { file: 'not a folder' }), 'file');
  const { code, lines } = await lab('backtest', '--series', 'jumps', '--days', '1', '--out', out);
  assert.equal(code, 1);
  assert.ok(lines.some((line) => /EEXIST|ENOTDIR/.test(line)));
  assert.ok(existsSync(out));
});

test('progress is a line every few seconds in a pipe, and one line with what is left on a terminal', () => {
  let now = 0;
  let written = '';
  const lineOn = (isTTY: boolean) => {
    written = '';
    now = 0;
    const write = (text: string | Uint8Array) => {
      written += text;
      return true;
    };
    return new ProgressLine({ isTTY, write } as ConstructorParameters<typeof ProgressLine>[0], () => now);
  };
  const pipe = lineOn(false);
  for (now = 0; now <= 7_000; now += 1_000) pipe.tell(now / 1_000, 10, 'paths');
  assert.deepEqual(written.trimEnd().split('\n'), [
    'paths: 0 of 10 (0 %), 0 s',
    'paths: 3 of 10 (30 %), 3 s, about 7 s left',
    'paths: 6 of 10 (60 %), 6 s, about 4 s left',
  ]);
  const terminal = lineOn(true);
  now = 90_000;
  terminal.tell(1, 4, 'paths');
  now = 91_000;
  terminal.tell(4, 4, 'paths');
  terminal.clear();
  assert.equal(
    written,
    '\r\u001b[2Kpaths: 1 of 4 (25 %), 1 min 30 s\r\u001b[2Kpaths: 4 of 4 (100 %), 1 min 31 s\r\u001b[2K',
  );
});
