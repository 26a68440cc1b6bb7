/** The price lists of OpenRouter and LiteLLM, in the shapes in which they are published. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liteLlmList } from '#feeds/litellm.ts';
import { openSources, UnknownSource } from '#feeds/live-sources.ts';
import type { ListingNames } from '#feeds/names.ts';
import { openRouterList } from '#feeds/openrouter.ts';
import { readPriceList } from '#feeds/price-list.ts';
import { listingNames } from '#feeds/registry.ts';
import { hashOf, type Reading, SourceFailed, type SourceFailure } from '#feeds/source.ts';
import { send, serve } from './local-server.ts';
import { at } from './readings.ts';

const now = at('2026-11-20T10:00Z');

const listings: ListingNames = [
  {
    seller: 'anthropic',
    listing: 'claude-sonnet-4-6',
    names: { openrouter: 'anthropic/claude-sonnet-4.6', litellm: 'claude-sonnet-4-6' },
  },
  { seller: 'deepseek', listing: 'deepseek-v4-flash', names: { openrouter: 'deepseek/deepseek-v4-flash' } },
  { seller: 'together', listing: 'deepseek-v4-flash', names: { openrouter: 'deepseek/deepseek-v4-flash' } },
  { seller: 'z-ai', listing: 'glm-5.2', names: { litellm: 'zai/glm-5.2' } },
  { seller: 'nobody', listing: 'elsewhere', names: {} },
];

const sonnet = {
  id: 'anthropic/claude-sonnet-4.6',
  canonical_slug: 'anthropic/claude-4.6-sonnet-20260217',
  name: 'Anthropic: Claude Sonnet 4.6',
  created: 1771342990,
  context_length: 1_000_000,
  architecture: { modality: 'text+image->text', input_modalities: ['text', 'image'], output_modalities: ['text'] },
  pricing: {
    prompt: '0.000003',
    completion: '0.000015',
    web_search: '0.01',
    input_cache_read: '0.0000003',
    input_cache_write: '0.00000375',
  },
  top_provider: { context_length: 1_000_000, max_completion_tokens: 128_000, is_moderated: true },
  per_request_limits: null,
  supported_parameters: ['max_tokens', 'tools'],
};
const deepSeek = { id: 'deepseek/deepseek-v4-flash', pricing: { prompt: '0.00000022', completion: '0.00000066' } };
const auto = { id: 'openrouter/auto', pricing: { prompt: '-1', completion: '-1' } };
const unknown = { id: 'somebody/unheard-of', pricing: { prompt: 'free' } };

const liteLlm = {
  sample_spec: {
    code_interpreter_cost_per_session: 0,
    input_cost_per_token: 0,
    litellm_provider: 'one of https://docs.litellm.ai/docs/providers',
    max_tokens: 'LEGACY parameter',
  },
  'claude-sonnet-4-6': {
    cache_creation_input_token_cost: 3.75e-6,
    cache_read_input_token_cost: 3e-7,
    input_cost_per_token: 3e-6,
    litellm_provider: 'anthropic',
    max_input_tokens: 1_000_000,
    mode: 'chat',
    output_cost_per_token: 1.5e-5,
  },
  'zai/glm-5.2': {
    cache_read_input_token_cost: null,
    input_cost_per_token: 9.3e-7,
    litellm_provider: 'zai',
    output_cost_per_token: 3e-6,
  },
  '1024-x-1024/dall-e-2': { input_cost_per_pixel: 1.9e-8, litellm_provider: 'openai', mode: 'image_generation' },
};

const bytesOf = (document: unknown): Uint8Array =>
  Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));
const readOpenRouter = (document: unknown): Reading => readPriceList(openRouterList, bytesOf(document), now, listings);
const openRouter = (...data: readonly unknown[]): Reading => readOpenRouter({ data });
const lite = (document: unknown): Reading => readPriceList(liteLlmList, bytesOf(document), now, listings);

const told = ({ prices }: Reading): string[] =>
  prices.map(({ seller, listing, input, cached, output }) => [seller, listing, input, cached, output].join(' '));

const failed = (code: SourceFailure) => (error: unknown) => error instanceof SourceFailed && error.code === code;

test('IDX-42 of OpenRouter’s list the models are taken that the registry knows', () => {
  const reading = openRouter(auto, sonnet, unknown, deepSeek);
  assert.deepEqual(told(reading), [
    'anthropic claude-sonnet-4-6 3000000 300000 15000000',
    'deepseek deepseek-v4-flash 220000  660000',
    'together deepseek-v4-flash 220000  660000',
  ]);
  assert.deepEqual(reading.problems, []);
  assert.ok(reading.prices.every(({ observedAt }) => observedAt === now));
});

test('IDX-40 a document bears its source, its time and the hash of its bytes', () => {
  const bytes = Buffer.from(JSON.stringify({ data: [sonnet] }));
  const reading = readPriceList(openRouterList, bytes, now, listings);
  assert.deepEqual(reading.document, { source: 'openrouter', fetchedAt: now, hash: hashOf(bytes) });
  // SHA-256 of nothing, as FIPS 180-4 has it.
  assert.equal(hashOf(Buffer.of()), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('IDX-42 of LiteLLM’s file the models are taken that the registry knows', () => {
  assert.deepEqual(told(lite(liteLlm)), [
    'anthropic claude-sonnet-4-6 3000000 300000 15000000',
    'z-ai glm-5.2 930000  3000000',
  ]);
});

test('IDX-42 an entry that cannot be read is left out and reported with its place', () => {
  const routed = { ...deepSeek, pricing: { prompt: '-1', completion: '0.1' } };
  const second = { ...sonnet, pricing: { ...sonnet.pricing, prompt: '0.1' } };
  assert.deepEqual(openRouter(unknown, sonnet, routed, second, { name: 'x' }, null).problems, [
    { place: '/data/2/pricing/prompt', reason: '"-1" is no price' },
    { place: '/data/3', reason: 'anthropic/claude-sonnet-4.6 stands here a second time' },
    { place: '/data/4', reason: 'has no name' },
    { place: '/data/5', reason: 'has no name' },
  ]);
  const numeric = { ...deepSeek, pricing: { prompt: 0.00000022, completion: '0.00000066' } };
  const [fault] = openRouter(sonnet, numeric).problems;
  assert.equal(fault?.place, '/data/1/pricing/prompt');
  const cached = { ...deepSeek, pricing: { ...deepSeek.pricing, input_cache_read: '' } };
  assert.equal(openRouter(sonnet, cached).problems[0]?.place, '/data/1/pricing/input_cache_read');
  const negative = { ...liteLlm, 'zai/glm-5.2': { ...liteLlm['zai/glm-5.2'], output_cost_per_token: -3e-6 } };
  assert.deepEqual(lite(negative).problems, [
    { place: '/zai~1glm-5.2/output_cost_per_token', reason: '"-0.000003" is no price' },
  ]);
});

test('IDX-43 nothing is taken from a document that is built in another way', () => {
  const renamed = { id: sonnet.id, price: sonnet.pricing };
  for (const document of [[], null, 1, { models: [sonnet] }, { data: { [sonnet.id]: sonnet } }, { data: [] }])
    assert.throws(() => readOpenRouter(document), failed('SCHEMA_CHANGED'), JSON.stringify(document));
  assert.throws(() => openRouter(renamed, unknown), failed('SCHEMA_CHANGED'), 'no known model can be read');
  const wrapped = { version: 2, models: liteLlm };
  for (const document of [[], [liteLlm], null, 'text', wrapped, { 'claude-sonnet-4-6': { price: 1 } }])
    assert.throws(() => lite(JSON.stringify(document)), failed('SCHEMA_CHANGED'), JSON.stringify(document));
  assert.deepEqual(
    readPriceList(openRouterList, bytesOf({ data: [sonnet] }), now, []).prices,
    [],
    'nothing was asked for',
  );
});

test('IDX-43 what is not JSON is not read', () => {
  for (const text of ['', '{"data":[', '<html>', 'undefined', '{"data":NaN}'])
    assert.throws(() => readOpenRouter(text), failed('NOT_JSON'), text);
  const notText = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
  assert.throws(() => readPriceList(openRouterList, notText, now, listings), failed('NOT_JSON'));
  const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
  assert.throws(() => readOpenRouter(deep), failed('SCHEMA_CHANGED'));
});

test('IDX-42 every name that the registry has for a source is found there', () => {
  const pricing = { prompt: '0.000001', completion: '0.000002' };
  const models = listingNames.flatMap(({ names: { openrouter: id } }) => (id === undefined ? [] : [{ id, pricing }]));
  const found = readPriceList(openRouterList, bytesOf({ data: models }), now, listingNames);
  assert.ok(models.length >= 5, `${models.length} names`);
  assert.deepEqual([found.prices.length, found.problems], [models.length, []]);
});

test('IDX-42 names that mean something to the language are names like others', () => {
  const text = `{"__proto__": {"litellm_provider": "x"}, "constructor": {}, ${JSON.stringify(liteLlm).slice(1)}`;
  assert.equal(lite(text).prices.length, 2);
});

test('IDX-49 the sources that are asked for are opened, each once, and any other name is refused', async (context) => {
  const address = await serve(context, ({ url }, response) => {
    if (url === '/openrouter') send(response, JSON.stringify({ data: [sonnet, deepSeek] }));
    else send(response, JSON.stringify(liteLlm), 'text/plain; charset=utf-8');
  });
  const options = {
    listings: () => listings,
    now: () => now,
    addresses: { openrouter: `${address}/openrouter`, litellm: `${address}/litellm` },
    rules: { allowLoopback: true },
  };
  const sources = openSources(['litellm', 'openrouter', 'litellm'], options);
  assert.deepEqual(
    sources.map(({ name }) => name),
    ['litellm', 'openrouter'],
  );
  const readings = await Promise.all(sources.map((source) => source.read(new AbortController().signal)));
  assert.deepEqual(
    readings.map(({ document, prices }) => [document.source, prices.length]),
    [
      ['litellm', 2],
      ['openrouter', 3],
    ],
  );
  assert.deepEqual(openSources([], options), [], 'none unless asked for');
  for (const name of ['openroter', '', 'constructor'])
    assert.throws(() => openSources([name], options), { name: UnknownSource.name, message: /openrouter and litellm/ });
});
