/** The built terminal, served next to the API. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OpenDoors } from './open-doors.ts';

test('API-19 the terminal is served where nothing of the API is, and finds its own way behind its first page', async (t) => {
  const doors = await OpenDoors.with(t, [], { terminal: builtTerminal(t) });
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(doors.address + path, { method });
    return [response.status, response.headers.get('content-type')?.split(';')[0], (await response.text()).slice(0, 15)];
  };
  const page = [200, 'text/html', '<!doctype html>'];
  assert.deepEqual(await get('/'), page);
  assert.deepEqual(await get('/contracts/SIT2612'), page);
  assert.deepEqual(await get('/assets/main.js'), [200, 'application/javascript', 'console.log(1)']);
  assert.deepEqual((await get('/api/v1/venue'))[1], 'application/json');
  assert.deepEqual((await get('/api/v1/nothing'))[0], 404);
  assert.deepEqual((await get('/', 'POST'))[0], 404);
  for (const path of ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt'])
    await get(path).then(([status, , text]) => {
      assert.notEqual(status, 500, path);
      assert.ok(!String(text).includes('secret'), path);
    });
});

test('API-19 without a built terminal there is only the API', async (t) => {
  const doors = await OpenDoors.with(t, []);
  assert.equal((await fetch(doors.address)).status, 404);
});

/** A folder with a page and a script, and a file beside it that is nobody's business. */
function builtTerminal(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tokenpit-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const terminal = join(folder, 'terminal');
  mkdirSync(join(terminal, 'assets'), { recursive: true });
  writeFileSync(join(terminal, 'index.html'), '<!doctype html><title>Tokenpit</title>');
  writeFileSync(join(terminal, 'assets/main.js'), 'console.log(1)');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  return terminal;
}
