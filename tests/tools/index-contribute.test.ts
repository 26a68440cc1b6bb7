/** `npm run index -- keygen`, `sign` and `submit`: what is signed is what arrives. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Millis } from '#core/units.ts';
import { verifySubmission } from '#feeds/submission.ts';
import { readSubmitters } from '#feeds/submitters.ts';
import { FRIDAY, RunningVenue, withFolder } from '../venue/running-venue.ts';
import { project } from './fixture.ts';
import { index } from './index-fixture.ts';

const csv =
  'observedAt,seller,listing,input,cached,output\n2026-11-20T08:00Z,groq,llama-3.3-70b-versatile,0.59,,0.79\n';

test('a new key signs a file, and a venue that knows the key takes it once', () =>
  withFolder(async (folder) => {
    const made = await index('keygen', '--name', 'acme', '--out', join(folder, 'keys'));
    assert.equal(made.code, 0, made.err);
    const key = join(folder, 'keys', 'acme.pem');
    assert.equal(statSync(key).mode & 0o777, 0o600);
    assert.match(readFileSync(key, 'utf8'), /^-----BEGIN PRIVATE KEY-----/);
    assert.doesNotMatch(made.out, /PRIVATE KEY/);

    const row = JSON.parse(/for submitters\.json: (.*)/.exec(made.out)?.[1] ?? '');
    assert.deepEqual([row.name, row.sellers], ['acme', ['acme']]);
    const file = join(folder, 'prices.csv');
    writeFileSync(file, csv);
    const submitters = [{ ...row, sellers: ['groq'], from: '2026-11-01' }];
    mkdirSync(join(folder, 'venue', 'index'), { recursive: true });
    writeFileSync(join(folder, 'venue', 'index', 'submitters.json'), JSON.stringify(submitters));

    const signing = ['--name', 'acme', '--key', key, '--file', file];
    const signature = (await index('sign', ...signing)).out.trim();
    const submission = { name: 'acme', bytes: Buffer.from(csv), signature };
    const now = Date.parse('2026-11-20T10:00Z') as Millis;
    assert.equal(verifySubmission(submission, readSubmitters(JSON.stringify(submitters)), now).name, 'acme');

    const venue = await RunningVenue.start(['--port', '0', '--data', join(folder, 'venue'), '--bare', ...FRIDAY]);
    const hash = createHash('sha256').update(csv).digest('hex');
    const taken = await index('submit', ...signing, '--venue', venue.address);
    assert.deepEqual([taken.code, taken.out], [0, `contributor:acme: 1 price taken, sha256 ${hash}\n`], taken.err);
    const again = await index('submit', ...signing, '--venue', venue.address);
    assert.equal(again.out, `contributor:acme: 1 price had been taken before, sha256 ${hash}\n`);
    const other = await index('submit', ...signing, '--name', 'bolt', '--venue', venue.address);
    assert.deepEqual([other.code, other.out], [2, '']);
    assert.match(other.err, /^http:\S+ refuses: No submitter is registered under this name\./);
    await venue.interrupt();
  }));

test('what cannot be signed is said in one sentence, and a key is never written over', async (t) => {
  const folder = project(t, { 'prices.csv': csv, 'acme.pem': 'no key' });
  const said = async (...parameters: readonly string[]) => {
    const { code, err } = await index(...parameters);
    assert.equal(code, 2);
    return err.split('\n')[0]?.replaceAll(folder, 'F');
  };
  const file = join(folder, 'prices.csv');
  const key = join(folder, 'acme.pem');
  assert.equal(
    await said('keygen', '--name', 'acme', '--out', folder),
    'F/acme.pem is there already, and a key is not written over.',
  );
  assert.equal(readFileSync(key, 'utf8'), 'no key');
  assert.equal(
    await said('keygen', '--name', '../acme', '--out', folder),
    '--name takes small letters, digits and hyphens, not "../acme".',
  );
  assert.equal(await said('sign', '--name', 'acme', '--key', key, '--file', file), 'F/acme.pem holds no private key.');
  assert.equal(await said('sign', '--name', 'acme', '--file', file), '--key takes the file of the private key.');
  assert.match(
    (await said('sign', '--name', 'acme', '--key', join(folder, 'x'), '--file', file)) ?? '',
    /^F\/x cannot be read: /,
  );
});
