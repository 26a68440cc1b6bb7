/**
 * What the launcher promises once Node is new enough, tried on a copy of it beside a stand-in for npm.
 *
 * Bringing Node itself needs an old Node and the network; the check of a clean clone shows that.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Ended, project, runIn } from './fixture.ts';

/** Takes a moment, installs nothing, and writes down that it was called. */
const fakeNpm = `import { appendFileSync, mkdirSync } from 'node:fs';
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (process.env.NPM_FAILS) { console.error('npm error code ENOTFOUND'); process.exit(1); }
  mkdirSync('node_modules', { recursive: true });
  appendFileSync('npm.log', process.argv[2] + '\\n');`;

function launchable(t: TestContext, files: Record<string, string> = {}): string {
  const folder = project(t, { 'package-lock.json': '{}', 'npm-cli.js': fakeNpm, ...files });
  cpSync('tools/launch.mjs', join(folder, 'tools/launch.mjs'));
  cpSync('tools/runtime', join(folder, 'tools/runtime'), { recursive: true });
  return folder;
}

function launch(folder: string, parameters: readonly string[], environment = {}): Promise<Ended> {
  const npm = { npm_execpath: join(folder, 'npm-cli.js'), ...environment };
  return runIn(folder, [process.execPath, 'tools/launch.mjs', ...parameters], npm);
}

test('the program gets its arguments, and its exit code is the launcher’s', async (t) => {
  const folder = launchable(t, { 'say.ts': `console.log(process.argv.slice(2).join('+')); process.exitCode = 7;` });
  const { code, lastLine } = await launch(folder, ['say.ts', 'a b', '--c']);
  assert.equal(lastLine, 'a b+--c');
  assert.equal(code, 7);
});

test('packages are installed when there are none or the lock file has changed, and announced in one line', async (t) => {
  const folder = launchable(t, { 'say.ts': `console.log('here');` });
  assert.equal((await launch(folder, ['say.ts'])).lines.length, 2);
  assert.deepEqual((await launch(folder, ['say.ts'])).lines, ['here']);
  writeFileSync(join(folder, 'package-lock.json'), '{ }');
  assert.equal((await launch(folder, ['say.ts'])).lines.length, 2);
  rmSync(join(folder, 'node_modules'), { recursive: true });
  assert.equal((await launch(folder, ['say.ts'])).lines.length, 2);
  assert.equal(readFileSync(join(folder, 'npm.log'), 'utf8'), 'install\n'.repeat(3));
});

test('starts at the same moment install once', async (t) => {
  const folder = launchable(t, { 'say.ts': `console.log('here');` });
  const ended = await Promise.all([1, 2, 3].map(() => launch(folder, ['say.ts'])));
  for (const { code, lastLine } of ended) assert.deepEqual({ code, lastLine }, { code: 0, lastLine: 'here' });
  assert.equal(readFileSync(join(folder, 'npm.log'), 'utf8'), 'install\n');
});

test('an install that was killed does not lock the next start out', async (t) => {
  const gone = spawn(process.execPath, ['--version']);
  await once(gone, 'close');
  const folder = launchable(t, { 'say.ts': `console.log('here');`, '.runtime/installing': String(gone.pid) });
  assert.equal((await launch(folder, ['say.ts'])).lastLine, 'here');
});

test('without the network it ends with one sentence, and the next start tries again', async (t) => {
  const folder = launchable(t, { 'say.ts': `console.log('here');` });
  const { code, lines } = await launch(folder, ['say.ts'], { NPM_FAILS: 'yes' });
  assert.equal(lines[1], 'Could not install the packages (npm: ENOTFOUND): please check the network and start again.');
  assert.equal(lines.length, 2);
  assert.equal(code, 1);
  assert.ok(!existsSync(join(folder, '.runtime/installing')));
  assert.equal((await launch(folder, ['say.ts'])).lastLine, 'here');
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} reaches the program once, and an orderly end is exit code 0`, async (t) => {
    const program = `let times = 0;
      process.on('${signal}', () => { times += 1; setTimeout(() => { console.log(times); process.exit(0); }, 100); });
      console.log('up'); setInterval(() => {}, 1000);`;
    const folder = launchable(t, { 'serve.ts': program });
    await launch(folder, ['missing.ts']);
    const child = spawn(process.execPath, ['tools/launch.mjs', 'serve.ts'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output === '') child.kill(signal);
      output += text;
    });
    const [code] = await once(child, 'close');
    assert.equal(output, 'up\n1\n');
    assert.equal(code, 0);
  });
}

test('when the shell between npm and the launcher goes away, the program is ended', async (t) => {
  const program = `process.on('SIGTERM', () => { console.log('ended'); process.exit(0); });
    console.log('up'); setInterval(() => {}, 1000);`;
  const folder = launchable(t, { 'serve.ts': program });
  await launch(folder, ['missing.ts']);
  const shell = spawn('sh', ['-c', `"${process.execPath}" tools/launch.mjs serve.ts; true`], {
    cwd: folder,
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') shell.kill('SIGTERM');
    output += text;
  });
  await once(shell, 'close');
  assert.equal(output, 'up\nended\n');
});
