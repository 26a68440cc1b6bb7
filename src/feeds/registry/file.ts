/**
 * A registry as it is written: every number with its source, and whether it is an assumption.
 *
 * The shape alone is said here. Whether what is written agrees with itself is judged in contradictions.ts.
 */
import { type Static, Type } from 'typebox';
import type { Scores } from '#core/price-index/terms.ts';

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1 });
/** Where something comes from, in words. */
const Source = Type.String({ minLength: 12 });
/** True when the source argues for what it stands by rather than states it. */
const Assumption = Type.Boolean();

/** A number that can be asked where it comes from. */
const Figure = Type.Object({ value: Type.Number({ minimum: 0 }), source: Source, assumption: Assumption }, closed);
/** Three scores in per cent, with two decimals at most. */
const Figures = Type.Object({ mmlu: Figure, humanEval: Figure, gsm8k: Figure }, closed);

/** A source of prices; the file lists them best first, each with the reason for its place. */
const PriceSource = Type.Object({ source: Name, reason: Source }, closed);

/** One model at one seller, under the names of the price package. */
const Listing = Type.Object(
  {
    seller: Name,
    listing: Name,
    /** Million tokens a week. */
    volume: Figure,
    /** What other sources call this very listing: only where no other seller stands behind the name. */
    names: Type.Optional(Type.Object({ openrouter: Type.Optional(Name), litellm: Type.Optional(Name) }, closed)),
  },
  closed,
);

const Tier = Type.Union([Type.Literal('frontier'), Type.Literal('standard')]);

const Model = Type.Object(
  {
    name: Name,
    maker: Name,
    qualifies: Type.Boolean(),
    /** Why a model that does not qualify does not. */
    reason: Type.Optional(Source),
    /**
     * Of the frontier is, for each maker, the newest model that qualifies and stood at the top of its maker's range when
     * it was released.
     */
    tier: Type.Object({ value: Tier, source: Source, assumption: Assumption }, closed),
    /** Whether its weights are published, so that others than its maker serve it. */
    openWeights: Type.Object({ value: Type.Boolean(), source: Source, assumption: Assumption }, closed),
    scores: Figures,
    listings: Type.Array(Listing),
  },
  closed,
);

const Seller = Type.Object(
  {
    seller: Name,
    /** The group that owns it. */
    owner: Name,
    region: Type.Union([Type.Literal('china'), Type.Literal('world')]),
    source: Source,
    assumption: Assumption,
  },
  closed,
);

/** A GPU, and the Standard Compute Units in an hour of it. */
const Gpu = Type.Object({ gpu: Name, units: Figure }, closed);

/** Who may contribute prices of GPU hours. */
const GpuSeller = Type.Object(
  {
    seller: Name,
    owner: Name,
    source: Source,
    assumption: Assumption,
    /** GPU hours a week. */
    volume: Figure,
  },
  closed,
);

export const RegistryFile = Type.Object(
  {
    version: Type.String({ pattern: '^SIT-[0-9]+$' }),
    /** The week whose volumes and models this version stands for: the date of its first day. */
    vintage: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
    bar: Figures,
    sources: Type.Array(PriceSource, { minItems: 1 }),
    sellers: Type.Array(Seller, { minItems: 1 }),
    models: Type.Array(Model, { minItems: 1 }),
    gpus: Type.Array(Gpu, { minItems: 1 }),
    gpuSellers: Type.Array(GpuSeller),
    /** Standard Compute Units that make a million SIT. */
    unitsPerMillionTokens: Figure,
  },
  closed,
);

export type Figure = Static<typeof Figure>;
export type Figures = Static<typeof Figures>;
export type Listing = Static<typeof Listing>;
export type Model = Static<typeof Model>;
/** The registry as it is written, with sources and assumptions. */
export type RegistryFile = Static<typeof RegistryFile>;

/** Three scores as the core counts them, in hundredths of a point. */
export function hundredthsOf({ mmlu, humanEval, gsm8k }: Figures): Scores {
  return [hundredths(mmlu), hundredths(humanEval), hundredths(gsm8k)];
}

/** Whether all three scores reach `bar`; one that falls short cannot be made up for by another (rule IDX-2). */
export function reaches(scores: Scores, bar: Scores): boolean {
  return scores.every((score, i) => score >= (bar[i] ?? 0));
}

const hundredths = ({ value }: Figure): number => Math.round(value * 100);
