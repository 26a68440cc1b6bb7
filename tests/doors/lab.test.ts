/** What the doors show of a folder of reports: whole ones, broken ones, and nothing else that stands there. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { CatalogueEntry } from '#lab/experiment/catalogue.ts';
import type { LabFinding } from '#wire/lab.ts';
import { LabFolder } from '../../src/venue/lab-folder.ts';
import { putFolderInPlace } from '../../tools/lab/files/folder.ts';
import { filesOf } from '../../tools/lab/files/report-files.ts';
import { project } from '../tools/fixture.ts';
import { madeUpReport } from '../tools/lab-report.ts';
import { OpenDoors } from './open-doors.ts';

const entries: readonly CatalogueEntry[] = ['paper', 'plan', 'check', 'price'].map((name) => ({ name, about: name }));

/** Doors before a folder in which `paper` was run, `plan` is no JSON, and `check` has another shape. */
async function doorsOf(t: TestContext): Promise<{ doors: OpenDoors; folder: string }> {
  const data = project(t, {
    'secret.json': '{"key":1}',
    'lab/plan/report.json': '{',
    'lab/check/report.json': '{"answer":1}',
  });
  const folder = join(data, 'lab');
  putFolderInPlace(join(folder, 'paper'), filesOf(madeUpReport('paper'), () => undefined).files);
  writeFileSync(join(folder, 'paper', 'notes.txt'), 'private');
  return { doors: await OpenDoors.with(t, [], { lab: new LabFolder(folder, entries) }), folder };
}

test('API-43 every experiment is listed, and a report that cannot be read hides no other', async (t) => {
  const { doors } = await doorsOf(t);
  assert.deepEqual(
    (await doors.client().labExperiments()).map(({ name, state }) => [name, state]),
    [
      ['paper', 'run'],
      ['plan', 'unreadable'],
      ['check', 'unreadable'],
      ['price', 'notRun'],
    ],
  );
  const troubleOf = async (name: string) => (await doors.client().labFinding(name)).trouble ?? '';
  assert.match(await troubleOf('plan'), /^Its report cannot be read \(.*JSON.*\): run it again/);
  assert.match(await troubleOf('check'), /^Its report has another shape \(.*\): run it again/);
  const { report, command } = await doors.client().labFinding('price');
  assert.deepEqual([report, command], [null, 'npm run lab -- price']);
});

test('API-43 a report is shown with its claims, its first rows and its files, and again when it has changed', async (t) => {
  const { doors, folder } = await doorsOf(t);
  const { report, files } = (await doors.ask('GET', '/lab/paper')).body as LabFinding;
  const written = madeUpReport('paper');
  assert.deepEqual(report?.claims, JSON.parse(JSON.stringify(written.claims)));
  assert.deepEqual([report?.answer, report?.seed, report?.tables[0]?.rowCount], [written.answer, 7, 33]);
  assert.deepEqual(
    report?.charts.map(({ name }) => `${name}.svg`).every((name) => files.includes(name)),
    true,
  );
  assert.ok(!files.includes('notes.txt'));
  const rows = Array.from({ length: 201 }, (_, month) => [`${month}`, month, true]);
  const long = { ...written, tables: written.tables.map((table) => ({ ...table, rows })) };
  putFolderInPlace(join(folder, 'paper'), filesOf(long, () => undefined).files);
  const again = (await doors.client().labFinding('paper')).report?.tables[0];
  assert.deepEqual([again?.rows.length, again?.rowCount], [200, 201]);
});

test('API-43 a file is fetched with its type, and runs nothing', async (t) => {
  const { doors } = await doorsOf(t);
  const get = (file: string) => fetch(`${doors.address}/api/v1/lab/paper/files/${file}`);
  for (const [file, type, disposition] of [
    ['report.json', 'application/json; charset=utf-8', 'attachment'],
    ['months.csv', 'text/csv; charset=utf-8', 'attachment'],
    ['months.parquet', 'application/vnd.apache.parquet', 'attachment'],
    ['costs.svg', 'image/svg+xml; charset=utf-8', 'inline'],
    ['costs-dark.svg', 'image/svg+xml; charset=utf-8', 'inline'],
    ['costs.png', 'image/png', 'inline'],
  ] as const) {
    const { status, headers } = await get(file);
    assert.deepEqual(
      [status, headers.get('content-type'), headers.get('content-disposition')],
      [200, type, `${disposition}; filename="paper-${file}"`],
    );
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  }
  const { files } = filesOf(madeUpReport('paper'), () => undefined);
  const bytes = new Uint8Array(await (await get('months.parquet')).arrayBuffer());
  assert.deepEqual(bytes, files['months.parquet']);
  assert.equal(await doors.client().labFile('paper', 'months.csv'), files['months.csv']);
});

test('API-43 nothing else is fetched: no other folder, no other kind of file, no link, no unknown experiment', async (t) => {
  const { doors, folder } = await doorsOf(t);
  mkdirSync(join(folder, 'paper', 'folder.csv'));
  symlinkSync(join(folder, '..', 'secret.json'), join(folder, 'paper', 'link.json'));
  for (const path of [
    'paper/files/..%2f..%2fsecret.json',
    'paper/files/..%5csecret.json',
    'paper/files/%2e%2e',
    'paper/files/notes.txt',
    'paper/files/link.json',
    'paper/files/folder.csv',
    'paper/files/Report.json',
    'paper/files/report.json%00.csv',
    'paper/files/none.csv',
    '..%2fpaper/files/report.json',
    'nothing/files/report.json',
    'price/files/report.json',
    'nothing',
    '..',
    `${'a'.repeat(100)}`,
  ]) {
    const answer = await doors.ask('GET', `/lab/${path}`).catch((cause) => assert.fail(`${path}: ${cause}`));
    assert.equal(answer.status, 404, path);
    assert.doesNotMatch(JSON.stringify(answer.body), /"key":1|private/);
  }
});
