/** The file in which a venue keeps who it is, and the key of whoever runs it. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { credentialOf } from '#gateway/keys.ts';
import { Identity } from '../../src/venue/identity.ts';

interface Kept {
  readonly id: string;
  readonly secret: string;
  readonly operatorKey: string;
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tokenpit-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const keptIn = ({ path }: Identity): Kept => JSON.parse(readFileSync(path, 'utf8')) as Kept;

test("API-25 the operator's key is made once, and only the owner of the file can read it", (t) => {
  const folder = folderOf(t);
  const made = new Identity(folder);
  const { operatorKey } = keptIn(made);
  assert.match(operatorKey, /^tp_[0-9a-f]{64}$/);
  assert.equal(made.operatorCredential, credentialOf(operatorKey));
  assert.equal(statSync(made.path).mode & 0o777, 0o600);
  const again = new Identity(folder);
  assert.deepEqual([again.id, again.operatorCredential], [made.id, made.operatorCredential]);
});

test('API-25 a venue that had no such key is given one and stays who it was', (t) => {
  const folder = folderOf(t);
  const before = { id: '0b7e1c1e-0000-4000-8000-000000000000', secret: 'ab'.repeat(32) };
  writeFileSync(join(folder, 'venue.json'), JSON.stringify(before));
  const identity = new Identity(folder);
  const { operatorKey, ...rest } = keptIn(identity);
  assert.deepEqual(rest, before);
  assert.equal(new Identity(folder).operatorCredential, credentialOf(operatorKey));
});
