/** The index over HTTP: fixings, their steps, revisions, documents and terms, as JSON and as tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { publish } from '#core/price-index/publish.ts';
import { plainTerms } from '#makers/plain-index.ts';
import { canonicalJson } from '#session/canonical-json.ts';
import type { PublicationDocument } from '#session/index-document.ts';
import { AdoptedTerms, FixingDetail, FixingRevision, FixingSummary, InfluencePoint } from '#wire/price-index.ts';
import { dollars, timeOf } from '../model/commands.ts';
import { OpenDoors, refusalOf } from './open-doors.ts';

const API = '/api/v1';

async function textOf(doors: OpenDoors, path: string, accept?: string) {
  const response = await fetch(`${doors.address}${API}${path}`, accept === undefined ? {} : { headers: { accept } });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text(), response };
}

test('IDX-29, API-6 a fixing is answered with every step to it, and the paper beside it', async (t) => {
  const doors = await OpenDoors.with(t);
  const { body } = await doors.ask('GET', '/index');
  assert.ok(Value.Check(FixingDetail, body), [...Value.Errors(FixingDetail, body)].map(String).join());
  assert.equal(body.fixing.value, '1.500000');
  assert.deepEqual([body.fixing.status, body.fixing.flags, body.fixing.revision], ['full', ['FEW_SOURCES'], 1]);
  assert.deepEqual(
    [body.paper.value, body.paper.methodology, body.index.methodology],
    ['1.500000', 'paper-1', 'plain-1'],
  );
  assert.deepEqual(
    body.index.sellers.map(({ seller, weight, excluded }) => [seller, weight, excluded]),
    ['centre', 'east', 'north', 'south', 'west'].map((seller) => [seller, '0.200000', null]),
  );
  assert.deepEqual(body.index.collected[0], {
    seller: 'centre',
    listing: 'plain',
    model: 'plain',
    source: 'plain',
    input: '1.500000',
    cached: '1.500000',
    output: '1.500000',
    observedAt: '2026-11-22T00:00:00.000Z',
    others: [],
    disputed: false,
  });
  assert.deepEqual([body.compute.status, body.compute.shortfall], ['withheld', 'NO_PRICES']);
  const { body: list } = await doors.ask('GET', '/index/fixings?limit=1');
  assert.ok(Value.Check(Type.Array(FixingSummary), list));
  assert.deepEqual(list, [body.fixing]);
});

test('IDX-33, IDX-35 an operator corrects a fixing, and what was known before can still be asked', async (t) => {
  const doors = await OpenDoors.with(t);
  const date = '2026-11-22';
  const asked = (query = '') => doors.ask('GET', `/index/fixings/${date}${query}`);
  const before = (await asked()).body as FixingDetail;
  doors.clock.time = timeOf('2026-11-23 09:01');
  doors.seen = dollars(1.6);
  const command = { type: 'correctFixing', date, reason: 'A seller posted late.', by: 'olga' };
  assert.equal(
    (await doors.ask('POST', '/operator/commands', { key: doors.operatorKey, body: { command } })).status,
    200,
  );
  const after = (await asked()).body as FixingDetail;
  assert.deepEqual(
    [after.fixing.value, after.fixing.revision, after.reason, after.by],
    ['1.600000', 2, 'A seller posted late.', 'olga'],
  );
  assert.deepEqual((await asked(`?knownAt=${before.fixing.knownAt}`)).body, before);
  const { body: revisions } = await doors.ask('GET', `/index/fixings/${date}/revisions`);
  assert.ok(Value.Check(Type.Array(FixingRevision), revisions));
  assert.deepEqual(
    revisions.map(({ revision, value }) => [revision, value]),
    [
      [1, '1.500000'],
      [2, '1.600000'],
    ],
  );
  assert.equal(refusalOf(await asked('?knownAt=yesterday')).code, 'FIELD_INVALID');
  assert.equal(refusalOf(await asked('?knownAt=2020-01-01T00:00Z')).code, 'NOT_FOUND');
  const tooSoon = { command: { ...command, date: '2026-12-24' } };
  assert.equal(
    refusalOf(await doors.ask('POST', '/operator/commands', { key: doors.operatorKey, body: tooSoon })).code,
    'FIXING_UNKNOWN',
  );
});

test('IDX-36 a publication is had as a document that can be made again', async (t) => {
  const doors = await OpenDoors.with(t);
  const { status, type, text, response } = await textOf(doors, '/index/fixings/2026-11-22/publication');
  assert.deepEqual([status, type], [200, 'application/json; charset=utf-8']);
  assert.equal(response.headers.get('content-disposition'), 'attachment; filename="tpi-2026-11-22-r1.json"');
  const document = JSON.parse(text) as PublicationDocument;
  assert.equal(canonicalJson({ ...document, publication: publish(document.inputs) }), text);
});

test('IDX-30, IDX-31 terms are announced by the operator and shown in the registry of changes', async (t) => {
  const doors = await OpenDoors.with(t);
  const shown = await textOf(doors, '/index/terms/PLAIN-1');
  assert.deepEqual(JSON.parse(shown.text), JSON.parse(JSON.stringify(plainTerms())));
  const terms = { ...JSON.parse(shown.text), version: 'PLAIN-2' };
  const command = { type: 'adoptIndexTerms', terms, effective: '2027-01-01', reason: 'A review.', by: 'olga' };
  const say = (changes: object) =>
    doors.ask('POST', '/operator/commands', { key: doors.operatorKey, body: { command: { ...command, ...changes } } });
  assert.equal(refusalOf(await say({ effective: '2027-02-01' })).code, 'NOT_A_REBALANCE_DAY');
  assert.equal(refusalOf(await say({ terms: { ...terms, registry: 7 } })).code, 'FIELD_INVALID');
  assert.equal(refusalOf(await say({ terms: { ...terms, version: 'two' } })).code, 'INDEX_TERMS_INVALID');
  assert.equal((await say({})).status, 200);
  const { body } = await doors.ask('GET', '/index/terms');
  assert.ok(Value.Check(Type.Array(AdoptedTerms), body));
  assert.deepEqual(
    body.map(({ version, effective, by }) => [version, effective, by]),
    [
      ['PLAIN-1', '1970-01-01', 'olga'],
      ['PLAIN-2', '2027-01-01', 'olga'],
    ],
  );
  assert.equal(refusalOf(await doors.ask('GET', '/index/terms/PLAIN-9')).code, 'NOT_FOUND');
});

test('API-6 the index can be had as tables', async (t) => {
  const doors = await OpenDoors.with(t);
  const lines = async (path: string) => (await textOf(doors, path)).text.trimEnd().split('\r\n');
  const [head, first] = await lines('/index/fixings?format=csv');
  assert.ok(
    head?.startsWith('date,value,status,flags,shortfall,terms,revision,knownAt,sellers,dispersion,paper,input,'),
  );
  assert.ok(first?.startsWith('2026-11-22,1.500000,full,FEW_SOURCES,,PLAIN-1,1,'), first);
  const rows = await lines('/index/fixings/2026-11-22?format=csv');
  assert.equal(rows.length, 6);
  assert.ok(rows[1]?.startsWith('2026-11-22,1,centre,plain,plain,plain,2026-11-22T00:00:00.000Z,1.500000,'), rows[1]);
  assert.equal((await lines('/index/fixings/2026-11-22/revisions?format=csv')).length, 2);
  assert.equal((await lines('/index/terms?format=csv')).length, 2);
  assert.equal((await textOf(doors, '/index/fixings', 'text/csv')).type, 'text/csv; charset=utf-8');
});

test('IDX-28 the influence curve of a fixing is published', async (t) => {
  const doors = await OpenDoors.with(t);
  const { body } = await doors.ask('GET', '/index/fixings/2026-11-22/influence');
  assert.ok(Value.Check(Type.Array(InfluencePoint), body));
  // Five of equal weight at 1.500: whatever two of them post, the middle one of the five is one of the other three.
  assert.deepEqual(
    body.map(({ colluders, lowest, highest }) => [colluders, lowest?.value, highest?.value]).slice(0, 2),
    [
      [1, '1.500000', '1.500000'],
      [2, '1.500000', '1.500000'],
    ],
  );
  assert.equal(body.length, 3);
});
