/**
 * What a registry can say against itself, each in one sentence.
 *
 * Nothing here judges whether a number is true; only whether all of them can be true together, and whether the core
 * can count with them.
 */
import { type Figure, hundredthsOf, type Model, type RegistryFile, reaches } from './file.ts';

/** The unit of the compute index: an hour of this GPU is one by definition. */
const UNIT_GPU = 'H100-80GB-SXM';

/** Everything in which `file` contradicts itself; empty when nothing does. */
export function contradictionsOf(file: RegistryFile): string[] {
  return [
    ...Object.values(file.bar).flatMap((score) => places('the bar', score, 2)),
    ...file.models.flatMap((model) => modelOf(model, file)),
    ...sellersOf(file),
    ...computeOf(file),
    ...repeated('maker with a model of the frontier', names(ofFrontier(file), 'maker')),
    ...repeated('source', names(file.sources, 'source')),
    ...repeated('model', names(file.models, 'name')),
    ...repeated('seller', names(file.sellers, 'seller')),
    ...repeated('GPU', names(file.gpus, 'gpu')),
    ...repeated('GPU seller', names(file.gpuSellers, 'seller')),
    ...repeated(
      'listing',
      listingsOf(file).map(({ seller, listing }) => `${seller} ${listing}`),
    ),
    ...(['openrouter', 'litellm'] as const).flatMap((source) =>
      repeated(
        `name at ${source}`,
        listingsOf(file).flatMap((listing) => listing.names?.[source] ?? []),
      ),
    ),
  ];
}

function ofFrontier({ models }: RegistryFile): Model[] {
  return models.filter(({ tier }) => tier.value === 'frontier');
}

function modelOf({ name, qualifies, reason, tier, scores, listings }: Model, { bar }: RegistryFile): string[] {
  const wrong = Object.values(scores).flatMap((score) => places(name, score, 2));
  if (qualifies !== reaches(hundredthsOf(scores), hundredthsOf(bar)))
    wrong.push(`${name}: scores and verdict disagree`);
  if (qualifies === (reason !== undefined)) wrong.push(`${name}: a reason belongs to a model that does not qualify`);
  if (tier.value === 'frontier' && !qualifies) wrong.push(`${name}: a model of the frontier that does not qualify`);
  return [...wrong, ...listings.flatMap(({ volume }) => whole(name, volume))];
}

function sellersOf(file: RegistryFile): string[] {
  const registered = new Set(names(file.sellers, 'seller'));
  const selling = new Set(names(listingsOf(file), 'seller'));
  const unknown = [...selling].filter((seller) => !registered.has(seller));
  const idle = [...registered].filter((seller) => !selling.has(seller));
  return [
    ...unknown.map((seller) => `${seller}: a listing of a seller that is not registered`),
    ...idle.map((seller) => `${seller}: a seller without a listing`),
  ];
}

function computeOf({ gpus, gpuSellers, unitsPerMillionTokens }: RegistryFile): string[] {
  const unit = gpus.find(({ gpu }) => gpu === UNIT_GPU)?.units.value === 1;
  return [
    ...(unit ? [] : [`${UNIT_GPU}: an hour of it is one unit`]),
    ...gpus.flatMap(({ gpu, units }) => places(gpu, units, 6)),
    ...gpuSellers.flatMap(({ seller, volume }) => whole(seller, volume)),
    ...places('units per million tokens', unitsPerMillionTokens, 6),
  ];
}

function whole(name: string, { value }: Figure): string[] {
  return Number.isSafeInteger(value) ? [] : [`${name}: a volume is not whole`];
}

/** The core counts in whole hundredths and millionths, so a finer number would be another one there. */
function places(name: string, { value }: Figure, most: number): string[] {
  return Number(value.toFixed(most)) === value ? [] : [`${name}: ${value} has more than ${most} decimals`];
}

function repeated(what: string, all: readonly string[]): string[] {
  const twice = new Set(all.filter((name, i) => all.indexOf(name) < i));
  return [...twice].map((name) => `${name}: a ${what} that stands there twice`);
}

function names<Key extends string>(items: readonly Readonly<Record<Key, string>>[], key: Key): string[] {
  return items.map((item) => item[key]);
}

function listingsOf({ models }: RegistryFile) {
  return models.flatMap(({ listings }) => listings);
}
