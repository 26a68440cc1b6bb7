/**
 * The registry as a document: every number has a source, every verdict follows from its scores, what is wrong is refused.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Figure, type Model, RegistryInvalid, readRegistry, registry, registryVersion } from '#feeds/registry.ts';

const text = readFileSync(new URL('../../src/feeds/registry/sit-1.json', import.meta.url), 'utf8');

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
  walk(JSON.parse(text), {}, '');
  assert.ok(numbers > 100, `${numbers} numbers`);
});

test('IDX-2 the bar is that of the paper', () => {
  const { mmlu, humanEval, gsm8k } = registry.bar;
  assert.deepEqual([mmlu.value, humanEval.value, gsm8k.value], [86, 67, 92]);
  assert.equal(registryVersion, 'SIT-1');
});

test('IDX-2 GPT-4 Turbo of January 2024, the anchor of the standard, does not reach its own bar', () => {
  const anchor = modelOf('GPT-4 Turbo, January 2024');
  assert.equal(anchor.qualifies, false);
  assert.equal(anchor.scores.mmlu.value, 85.4);
  assert.match(anchor.reason ?? '', /85\.4 against 86/);
});

test('IDX-2 the basket has at least six providers and fifteen models that qualify', () => {
  const qualified = registry.models.filter(({ qualifies }) => qualifies);
  const providers = new Set(qualified.flatMap(({ postings }) => postings.map(({ provider }) => provider)));
  assert.ok(providers.size >= 6 && qualified.length >= 15, `${providers.size} providers, ${qualified.length} models`);
});

test('IDX-2 a registry that contradicts itself is refused, with what is wrong', () => {
  const refused = (change: (document: Document) => void, message: RegExp): void => {
    const document = JSON.parse(text) as Document;
    change(document);
    assert.throws(() => readRegistry(JSON.stringify(document)), { name: RegistryInvalid.name, message });
  };
  const first = (document: Document): Model => document.models[0] as Model;
  refused((document) => Object.assign(first(document), { qualifies: false }), /scores and verdict disagree/);
  refused((document) => Object.assign(first(document), { reason: 'it is a matter of taste' }), /a reason belongs/);
  refused((document) => Object.assign(first(document).scores.mmlu, { value: 85.9 }), /scores and verdict disagree/);
  refused(
    (document) => Object.assign(first(document).scores.mmlu, { source: '' }),
    /\/models\/0\/scores\/mmlu\/source/,
  );
  refused((document) => Object.assign(first(document).postings[0] ?? {}, { volume: 5 }), /\/volume/);
  refused((document) => Object.assign(first(document).postings[0]?.volume ?? {}, { value: 0.5 }), /not whole/);
  refused((document) => document.models.push(first(document)), /posted twice/);
  refused((document) => Object.assign(document, { surprise: true }), /additional/);
});

interface Document {
  models: Model[];
}

function modelOf(name: string): Model {
  const model = registry.models.find((candidate) => candidate.name === name);
  assert.ok(model, name);
  return model;
}
