/**
 * The registry: which models stand for one SIT, how good they are, who sells them, who owns the sellers and how much
 * each listing sells.
 *
 * A registry is a frozen file under a version. What changes is a new file with a new version, never the old one, so
 * that every fixing can be rebuilt. Reading one judges it: a registry that contradicts itself is not a registry. The
 * core is given the numbers alone, with the hash of the file that argues for them.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { robust } from '#core/price-index/methodology.ts';
import type { IndexRegistry, IndexTerms } from '#core/price-index/terms.ts';
import { type Millionths, millionths, ONE_MILLION } from '#core/units.ts';
import { contradictionsOf } from './registry/contradictions.ts';
import { type Figure, hundredthsOf, RegistryFile } from './registry/file.ts';

/** A registry file that cannot be used, with everything that is wrong with it. */
export class RegistryInvalid extends Error {
  override readonly name = 'RegistryInvalid';
}

export interface ReadRegistry {
  /** As it is written. */
  readonly file: RegistryFile;
  /** What the core is given. */
  readonly registry: IndexRegistry;
}

/** Reads a registry from the text of its file, or throws `RegistryInvalid`. */
export function readRegistry(text: string): ReadRegistry {
  const file = parse(text);
  if (!Value.Check(RegistryFile, file)) {
    const errors = Value.Errors(RegistryFile, file).map(({ instancePath, message }) => `${instancePath} ${message}`);
    throw new RegistryInvalid(errors.join('; '));
  }
  const contradictions = contradictionsOf(file);
  if (contradictions.length > 0) throw new RegistryInvalid(contradictions.join('; '));
  return { file, registry: withoutProse(file, createHash('sha256').update(text).digest('hex')) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RegistryInvalid(`the file is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function withoutProse(file: RegistryFile, hash: string): IndexRegistry {
  return {
    version: file.version,
    hash,
    bar: hundredthsOf(file.bar),
    sources: file.sources.map(({ source }) => source),
    sellers: file.sellers.map(({ seller, owner, region }) => ({ seller, owner, region })),
    models: file.models.map(({ name, tier, openWeights, scores }) => ({
      model: name,
      scores: hundredthsOf(scores),
      tier: tier.value,
      openWeights: openWeights.value,
    })),
    listings: file.models.flatMap(({ name, listings }) =>
      listings.map(({ seller, listing, volume }) => ({ seller, listing, model: name, volume: volume.value })),
    ),
    gpus: file.gpus.map(({ gpu, units }) => ({ gpu, units: millionthsOf(units) })),
    gpuSellers: file.gpuSellers.map(({ seller, owner, volume }) => ({ seller, owner, volume: volume.value })),
    unitsPerMillionTokens: millionthsOf(file.unitsPerMillionTokens),
  };
}

function millionthsOf({ value }: Figure): Millionths {
  return millionths(Math.round(value * ONE_MILLION));
}

/** The registry in force: as it is written, and as the core is given it. */
export const { file: registryFile, registry } = readRegistry(
  readFileSync(new URL('./registry/sit-3.json', import.meta.url), 'utf8'),
);
export const registryVersion = registry.version;
/** What other sources call its listings; a listing that a source has no name for is not in that source. */
export const listingNames = registryFile.models
  .flatMap(({ listings }) => listings)
  .map(({ seller, listing, names = {} }) => ({ seller, listing, names }));

/** The terms of a new venue. */
export const indexTerms: IndexTerms = { version: 'TPI-2', methodology: robust, registry };
