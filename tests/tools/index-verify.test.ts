/** `npm run index -- verify` and `save`: what is true is verified, and of what is not the place is named. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { canonicalJson } from '#session/canonical-json.ts';
import type { PublicationDocument } from '#session/index-document.ts';
import { firstDifference, firstUnordered } from '../../tools/index/first-difference.ts';
import { FRIDAY, RunningVenue, withFolder } from '../venue/running-venue.ts';
import { project } from './fixture.ts';
import { DAY, documentOfDay, index, textOfDay } from './index-fixture.ts';

test('IDX-36 the fixing of a running venue is verified, saved, and verified again without it', () =>
  withFolder(async (data) => {
    const venue = await RunningVenue.start(['--port', '0', '--data', join(data, 'venue'), '--bare', ...FRIDAY]);
    const file = join(data, 'new', 'day.json');
    const at = ['--venue', venue.address, '--date', '2026-11-19'];
    const [verified, saved, unknown, early, history] = await Promise.all([
      index('verify', ...at),
      index('save', ...at, '--out', file),
      index('verify', '--venue', venue.address, '--date', '2026-12-19'),
      index('verify', ...at, '--known-at', '2026-11-01T00:00:00Z'),
      index('history', '--venue', venue.address, '--from', '2026-11-01', '--to', '2026-11-19'),
    ]);
    await venue.interrupt();
    assert.equal(verified.code, 0, verified.err);
    assert.match(verified.out, /^document {4}2026-11-19, revision 1, known since /);
    assert.match(verified.out, /\nverified\n$/);

    assert.equal(saved.code, 0, saved.err);
    const text = readFileSync(file, 'utf8');
    const hash = createHash('sha256').update(text).digest('hex');
    assert.equal(saved.out, `${file}: ${text.length.toLocaleString('en')} bytes, sha256 ${hash}\n`);
    assert.ok(verified.out.includes(`sha256 ${hash}`), 'the hash of the document is told');
    const again = await index('verify', '--file', file, '--date', '2026-11-19');
    assert.deepEqual([again.code, again.out], [0, verified.out]);

    assert.deepEqual([unknown.code, early.code], [2, 2]);
    assert.match(unknown.err, /This day has no fixing/);
    assert.match(early.err, /This day has no fixing, or had none then/);
    assert.match(history.out, /^19 days with a fixing/);
  }));

/** One change, as a person with an editor makes it, and what is said about it. */
const tampered: readonly (readonly [name: string, change: (text: string) => string, said: RegExp])[] = [
  [
    'a digit of a price in the inputs',
    (text) =>
      text.replace('"input":5000000,"listing":"claude-opus-4-7"', '"input":6000000,"listing":"claude-opus-4-7"'),
    /^not verified: publication\.index\.collected\[0\]\.input is 5000000, and made again it is 6000000\.$/m,
  ],
  [
    'a digit of a value in the publication',
    (text) => text.replace(/("weightedMedian":77271)7/, '$18'),
    /^not verified: publication\.index\.aggregate\.weightedMedian is 772718, and made again it is 772717\.$/m,
  ],
  [
    'a volume in the registry',
    (text) => text.replace('"volume":935000', '"volume":935001'),
    /^not verified: publication\.index\.adjusted\[0\]\.volume is 935000, and made again it is 935001\.$/m,
  ],
  [
    'a figure of the registry that nothing follows from',
    (text) => text.replace(/("gpu":"L40S-48GB","units":)(\d+)/, (_, before, units) => `${before}${Number(units) + 1}`),
    /^not verified: inputs\.terms\.registry\.gpus\S+units is \d+, and in what comes with this program it is \d+\.$/m,
  ],
  [
    'the hash of the registry',
    (text) => text.replace(/("hash":")[0-9a-f]{4}([0-9a-f]{60}","listings")/, '$10000$2'),
    /^not verified: inputs\.terms\.registry\.hash is "0000/m,
  ],
  [
    'the methodology under its old name',
    (text) => text.replace('"halfAfterMs":86400000', '"halfAfterMs":86400001'),
    /^not verified: inputs\.terms\.methodology\.staleness\.halfAfterMs is 86400001, and in what comes/m,
  ],
  [
    'the order of two keys',
    (text) => text.replace('"carriedDays":0,"excluded":[]', '"excluded":[],"carriedDays":0'),
    /^not verified: the keys of document\.inputs\.memory are not in order\.$/m,
  ],
  [
    'a blank',
    (text) => text.replace('"by":null', '"by": null'),
    /^not verified: the text is not in the one form: from character 7 on it is " null,/m,
  ],
  [
    'a name that cannot be one',
    (text) => text.replace('"source":"genai-prices"}', '"source":""}'),
    /^not verified: no fixing can be made of these inputs: the source of a document has no proper name\.$/m,
  ],
];

test('IDX-36 one change to a document is found, and its place is named', async (t) => {
  const text = textOfDay();
  const folder = project(t, Object.fromEntries(tampered.map(([, change], i) => [`${i}.json`, change(text)])));
  for (const [i, [name, change, said]] of tampered.entries()) {
    assert.notEqual(change(text), text, `${name} is changed`);
    const { code, out } = await index('verify', '--date', DAY, '--file', join(folder, `${i}.json`));
    assert.equal(code, 1, `${name}: ${out}`);
    assert.match(out, said, name);
  }
});

test('the first difference is the first in the order in which the right side was made', () => {
  const left = { b: [1, { c: 2 }], a: 1 };
  assert.equal(firstDifference(left, { a: 1, b: [1, { c: 2 }] }, 'it'), undefined);
  assert.deepEqual(firstDifference(left, { a: 2, b: [] }, 'it'), { path: 'it.a', left: '1', right: '2' });
  assert.deepEqual(firstDifference(left, { a: 1, b: [1] }, 'it'), {
    path: 'it.b[1]',
    left: '{"c":2}',
    right: 'nothing',
  });
  assert.deepEqual(firstDifference(left, { a: 1, b: null }, 'it')?.path, 'it.b');
  assert.equal(firstUnordered([{ a: 1, b: { d: 1, c: 1 } }], 'it'), 'it[0].b');
  assert.equal(firstUnordered(JSON.parse(canonicalJson(left)), 'it'), undefined);
});

test('what is no document of the day is refused with one sentence and exit code 2', async (t) => {
  const document = documentOfDay();
  const without = (key: keyof PublicationDocument) => JSON.stringify({ ...document, [key]: undefined });
  const folder = project(t, {
    'none.json': 'no json',
    'format.json': canonicalJson({ ...document, format: 'tokenpit-index-0' }),
    'inputs.json': without('inputs'),
    'date.json': canonicalJson(document),
    'list.json': '[]',
  });
  const said = async (date: string, name: string) => {
    const { code, err } = await index('verify', '--date', date, '--file', join(folder, name));
    assert.equal(code, 2, err);
    return err.trim().replace(join(folder, name), 'F');
  };
  assert.equal(await said(DAY, 'missing.json'), 'F is not there.');
  assert.equal(await said(DAY, 'none.json'), 'F is not JSON.');
  assert.equal(await said(DAY, 'format.json'), 'F is of the format "tokenpit-index-0", not "tokenpit-index-1".');
  assert.equal(await said(DAY, 'list.json'), 'F is of no format, and has to be "tokenpit-index-1".');
  assert.match(await said(DAY, 'inputs.json'), /^F is no document of a fixing: .*inputs/);
  assert.equal(await said('2026-11-19', 'date.json'), 'F is the document of 2026-11-20, not of 2026-11-19.');
});

test('a venue that is not there, and an address that is something else, are told apart', async (t) => {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>Hello</p>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const other = await index('verify', '--date', DAY, '--venue', `http://127.0.0.1:${port}`);
  assert.deepEqual([other.code, other.err], [2, `What http://127.0.0.1:${port} has of ${DAY} is not JSON.\n`]);
  // Port 1 is nobody's.
  const nobody = await index('verify', '--date', DAY, '--venue', 'http://127.0.0.1:1');
  assert.deepEqual([nobody.code, nobody.err], [2, 'No venue answers at http://127.0.0.1:1.\n']);
});
