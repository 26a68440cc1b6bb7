/**
 * The sub-indices: the same calculation for one leg of the workload, or for a part of the market.
 *
 * They have no memory, so each can be recomputed from its own day, and of the fallback chain only the reduced fixing.
 */
import { type Millionths, type Millis, ONE_MILLION } from '../units.ts';
import { calculate } from './calculate.ts';
import type { Collection } from './collect.ts';
import type { Methodology, Workload } from './methodology.ts';
import { noMemory, type SubIndex, type SubIndexName, subIndexNames } from './publication.ts';
import type { IndexRegistry, RegisteredModel, RegisteredSeller } from './terms.ts';

/** Every sub-index of a day, in the order of their names (rule IDX-22). */
export function subIndices(
  registry: IndexRegistry,
  methodology: Methodology,
  collection: Collection,
  end: Millis,
): SubIndex[] {
  const alone = withoutMemory(methodology);
  return subIndexNames.map((name) => {
    const part = { collected: partOf(name, registry, collection), leftOut: [] };
    const { decision, sellers } = calculate(registry, { ...alone, ...legs[name] }, part, end, noMemory);
    return { name, decision, sellers };
  });
}

/** A methodology whose fallback needs no yesterday. */
export function withoutMemory(methodology: Methodology): Methodology {
  return { ...methodology, fallback: { ...methodology.fallback, matchedSellersMin: null, carryDaysMax: 0 } };
}

const WHOLE = ONE_MILLION as Millionths;
const NONE = 0 as Millionths;
const workload = (input: Millionths, cached: Millionths, output: Millionths): { readonly workload: Workload } => ({
  workload: { input, cached, output },
});

const legs: { readonly [name in SubIndexName]?: { readonly workload: Workload } } = {
  input: workload(WHOLE, NONE, NONE),
  cached: workload(NONE, WHOLE, NONE),
  output: workload(NONE, NONE, WHOLE),
};

type Belongs = (model: RegisteredModel, seller: RegisteredSeller) => boolean;

const parts: { readonly [name in SubIndexName]?: Belongs } = {
  frontier: ({ tier }) => tier === 'frontier',
  standard: ({ tier }) => tier === 'standard',
  openWeights: ({ openWeights }) => openWeights,
  china: (_, { region }) => region === 'china',
  world: (_, { region }) => region === 'world',
};

function partOf(name: SubIndexName, registry: IndexRegistry, { collected }: Collection): Collection['collected'] {
  const belongs = parts[name];
  if (belongs === undefined) return collected;
  const models = new Map(registry.models.map((model) => [model.model, model]));
  const sellers = new Map(registry.sellers.map((seller) => [seller.seller, seller]));
  return collected.filter(({ model, seller }) => {
    const [ofModel, ofSeller] = [models.get(model), sellers.get(seller)];
    return ofModel !== undefined && ofSeller !== undefined && belongs(ofModel, ofSeller);
  });
}
