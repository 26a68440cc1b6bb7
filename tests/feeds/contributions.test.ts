/**
 * Posted prices and contributions. The expected prices were read by eye from the data of the installed package.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calcPrice, type ModelPrice, type Provider, waitForUpdate } from '@pydantic/genai-prices';
import { dateOfCivil } from '#core/calendar.ts';
import { fixIndex } from '#core/price-index/fix-index.ts';
import { type Millis, millis } from '#core/units.ts';
import { collectContributions, fixingTime } from '#feeds/contributions.ts';
import { postedPrice, priceSource } from '#feeds/posted-price.ts';
import { type Posting, type Registry, registry } from '#feeds/registry.ts';
import { naiveRows, naiveValue } from '../model/naive-index.ts';

const at = (iso: string): Millis => millis(Date.parse(iso));
const SEED = Number(process.env.SEED ?? 7);

test('IDX-1 the prices come from the version of the package that is named', () => {
  assert.equal(priceSource, '@pydantic/genai-prices 0.1.8');
});

test('IDX-1 a posted price changes at the start of its date', () => {
  const flash = (time: string) => postedPrice('deepseek', 'deepseek-v4-flash', at(time));
  assert.deepEqual(flash('2026-08-16T12:00:00Z'), { input: 140_000, output: 280_000 });
  assert.deepEqual(flash('2026-08-17T00:00:00Z'), { input: 220_000, output: 660_000 });
  assert.deepEqual(flash('2026-11-20T12:00:00Z'), { input: 220_000, output: 660_000 });

  const o3 = (time: string) => postedPrice('openai', 'o3', at(time));
  assert.deepEqual(o3('2025-06-09T23:59:59.999Z'), { input: 10_000_000, output: 40_000_000 });
  assert.deepEqual(o3('2025-06-10T00:00:00Z'), { input: 2_000_000, output: 8_000_000 });
});

test('IDX-1 a tariff by time of day is read at the hour, and noon UTC is off-peak', () => {
  const flash = (hour: string) => postedPrice('deepseek', 'deepseek-v4-flash', at(`2026-11-20T${hour}Z`))?.output;
  assert.equal(flash('00:59:59.999'), 660_000);
  assert.equal(flash('01:00:00'), 1_320_000);
  assert.equal(flash('03:59:59.999'), 1_320_000);
  assert.equal(flash('04:00:00'), 660_000);
  assert.equal(flash('09:59:00'), 1_320_000);
  assert.equal(flash('12:00:00'), 660_000);
});

test('IDX-1 where the price rises with the length of a request, the first step counts', () => {
  const pro = postedPrice('google', 'gemini-2.5-pro', at('2026-11-20T12:00:00Z'));
  assert.deepEqual(pro, { input: 1_250_000, output: 10_000_000 });
});

test('IDX-8 a name that is not listed exactly has no price', () => {
  const time = at('2026-11-20T12:00:00Z');
  assert.equal(postedPrice('openai', 'gpt-4.1-2025-04-14', time), undefined, 'a dated name of a listed model');
  assert.equal(postedPrice('anthropic claude', 'claude-sonnet-4-6', time), undefined, 'a provider that is only alike');
  assert.equal(postedPrice('nobody', 'claude-sonnet-4-6', time), undefined);
  assert.equal(postedPrice('mistral', 'mistral-ocr-latest', time), undefined, 'a model priced by the page');
});

test('IDX-1 dated and timed prices are read as the package itself reads them', async () => {
  const conditional = ((await waitForUpdate()) ?? []).flatMap((provider) =>
    provider.models.filter(({ prices }) => Array.isArray(prices)).map((model) => ({ provider, model })),
  );
  assert.ok(conditional.length >= 20, `${conditional.length} models with dated or timed prices`);
  let compared = 0;
  for (const { provider, model } of conditional)
    for (const time of instants(200)) {
      const theirs = calcPrice({}, model.id, { provider: alone(provider, model.id), timestamp: new Date(time) });
      const expected = dollarsOf(theirs?.model_price);
      const ours = postedPrice(provider.id, model.id, time);
      const where = `${provider.id} ${model.id} at ${time}; replay it with: SEED=${SEED} npm test -- contributions`;
      assert.deepEqual(ours === undefined ? undefined : [ours.input / 1e6, ours.output / 1e6], expected, where);
      compared += expected === undefined ? 0 : 1;
    }
  assert.ok(compared > 3_000, `${compared} prices compared`);
});

test('IDX-8 a pair without a posted price is left out and named', () => {
  const unknown: Posting = {
    provider: 'nobody',
    model: 'nothing',
    volume: { value: 1, source: 'made up for a test', assumption: true },
  };
  const widened: Registry = {
    ...registry,
    models: registry.models.map((model, i) => (i === 0 ? { ...model, postings: [...model.postings, unknown] } : model)),
  };
  const time = fixingTime(dateOfCivil(2026, 10, 20));
  const { contributions, missing } = collectContributions(widened, time);
  assert.deepEqual(missing, [unknown]);
  assert.deepEqual(contributions, collectContributions(registry, time).contributions);
});

test('IDX-2 models that do not qualify are not collected', () => {
  const { contributions, missing } = collectContributions(registry, fixingTime(dateOfCivil(2026, 10, 20)));
  assert.deepEqual(missing, [], 'every pair of the registry has a posted price');
  const out = registry.models.filter(({ qualifies }) => !qualifies).flatMap(({ postings }) => postings);
  assert.ok(out.length > 0);
  for (const { provider, model } of out)
    assert.ok(!contributions.some((c) => c.provider === provider && c.model === model), `${provider} ${model}`);
});

test('IDX-7 the index steps when a posted price does, and agrees with exact fractions', () => {
  const fixed = (...civil: [number, number, number]): number => {
    const date = dateOfCivil(...civil);
    const { contributions } = collectContributions(registry, fixingTime(date));
    const { value } = fixIndex(date, contributions);
    const exact = naiveValue(naiveRows(contributions)).toNumber();
    assert.ok(value !== undefined && Math.abs(value - exact) < 20, `${value} against ${exact}`);
    return value;
  };
  assert.equal(fixed(2026, 7, 16), fixed(2026, 7, 1));
  assert.ok(fixed(2026, 7, 17) > fixed(2026, 7, 16), 'DeepSeek raises its V4 prices on 2026-08-17');
  // The fixings that docs/rulebook/IDX-price-index.md quotes.
  for (const [month, day] of [
    [7, 17],
    [10, 20],
    [11, 31],
  ] as const)
    assert.equal(fixed(2026, month, day), 2_155_426);
  assert.equal(fixed(2027, 0, 1), 2_217_184, 'introductory prices of Gemini 3.6 Flash end with 2026');
});

/** The provider with nothing but this model, found by its exact name. */
function alone(provider: Provider, id: string): Provider {
  const models = provider.models
    .filter((model) => model.id === id)
    .map((model) => ({ ...model, match: { equals: id } }));
  return { ...provider, models };
}

function dollarsOf(price: ModelPrice | undefined): [number, number] | undefined {
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
