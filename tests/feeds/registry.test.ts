/**
 * The registry as a document: every number has a source, every verdict follows from its scores, what is wrong is
 * refused, and the core is given what the file says.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { dateOfCivil } from '#core/calendar.ts';
import type { RegisteredListing, RegisteredModel } from '#core/price-index/terms.ts';
import type { Figure, RegistryFile } from '#feeds/registry/file.ts';
import {
  indexTerms,
  listingNames,
  RegistryInvalid,
  readRegistry,
  registry,
  registryFile,
  registryVersion,
} from '#feeds/registry.ts';
import { tariffOf } from '#feeds/tariff.ts';
import { gpuSellers, registryText, registryWithGpuSellers } from '../model/registry-with-gpu-sellers.ts';

test('IDX-2 every number of the registry says where it comes from and whether it is an assumption', () => {
  let numbers = 0;
  const walk = (node: unknown, parent: Partial<Figure>, key: string): void => {
    if (typeof node === 'number') {
      numbers += 1;
      assert.equal(key, 'value');
      assert.ok(parent.source !== undefined && parent.source.length >= 12, `${node} has no source`);
      assert.equal(typeof parent.assumption, 'boolean', `${node} does not say whether it is an assumption`);
    } else if (typeof node === 'object' && node !== null)
      for (const [name, child] of Object.entries(node)) walk(child, node, name);
  };
  walk(JSON.parse(registryText), {}, '');
  assert.ok(numbers > 100, `${numbers} numbers`);
});

test('IDX-2 the bar is that of the paper, and the terms of a new venue name the registry by its hash', () => {
  assert.deepEqual(registry.bar, [8_600, 6_700, 9_200]);
  assert.equal(registryVersion, 'SIT-3');
  assert.equal(registry.hash, createHash('sha256').update(registryText).digest('hex'));
  assert.deepEqual([indexTerms.version, indexTerms.methodology.name], ['TPI-2', 'robust-1']);
  assert.equal(indexTerms.registry, registry);
});

test('IDX-2 GPT-4 Turbo of January 2024, the anchor of the standard, does not reach its own bar: 85.4 < 86', () => {
  const name = 'GPT-4 Turbo, January 2024';
  const written = registryFile.models.find((model) => model.name === name);
  assert.equal(written?.qualifies, false);
  assert.match(written.reason ?? '', /85\.4 against 86/);
  const [mmlu, humanEval, gsm8k] = modelOf(name).scores;
  assert.ok(mmlu === 8_540 && mmlu < registry.bar[0], 'MMLU');
  assert.ok(humanEval === 8_660 && humanEval >= registry.bar[1], 'HumanEval');
  assert.equal(gsm8k, registry.bar[2], 'GSM8K, which the paper ascribes to it');
});

test('IDX-2 what the file says is what the core is given', () => {
  assert.deepEqual(modelOf('DeepSeek V4 Pro'), {
    model: 'DeepSeek V4 Pro',
    scores: [8_940, 9_210, 9_670],
    tier: 'frontier',
    openWeights: true,
  });
  assert.deepEqual(
    registry.listings.filter(({ model }) => model === 'DeepSeek V4 Pro'),
    [
      { seller: 'deepseek', listing: 'deepseek-v4-pro', model: 'DeepSeek V4 Pro', volume: 408_000 },
      { seller: 'fireworks', listing: 'deepseek-v4-pro', model: 'DeepSeek V4 Pro', volume: 204_000 },
      { seller: 'baseten', listing: 'deepseek-ai/DeepSeek-V4-Pro', model: 'DeepSeek V4 Pro', volume: 204_000 },
    ],
  );
  assert.deepEqual(
    registry.sellers.find(({ seller }) => seller === 'google'),
    { seller: 'google', owner: 'Alphabet', region: 'world' },
  );
  assert.deepEqual(registry.sources, ['contributor', 'openrouter', 'litellm', 'genai-prices', 'gpu-list']);
});

test('IDX-2 of the frontier is at most one model of each maker, and all of them qualify', () => {
  const frontier = registryFile.models.filter(({ tier }) => tier.value === 'frontier');
  assert.deepEqual(
    frontier.map(({ name, maker }) => [maker, name]),
    [
      ['Anthropic', 'Claude Opus 4.7'],
      ['DeepSeek', 'DeepSeek V4 Pro'],
      ['Moonshot AI', 'Kimi K2.6'],
      ['MiniMax', 'MiniMax M2.7'],
      ['Zhipu AI', 'GLM 5.2'],
      ['Alibaba', 'Qwen3 235B A22B'],
    ],
  );
  for (const { name, qualifies } of frontier) assert.ok(qualifies && modelOf(name).tier === 'frontier', name);
});

// Counted by hand from the file: who has to fail before a sub-index is withheld below five sellers of three groups.
test('IDX-2 every selection of the sub-indices has five sellers of three groups or more', () => {
  const qualified = registryFile.models.filter(({ qualifies }) => qualifies).map(({ name }) => name);
  const counts = (among: (listing: RegisteredListing) => boolean): readonly [sellers: number, owners: number] => {
    const sellers = new Set(
      registry.listings
        .filter((listing) => qualified.includes(listing.model) && among(listing))
        .map(({ seller }) => seller),
    );
    return [sellers.size, new Set([...sellers].map((seller) => sellerOf(seller).owner)).size];
  };
  assert.deepEqual(
    counts(() => true),
    [18, 18],
  );
  assert.deepEqual(
    counts(({ model }) => modelOf(model).tier === 'frontier'),
    [10, 10],
  );
  assert.deepEqual(
    counts(({ model }) => modelOf(model).tier === 'standard'),
    [15, 15],
  );
  assert.deepEqual(
    counts(({ model }) => modelOf(model).openWeights),
    [15, 15],
  );
  assert.deepEqual(
    counts(({ seller }) => sellerOf(seller).region === 'china'),
    [5, 5],
  );
  assert.deepEqual(
    counts(({ seller }) => sellerOf(seller).region === 'world'),
    [13, 13],
  );
});

test('IDX-2 the basket has eighteen models that qualify, and the installed list has a price for each of their listings', () => {
  assert.equal(registryFile.models.filter(({ qualifies }) => qualifies).length, 18);
  const day = dateOfCivil(2026, 10, 20);
  for (const { seller, listing } of registry.listings)
    assert.ok(tariffOf({ seller, listing }, day).length > 0, `${seller} ${listing}`);
});

test('IDX-2 a source knows a listing by its own name, and a router only where one seller stands behind the name', () => {
  const namesOf = (seller: string, listing: string) =>
    listingNames.find((entry) => entry.seller === seller && entry.listing === listing)?.names;
  assert.equal(listingNames.length, registry.listings.length);
  assert.deepEqual(namesOf('anthropic', 'claude-opus-4-7'), {
    openrouter: 'anthropic/claude-opus-4.7',
    litellm: 'claude-opus-4-7',
  });
  assert.deepEqual(namesOf('moonshotai', 'kimi-k2.6'), { litellm: 'moonshot/kimi-k2.6' });
  assert.deepEqual(namesOf('novita', 'meta-llama/llama-3.3-70b-instruct'), {});
  for (const { seller, listing, model } of registry.listings.filter((entry) => modelOf(entry.model).openWeights))
    assert.equal(namesOf(seller, listing)?.openrouter, undefined, `${model} has open weights`);
});

test('IDX-23 an hour of H100-80GB-SXM is one unit, and others are converted by dense 8-bit operations', () => {
  assert.deepEqual(registry.gpus, [
    { gpu: 'H100-80GB-SXM', units: 1_000_000 },
    { gpu: 'H200-141GB-SXM', units: 1_000_000 },
    { gpu: 'A100-80GB-SXM', units: 315_000 },
    { gpu: 'B200-180GB-SXM', units: 2_530_000 },
    { gpu: 'MI300X-192GB', units: 1_321_000 },
    { gpu: 'L40S-48GB', units: 370_000 },
  ]);
  // 8-bit operations a second: 0.624 of 1.979 and 5.000 of 1.979, as Bandi and Su round them.
  assert.deepEqual([(0.624 / 1.979).toFixed(3), (5 / 1.979).toFixed(2)], ['0.315', '2.53']);
  // In teraflops of data sheets, without sparsity: 2,614.9 of 1,978.9 and 733 of 1,979.
  assert.deepEqual([(2_614.9 / 1_978.9).toFixed(3), (733 / 1_979).toFixed(2)], ['1.321', '0.37']);
  // Nobody reports how many hours it sells, so they all weigh the same.
  assert.deepEqual(new Set(registry.gpuSellers.map(({ volume }) => volume)), new Set([1]));
  assert.deepEqual(
    registryWithGpuSellers().gpuSellers,
    gpuSellers.map(([seller, owner, volume]) => ({ seller, owner, volume })),
  );
});

test('IDX-2 a million SIT take 0.051 units: eight GPUs that read 73,700 and write 14,800 tokens a second', () => {
  const seconds = 800_000 / 73_700 + 200_000 / 14_800;
  assert.equal(((seconds * 8) / 3_600).toFixed(4), '0.0542');
  assert.equal(((seconds * 8) / 3_600 / 1.0632).toFixed(3), '0.051');
  assert.equal(registry.unitsPerMillionTokens, 51_000);
});

test('IDX-2 a registry that contradicts itself is refused, with what is wrong', () => {
  refused(
    (file) => Object.assign(first(file.models), { qualifies: false }),
    /Sonnet 4\.6: scores and verdict disagree/,
  );
  refused((file) => Object.assign(first(file.models), { reason: 'it is a matter of taste' }), /a reason belongs/);
  refused((file) => Object.assign(first(file.models).scores.mmlu, { value: 85.9 }), /scores and verdict disagree/);
  refused((file) => Object.assign(first(file.models).scores.mmlu, { value: 91.123 }), /91\.123 has more than 2 dec/);
  refused(
    (file) => Object.assign(first(file.models).tier, { value: 'frontier' }),
    /^Anthropic: a maker with a model of the frontier that stands there twice$/,
  );
  refused(
    (file) => Object.assign(file.models.at(-1)?.tier ?? {}, { value: 'frontier' }),
    /^Mistral Large 3: a model of the frontier that does not qualify$/,
  );
  refused((file) => Object.assign(file.bar.mmlu, { value: 86.001 }), /the bar: 86\.001 has more than 2 decimals/);
  refused((file) => Object.assign(first(first(file.models).listings).volume, { value: 0.5 }), /volume is not whole/);
  refused((file) => file.sellers.shift(), /anthropic: a listing of a seller that is not registered/);
  refused(
    (file) => Object.assign(first(file.models), { listings: [first(file.models).listings[0], twin(file)] }),
    /a listing that stands there twice/,
  );
  refused(
    (file) => file.sellers.push({ ...first(file.sellers), seller: 'idle' }),
    /^idle: a seller without a listing$/,
  );
  refused((file) => file.sellers.push(first(file.sellers)), /^anthropic: a seller that stands there twice$/);
  refused((file) => file.models.push({ ...first(file.models), listings: [] }), /a model that stands there twice/);
  refused((file) => file.sources.push(first(file.sources)), /^contributor: a source that stands there twice$/);
  refused(
    (file) => Object.assign(first(file.models.slice(1)).listings[0]?.names ?? {}, { litellm: 'claude-sonnet-4-6' }),
    /^claude-sonnet-4-6: a name at litellm that stands there twice$/,
  );
  refused((file) => Object.assign(first(file.gpus).units, { value: 2 }), /^H100-80GB-SXM: an hour of it is one unit$/);
  refused((file) => file.gpus.shift(), /^H100-80GB-SXM: an hour of it is one unit$/);
  refused((file) => file.gpus.push(file.gpus[1] as (typeof file.gpus)[0]), /H200-141GB-SXM: a GPU that stands there/);
  refused((file) => Object.assign(file.unitsPerMillionTokens, { value: 0.0000001 }), /has more than 6 decimals/);
});

test('IDX-2 a file of another shape is refused, with the place', () => {
  refused((file) => Object.assign(first(file.models).scores.mmlu, { source: '' }), /\/models\/0\/scores\/mmlu\/source/);
  refused((file) => Object.assign(first(first(file.models).listings), { volume: 5 }), /\/listings\/0\/volume/);
  refused((file) => Object.assign(first(file.sellers), { region: 'moon' }), /\/sellers\/0\/region/);
  refused((file) => Object.assign(file, { surprise: true }), /additional/);
  assert.throws(() => readRegistry('{'), { name: RegistryInvalid.name, message: /the file is not JSON/ });
});

/** Everything of a registry file may be changed before it is read. */
type Draft = { -readonly [Key in keyof RegistryFile]: RegistryFile[Key] };

function refused(change: (file: Draft) => void, message: RegExp): void {
  const file = JSON.parse(registryText) as Draft;
  change(file);
  assert.throws(() => readRegistry(JSON.stringify(file)), { name: RegistryInvalid.name, message });
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  assert.ok(item !== undefined);
  return item;
}

/** The first listing once more, without the names of other sources. */
function twin(file: RegistryFile) {
  const { seller, listing, volume } = first(first(file.models).listings);
  return { seller, listing, volume };
}

function modelOf(name: string): RegisteredModel {
  const model = registry.models.find((candidate) => candidate.model === name);
  assert.ok(model, name);
  return model;
}

function sellerOf(name: string) {
  const seller = registry.sellers.find((candidate) => candidate.seller === name);
  assert.ok(seller, name);
  return seller;
}
