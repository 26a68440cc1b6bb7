/**
 * The registry: which models stand for one SIT, how good they are, who serves them and how much.
 *
 * A registry is a frozen file under a version. What changes is a new file with a new version, never the old one, so
 * that every fixing can be rebuilt. Every number says where it comes from and whether it is an assumption. Reading one
 * judges it: a registry that contradicts its own bar is not a registry.
 */
import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Millionths, millionths, ONE_MILLION } from '#core/units.ts';
import { type Benchmark, benchmarks, passes, qualityRatio, type Scores } from './quality.ts';

/** A number that can be asked where it comes from. */
const Figure = Type.Object(
  {
    value: Type.Number({ minimum: 0 }),
    source: Type.String({ minLength: 12 }),
    /** True when the source argues for the number rather than states it. */
    assumption: Type.Boolean(),
  },
  { additionalProperties: false },
);

const Figures = Type.Object({ mmlu: Figure, humanEval: Figure, gsm8k: Figure }, { additionalProperties: false });

/** One model at one provider, under the names of the price package, with its volume in million tokens a week. */
const Posting = Type.Object(
  { provider: Type.String({ minLength: 1 }), model: Type.String({ minLength: 1 }), volume: Figure },
  { additionalProperties: false },
);

const Model = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    qualifies: Type.Boolean(),
    /** Why a model that does not qualify does not. */
    reason: Type.Optional(Type.String({ minLength: 12 })),
    scores: Figures,
    postings: Type.Array(Posting),
  },
  { additionalProperties: false },
);

const Registry = Type.Object(
  {
    version: Type.String({ pattern: '^SIT-[0-9]+$' }),
    /** The week whose volumes and models this version stands for: the date of its first day. */
    vintage: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
    bar: Figures,
    /** The highest ratio of score to bar that counts. */
    ratioMax: Figure,
    models: Type.Array(Model, { minItems: 1 }),
  },
  { additionalProperties: false },
);

export type Figure = Static<typeof Figure>;
export type Posting = Static<typeof Posting>;
export type Model = Static<typeof Model>;
export type Registry = Static<typeof Registry>;

/** A registry file that cannot be used, with everything that is wrong with it. */
export class RegistryInvalid extends Error {
  override readonly name = 'RegistryInvalid';
}

/** Reads a registry from the text of its file, or throws `RegistryInvalid`. */
export function readRegistry(text: string): Registry {
  const registry: unknown = JSON.parse(text);
  if (!Value.Check(Registry, registry)) {
    const errors = Value.Errors(Registry, registry).map(({ instancePath, message }) => `${instancePath} ${message}`);
    throw new RegistryInvalid(errors.join('; '));
  }
  const contradictions = registry.models.flatMap((model) => contradictionsOf(model, registry));
  const pairs = registry.models.flatMap(({ postings }) =>
    postings.map(({ provider, model }) => `${provider} ${model}`),
  );
  if (new Set(pairs).size < pairs.length) contradictions.push('a model is posted twice by one provider');
  if (contradictions.length > 0) throw new RegistryInvalid(contradictions.join('; '));
  return registry;
}

function contradictionsOf({ name, qualifies, reason, scores, postings }: Model, { bar }: Registry): string[] {
  const wrong: string[] = [];
  if (qualifies !== passes(valuesOf(scores), valuesOf(bar))) wrong.push(`${name}: scores and verdict disagree`);
  if (qualifies === (reason !== undefined)) wrong.push(`${name}: a reason belongs to a model that does not qualify`);
  if (!postings.every(({ volume }) => Number.isSafeInteger(volume.value))) wrong.push(`${name}: a volume is not whole`);
  return wrong;
}

/** S_i over S_SIT of a model of this registry (rule IDX-3). */
export function qualityRatioOf({ scores }: Model, { bar, ratioMax }: Registry): Millionths {
  return qualityRatio(valuesOf(scores), valuesOf(bar), millionths(Math.round(ratioMax.value * ONE_MILLION)));
}

function valuesOf(figures: Readonly<Record<Benchmark, Figure>>): Scores {
  return Object.fromEntries(benchmarks.map((benchmark) => [benchmark, figures[benchmark].value])) as Scores;
}

/** The registry in force. */
export const registry = readRegistry(readFileSync(new URL('./registry/sit-1.json', import.meta.url), 'utf8'));
export const registryVersion = registry.version;
