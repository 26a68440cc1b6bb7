/**
 * The embedded source. The expected prices were read by eye from the data of the installed package, whose data the
 * random test reads once more as the package itself does.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { calcPrice, type ModelPrice, type Provider, waitForUpdate } from '@pydantic/genai-prices';
import { dateOf, readDate, startOf } from '#core/calendar.ts';
import { type Millis, millis, type TradeDate } from '#core/units.ts';
import { MICRO_PLACES, PER_TOKEN_PLACES, scaledDecimal, scaledNumber } from '#feeds/decimals.ts';
import { embeddedDocument, embeddedEvidence, embeddedPackage, priceHistory } from '#feeds/embedded.ts';
import { tariffOf } from '#feeds/tariff.ts';

const SEED = Number(process.env.SEED ?? 7);
const HOUR = 3_600_000;
const packageFolder = new URL('../../node_modules/@pydantic/genai-prices/', import.meta.url);

const flash = { seller: 'deepseek', listing: 'deepseek-v4-flash' };
const gpt = { seller: 'openai', listing: 'o3' };

const day = (text: string): TradeDate => {
  const date = readDate(text);
  assert.ok(date !== undefined, text);
  return date;
};

test('IDX-40 the document of the embedded source is the installed data, as old as its version', () => {
  const { version } = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')) as { version: string };
  assert.equal(embeddedPackage.version, version);
  const { source, fetchedAt, hash } = embeddedDocument();
  assert.deepEqual([source, fetchedAt], ['genai-prices', Date.UTC(2026, 8, 23, 10, 11, 4, 622)]);
  const data = readFileSync(new URL('dist/index.js', packageFolder));
  assert.match(data.toString(), /deepseek-v4-flash/, 'the prices are in this file');
  assert.equal(hash, createHash('sha256').update(data).digest('hex'));
});

test('IDX-40 amounts are read digit by digit and rounded once, half to even', () => {
  const perToken = (text: string) => scaledDecimal(text, PER_TOKEN_PLACES);
  assert.deepEqual(['0.00000125', '1.25e-6', '1.25E-06', '0.000001250000'].map(perToken), Array(4).fill(1_250_000));
  assert.deepEqual([perToken('0'), perToken('0.0000000028'), perToken('1')], [0, 2_800, 1_000_000_000_000]);
  // A thirteenth place: 2.5, 3.5 and 2.51 micro-dollars per million tokens.
  const finer = ['0.0000000000025', '0.0000000000035', '0.00000000000251'];
  assert.deepEqual(finer.map(perToken), [2, 4, 3]);
  for (const text of ['', '-1', '-0.1', '.5', '5.', '1,5', ' 1', '1 ', 'NaN', 'Infinity', '1e99', '0x1', '2', '١'])
    assert.equal(perToken(text), undefined, text);
  // What floats make of these is not what they say: 0.07 × 10^6 is 70000.00000000001.
  assert.deepEqual([scaledNumber(0.07, MICRO_PLACES), scaledNumber(2.8e-9, PER_TOKEN_PLACES)], [70_000, 2_800]);
  for (const number of [-1, Number.NaN, Number.POSITIVE_INFINITY]) assert.equal(scaledNumber(number, 6), undefined);
});

test('IDX-41 a dated price holds from the start of its date', () => {
  const steps = (date: string) => tariffOf(gpt, day(date)).map(({ after, input, output }) => [after, input, output]);
  assert.deepEqual(steps('2025-06-09'), [[0, 10_000_000, 40_000_000]]);
  assert.deepEqual(steps('2025-06-10'), [[0, 2_000_000, 8_000_000]]);
});

test('IDX-41 a tariff by time of day is told by its steps, from the day on which it began', () => {
  const steps = (date: string) =>
    tariffOf(flash, day(date)).map((step) => [step.after / HOUR, step.input, step.cached, step.output]);
  const [low, high] = [
    [220_000, 7_000, 660_000],
    [440_000, 14_000, 1_320_000],
  ] as const;
  const withPeaks = [
    [0, ...low],
    [1, ...high],
    [4, ...low],
    [6, ...high],
    [10, ...low],
  ];
  assert.deepEqual(steps('2026-11-20'), withPeaks);
  assert.deepEqual(steps('2026-08-17'), withPeaks);
  assert.deepEqual(steps('2026-08-16'), [[0, 140_000, 2_800, 280_000]]);
});

test('IDX-41 a price of the day can be told exactly from its evidence', () => {
  const date = day('2026-11-20');
  const { documents, prices, gpuHours } = embeddedEvidence([gpt, flash], date);
  assert.deepEqual([documents, gpuHours], [[embeddedDocument()], []]);
  assert.deepEqual(
    prices.map(({ seller, observedAt }) => [seller, (observedAt - startOf(date)) / HOUR]),
    [
      ['deepseek', 0],
      ['deepseek', 1],
      ['deepseek', 4],
      ['deepseek', 6],
      ['deepseek', 10],
      ['openai', 0],
    ],
  );
  const ends = [...prices.slice(1, 5).map(({ observedAt }) => observedAt), startOf((date + 1) as TradeDate)];
  const held = prices.slice(0, 5).map(({ input, observedAt }, i) => input * ((ends[i] ?? 0) - observedAt));
  // 17 hours at 0.22 and 7 at 0.44, as the rulebook works it out: 0.284167.
  assert.equal(Math.round(held.reduce((a, b) => a + b) / (24 * HOUR)), 284_167);
});

test('IDX-42 a name that is not listed exactly has no price', () => {
  const date = day('2026-11-20');
  for (const [seller, listing] of [
    ['openai', 'gpt-4.1-2025-04-14'],
    ['anthropic claude', 'claude-sonnet-4-6'],
    ['nobody', 'claude-sonnet-4-6'],
    ['mistral', 'mistral-ocr-latest'],
  ] as const)
    assert.deepEqual(tariffOf({ seller, listing }, date), [], `${seller} ${listing}`);
  assert.deepEqual(embeddedEvidence([{ seller: 'nobody', listing: 'nothing' }], date).documents, []);
});

test('IDX-41 the first step of a price that rises counts, and a cached price may be absent', () => {
  const [pro] = tariffOf({ seller: 'google', listing: 'gemini-2.5-pro' }, day('2026-11-20'));
  assert.deepEqual([pro?.input, pro?.output], [1_250_000, 10_000_000]);
  const [turbo] = tariffOf({ seller: 'openai', listing: 'gpt-4-turbo' }, day('2026-11-20'));
  assert.equal(turbo?.cached, null);
});

test('IDX-41 the changes that the package dates can be listed', () => {
  const changes = priceHistory([flash, gpt], day('2025-01-01'), day('2026-12-31'));
  assert.deepEqual(
    changes.map(({ date, seller, listing }) => [date, seller, listing]),
    [
      [day('2025-06-10'), 'openai', 'o3'],
      [day('2026-08-17'), 'deepseek', 'deepseek-v4-flash'],
    ],
  );
  const [o3] = changes;
  assert.deepEqual([o3?.old[0]?.output, o3?.new[0]?.output], [40_000_000, 8_000_000]);
  assert.equal(changes[1]?.new.length, 5);
  assert.deepEqual(priceHistory([flash, gpt], day('2025-06-11'), day('2026-08-16')), []);
});

test('IDX-41 dated and timed prices are read as the package itself reads them, once the tariff has begun', async () => {
  const conditional = ((await waitForUpdate()) ?? []).flatMap((provider) =>
    provider.models.filter(({ prices }) => Array.isArray(prices)).map((model) => ({ provider, model })),
  );
  assert.ok(conditional.length >= 20, `${conditional.length} models with dated or timed prices`);
  let compared = 0;
  for (const { provider, model } of conditional)
    for (const time of instants(200)) {
      // The package lets peak hours hold before there were any.
      if (model.id.startsWith('deepseek-v4') && time < Date.UTC(2026, 7, 17)) continue;
      const theirs = calcPrice({}, model.id, { provider: alone(provider, model.id), timestamp: new Date(time) });
      const expected = dollarsOf(theirs?.model_price);
      const ours = priceAt({ seller: provider.id, listing: model.id }, time);
      const where = `${provider.id} ${model.id} at ${time}; replay it with: SEED=${SEED} npm test -- embedded`;
      assert.deepEqual(ours, expected, where);
      compared += expected === undefined ? 0 : 1;
    }
  assert.ok(compared > 3_000, `${compared} prices compared`);
});

function priceAt(listed: { seller: string; listing: string }, time: Millis): number[] | undefined {
  const date = dateOf(time);
  const step = tariffOf(listed, date).findLast(({ after }) => after <= time - startOf(date));
  return step === undefined ? undefined : [step.input / 1e6, step.output / 1e6];
}

/** The provider with nothing but this model, found by its exact name. */
function alone(provider: Provider, id: string): Provider {
  const models = provider.models
    .filter((model) => model.id === id)
    .map((model) => ({ ...model, match: { equals: id } }));
  return { ...provider, models };
}

function dollarsOf(price: ModelPrice | undefined): number[] | undefined {
  const [input, output] = [price?.input_mtok, price?.output_mtok].map((p) => (typeof p === 'object' ? p.base : p));
  return input === undefined || output === undefined ? undefined : [input, output];
}

/** Instants of 2025 to 2027, the same ones for one seed. */
function* instants(count: number): Generator<Millis> {
  let state = SEED >>> 0;
  for (let i = 0; i < count; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield millis(Date.UTC(2025, 0, 1) + Math.floor((state / 2 ** 32) * 3 * 365 * 86_400_000));
  }
}
