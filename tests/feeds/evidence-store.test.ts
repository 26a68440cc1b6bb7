/** The store of readings: what bears on a day, what was known when, and what a crash leaves. */
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDate } from '#core/calendar.ts';
import { evidenceFault } from '#core/price-index/check-evidence.ts';
import { collect } from '#core/price-index/collect.ts';
import type { Evidence } from '#core/price-index/evidence.ts';
import type { TradeDate } from '#core/units.ts';
import { embeddedPackage, embeddedReading } from '#feeds/embedded.ts';
import { evidenceOfDay } from '#feeds/evidence-of-day.ts';
import { EvidenceStore, StoreFull } from '#feeds/evidence-store.ts';
import { gpuListReading } from '#feeds/gpu-list.ts';
import { registry } from '#feeds/registry.ts';
import { at, gpuHour, price, reading, temporaryFolder } from './readings.ts';

const date = readDate('2026-11-20') as TradeDate;

/** `source seller listing day and hour input`, one for each price. */
function told({ documents, prices, gpuHours }: Evidence): string[] {
  const moment = (time: number): string => new Date(time).toISOString().slice(8, 13).replace('T', ' ');
  return [
    ...prices.map(
      (p) => `${documents[p.document]?.source} ${p.seller} ${p.listing} ${moment(p.observedAt)} ${p.input}`,
    ),
    ...gpuHours.map((h) => `${documents[h.document]?.source} ${h.seller} ${h.gpu} ${moment(h.observedAt)} ${h.hour}`),
  ];
}

test('IDX-47 the evidence of a day is what was seen within it, and the last that was seen before', () => {
  const readings = [
    reading('litellm', '2026-11-12T23:00Z', [price('acme m1', '2026-11-12T23:00Z', 90)]),
    reading('litellm', '2026-11-18T10:00Z', [price('acme m1', '2026-11-18T10:00Z', 100)]),
    reading('litellm', '2026-11-19T10:00Z', [price('acme m1', '2026-11-19T10:00Z', 110)]),
    reading('litellm', '2026-11-20T10:00Z', [price('acme m1', '2026-11-20T10:00Z', 120)]),
    reading('litellm', '2026-11-21T00:00Z', [price('acme m1', '2026-11-21T00:00Z', 130)]),
    reading('openrouter', '2026-11-20T00:00Z', [price('acme m1', '2026-11-20T00:00Z', 140)]),
    reading('openrouter', '2026-11-19T23:00Z', [price('acme m1', '2026-11-19T23:00Z', 150)]),
    reading('openrouter', '2026-11-13T00:00Z', [price('acme m2', '2026-11-13T00:00Z', 160)]),
    reading('openrouter', '2026-11-12T22:00Z', [price('acme m3', '2026-11-12T22:00Z', 170)]),
    reading('contributor:bolt', '2026-11-20T09:00Z', [], [gpuHour('bolt H100-80GB-SXM', '2026-11-20T08:00Z', 180)]),
  ];
  const expected = [
    'litellm acme m1 19 10 110',
    'openrouter acme m1 20 00 140',
    'litellm acme m1 20 10 120',
    'openrouter acme m2 13 00 160',
    'contributor:bolt bolt H100-80GB-SXM 20 08 180',
  ];
  const evidence = evidenceOfDay(readings, date);
  assert.deepEqual(told(evidence), expected);
  assert.deepEqual(
    evidence.documents.map(({ source }) => source),
    ['contributor:bolt', 'litellm', 'litellm', 'openrouter', 'openrouter'],
  );
  assert.deepEqual(evidenceOfDay(readings.toReversed(), date), evidence, 'the order of readings does not matter');
});

test('IDX-47 of an unchanged price the first and the last sighting are kept', () => {
  const hours = [0, 1, 2, 3, 4, 5, 6].map((hour) => `2026-11-20T0${hour}:00Z`);
  const inputs = [100, 100, 100, 120, 120, 120, 120];
  const readings = hours.map((hour, i) => reading('openrouter', hour, [price('acme m1', hour, inputs[i] ?? 0)]));
  assert.deepEqual(told(evidenceOfDay(readings, date)), [
    'openrouter acme m1 20 00 100',
    'openrouter acme m1 20 02 100',
    'openrouter acme m1 20 03 120',
    'openrouter acme m1 20 06 120',
  ]);
});

test('IDX-47 of more sightings than two an hour the last ones count, so that evidence stays what the index takes', () => {
  const minutes = Array.from({ length: 1_440 }, (_, i) => new Date(at('2026-11-20T00:00Z') + i * 60_000).toISOString());
  const readings = minutes.map((minute, i) => reading('contributor:acme', minute, [price('acme m1', minute, i)]));
  const { prices, documents } = evidenceOfDay(readings, date);
  assert.deepEqual(
    prices.map(({ input }) => input),
    Array.from({ length: 48 }, (_, i) => 1_392 + i),
  );
  assert.equal(documents.length, 48);
});

test('IDX-48 the store answers as it would have answered at an earlier moment', async (context) => {
  const store = new EvidenceStore(temporaryFolder(context));
  context.after(() => store.close());
  const mistake = reading('contributor:acme', '2026-11-20T10:00Z', [price('acme m1', '2026-11-20T09:00Z', 100)]);
  const corrected = reading('contributor:acme', '2026-11-22T10:00Z', [price('acme m1', '2026-11-20T09:00Z', 300)]);
  assert.deepEqual([await store.add(mistake), await store.add(corrected)], [true, true]);
  assert.deepEqual(told(store.evidenceOf(date, at('2026-11-20T09:59Z'))), []);
  assert.deepEqual(told(store.evidenceOf(date, at('2026-11-20T10:00Z'))), ['contributor:acme acme m1 20 09 100']);
  assert.deepEqual(told(store.evidenceOf(date, at('2026-11-22T09:59Z'))), ['contributor:acme acme m1 20 09 100']);
  assert.deepEqual(told(store.evidenceOf(date, at('2026-11-22T10:00Z'))), ['contributor:acme acme m1 20 09 300']);
  assert.deepEqual(told(store.evidenceOf(date)), ['contributor:acme acme m1 20 09 300']);
});

test('IDX-48 a reading is kept once, with its bytes, and is there when the store is opened again', async (context) => {
  const folder = temporaryFolder(context);
  const first = new EvidenceStore(folder);
  const morning = reading('openrouter', '2026-11-20T08:00Z', [price('acme m1', '2026-11-20T08:00Z', 100)]);
  const sameBytes = { ...morning, document: { ...morning.document, fetchedAt: at('2026-11-20T09:00Z') } };
  const hourLater = { ...sameBytes, prices: [price('acme m1', '2026-11-20T09:00Z', 100)] };
  assert.equal(await first.add(morning), true);
  assert.equal(await first.add(morning), false, 'the same bytes, seen at the same moment');
  assert.equal(await first.add(sameBytes), false, 'fetched again, and still seen at the same moment');
  assert.equal(await first.add(hourLater), true, 'the same bytes, seen at another moment');
  const evidence = first.evidenceOf(date);
  await first.close();

  assert.deepEqual(readdirSync(join(folder, 'raw')), [morning.document.hash]);
  const second = new EvidenceStore(folder);
  context.after(() => second.close());
  assert.deepEqual([second.size, second.damaged], [2, []]);
  assert.deepEqual(second.evidenceOf(date), evidence);
  assert.equal(await second.add(morning), false);
  assert.deepEqual(second.rawOf(morning.document.hash), Buffer.from(morning.bytes));
  writeFileSync(join(folder, 'raw', morning.document.hash), 'changed');
  assert.equal(second.rawOf(morning.document.hash), undefined, 'bytes that are not those of the hash');
  assert.equal(second.rawOf('0'.repeat(64)), undefined);
  assert.equal(second.rawOf('../readings.jsonl'), undefined);
});

test('IDX-48 a line that a crash cut short is reported, counts for nothing, and stays as it is', async (context) => {
  const folder = temporaryFolder(context);
  const file = join(folder, 'readings.jsonl');
  const readings = [8, 9].map((hour) =>
    reading('openrouter', `2026-11-20T0${hour}:00Z`, [price('acme m1', `2026-11-20T0${hour}:00Z`, hour)]),
  );
  const first = new EvidenceStore(folder);
  for (const one of readings) await first.add(one);
  await first.close();
  const whole = readFileSync(file);
  const firstLine = whole.indexOf('\n') + 1;

  const lengths = [0, 1, 2, 50, 150].map((cut) => whole.length - 1 - cut);
  for (const length of [firstLine, firstLine + 1, ...lengths]) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    const store = new EvidenceStore(folder);
    const torn = length - firstLine;
    const isWhole = length === whole.length - 1;
    assert.deepEqual(store.damaged, torn === 0 || isWhole ? [] : [{ line: 2, bytes: torn }]);
    assert.equal(store.size, isWhole ? 2 : 1, 'a line that lacks nothing but its end is whole');
    for (const one of readings) await store.add(one);
    await store.close();
    assert.deepEqual(readFileSync(file).subarray(0, length), whole.subarray(0, length), 'what was there is there');
    const again = new EvidenceStore(folder);
    assert.equal(again.size, 2);
    assert.deepEqual(told(again.evidenceOf(date)), ['openrouter acme m1 20 08 8', 'openrouter acme m1 20 09 9']);
    await again.close();
  }
});

test('IDX-48 a line that somebody changed into something else is reported and counts for nothing', async (context) => {
  const folder = temporaryFolder(context);
  const file = join(folder, 'readings.jsonl');
  const { bytes: _, ...kept } = reading('litellm', '2026-11-20T07:00Z', [price('a m', '2026-11-20T07:00Z', -1)]);
  const negative = JSON.stringify(kept);
  const strange = [
    '{}',
    'null',
    '[1]',
    '{"__proto__":{"document":1}}',
    '{"document":{"source":"x"}}',
    'not JSON',
    negative,
  ];
  writeFileSync(file, strange.map((line) => `${line}\n`).join(''));
  const store = new EvidenceStore(folder);
  assert.deepEqual(
    store.damaged,
    strange.map((line, i) => ({ line: i + 1, bytes: line.length })),
  );
  assert.equal(await store.add(reading('litellm', '2026-11-20T08:00Z', [price('a m', '2026-11-20T08:00Z', 1)])), true);
  await store.close();
  // An empty line, and the reading a second time.
  const lines = readFileSync(file, 'utf8').split('\n');
  appendFileSync(file, `\n${lines.at(-2)}\n`);
  const again = new EvidenceStore(folder);
  assert.deepEqual([again.size, again.damaged.length], [1, strange.length]);
  await again.close();
});

test('IDX-48 what is full takes nothing more and forgets nothing', async (context) => {
  const store = new EvidenceStore(temporaryFolder(context), { bytesMax: 700 });
  context.after(() => store.close());
  const at8 = reading('litellm', '2026-11-20T08:00Z', [price('acme m1', '2026-11-20T08:00Z', 8)]);
  const at9 = reading('litellm', '2026-11-20T09:00Z', [price('acme m1', '2026-11-20T09:00Z', 9)]);
  assert.equal(await store.add(at8), true);
  await assert.rejects(store.add(at9), StoreFull);
  assert.deepEqual(told(store.evidenceOf(date)), ['litellm acme m1 20 08 8']);
  assert.equal(await store.add(at8), false);
});

test('IDX-48 readings that come at once are kept one after the other', async (context) => {
  const folder = temporaryFolder(context);
  const store = new EvidenceStore(folder);
  const readings = Array.from({ length: 24 }, (_, hour) => {
    const time = `2026-11-20T${String(hour).padStart(2, '0')}:00Z`;
    return reading('openrouter', time, [price('acme m1', time, hour + 1)]);
  });
  await Promise.all(readings.map((one) => store.add(one)));
  const evidence = store.evidenceOf(date);
  await store.close();
  const again = new EvidenceStore(folder);
  context.after(() => again.close());
  assert.deepEqual([again.size, again.damaged], [24, []]);
  assert.deepEqual(again.evidenceOf(date), evidence);
  assert.equal(evidence.prices.length, 24);
});

test('IDX-47 what the store answers is evidence that the index takes', async (context) => {
  const store = new EvidenceStore(temporaryFolder(context), {
    embedded: (day) => [embeddedReading(registry.listings, day), gpuListReading(registry.gpuSellers, day)],
  });
  context.after(() => store.close());
  const [first] = registry.listings;
  const name = `${first?.seller} ${first?.listing}`;
  await store.add(reading('openrouter', '2026-11-20T08:00Z', [price(name, '2026-11-20T08:00Z', 8)]));
  const evidence = store.evidenceOf(date);
  assert.equal(evidenceFault(evidence, date), undefined);
  const { collected } = collect(registry, evidence, date, 'mean');
  assert.equal(collected.length, registry.listings.length);
  assert.deepEqual(collected.find(({ listing, seller }) => `${seller} ${listing}` === name)?.others.length, 1);
});

test('IDX-48 the embedded prices are a document like every other', async (context) => {
  const embedded = (day: TradeDate) => [embeddedReading([{ seller: 'openai', listing: 'o3' }], day)];
  const store = new EvidenceStore(temporaryFolder(context), { embedded });
  context.after(() => store.close());
  await store.add(reading('litellm', '2026-11-20T08:00Z', [price('acme m1', '2026-11-20T08:00Z', 8)]));
  const both = ['litellm acme m1 20 08 8', 'genai-prices openai o3 20 00 2000000'];
  assert.deepEqual(told(store.evidenceOf(date)), both);
  assert.deepEqual(told(store.evidenceOf(date, embeddedPackage.publishedAt)), both.slice(1));
  assert.deepEqual(told(store.evidenceOf(date, at('2026-09-01T00:00Z'))), [], 'the version was not out yet');
});
